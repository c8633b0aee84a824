/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_store - the base, change sets, functions, migrations */
#include <stdio.h>
#include <sys/stat.h>

#include "base.h"
#include "store/db_each.h"
#include "store/trigger.h"
#include "sql.h"
#include "store/migrate.h"
#include "store/registry.h"
#include "store/undo.h"
#include "store/who.h"

static void assert_rows(const char *sql, const char *expected)
{
	char *rows = dump(db, sql);

	assert_string_equal(rows, expected);
	free(rows);
}

static void creates_and_opens(void **state)
{
	(void)state;
	assert_int_equal(db_version_before(db), 0);
	db_close(db);
	db = db_open(DB_READ);
	assert_int_equal(who_id(db), 0);
	assert_string_equal(who_login(db), "head");
	assert_rows("SELECT count(*) FROM company", "0\n");
	db_close(db);
	db = db_create(NULL);
	assert_int_equal(db_version_before(db), migrate_current(sql_migrations));
}

static void records_changes(void **state)
{
	(void)state;
	change("INSERT INTO company (name, created_at, name_key) VALUES ('Ромашка', crm_now(), 'x')");
	assert_rows("SELECT txn, entity, first, last FROM txn_range", "1|company|1|1\n");
	clock_at("2026-11-02T09:00:00");
	change("UPDATE company SET note = 'a'");
	change("UPDATE company SET note = 'a', name_key = 'y'");
	change("DELETE FROM company");
	assert_rows("SELECT id, at, command FROM txn", "1|2026-11-01T09:00:00|\n2|2026-11-02T09:00:00|\n"
	            "3|2026-11-02T09:00:00|\n");
	assert_rows("SELECT txn, op, entity, row, json_extract(old, '$.name'), json_extract(old, '$.note'),"
	            " json_extract(old, '$.name_key') FROM change",
	            "2|U|company|1|Ромашка|~|~\n3|D|company|1|Ромашка|a|~\n");
}

static bool is_text(const struct field *f)
{
	return f->type != F_INT && f->type != F_MONEY && f->type != F_MILLI && f->type != F_MICRO && f->type != F_PERCENT &&
	       f->type != F_REF && f->type != F_BOOL;
}

/* A row with the least that the table accepts; where one of two references is asked, the first. */
static void insert_row(const struct entity *e)
{
	static const char *const either[] = {"address.company", "channel.company", "gate.category",
	                                     "owner_change.company"};
	struct str sql = {0}, values = {0}, full = {0};

	str_addf(&sql, "INSERT INTO %s (id", e->name);
	for (size_t i = 1; i < e->n; i++) {
		const struct field *f = &e->fields[i];
		bool wanted = f->flags & FIELD_REQUIRED;

		str_setf(&full, "%s.%s", e->name, f->name);
		for (size_t k = 0; k < 4; k++)
			wanted = wanted || strcmp(str_text(&full), either[k]) == 0;
		if (!wanted || (f->flags & FIELD_DERIVED))
			continue;
		str_addf(&sql, ", %s", f->name);
		if (f->type == F_ENUM)
			str_addf(&values, ", '%.*s'", (int)strcspn(f->choices, " "), f->choices);
		else
			str_add(&values, is_text(f) ? ", 'v'" : ", 1");
	}
	str_addf(&sql, ") VALUES (1%s)", str_text(&values));
	db_script(db, str_text(&sql));
	str_free(&sql);
	str_free(&values);
	str_free(&full);
}

static void update_and_delete_row(const struct entity *e)
{
	struct str sql = {0};

	for (size_t i = e->n; i-- > 1;) {
		const struct field *f = &e->fields[i];

		if ((f->flags & FIELD_DERIVED) || f->type == F_ENUM || f->type == F_BOOL ||
		    f->type == F_KEY)
			continue;
		str_addf(&sql, "UPDATE %s SET %s = %s; DELETE FROM %s", e->name, f->name,
		         is_text(f) ? "'w'" : "2", e->name);
		break;
	}
	db_script(db, str_text(&sql));
	str_free(&sql);
}

static void every_trigger_fires(void **state)
{
	const struct entity *e;
	struct str expected = {0};

	(void)state;
	db_script(db, "PRAGMA foreign_keys = OFF");
	txn_begin(db);
	for (size_t i = 0; (e = registry_at(i)); i++) {
		if (!trigger_recorded(e))
			continue;
		insert_row(e);
		update_and_delete_row(e);
		str_addf(&expected, "U|%s|1\nD|%s|1\n", e->name, e->name);
	}
	assert_rows("SELECT op, entity, row FROM change ORDER BY id", str_text(&expected));
	txn_commit(db, NULL);
	str_free(&expected);
}

static void time_never_runs_back(void **state)
{
	(void)state;
	clock_at("2026-11-05T09:00:00");
	change("INSERT INTO segment (code) VALUES ('a')");
	clock_at("2026-11-03T09:00:00");
	change("INSERT INTO segment (code) VALUES ('b')");
	assert_rows("SELECT at FROM txn", "2026-11-05T09:00:00\n2026-11-05T09:00:00\n");
}

