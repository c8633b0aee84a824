/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo - a change set taken back as a new change set */
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/txn.h"
#include "store/undo.h"
#include "store/undo_parts.h"

void undo_report(struct undo *u, const char *entity, int64_t row, const char *field, const char *ours,
                 const char *theirs, const char *why)
{
	struct undo_conflict c = {.entity = entity, .row = row, .field = field, .ours = ours,
	                          .theirs = theirs, .why = why};

	if (u->conflict)
		u->conflict(u->arg, &c);
}

int64_t undo_by(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare_own(db, "SELECT id FROM txn WHERE undoes = :id AND id > :id");
	int64_t by = 0;

	db_bind_int(st, "id", id);
	while (by == 0 && db_step(st))
		if (undo_by(db, db_int(st, 0)) == 0)
			by = db_int(st, 0);
	db_finalize(st);
	return by;
}

static int check(struct db *db, int64_t id, struct str *why)
{
	int64_t by;

	if (id == db->txn.id || !db_get_int_id(db, 0, "SELECT 1 FROM txn WHERE id = :id", id))
		return str_setf(why, "there is no change set %lld", (long long)id);
	by = undo_by(db, id);
	if (by)
		return str_setf(why, "change set %lld was taken back already, by change set %lld",
		                (long long)id, (long long)by);
	return 0;
}

/* Marks the new change set and lets the key of the old one be used again. */
static void mark(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(db, "UPDATE txn SET undoes = :id WHERE id = :txn");

	db_bind_int(st, "id", id);
	db_bind_int(st, "txn", db->txn.id);
	db_run(st);
	txn_key_undone(db, id);
}

/* A run with a key may have changed nothing: to take it back is to free the key. */
static bool changed_nothing(struct db *db, int64_t id)
{
	return !db_get_int_id(db, 0, "SELECT 1 FROM change WHERE txn = :id LIMIT 1", id) &&
	       !db_get_int_id(db, 0, "SELECT 1 FROM txn_range WHERE txn = :id LIMIT 1", id);
}

int64_t undo_apply(struct db *db, int64_t id, bool force,
                   void (*conflict)(void *, const struct undo_conflict *), void *arg, struct str *why)
{
	struct undo u = {.db = db, .id = id, .force = force, .conflict = conflict, .arg = arg};

	if (check(db, id, why) != 0)
		return -1;
	/* Rows come back in any order, so references are checked here, at the end, where a
	 * missing one becomes a conflict and not a failure of the whole. */
	conn_reset_all(db);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	undo_gone_start(&u);
	undo_rows_updates(&u);
	undo_gone_delete(&u);
	undo_rows_deletions(&u);
	undo_rows_check(&u);
	conn_reset_all(db);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	if (u.done > 0 || changed_nothing(db, id))
		mark(db, id);
	image_free(&u.before);
	image_free(&u.after);
	image_free(&u.now);
	free(u.waiting);
	free(u.refs);
	return u.done;
}

static void each_in_ranges(struct db *db, int64_t id,
                           void (*each)(void *, const char *entity, int64_t row), void *arg)
{
	struct stmt *st = db_prepare_own(db, "SELECT entity, first, last FROM txn_range "
	                                     "WHERE txn = :id ORDER BY id");

	db_bind_int(st, "id", id);
	while (db_step(st))
		for (int64_t row = db_int(st, 1); row <= db_int(st, 2); row++)
			each(arg, db_text(st, 0), row);
	db_finalize(st);
}

void undo_each_touched(struct db *db, int64_t id,
                       void (*each)(void *, const char *entity, int64_t row), void *arg)
{
	struct stmt *st = db_prepare_own(db, "SELECT DISTINCT entity, row FROM change "
	                                     "WHERE txn = :id ORDER BY entity, row");

	db_bind_int(st, "id", id);
	while (db_step(st))
		each(arg, db_text(st, 0), db_int(st, 1));
	db_finalize(st);
	each_in_ranges(db, id, each, arg);
}
