/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_plan - how a shadowed table is read: what to pass down, at which cost, and the statements */
#ifndef CRM_PAST_PLAN_H
#define CRM_PAST_PLAN_H

#include "store/past_parts.h"

#define PLAN_ORDER_MAX 4

struct plan {
	char *text;                 /* as plan_choose wrote it */
	sqlite3_stmt *main, *delta; /* first column id; delta lacks the hidden rows' test */
	int *position;              /* column of the table → column of the statements */
	int order[PLAN_ORDER_MAX];  /* columns of the statements */
	bool descending[PLAN_ORDER_MAX];
	int n_order;
	int index;  /* of the table, the one that main is read by, or -1 */
	int runs;
	bool busy;  /* a cursor reads it */
	struct plan *next;
};

/* xBestIndex. idxNum is the argument that names the one row wanted, 0 when there is none. */
int plan_choose(const struct shadow *, sqlite3_index_info *);
/* The plan for a text, prepared at the first need; one that no cursor uses. NULL: cannot be prepared. */
struct plan *plan_get(struct db *, const struct shadow *, struct plan **list, const char *text);
/* Order of the two waiting rows. */
int plan_compare(const struct plan *);
void plan_free(struct plan *);

#endif
