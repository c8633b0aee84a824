/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calls - whom to call today, and why: the rep's secretary
 *
 * One row per company. A company's reasons are joined in words; the most urgent decides its place:
 *   1 an open claim (said first whatever the reason), 2 promised call-backs and promises due or overdue,
 *   3 tasks due or overdue, 4 debts overdue, 5 deals beyond their stage's max_days (or setting stalled_days),
 *   6 regulars past their usual time to re-order (median gap of their own purchases, at least two gaps),
 *   7 cold leads, the longest not spoken to first, to fill up to the limit.
 * Within a place: what is due earlier, then the larger amount, then the number. Nobody who is not to be
 * contacted: a company whose telephones (its own and its people's) are all blocked today is left out. */
#ifndef CRM_CALLS_H
#define CRM_CALLS_H

#include <stdbool.h>
#include <stdint.h>
#include "io/shape.h"
#include "model/narrow.h"
#include "store/db.h"

struct calls_wish {
	int64_t rep;       /* 0: everybody who works here, one list after the other */
	long limit;        /* rows a rep, cold leads fill up to it; 0: all that is urgent, no cold leads */
	bool cold;         /* fill up with cold leads */
	const char *const *filters; /* filter expressions on company, NULL-terminated; or NULL */
	struct narrow *among;       /* only these companies; or NULL */
};

/* The columns, and the rows by row. Reads only what concerns the rep's day, by index: its cost
 * does not grow with the base. */
enum { CALLS_COLUMNS = 20 };
extern const struct out_column calls_columns[CALLS_COLUMNS];
void calls_list(struct db *, const struct calls_wish *, void (*row)(void *, int64_t company, const char *const *cells),
                void *arg);
/* The table; the columns of stdin that are passed on stand behind its own. refused gets the rows of stdin that name no
 * company. */
struct shape *calls_table(struct db *, const struct calls_wish *, long *refused);

#endif