static void dry_run_and_nothing(void **state)
{
	(void)state;
	opt.dry_run = true;
	change("INSERT INTO segment (code) VALUES ('a')");
	opt.dry_run = false;
	change("UPDATE segment SET name = 'x'");
	change("CREATE TABLE other (x); INSERT INTO other VALUES (1)");
	assert_rows("SELECT (SELECT count(*) FROM segment), (SELECT count(*) FROM txn), x FROM other",
	            "0|0|1\n");
	change("INSERT INTO segment (code) VALUES ('a')");
	assert_rows("SELECT id FROM txn", "1\n");
}

static void keyed(const char *key, int code, const char *sql)
{
	txn_begin(db);
	txn_set_key(db, key);
	db_script(db, sql);
	txn_answer(db, code, "0a\n1");
	txn_commit(db, "1 segment added");
}

static void keys(void **state)
{
	struct txn_done done = {0};

	(void)state;
	keyed("k", 1, "INSERT INTO segment (code) VALUES ('a')");
	assert_true(txn_seen(db, "k", &done));
	assert_int_equal(done.id, 1);
	assert_int_equal(done.code, 1);
	assert_string_equal(str_text(&done.counts), "1 segment added");
	assert_string_equal(str_text(&done.table), "0a\n1");
	keyed("all refused", 1, "");
	assert_false(txn_seen(db, "all refused", &done));
	keyed("nothing to do", 0, "");
	assert_true(txn_seen(db, "nothing to do", &done));
	txn_done_free(&done);
}

static void take_back(int64_t id)
{
	txn_begin(db);
	assert_int_equal(undo_apply(db, id, false, &(struct undo_told){0}, NULL), 1);
	txn_commit(db, NULL);
}

/* Undo frees a key, undo of the undo binds it again, unless another run has it by then. */
static void keys_undone(void **state)
{
	struct txn_done done = {0};

	(void)state;
	keyed("k", 0, "INSERT INTO segment (code) VALUES ('a')");
	for (int undone = 1; undone < 5; undone++) {
		take_back(undone);
		assert_int_equal(txn_seen(db, "k", &done), undone % 2 == 0);
	}
	take_back(5);
	keyed("k", 0, "INSERT INTO segment (code) VALUES ('b')");
	take_back(6);
	assert_true(txn_seen(db, "k", &done));
	assert_int_equal(done.id, 7);
	txn_done_free(&done);
}

static void stray_update(void)
{
	db_script(db, "UPDATE segment SET name = 'x'");
}

static void stray_update_fails(void **state)
{
	(void)state;
	change("INSERT INTO segment (code) VALUES ('a')");
	assert_int_equal(dies(stray_update), CRM_STORAGE);
}

static void functions(void **state)
{
	(void)state;
	change("INSERT INTO rate (currency, valid_on, value) VALUES ('USD', '2026-10-01', 90500000), "
	       "('USD', '2026-11-01', 91000000); INSERT INTO setting (name, value) VALUES ('base_currency', 'RUB')");
	assert_rows("SELECT crm_now(), crm_today(), crm_days('2026-11-01', '2026-11-03T10:00:00'), "
	            "crm_days(NULL, '2026-11-03'), crm_contains('ООО Ромашка', 'РОМ'), crm_fold('ЁЖ')",
	            "2026-11-01T09:00:00|2026-11-01|2|~|1|еж\n");
	assert_rows("SELECT crm_base(1000, NULL, '2026-11-01'), crm_base(1000, 'RUB', '2026-11-01'), "
	            "crm_base(1000, 'USD', '2026-10-31T10:00:00'), crm_base(1000, 'USD', '2026-11-02'), "
	            "crm_base(NULL, 'USD', '2026-11-02')", "1000|1000|90500|91000|~\n");
}

static void indexes_come_back(void **state)
{
	const char *list = "SELECT sql FROM sqlite_master WHERE type = 'index' ORDER BY name";
	char *before = dump(db, list), *during, *after;

	(void)state;
	txn_begin(db);
	txn_indexes_drop(db, "company", NULL, 1000);
	during = dump(db, list);
	db_script(db, "INSERT INTO company (name, created_at) VALUES ('a', crm_now())");
	txn_commit(db, NULL);
	after = dump(db, list);
	assert_string_not_equal(before, during);
	assert_string_equal(before, after);
	free(before);
	free(during);
	free(after);
}

static void open_read_only(void)
{
	db_open(DB_READ);
}

static void open_for_writing(void)
{
	db_open(DB_WRITE);
}

