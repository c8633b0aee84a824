/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load - a large load with the base to itself */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/load.h"

static struct db *loading;

/* True when the base is now in that mode. A base in use stays as it is. The pragma answers with
 * the mode that holds after it, which is the only sign of failure. */
static bool set_mode(struct db *db, const char *sql, const char *mode)
{
	sqlite3_stmt *st;
	bool done = false;

	if (sqlite3_prepare_v2(db->h, sql, -1, &st, NULL) != SQLITE_OK)
		return false;
	if (sqlite3_step(st) == SQLITE_ROW)
		done = !strcmp((const char *)sqlite3_column_text(st, 0), mode);
	sqlite3_finalize(st);
	return done;
}

/* The program ends in the middle of the load. die() leaves by exit(); a base left in this mode
 * would lock its readers out while somebody writes. */
static void end_at_exit(void)
{
	if (!loading)
		return;
	conn_reset_all(loading);
	if (!sqlite3_get_autocommit(loading->h))
		(void)sqlite3_exec(loading->h, "ROLLBACK", NULL, NULL, NULL);
	load_end(loading);
}

void load_begin(struct db *db)
{
	static bool registered;

	conn_reset_all(db);
	/* nobody is waited for: a base in use is no base to have to oneself, and stays as it is */
	(void)sqlite3_busy_timeout(db->h, 0);
	if (set_mode(db, "PRAGMA journal_mode = DELETE", "delete"))
		loading = db;
	conn_patience(db);
	if (loading && !registered)
		registered = !atexit(end_at_exit);
}

void load_trust_refs(struct db *db)
{
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
}

void load_trust(struct db *db, bool on)
{
	conn_exec(db, on ? "PRAGMA ignore_check_constraints = 1" : "PRAGMA ignore_check_constraints = 0");
}

void load_end(struct db *db)
{
	if (!db || db != loading)
		return;
	loading = NULL;
	(void)set_mode(db, "PRAGMA journal_mode = WAL", "wal");
}
