/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mover - the work of crm-move: many records moved or handed over, from operands or a table on stdin */
#ifndef CRM_MOVER_H
#define CRM_MOVER_H

#include <stdbool.h>
#include "io/out.h"
#include "store/db.h"

/* As typed; NULL where not given. */
struct mover_wish {
	const char *to;     /* stage or category */
	const char *owner;  /* login, "" for nobody: hand over instead of moving */
	const char *at, *force, *reason, *competitor;
	bool history;
};

struct mover;
/* entity deal or company. Reads stdin. Without to and owner each row says where it goes: columns to, at, reason and
 * competitor. Dies with CRM_USAGE when neither is there, and asks about many (work.h). */
struct mover *mover_open(const char *entity, const struct mover_wish *, char **operands, int n);
/* work_begin for it. */
struct db *mover_begin(struct mover *);
/* Moves them; refused ones are reported. Returns what was moved: key, title or name, from, to, at, passed columns. */
struct out *mover_run(struct mover *, struct db *);
long mover_moved(const struct mover *);
long mover_refused(const struct mover *);
void mover_free(struct mover *);

#endif