static void put(const char *text)
{
	FILE *f = fopen(getenv("CRM_DB"), "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void wrong_files(void **state)
{
	(void)state;
	db_close(db);
	db = NULL;
	setenv("CRM_DB", "/nonexistent/x.db", 1);
	assert_int_equal(dies(open_read_only), CRM_STORAGE);
	setenv("CRM_DB", base_dir, 1);
	assert_int_equal(dies(open_read_only), CRM_STORAGE);
	assert_int_equal(dies(open_for_writing), CRM_STORAGE);
	{
		char *path = mem_printf("%s/other", base_dir);

		setenv("CRM_DB", path, 1);
		free(path);
	}
	put("");
	assert_int_equal(dies(open_read_only), CRM_STORAGE);
	put("this is not a database, but a text that is long enough to be taken for one by a careless reader "
	    "of headers, who would want at least a hundred bytes");
	assert_int_equal(dies(open_read_only), CRM_STORAGE);
	assert_int_equal(dies(open_for_writing), CRM_STORAGE);
}

static void versions(void **state)
{
	(void)state;
	db_script(db, "PRAGMA user_version = 99");
	assert_int_equal(dies(open_read_only), CRM_STORAGE);
	db_script(db, "PRAGMA user_version = 0");
	assert_int_equal(dies(open_for_writing), CRM_STORAGE);
}

static void unknown_rep(void **state)
{
	(void)state;
	change("INSERT INTO rep (login) VALUES ('ivanova')");
	assert_int_equal(dies(open_read_only), CRM_DENIED);
	setenv("CRM_REP", "ivanova", 1);
	assert_int_equal(dies(open_read_only), 0);
}

/* Columns, keys and indexes of every table, however their SQL is written. */
static char *shape(struct db *of)
{
	return dump(of, "SELECT m.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, f.\"table\" "
	                "FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c LEFT JOIN "
	                "pragma_foreign_key_list(m.name) f ON f.\"from\" = c.name WHERE m.type = 'table' "
	                "UNION ALL SELECT m.name, il.name, ii.name, il.\"unique\", il.partial, ii.seqno, '' "
	                "FROM sqlite_master m JOIN pragma_index_list(m.name) il JOIN "
	                "pragma_index_info(il.name) ii WHERE m.type = 'table' "
	                "UNION ALL SELECT type, name, sql, 0, 0, 0, 0 FROM sqlite_master WHERE type = 'trigger' "
	                "ORDER BY 1, 2, 3");
}

/* An older version is made by taking away what made-up migrations bring. */
static void migrates(void **state)
{
	static const struct sql_migration list[] = {
		{2, "002-index", "CREATE INDEX deal_closed ON deal (closed_at) WHERE closed_at IS NOT NULL;"},
		{3, "003-note", "ALTER TABLE absence ADD COLUMN substitute INTEGER REFERENCES rep;"},
		{0, NULL, NULL}};
	char *expected = shape(db), *got;

	(void)state;
	trigger_drop_guards(db);
	db_script(db, "DROP INDEX deal_closed; ALTER TABLE absence DROP COLUMN substitute; PRAGMA user_version = 1");
	got = shape(db);
	assert_string_not_equal(got, expected);
	free(got);
	migrate_up(db, list);
	assert_int_equal(migrate_version(db), 3);
	got = shape(db);
	assert_string_equal(got, expected);
	free(got);
	free(expected);
}

static void sum_cells(void *arg, const struct db_row *row)
{
	struct str *out = arg;

	str_addf(out, "%d %s %s|", (int)db_row_int(row, 0), db_row_null(row, 1) ? "-" : db_row_text(row, 1),
	         db_row_text(row, 9) ? "more" : "");
}

/* One loop in another, of the same function. */
static void sum_nested(void *arg, const struct db_row *row)
{
	struct stmt *st = db_prepare_each(db, "x, y", "(SELECT 7 AS x, 'in' AS y)");

	sum_cells(arg, row);
	db_each(st, sum_cells, arg);
	db_finalize(st);
}

static void hands_rows_over(void **state)
{
	const char *rows = "(SELECT 1 AS x, 'a' AS y UNION ALL SELECT 2, NULL UNION ALL SELECT NULL, 'c')";
	struct stmt *st = db_prepare_each(db, "x, y", rows), *plain;
	struct str out = {0};

	(void)state;
	db_each(st, sum_cells, &out);
	assert_string_equal(str_text(&out), "1 a |2 - |0 c |");
	str_clear(&out);
	db_each(st, sum_nested, &out);
	assert_string_equal(str_text(&out), "1 a |7 in |2 - |7 in |0 c |7 in |");
	db_finalize(st);
	str_clear(&out);
	plain = db_prepare(db, "SELECT 3, 'p'");
	assert_true(db_step(plain));
	assert_int_equal(db_row_int(db_row_of(plain), 0), 3);
	assert_string_equal(db_row_text(db_row_of(plain), 1), "p");
	db_reset(plain);
	/* outside of a loop nothing listens */
	assert_rows("SELECT crm_each(1, 2)", "~\n");
	str_free(&out);
}

#define T(f) cmocka_unit_test_setup_teardown(f, base_new, base_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(creates_and_opens), T(records_changes), T(hands_rows_over), T(every_trigger_fires), T(time_never_runs_back),
		T(dry_run_and_nothing), T(keys), T(keys_undone), T(stray_update_fails), T(functions),
		T(indexes_come_back), T(wrong_files), T(versions), T(unknown_rep),
		T(migrates)};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
