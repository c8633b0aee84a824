/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merge_in - the inside of merge, shared by merge*.c only */
#ifndef CRM_MERGE_IN_H
#define CRM_MERGE_IN_H

#include "exchange/merge.h"
#include "store/image.h"

struct merge {
	struct db *db;
	const struct entity *e; /* of the records being merged */
	int64_t survivor, gone;
	const struct merge_choice *choice;
	bool other_wins;        /* where both say something */
	struct merge_report *report;
	struct str note;        /* what the survivor's note gets */
	size_t *moved;          /* references of each entity, by its place in the registry */
};

/* merge_fields.c: what the row of keep lacks comes from the row of gone; the rest is noted. */
void merge_fields(struct merge *, const struct entity *, int64_t keep, int64_t gone);
/* merge_refs.c: everything of gone becomes keep's, and gone is deleted and redirected. */
void merge_rows(struct merge *, const struct entity *, int64_t keep, int64_t gone);
void merge_empty(struct merge *, const struct entity *, const struct field *, int64_t row);
/* merge_parts.c: the row of keep that a row of gone repeats; 0: none. f is what ties both to their record. */
int64_t merge_same(struct merge *, const struct entity *child, const struct field *f, int64_t keep, int64_t row);
/* Joins the two; moves a row. Of the main ones of a kind one stays main. */
void merge_join(struct merge *, const struct entity *child, const struct field *f, int64_t keep, int64_t same,
                int64_t row);
void merge_move(struct merge *, const struct entity *child, const struct field *f, int64_t keep, int64_t row);
/* merge_trail.c: histories that became one follow on each other and end where the survivor stands. */
void merge_trails(struct merge *);

static inline void merge_run(struct stmt *st, int64_t keep, int64_t gone)
{
	db_bind_int(st, "keep", keep);
	db_bind_int(st, "gone", gone);
	db_run(st);
}

#endif
