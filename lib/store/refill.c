/* SPDX-License-Identifier: GPL-2.0-or-later */
/* refill - a base that has nothing in it yet takes over all rows of another
 *
 * It is no change set: the rows bring their own change sets along, and what crm-init recorded goes with the rest. */
#include "store/refill.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "io/opt.h"
#include "store/conn.h"
#include "store/load.h"
#include "store/migrate.h"
#include "store/trigger.h"
#include "store/txn.h"

int refill_version(struct db *db)
{
	return migrate_version(db);
}

/* What crm-init says it did stands in the counts of its change sets; all others are somebody's work. */
bool refill_ready(struct db *db)
{
	return !db_get_int(db, 0, "SELECT 1 FROM txn WHERE counts IS NULL OR "
	                       "counts NOT IN ('base made', 'preset loaded') LIMIT 1", NULL);
}

/* Without triggers SQLite frees the pages of a table and does not look at its rows. */
static void empty(struct db *db, const char *table)
{
	char *sql = mem_printf("DELETE FROM %s", table);

	conn_exec(db, sql);
	free(sql);
}

void refill_begin(struct db *db)
{
	const struct entity *e;

	/* rows come table by table, and a task may refer to an activity that is not there yet */
	load_begin(db);
	load_trust_refs(db);
	conn_exec(db, "BEGIN IMMEDIATE");
	if (!refill_ready(db))
		die(CRM_BUSY, "somebody else has just written to the base '%s'", db->path);
	sqlite3_set_authorizer(db->h, NULL, NULL);
	trigger_drop(db);
	for (size_t i = 0; (e = registry_at(i)); i++)
		empty(db, e->name);
	empty(db, "sqlite_sequence");
}

void refill_column(struct db *db, const char *entity, const char *field, const char *kind)
{
	static const char *const texts[] = {"text", "date", "time", "phone", "email"};
	const char *type = "INTEGER";
	char *sql;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!strcmp(texts[i], kind))
			type = "TEXT";
	sql = mem_printf("ALTER TABLE %s ADD COLUMN %s %s", entity, field, type);
	conn_exec(db, sql);
	free(sql);
}

void refill_table(struct db *db, const char *table, int64_t rows, bool sound)
{
	if (sound)
		txn_indexes_drop(db, table, NULL, rows);
}

/* INSERT has left the largest number there; the last one given out may be larger. */
void refill_done(struct db *db, const char *table, int64_t last)
{
	struct stmt *st;

	txn_indexes_build(db);
	if (last < 0)
		return;
	st = db_prepare(db, "DELETE FROM sqlite_sequence WHERE name = :table");
	db_bind_text(st, "table", table);
	db_run(st);
	st = db_prepare(db, "INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)");
	db_bind_text(st, "table", table);
	db_bind_int(st, "last", last);
	db_run(st);
}

/* refill_begin has switched the checks off: all of them are made here, once. */
int refill_check(struct db *db, struct str *why)
{
	struct stmt *st = db_prepare(db, "PRAGMA foreign_key_check");
	int rc = 0;

	if (db_step(st))
		rc = str_setf(why, "%s %lld refers to a %s that is not there", db_text0(st, 0),
		              (long long)db_int(st, 1), db_text0(st, 2));
	db_reset(st);
	return rc;
}

void refill_commit(struct db *db)
{
	conn_reset_all(db);
	conn_exec(db, opt.dry_run ? "ROLLBACK" : "COMMIT");
}
