/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_bundle - rows in bundles: every kind of cell comes back, sorted rows keep the numbers of their order */
#include "base.h"
#include "model/bundle.h"
#include "store/txn.h"

static void test_cells(void **state)
{
	static const int64_t numbers[] = {0, 1, -1, INT64_MAX / 4, INT64_MAX / 4 + 1, INT64_MAX, INT64_MIN};
	enum { N = sizeof numbers / sizeof *numbers };
	struct bundle *b;

	(void)state;
	txn_begin(db);
	b = bundle_new(db, "company", "name, potential, note, created_at");
	for (int i = 0; i < 20 * N; i++) {
		bundle_text(b, "Ёлка");
		bundle_int(b, numbers[i % N]);
		bundle_text(b, i % 2 ? NULL : "");
		bundle_text(b, "2026-11-01");
	}
	bundle_flush(b);
	bundle_free(b);
	txn_commit(db, NULL);
	for (int i = 0; i < N; i++)
		assert_int_equal(db_get_int_id(db, 7, "SELECT potential FROM company WHERE id = :id", 19 * N + i + 1),
				 numbers[i]);
	assert_int_equal(db_get_int(db, 0, "SELECT count(*) FROM company WHERE name = 'Ёлка' AND "
					   "created_at = '2026-11-01' AND (note IS NULL) = (id % 2 = 0)", NULL), 20 * N);
}

static void test_sorted(void **state)
{
	struct bundle *b;

	(void)state;
	change("INSERT INTO company (name, created_at) VALUES ('Ёлка', '2026-11-01')");
	txn_begin(db);
	b = bundle_new(db, "channel", "company, kind, value, key");
	bundle_sort(b, "key");
	for (int i = 0; i < 1000; i++) {
		char *key = mem_printf("%03d", i * 7 % 1000);

		bundle_int(b, 1);
		bundle_text(b, "phone");
		bundle_text(b, key);
		bundle_text(b, i % 100 ? key : NULL);
		free(key);
	}
	assert_int_equal(db_get_int(db, -1, "SELECT count(*) FROM channel", NULL), 0);
	bundle_flush(b);
	bundle_free(b);
	txn_commit(db, NULL);
	assert_int_equal(db_get_int(db, 0, "SELECT count(*) FROM channel WHERE CAST(value AS INTEGER) = "
					   "(id - 1) * 7 % 1000", NULL), 1000);
	assert_int_equal(db_get_int(db, 0, "SELECT count(*) FROM channel WHERE key IS NULL", NULL), 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cells, base_new, base_end),
		cmocka_unit_test_setup_teardown(test_sorted, base_new, base_end),
	};

	return cmocka_run_group_tests_name("bundle", tests, NULL, NULL);
}
