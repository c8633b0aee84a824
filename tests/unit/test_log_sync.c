/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_log_sync - a log is synced as often as its change sets need, and no less when others wrote to it */
#include "base.h"

#include <sqlite3.h>

/* The system's files, with the syncs of logs counted. */
static sqlite3_vfs *usual, counting;
static const sqlite3_io_methods *usual_log;
static sqlite3_io_methods counted_log;
static int syncs;

static int count_sync(sqlite3_file *file, int flags)
{
	syncs++;
	return usual_log->xSync(file, flags);
}

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *got)
{
	int rc = usual->xOpen(usual, path, file, flags, got);

	(void)vfs;
	if (rc != SQLITE_OK || !(flags & SQLITE_OPEN_WAL))
		return rc;
	usual_log = file->pMethods;
	counted_log = *usual_log;
	counted_log.xSync = count_sync;
	file->pMethods = &counted_log;
	return rc;
}

static int count(void **state)
{
	(void)state;
	usual = sqlite3_vfs_find(NULL);
	counting = *usual;
	counting.zName = "counting";
	counting.xOpen = open_file;
	return sqlite3_vfs_register(&counting, 1);
}

/* Another program, which does not sync when it commits. */
static void other(const char *sql)
{
	sqlite3 *h;

	assert_int_equal(sqlite3_open_v2(getenv("CRM_DB"), &h, SQLITE_OPEN_READWRITE, "unix"), SQLITE_OK);
	assert_int_equal(sqlite3_exec(h, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(h, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(h);
}

static void again(void)
{
	db_close(db);
	db = db_open(DB_WRITE);
	syncs = 0;
}

static int close_counted(void)
{
	syncs = 0;
	db_close(db);
	db = NULL;
	return syncs;
}

static void test_alone(void **state)
{
	(void)state;
	again();
	change("INSERT INTO territory (code, name) VALUES ('a', 'A')");
	assert_int_equal(syncs, 1);
	change("INSERT INTO territory (code, name) VALUES ('b', 'B')");
	assert_int_equal(syncs, 2);
	assert_int_equal(close_counted(), 0);
}

static void test_others_behind(void **state)
{
	(void)state;
	again();
	change("INSERT INTO territory (code, name) VALUES ('a', 'A')");
	other("INSERT INTO territory (code, name) VALUES ('b', 'B')");
	assert_int_equal(close_counted(), 1);
}

static void test_others_before(void **state)
{
	(void)state;
	again();
	other("INSERT INTO territory (code, name) VALUES ('a', 'A')");
	change("INSERT INTO territory (code, name) VALUES ('b', 'B')");
	assert_int_equal(close_counted(), 1);
}

/* As long as ours, in its place. */
static void test_others_instead(void **state)
{
	(void)state;
	again();
	change("INSERT INTO territory (code, name) VALUES ('a', 'A')");
	other("PRAGMA wal_checkpoint(RESTART); INSERT INTO territory (code, name) VALUES ('b', 'B')");
	assert_int_equal(close_counted(), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_alone, base_new, base_end),
		cmocka_unit_test_setup_teardown(test_others_behind, base_new, base_end),
		cmocka_unit_test_setup_teardown(test_others_before, base_new, base_end),
		cmocka_unit_test_setup_teardown(test_others_instead, base_new, base_end),
	};

	return cmocka_run_group_tests_name("log_sync", tests, count, NULL);
}
