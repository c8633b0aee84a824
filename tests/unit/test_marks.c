/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_marks - undo points inside change sets: what goes back, and what must not */
#include "base.h"

static void assert_rows(const char *sql, const char *expected)
{
	char *rows = dump(db, sql);

	assert_string_equal(rows, expected);
	free(rows);
}

static void marks(void **state)
{
	struct str why = {0};

	(void)state;
	txn_begin(db);
	txn_mark(db);
	db_script(db, "INSERT INTO segment (code) VALUES ('a')");
	txn_keep(db);
	txn_mark(db);
	db_script(db, "INSERT INTO segment (code) VALUES ('b')");
	assert_int_equal(db_try(db_prepare(db, "INSERT INTO segment (code) VALUES ('a')"), &why), -1);
	assert_string_equal(str_text(&why), "segment.code: this value is taken already");
	txn_back(db);
	txn_commit(db, NULL);
	assert_rows("SELECT code FROM segment", "a\n");
	str_free(&why);
}

/* What records changes comes with the first statement on a table and must outlive a rollback of it. */
static void recording_outlives_rollbacks(void **state)
{
	const char *sql = "UPDATE segment SET name = :name";
	struct stmt *st;

	(void)state;
	change("INSERT INTO segment (code) VALUES ('a')");
	txn_begin(db);
	txn_mark(db);
	st = db_prepare(db, sql);
	db_bind_text(st, "name", "x");
	db_run(st);
	txn_back(db);
	st = db_prepare(db, sql);
	db_bind_text(st, "name", "y");
	db_run(st);
	txn_rollback(db);
	txn_begin(db);
	st = db_prepare(db, sql);
	db_bind_text(st, "name", "z");
	db_run(st);
	txn_commit(db, NULL);
	assert_rows("SELECT txn, op, json_extract(old, '$.name') FROM change", "2|U|~\n");
}

static void stray_update(void)
{
	db_script(db, "UPDATE segment SET name = 'stray'");
}

/* Made again only when they are needed, but then before anything is changed. */
static void nothing_goes_unrecorded_behind_a_rollback(void **state)
{
	(void)state;
	change("INSERT INTO segment (code) VALUES ('a')");
	txn_begin(db);
	db_script(db, "UPDATE segment SET name = 'x'");
	txn_rollback(db);
	assert_int_equal(dies(stray_update), CRM_STORAGE);
}

/* An undo point in another one does not hide what was made between the two. */
static void recording_outlives_outer_marks(void **state)
{
	(void)state;
	change("INSERT INTO segment (code) VALUES ('a')");
	txn_begin(db);
	txn_mark(db);
	db_script(db, "INSERT INTO segment (code) VALUES ('b'); UPDATE segment SET name = 'x' WHERE code = 'b'");
	txn_mark(db);
	db_script(db, "UPDATE segment SET name = 'y' WHERE code = 'a'");
	txn_keep(db);
	txn_back(db);
	db_script(db, "UPDATE segment SET name = 'z' WHERE code = 'a'");
	txn_commit(db, NULL);
	assert_rows("SELECT op, json_extract(old, '$.name') FROM change", "U|~\n");
	assert_rows("SELECT code, name FROM segment", "a|z\n");
}

/* Once a mark was gone back to, SQLite takes the schema of the middle of the change set for that of the beginning. */
static void indexes_outlive_rollbacks(void **state)
{
	(void)state;
	change("INSERT INTO company (name, name_key, created_at) VALUES ('Alpha', 'alpha', '2026-01-01')");
	txn_begin(db);
	txn_indexes_drop(db, "company", NULL, 100000);
	for (int i = 0; i < 3; i++) {
		txn_mark(db);
		db_script(db, "UPDATE company SET name_key = 'beta'");
		txn_back(db);
	}
	db_script(db, "UPDATE company SET name_key = 'gamma'");
	txn_rollback(db);
	change("UPDATE company SET name = 'Delta', name_key = 'delta'");
	assert_rows("SELECT name FROM company WHERE name_key = 'delta'", "Delta\n");
	assert_rows("SELECT op, json_extract(old, '$.name') FROM change", "U|Alpha\n");
	assert_rows("PRAGMA integrity_check", "ok\n");
}

#define T(f) cmocka_unit_test_setup_teardown(f, base_new, base_end)

int main(void)
{
	const struct CMUnitTest tests[] = {T(marks), T(recording_outlives_rollbacks),
					   T(nothing_goes_unrecorded_behind_a_rollback),
					   T(recording_outlives_outer_marks), T(indexes_outlive_rollbacks)};

	return cmocka_run_group_tests_name("marks", tests, NULL, NULL);
}
