/* SPDX-License-Identifier: GPL-2.0-or-later */
/* judge - the work of crm-dup --not and --forget: pairs said not to be duplicates */
#ifndef CRM_JUDGE_H
#define CRM_JUDGE_H

#include <stdbool.h>
#include "io/out.h"
#include "model/feed.h"
#include "store/db.h"
#include "store/registry.h"

struct judge {
	const struct entity *entity;
	struct feed *feed;
	const char *other; /* the second operand; NULL: column duplicate of the table */
	bool forget;       /* take back what was said */
	bool marked;       /* some row has a decision: only those that say no count */
	long judged, same;
};

/* Two records as operands, or a table on stdin with columns ENTITY and duplicate, as crm-dup prints it. Dies
 * with CRM_USAGE or CRM_INPUT when there are no pairs. */
struct judge *judge_open(const struct entity *, char **operands, int n, bool forget);
/* Writes it down; refused rows are reported. Returns the pairs: ENTITY, duplicate, and the table's other columns. */
struct out *judge_run(struct judge *, struct db *);
void judge_free(struct judge *);

#endif
