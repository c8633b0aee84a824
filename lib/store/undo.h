/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo - a change set taken back as a new change set */
#ifndef CRM_UNDO_H
#define CRM_UNDO_H

#include "store/db.h"
#include "store/image_diff.h"

struct undo_conflict {
	const char *entity;
	int64_t row;
	const char *field;  /* NULL: the whole row */
	int64_t since;      /* the change set that changed it since; 0: none is known */
	const char *ours;   /* what undo would restore */
	const char *theirs; /* what stands there now */
	const char *why;
};

/* Who is told; either may be NULL. */
struct undo_told {
	void (*conflict)(void *arg, const struct undo_conflict *);
	/* Rows that are set back many together: is stands there so far, was from now on. They are the first of the change
	 * set's rows of log, one each. */
	void (*set)(void *arg, const struct entity *, int64_t row, const struct image_diff *);
	void *arg;
};

/* Takes back change set id inside the current one (txn_begin first). Per field for updates: fields
 * changed since are reported and left; per row for deletes and for inserted rows that others refer
 * to since. force restores them all the same where the base allows it. Returns the number of
 * rows restored, or -1 and why (no such change set). */
int64_t undo_apply(struct db *, int64_t id, bool force, const struct undo_told *, struct str *why);
/* The change set that took this one back and still stands; 0: none. */
int64_t undo_by(struct db *, int64_t id);

#endif
