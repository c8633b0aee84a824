/* SPDX-License-Identifier: GPL-2.0-or-later */
/* txn_key - runs known by a key: done once, their answer kept
 *
 * The answer is one text: exit code, tab, key, newline, the table. The key (no control characters) stands in it a
 * second time so that a change set that was taken back, and then was not, finds its own again. */
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/txn.h"

static void read_answer(const char *answer, struct txn_done *done)
{
	const char *newline = strchr(answer, '\n');

	done->code = (int)strtol(answer, NULL, 10);
	str_set(&done->table, newline ? newline + 1 : "");
}

bool txn_seen(struct db *db, const char *key, struct txn_done *done)
{
	struct stmt *st = db_prepare(db, "SELECT id, command, counts, answer FROM txn WHERE key = :key AND id <> :now");
	bool seen;

	db_bind_text(st, "key", key);
	db_bind_int(st, "now", db->txn.id);
	seen = db_step(st);
	if (seen) {
		done->id = db_int(st, 0);
		str_set(&done->command, db_text0(st, 1));
		str_set(&done->counts, db_text0(st, 2));
		read_answer(db_text0(st, 3), done);
	}
	db_reset(st);
	return seen;
}

void txn_done_free(struct txn_done *done)
{
	str_free(&done->command);
	str_free(&done->counts);
	str_free(&done->table);
}

static void set_key(struct db *db, int64_t id, const char *key)
{
	struct stmt *st = db_prepare(db, "UPDATE txn SET key = :key WHERE id = :id AND NOT EXISTS "
	                                 "(SELECT 1 FROM txn o WHERE o.key = :key)");

	db_bind_text(st, "key", key);
	db_bind_int(st, "id", id);
	db_run(st);
}

void txn_set_key(struct db *db, const char *key)
{
	set_key(db, db->txn.id, key);
}

void txn_answer(struct db *db, int code, const char *table)
{
	struct stmt *st = db_prepare(db, "UPDATE txn SET answer = CAST(:code AS text) || :tab || key || :table "
	                                 "WHERE id = :id AND key IS NOT NULL");
	char *rest = mem_printf("\n%s", table);

	db_bind_int(st, "code", code);
	db_bind_text(st, "tab", "\t");
	db_bind_text(st, "table", rest);
	db_bind_int(st, "id", db->txn.id);
	db_run(st);
	free(rest);
}

/* The key that a change set had while it stood; the caller frees. */
static char *key_of(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(db, "SELECT answer FROM txn WHERE id = :id");
	const char *tab = NULL;
	char *key = NULL;

	db_bind_int(st, "id", id);
	if (db_step(st) && (tab = strchr(db_text0(st, 0), '\t')))
		key = mem_copyn(tab + 1, strcspn(tab + 1, "\n"));
	db_reset(st);
	return key;
}

/* What an undo took back stands again when the undo is taken back itself, and so on down. */
static void settle(struct db *db, int64_t id, bool stands)
{
	char *key = stands ? key_of(db, id) : NULL;
	struct stmt *st;

	if (!stands || key)
		set_key(db, id, key);
	free(key);
	st = db_prepare_own(db, "SELECT undoes FROM txn_undo WHERE txn = :id");
	db_bind_int(st, "id", id);
	while (db_step(st))
		settle(db, db_int(st, 0), !stands);
	db_finalize(st);
}

void txn_key_undone(struct db *db, int64_t id)
{
	settle(db, id, false);
}
