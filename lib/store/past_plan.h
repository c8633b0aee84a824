/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_plan - how a shadowed table is read: what to pass down, at which cost, and the statements */
#ifndef CRM_PAST_PLAN_H
#define CRM_PAST_PLAN_H

#include "store/past_kept.h"

#define PLAN_ORDER_MAX 4
#define PLAN_BOUNDS_MAX 4

struct plan {
	char *text;                 /* as plan_choose wrote it */
	/* First column id, the second one those causes of soft that the statement itself tests for. delta: all rows of
	 * the delta that fit, NULL without firm; one: a row of it by number, NULL without soft. */
	sqlite3_stmt *main, *delta, *one;
	unsigned firm; /* causes (1 << n) whose rows are all put into the delta and read there */
	unsigned soft; /* causes whose rows main.T finds rightly, and that are taken from the delta one by one */
	unsigned tested;
	int *position; /* column of the table → column of the statements */
	int order[PLAN_ORDER_MAX];  /* columns of the statements */
	bool descending[PLAN_ORDER_MAX];
	int n_order;
	int index;  /* of the table, the one that main is read by, or -1 */
	bool few;   /* by an index, or by number */
	struct plan_bound {
		char op;    /* as past_ask writes it */
		int arg;
	} bound[PLAN_BOUNDS_MAX]; /* of the index's first column */
	int n_bounds;
	bool others; /* other columns are asked for something too */
	int runs;
	int replaced; /* rows of main.T, by others */
	bool busy;  /* a cursor reads it */
	struct plan *next;
};

/* xBestIndex. idxNum is the argument that names the one row wanted, 0 when there is none. */
int plan_choose(const struct shadow *, sqlite3_index_info *);
/* The plan for a text, prepared at the first need; one that no cursor uses. NULL: cannot be prepared. */
struct plan *plan_get(struct db *, struct shadow *, struct plan **list, const char *text);
/* What is asked of the index's first column; PLAN_NOTHING: what nothing fits. */
enum plan_asks { PLAN_ANYTHING, PLAN_NOTHING, PLAN_BOUNDS };
enum plan_asks plan_bounds(const struct plan *, const struct shadow *, sqlite3_value **, struct bounds *);
/* Order of the two waiting rows. */
int plan_compare(const struct plan *);
void plan_free(struct plan *);

#endif
