/* SPDX-License-Identifier: GPL-2.0-or-later */
/* standing - who stands somewhere at the end of each period, and since when
 *
 * A stay is kept once for all the periods at whose ends it lasts, and not once for each: a deal that stands for
 * three years is one entry in a report by days. */
#ifndef CRM_STANDING_H
#define CRM_STANDING_H

#include <stddef.h>
#include <stdint.h>

struct stand {
	int64_t since; /* seconds from any fixed moment */
	int32_t first, last; /* periods */
};
/* {0} is nobody. */
struct standing {
	struct stand *v;
	size_t n, cap;
};

void standing_add(struct standing *, int64_t since, int first, int last);
void standing_free(struct standing *);

struct tally;
/* Sorts the stays; they must live as long as the tally. */
struct tally *tally_open(struct standing *);
/* Goes to a period; periods are asked for in order. Returns how many stand there at its end. */
size_t tally_at(struct tally *, int period);
/* Of these, how many have stood there since that moment or longer. */
size_t tally_since(const struct tally *, int64_t since);
void tally_free(struct tally *);

#endif
