/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merger - the work of crm-merge: pairs from operands or from a table, such as crm-dup prints */
#ifndef CRM_MERGER_H
#define CRM_MERGER_H

#include <stdbool.h>
#include "exchange/merge.h"
#include "io/out.h"
#include "model/feed.h"

struct merger {
	const struct entity *entity;
	struct feed *feed;
	char **others;             /* operands behind the survivor; NULL: column duplicate of the table */
	int n_others;
	struct merge_choice choice;
	const struct strs *take;   /* of the options; a row's column take adds to it */
	struct db *db;
	struct out *out;
	long merged, apart, left;
};

/* The first operand survives, the others become part of it; without operands a table on stdin with the columns ENTITY and
 * duplicate, and perhaps decision (empty, merge, swap, no, skip) and take (fields). Dies with CRM_USAGE or CRM_INPUT
 * when there are no pairs, or fields are no fields; asks as work_confirm does. */
struct merger *merger_open(const struct entity *, char **operands, int n, const struct strs *take, enum merge_prefer);
/* Merges them; refused rows are reported. Returns ENTITY, name, duplicate, duplicate_name, moved, filled, noted, and the
 * table's other columns. */
struct out *merger_run(struct merger *, struct db *);
void merger_free(struct merger *);

#endif
