/* SPDX-License-Identifier: GPL-2.0-or-later */
/* migrate - the version of the schema, making it and bringing an old base up to it */
#include <stdlib.h>

#include "base/die.h"
#include "store/conn.h"
#include "store/gone.h"
#include "store/migrate.h"
#include "store/trigger.h"
#include "store/txn.h"

static int pragma(struct db *db, const char *sql)
{
	sqlite3_stmt *s = NULL;
	int value = 0, rc = sqlite3_prepare_v2(db->h, sql, -1, &s, NULL);

	if (rc == SQLITE_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		value = sqlite3_column_int(s, 0);
		rc = SQLITE_OK;
	}
	if (rc != SQLITE_OK)
		conn_die(db, rc, sql);
	sqlite3_finalize(s);
	return value;
}

int migrate_current(const struct sql_migration *list)
{
	int last = 1;

	for (; list->text; list++)
		last = list->number;
	return last;
}

int migrate_version(struct db *db)
{
	return pragma(db, "PRAGMA user_version");
}

bool migrate_ours(struct db *db)
{
	return pragma(db, "PRAGMA application_id") == CONN_APP_ID;
}

void migrate_refuse_foreign(struct db *db)
{
	if (!migrate_ours(db) && pragma(db, "SELECT count(*) FROM sqlite_master") > 0)
		die(CRM_STORAGE, "'%s' is a database of another program", db->path);
}

static void set_version(struct db *db, int version)
{
	char *sql = mem_printf("PRAGMA user_version = %d; PRAGMA application_id = %d", version,
	                       CONN_APP_ID);

	conn_exec(db, sql);
	free(sql);
}

void migrate_up(struct db *db, const struct sql_migration *list)
{
	int current = migrate_current(list), version;

	conn_exec(db, "BEGIN IMMEDIATE");
	version = migrate_version(db);
	migrate_refuse_foreign(db);
	if (version > current)
		die(CRM_STORAGE, "'%s' has schema version %d, this program knows %d: a newer one is needed",
		    db->path, version, current);
	if (version < current) {
		/* A migration rewrites rows of all times and belongs to no change set: nothing
		 * of it is recorded, and the guards, which would refuse it, are made anew at the
		 * end. */
		sqlite3_set_authorizer(db->h, NULL, NULL);
		trigger_drop(db);
		trigger_drop_guards(db);
	}
	if (version == 0) {
		db_script(db, sql_schema);
		db_script(db, sql_search);
	}
	for (; version > 0 && list->text; list++)
		if (list->number > version)
			db_script(db, list->text);
	if (version > 0) {
		altered_renew(db);
		gone_renew(db);
	}
	if (version < current) {
		txn_make_triggers(db);
		set_version(db, current);
	}
	conn_exec(db, "COMMIT");
}
