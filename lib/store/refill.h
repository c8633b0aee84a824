/* SPDX-License-Identifier: GPL-2.0-or-later */
/* refill - a base that has nothing in it yet takes over all rows of another, with numbers and history */
#ifndef CRM_REFILL_H
#define CRM_REFILL_H

#include <stdbool.h>
#include "store/db.h"

/* The version of the schema of this base. */
int refill_version(struct db *);
/* Is there nothing in the base but what crm-init wrote? */
bool refill_ready(struct db *);
/* Begins a transaction and empties every table. Nothing is recorded, and rows may refer to what comes later. */
void refill_begin(struct db *);
/* The column of a custom field; the registry knows it after registry_extend. */
void refill_column(struct db *, const char *entity, const char *field, const char *kind);
/* A table that is about to get so many rows; sound: they are known to be as they were in a base. */
void refill_table(struct db *, const char *table, int64_t rows, bool sound);
/* The table is full; last as txn_last_given told it. */
void refill_done(struct db *, const char *table, int64_t last);
/* Do all references lead to a row? -1 and why: the table, its row, and the table that lacks one. */
int refill_check(struct db *, struct str *why);
/* With opt.dry_run all is taken back. */
void refill_commit(struct db *);

#endif
