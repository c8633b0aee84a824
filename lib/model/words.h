/* SPDX-License-Identifier: GPL-2.0-or-later */
/* words - rows found by a text, several by the same
 *
 * Rows are numbers of the caller's; those with the same text are a chain in the order in which they were added. */
#ifndef CRM_WORDS_H
#define CRM_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct word {
	char *text;
	size_t row;
	size_t next, last; /* index + 1 of the next, and in the first of a chain of the last one; 0: none */
	bool name;         /* the caller's: what kind of text it is */
};
/* {0} is empty; the owner calls words_free. */
struct words {
	struct word *v;
	size_t n, cap;
	size_t *slot; /* hash of the texts: index + 1 of the first of a chain */
	size_t slots;
};

/* Takes text over. */
void words_add(struct words *, char *text, size_t row, bool name);
/* The first with the text, NULL: none; and the next one. Valid until the next words_add. */
const struct word *words_find(const struct words *, const char *text);
const struct word *words_next(const struct words *, const struct word *);
void words_free(struct words *);

#endif
