/* SPDX-License-Identifier: GPL-2.0-or-later */
/* course - the state of a deal after its moves: the one rule for today and for past dates */
#ifndef CRM_COURSE_H
#define CRM_COURSE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"
#include "base/when.h"
#include "store/db.h"

/* {0}: before the first move. */
struct course {
	int64_t stage, lost_reason; /* 0: none */
	char kind[8];               /* of the stage: open, won, lost */
	char opened_at[WHEN_SIZE];  /* the first move */
	char moved_at[WHEN_SIZE];   /* the last one */
	char closed_at[WHEN_SIZE];  /* "": not closed */
	struct str competitor;
};

/* One move more, a row with to_stage, at, kind of the stage, lost_reason, competitor; in the order of at, id.
 * A run of won stages is closed by its first move, and so is one of lost stages; its reason and
 * competitor are the last ones given. */
void course_follow(struct course *, struct stmt *row);
/* Binds :stage, :moved_at, :closed_at, :lost_reason, :competitor. */
void course_bind(const struct course *, struct stmt *);
void course_free(struct course *);

#endif
