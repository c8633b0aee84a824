/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stages - imported stage changes: what each came from, and the state the deals end in */
#ifndef CRM_STAGES_H
#define CRM_STAGES_H

#include "exchange/part.h"
#include "store/db.h"

struct stages;
/* NULL when the part is no history of deals. Adds the fields that the file does not have: call it before
 * parts_open. */
struct stages *stages_open(struct part *);
/* Before the row is looked for: bare codes of stages become those of its deal's pipeline. -1 and why: that has no such
 * stage. */
int stages_read(struct stages *, struct db *, struct part *, struct str *why);
/* Fills from_stage and owner of the row that is about to be added. held: rows before it may not be in the base yet; false:
 * those of its deal have to be. */
bool stages_fill(struct stages *, struct db *, struct part *, bool held);
/* The row is in. */
void stages_added(struct stages *, const struct part *);
/* Puts the deals into the state that their changes lead to. */
void stages_settle(struct stages *, struct db *);
void stages_free(struct stages *);

#endif
