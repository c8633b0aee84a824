/* SPDX-License-Identifier: GPL-2.0-or-later */
/* refs - the records that cells refer to: by foreign key, code, number or name */
#ifndef CRM_REFS_H
#define CRM_REFS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"
#include "exchange/mapping.h"
#include "store/db.h"

struct refs;

/* system: where keys are looked up that name no system. create: entities whose unknown codes and
 * names are added, separated by commas; NULL: none. NULL and why: no such entity. */
struct refs *refs_open(struct db *, const char *system, const char *create, struct str *why);
/* The record that foreign key belongs to, or 0. */
int64_t refs_alias(struct refs *, const struct entity *, const char *system, const char *ref);
/* Ties a foreign key to a record; digest of the row it came in. */
void refs_add_alias(struct refs *, const struct mapped *key, const char *ref, int64_t id, int64_t digest);
/* A known key came with another row. */
void refs_set_digest(struct refs *, const struct mapped *key, const char *ref, int64_t digest);
/* The record whose key came with exactly this row before, or 0. Quickest when rows come in the order in which they
 * came then. */
int64_t refs_unchanged(struct refs *, const struct mapped *key, const char *ref, int64_t digest);
/* Before a row is written: what refs_unchanged reads would not survive the row's being taken back. */
void refs_let_go(struct refs *);
/* Has the key's system keys of such records at all? */
bool refs_any(struct refs *, const struct mapped *key);
/* For loads: foreign keys are written many at a time from now on (sorted: in the order of their index); seen by refs_alias after refs_flush. */
void refs_bulk(struct refs *, bool sorted);
void refs_flush(struct refs *);
/* While it is quiet nothing is added: the table is only looked through. */
void refs_quiet(struct refs *, bool quiet);
/* What a cell of a reference stands for. 1: out has the number; 0: the writer reads the cell itself; -1 and why. */
int refs_find(struct refs *, const struct mapped *, const char *cell, struct str *out, struct str *why);
/* How many reference rows were added, in words: "3 territory, 1 source"; empty: none. */
void refs_added(const struct refs *, struct str *out);
/* Closes the writers of added rows; before txn_commit. */
void refs_close(struct refs *);

#endif
