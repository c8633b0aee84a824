/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing - a change set taken back, with everything that hangs on it, as a table */
#ifndef CRM_UNDOING_H
#define CRM_UNDOING_H

#include <stdbool.h>
#include <stdint.h>
#include "io/out.h"
#include "store/db.h"

/* The last change set of this rep that stands and is not itself an undo; 0: none. Called again and
 * again it walks back through the rep's work. */
int64_t undoing_last(struct db *, int64_t rep);
/* Takes change set id back inside the current one (txn_begin first) and renews search keys and search index.
 * Returns a table (entity, row, op, field, old, new, why): a row for each field set back, each record
 * added or deleted again, and each conflict, or NULL and why. rows and conflicts get their numbers. */
struct out *undoing_run(struct db *, int64_t id, bool force, long *rows, long *conflicts, struct str *why);

#endif
