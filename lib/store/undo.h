/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo - a change set taken back as a new change set */
#ifndef CRM_UNDO_H
#define CRM_UNDO_H

#include "store/db.h"

struct undo_conflict {
	const char *entity;
	int64_t row;
	const char *field;  /* NULL: the whole row */
	int64_t since;      /* the change set that changed it since; 0: none is known */
	const char *ours;   /* what undo would restore */
	const char *theirs; /* what stands there now */
	const char *why;
};

/* Takes back change set id inside the current one (txn_begin first). Per field for updates: fields
 * changed since are reported and left; per row for deletes and for inserted rows that others refer
 * to since. force restores them all the same where the base allows it. Returns the number of
 * rows restored, or -1 and why (no such change set). */
int64_t undo_apply(struct db *, int64_t id, bool force,
                   void (*conflict)(void *, const struct undo_conflict *), void *arg, struct str *why);
/* The change set that took this one back and still stands; 0: none. */
int64_t undo_by(struct db *, int64_t id);
#endif
