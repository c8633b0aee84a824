/* SPDX-License-Identifier: GPL-2.0-or-later */
/* txn - change sets: one command, one transaction, one row of txn */
#ifndef CRM_TXN_H
#define CRM_TXN_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"

/* BEGIN IMMEDIATE and a new change set: number, moment (never before the last one's), rep,
 * command line. Dies with CRM_BUSY after 30 s. Ctrl-C takes all of it back from here on (base/halt.h). Until txn_commit the triggers record every update
 * and delete under its number. */
void txn_begin(struct db *);
int64_t txn_id(const struct db *);
/* The change set's moment: default time of the events it records. */
const char *txn_at(const struct db *);
/* The last number that a table has given out, also to a record that is gone; -1: none yet. */
int64_t txn_last_given(struct db *, const char *table);
/* The change set that inserted a record; 0: none is known. */
int64_t txn_inserted(struct db *, const char *entity, int64_t row);
/* Ends it: writes txn and the id ranges inserted, commits. With opt.dry_run rolls back instead.
 * A change set that changed nothing leaves no row. counts: "3 companies added" in words for history; may be NULL. */
void txn_commit(struct db *, const char *counts);
void txn_rollback(struct db *);
/* Work kept for the end of the change set: called once before it is committed (true), or when it is taken
 * back (false). One hook for the whole program. */
void txn_hook(void (*hook)(struct db *, bool commit));
/* Idempotency (--key). A change set that has a key stays even if it changed nothing; {0} is an empty txn_done. */
struct txn_done {
	int64_t id;
	int code;                      /* it ended with */
	struct str command, counts;
	struct str table;              /* what it printed (out_kept), "" when that was not kept */
};
/* True when a committed change set that stands has this key, and what there is to know of it. */
bool txn_seen(struct db *, const char *key, struct txn_done *);
void txn_done_free(struct txn_done *);
/* The current change set's key; NULL takes it away. */
void txn_set_key(struct db *, const char *key);
/* What the run with the current change set's key prints and ends with. */
void txn_answer(struct db *, int code, const char *table);
/* Change set id was taken back: its key is free, and that of a change set that stands again through this is its own
 * again, unless another has it by now. */
void txn_key_undone(struct db *, int64_t id);
/* A savepoint inside the change set, for rows that may be refused half-way. */
void txn_mark(struct db *);
void txn_back(struct db *);   /* takes the row back */
void txn_keep(struct db *);   /* keeps it */

/* Bulk loading: drops the indexes of a table but those that are kept (names, or NULL) when it is empty or the load is
 * more than a fifth of it; txn_indexes_build, or the commit, builds them again. */
void txn_indexes_drop(struct db *, const char *table, const char *kept, int64_t expected_rows);
void txn_indexes_build(struct db *);

/* The guards of every table, made from the registry (crm-init, migration, crm-field): an update or delete by
 * another program fails. What records changes comes with the statements (trigger.h). */
void txn_make_triggers(struct db *);

#endif
