/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_parts - what the modules of undo share */
#ifndef CRM_UNDO_PARTS_H
#define CRM_UNDO_PARTS_H

#include "store/image.h"
#include "store/undo.h"
#include "store/undo_known.h"

struct undo {
	struct db *db;
	int64_t id; /* the change set that is taken back */
	int64_t first, last; /* its rows of log */
	bool force;
	const struct undo_told *told;
	int64_t done; /* rows restored */
	struct image before, after, now;
	struct image_into into;
	struct undo_part *parts;
	size_t n_parts, cap_parts;
	struct undo_there *there; /* by place in the registry */
	size_t n_there;
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

/* From so many rows on it pays to prepare for them. */
#define UNDO_MANY 1000

void undo_report(struct undo *, struct undo_conflict);
/* One field, changed since: what would have been restored, and what stands there. */
void undo_report_field(struct undo *, const struct entity *, int64_t row, const struct field *, const char *ours,
                       const char *theirs);
/* An added row, changed since: every field that after (what the change set had put there) and now differ in. */
void undo_report_row(struct undo *, const struct entity *, int64_t row);
/* The change set that changed a field of a row (NULL: any) last, or inserted the row; 0: none is known. */
int64_t undo_since(struct undo *, const struct entity *, int64_t row, const struct field *);
/* Where the rows of a history came from follows from the row before them, and whose a deal was at a move from its
 * hand-overs: nobody's changes, and undoing_relink mends the first. NULL: no history; else fields up to NULL. */
const char *const *undo_follows(const struct entity *);
/* Sets back what can be set back together, and lists in temp.undo_left the rows of log that are left. */
void undo_set(struct undo *);

/* Of what is left, rows that the change set updated, deleted or inserted again: each net effect is taken back.
 * First all but plain deletions; failures wait. */
void undo_rows_updates(struct undo *);
/* Then, with inserted rows out of the way, what waited. */
void undo_rows_waiting(struct undo *);
void undo_rows_wait(struct undo *, int64_t change);
/* The row in before came back (inserted), or its field did: remembered when the target of its reference is missing. */
void undo_rows_note_ref(struct undo *, const struct entity *, int64_t row, const struct field *, bool inserted,
                        bool alone);
/* At last, references whose target did not come back are reported and taken back again. */
void undo_rows_check(struct undo *);

/* Rows that the change set deleted and did nothing else to: back in their tables, in one pass. Those that are
 * refused wait. */
void undo_back(struct undo *);
/* The row in before comes back. 0, or -1 and why. */
int undo_back_row(struct undo *, const struct entity *, int64_t row, struct str *why);

/* temp.undo_gone: rows to be deleted. */
void undo_gone_start(struct undo *);
void undo_gone_add(struct undo *, const struct entity *, int64_t row);
/* Adds the rows of the inserted ranges, spares those in use, and deletes the rest set-wise. */
void undo_gone_delete(struct undo *);

#endif
