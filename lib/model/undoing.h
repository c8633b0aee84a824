/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing - change sets taken back, with everything that hangs on them, as a table */
#ifndef CRM_UNDOING_H
#define CRM_UNDOING_H

#include <stdbool.h>
#include <stdint.h>
#include "io/out.h"
#include "store/db.h"

struct undoing_result {
	long records;   /* that went, came back or were changed */
	long conflicts; /* rows of the table that say so */
};

/* Takes n change sets back inside the current one (txn_begin first), in the given order: the latest first. Renews
 * the search index. Returns a table (entity, row, op, field, old, new, since, why) of the difference between before
 * and after: a row for each field set back, each record that went or came back, and each conflict. NULL and why:
 * one of them cannot be taken back; the caller rolls back. */
struct out *undoing_run(struct db *, const int64_t *ids, size_t n, bool force, struct undoing_result *,
                        struct str *why);
/* Records that these change sets touched, at most. */
long undoing_size(struct db *, const int64_t *ids, size_t n);
/* Before txn_begin: when these are most of what is in the base, it is had to oneself if nobody else has it open (load.h). */
void undoing_prepare(struct db *, const int64_t *ids, size_t n);

#endif
