/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_parts - what the modules of undo share */
#ifndef CRM_UNDO_PARTS_H
#define CRM_UNDO_PARTS_H

#include "store/image.h"
#include "store/undo.h"

struct undo {
	struct db *db;
	int64_t id; /* the change set that is taken back */
	bool force;
	void (*conflict)(void *, const struct undo_conflict *);
	void *arg;
	int64_t done; /* rows restored */
	struct image before, after, now;
	/* Changes (their numbers) that have to wait for others, and restored references whose target
	 * is missing so far. */
	int64_t *waiting;
	size_t n_waiting, cap_waiting;
	struct undo_ref *refs;
	size_t n_refs, cap_refs;
};

/* A restored reference without a target yet. */
struct undo_ref {
	const struct entity *entity;
	const struct field *field;
	int64_t row, target, previous; /* previous: what stood there, 0 nothing */
	bool inserted;                 /* the whole row came back */
	bool alone;                    /* nothing else of the row was restored */
};

void undo_report(struct undo *, const char *entity, int64_t row, const char *field, const char *ours,
                 const char *theirs, const char *why);

/* Rows that the change set updated, deleted or inserted again: each net effect is taken back.
 * First all but deletions; failures wait. */
void undo_rows_updates(struct undo *);
/* Then, with inserted rows out of the way, deletions and what waited. */
void undo_rows_deletions(struct undo *);
/* At last, references whose target did not come back are reported and taken back again. */
void undo_rows_check(struct undo *);

/* temp.undo_gone(entity, row): rows to be deleted. */
void undo_gone_start(struct undo *);
void undo_gone_add(struct undo *, const char *entity, int64_t row);
/* Adds the rows of the inserted ranges, spares those in use, and deletes the rest set-wise. */
void undo_gone_delete(struct undo *);

#endif
