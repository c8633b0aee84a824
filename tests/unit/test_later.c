/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_later - rows whose indexes learn of them later: found by each, numbered on, gone with the change set */
#include "base.h"
#include "store/later.h"

enum { ROWS = 3000 };

/* How often does each way of looking find what is there? */
static void check(int64_t rows)
{
	static const char *const ways[] = {
		"SELECT count(*) FROM alias NOT INDEXED",
		"SELECT count(*) FROM alias WHERE entity = 'company' AND system = 'x' AND ref >= ''",
		"SELECT count(*) FROM alias WHERE entity = 'company' AND row > 0",
	};

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		assert_int_equal(db_get_int(db, -1, ways[i], NULL), rows);
	assert_int_equal(db_get_int(db, 1, "SELECT count(*) FROM sqlite_sequence WHERE name LIKE 'later%'", NULL), 0);
	assert_int_equal(db_get_int(db, 1, "SELECT count(*) FROM sqlite_master WHERE name LIKE 'later%'", NULL), 0);
	assert_string_equal(db_get_text(db, "PRAGMA integrity_check", NULL), "ok");
}

static void add(const char *table, const char *prefix)
{
	char *sql = mem_printf("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
	                       "INSERT INTO %s (entity, system, ref, row) "
	                       "SELECT 'company', 'x', '%s' || (i * 7 %% %d), i FROM n", ROWS, table, prefix, ROWS + 1);

	db_script(db, sql);
	free(sql);
}

static void begin(const char *kept)
{
	txn_begin(db);
	add("alias", "a");
	txn_commit(db, NULL);
	txn_begin(db);
	assert_true(later_begin(db, "alias", kept));
	assert_string_not_equal(later_table(db, "alias"), "alias");
	assert_string_equal(later_table(db, "company"), "company");
}

static void test_found(void **state)
{
	static const char *const kept[] = {"", "alias_row", "alias_row alias_ref"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		begin(kept[i]);
		add(later_table(db, "alias"), "b");
		later_end(db);
		assert_string_equal(later_table(db, "alias"), "alias");
		check(2 * ROWS);
		txn_commit(db, NULL);
		check(2 * ROWS);
		base_end(state);
		base_new(state);
	}
}

/* Numbers of rows that were deleted are not given again. */
static void test_numbers(void **state)
{
	(void)state;
	begin("");
	later_end(db);
	db_script(db, "DELETE FROM alias WHERE id > 10");
	assert_true(later_begin(db, "alias", ""));
	add(later_table(db, "alias"), "b");
	later_end(db);
	assert_int_equal(db_get_int(db, 0, "SELECT min(id) FROM alias WHERE ref LIKE 'b%'", NULL), ROWS + 1);
	assert_int_equal(db_get_int(db, 0, "SELECT seq FROM sqlite_sequence WHERE name = 'alias'", NULL), 2 * ROWS);
	txn_commit(db, NULL);
	check(10 + ROWS);
}

static void test_back(void **state)
{
	(void)state;
	begin("alias_row");
	add(later_table(db, "alias"), "b");
	txn_rollback(db);
	assert_string_equal(later_table(db, "alias"), "alias");
	check(ROWS);
	txn_begin(db);
	add("alias", "b");
	txn_commit(db, NULL);
	check(2 * ROWS);
}

/* Keys that are one only stay so: the program ends, and nothing is there. */
static void test_twice(void **state)
{
	pid_t child;
	int status;

	(void)state;
	begin("alias_row");
	child = fork();
	if (!child) {
		(void)!freopen("/dev/null", "w", stderr);
		add(later_table(db, "alias"), "a");
		later_end(db);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) != 0);
}

/* One without rows has nothing to keep in order; of one whose key may be left empty twice nobody knows. */
static void test_cannot(void **state)
{
	(void)state;
	txn_begin(db);
	assert_false(later_begin(db, "alias", ""));
	assert_string_equal(later_table(db, "alias"), "alias");
	assert_false(later_begin(db, "txn", ""));
	txn_rollback(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_found, base_new, base_end),
		cmocka_unit_test_setup_teardown(test_numbers, base_new, base_end),
		cmocka_unit_test_setup_teardown(test_back, base_new, base_end),
		cmocka_unit_test_setup_teardown(test_twice, base_new, base_end),
		cmocka_unit_test_setup_teardown(test_cannot, base_new, base_end),
	};

	return cmocka_run_group_tests_name("later", tests, NULL, NULL);
}
