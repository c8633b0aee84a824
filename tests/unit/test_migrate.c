/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_migrate - an older base with rows in it, brought up to date and killed on the way */
#include <signal.h>
#include <sqlite3.h>
#include <time.h>

#include "base.h"
#include "store/migrate.h"

#define KILLS 100

/* Each of the three leaves its mark, so that a part of them would show. Numbers far above the true ones. */
static const struct sql_migration list[] = {
	{102, "102-note", "UPDATE company SET note = 'x' WHERE id % 2 = 0;"},
	{103, "103-index", "CREATE INDEX company_note ON company (note); UPDATE company SET note = 'y';"},
	{104, "104-column", "ALTER TABLE absence ADD COLUMN reason TEXT; DELETE FROM setting;"},
	{0, NULL, NULL}};

static void run(const char *fmt, const char *from, const char *to)
{
	char *command = mem_printf(fmt, base_dir, from, base_dir, to);

	assert_int_equal(system(command), 0);
	free(command);
}

static void restore(void)
{
	run("rm -f %s/%s-wal %s/%s", "crm.db", "crm.db-shm");
	run("cp %s/%s %s/%s", "before.db", "crm.db");
}

/* "version rows-with-a-note rows-marked-last index settings" as another program reads them. */
static void look(char state[64])
{
	sqlite3 *h = NULL;
	sqlite3_stmt *s = NULL;

	assert_int_equal(sqlite3_open_v2(getenv("CRM_DB"), &h, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(h, "SELECT user_version, (SELECT count(note) FROM company), "
		"(SELECT count(*) FROM company WHERE note = 'y'), "
		"(SELECT count(*) FROM sqlite_master WHERE name = 'company_note'), "
		"(SELECT count(*) FROM pragma_table_info('absence') WHERE name = 'reason'), "
		"(SELECT integrity_check FROM pragma_integrity_check) FROM pragma_user_version", -1, &s, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	snprintf(state, 64, "%d %d %d %d %d %s", sqlite3_column_int(s, 0), sqlite3_column_int(s, 1),
		 sqlite3_column_int(s, 2), sqlite3_column_int(s, 3), sqlite3_column_int(s, 4),
		 (const char *)sqlite3_column_text(s, 5));
	sqlite3_finalize(s);
	sqlite3_close(h);
}

static pid_t start(void)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		db = db_open(DB_WRITE);
		migrate_up(db, list);
		db_close(db);
		_exit(0);
	}
	return pid;
}

static int64_t microseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t undisturbed(void)
{
	int64_t began = microseconds();
	int status;

	assert_int_equal(waitpid(start(), &status, 0) < 0 ? -1 : status, 0);
	return microseconds() - began;
}

static void killed_on_the_way(void **state)
{
	char before[64], after[64], now[64];
	int64_t lasts;
	int undone = 0;

	(void)state;
	txn_begin(db);
	db_run(db_prepare(db, "INSERT INTO company (name, created_at, name_key) "
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
		"SELECT 'Ромашка ' || i, crm_now(), 'x' FROM n"));
	txn_commit(db, NULL);
	db_close(db);
	db = NULL;
	run("cp %s/%s %s/%s", "crm.db", "before.db");
	look(before);
	lasts = undisturbed();
	look(after);
	assert_string_equal(strchr(before, ' '), " 0 0 0 0 ok");
	assert_string_equal(after, "104 5000 5000 1 1 ok");
	srand(7);
	for (int i = 0; i < KILLS; i++) {
		int status;
		pid_t pid;

		restore();
		pid = start();
		usleep((useconds_t)(rand() % (lasts + lasts / 10)));
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		look(now);
		if (strcmp(now, after) != 0)
			assert_string_equal(now, before);
		if (WIFEXITED(status))
			assert_string_equal(now, after);
		undone += strcmp(now, before) == 0;
	}
	assert_true(undone > KILLS / 10); /* else the kills came too late to show anything */
	restore();
	db = db_open(DB_READ);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(killed_on_the_way, base_new, base_end)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
