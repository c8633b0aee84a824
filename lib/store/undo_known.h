/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_known - what is known of a change set before it is taken back, and of records that it refers to */
#ifndef CRM_UNDO_KNOWN_H
#define CRM_UNDO_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "store/bits.h"
#include "store/registry.h"

struct undo;

/* What the change set did to one kind of records: rows of log. */
struct undo_part {
	const struct entity *e;
	int64_t updates, deletions, back; /* back: inserted at numbers that existed before */
	int64_t from, to;          /* numbers that it inserted, if any */
	struct bits once, more;    /* rows it touched, and those of them it touched more than once */
	bool left;                 /* undo_rows has some to look at */
};

/* Records of one kind that are known to be there. */
struct undo_there {
	const struct entity *e;
	struct bits known;
};

/* Fills in u->first, u->last, u->parts and u->there. */
void undo_known_start(struct undo *);
void undo_known_end(struct undo *);
struct undo_part *undo_part_of(struct undo *, const char *entity); /* NULL: there is no such kind any more */
/* Is its one row of log all that the change set did to the record? */
bool undo_alone(const struct undo_part *, int64_t row);

bool undo_exists(struct db *, const char *entity, int64_t row);
/* The same, asking the base once; until undo_there_forget, when records have gone. */
struct undo_there *undo_there_of(struct undo *, const char *entity);
bool undo_there(struct undo *, struct undo_there *, int64_t row);
void undo_there_forget(struct undo *);

#endif
