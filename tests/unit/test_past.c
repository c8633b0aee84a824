/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_past - --as-of and --known on single cases */
#include "base.h"
#include "base/text.h"
#include "store/past.h"
#include "store/undo.h"

static struct db *then;

static struct db *open_past(const char *as_of, const char *known)
{
	opt.as_of = as_of;
	opt.known = known;
	then = db_open(DB_READ);
	opt.as_of = opt.known = NULL;
	return then;
}

static void assert_then(const char *as_of, const char *known, const char *sql, const char *expected)
{
	char *rows = dump(open_past(as_of, known), sql);

	assert_string_equal(rows, expected);
	free(rows);
	db_close(then);
}

/* A small department, set up on the first of November. */
static int department(void **state)
{
	if (base_new(state) != 0)
		return -1;
	change("INSERT INTO rep (login, name) VALUES ('head', 'Head'), ('ivanova', 'Иванова');"
	       "INSERT INTO pipeline (code) VALUES ('sale');"
	       "INSERT INTO stage (pipeline, code, position, kind) VALUES (1, 'new', 1, 'open'), "
	       "(1, 'offer', 2, 'open'), (1, 'won', 3, 'won'), (1, 'paid', 4, 'won'), (1, 'lost', 5, 'lost')");
	return 0;
}

static void add_company(const char *day, const char *name)
{
	struct str key = {0};
	struct stmt *st;

	clock_at(day);
	text_name_key(name, &key);
	txn_begin(db);
	st = db_prepare(db, "INSERT INTO company (name, owner, created_at, name_key) "
	                    "VALUES (:name, 1, :at, :key)");
	db_bind_text(st, "name", name);
	db_bind_text(st, "at", txn_at(db));
	db_bind_text(st, "key", str_text(&key));
	db_run(st);
	txn_commit(db, NULL);
	str_free(&key);
}

static int64_t on(const char *day, const char *sql)
{
	clock_at(day);
	return change(sql);
}

static void updates_and_deletions(void **state)
{
	const char *all = "SELECT id, name, note FROM company ORDER BY id";

	(void)state;
	add_company("2026-11-02T10:00:00", "ООО Ромашка");
	add_company("2026-11-03T10:00:00", "Lilie GmbH");
	on("2026-11-04T10:00:00", "UPDATE company SET note = 'a', name = 'Нарцисс', name_key = 'нарцисс' "
	                          "WHERE id = 1");
	on("2026-11-05T10:00:00", "UPDATE company SET note = 'b' WHERE id = 1");
	on("2026-11-06T10:00:00", "DELETE FROM company WHERE id = 2");
	for (int known = 0; known < 2; known++) {
		struct {
			const char *day, *rows;
		} want[] = {{"2026-11-01", ""}, {"2026-11-02", "1|ООО Ромашка|~\n"},
		            {"2026-11-03", "1|ООО Ромашка|~\n2|Lilie GmbH|~\n"},
		            {"2026-11-04", "1|Нарцисс|a\n2|Lilie GmbH|~\n"},
		            {"2026-11-04T09:59:59", "1|ООО Ромашка|~\n2|Lilie GmbH|~\n"},
		            {"2026-11-04T10:00:00", "1|Нарцисс|a\n2|Lilie GmbH|~\n"},
		            {"2026-11-05", "1|Нарцисс|b\n2|Lilie GmbH|~\n"}, {"2026-11-06", "1|Нарцисс|b\n"}};

		for (size_t i = 0; i < sizeof want / sizeof *want; i++)
			assert_then(known ? NULL : want[i].day, known ? want[i].day : NULL, all, want[i].rows);
	}
	/* Search keys are made again for old images. */
	assert_then(NULL, "2026-11-03", "SELECT id FROM company WHERE name_key = 'ромашка'", "1\n");
	assert_then("2026-11-03", NULL, "SELECT name_key FROM company WHERE id = 2", "lilie\n");
	assert_then("2026-11-03", NULL, "SELECT crm_now(), crm_today()", "2026-11-03T23:59:59|2026-11-03\n");
}

static void entered_later(void **state)
{
	const char *moves = "SELECT deal, to_stage, at FROM stage_change ORDER BY at, id";
	const char *deals = "SELECT id, stage, moved_at, closed_at FROM deal";

	(void)state;
	add_company("2026-11-02T10:00:00", "a");
	on("2026-11-02T11:00:00",
	   "INSERT INTO deal (company, owner, pipeline, stage, created_at, moved_at) "
	   "VALUES (1, 1, 1, 1, crm_now(), crm_now());"
	   "INSERT INTO stage_change (deal, to_stage, at) VALUES (1, 1, crm_now())");
	/* On the tenth it is entered that the deal was won on the fifth. */
	on("2026-11-10T09:00:00",
	   "INSERT INTO stage_change (deal, from_stage, to_stage, at) VALUES (1, 1, 3, '2026-11-05');"
	   "UPDATE deal SET stage = 3, moved_at = '2026-11-05', closed_at = '2026-11-05'");
	on("2026-11-12T09:00:00",
	   "INSERT INTO stage_change (deal, from_stage, to_stage, at) VALUES (1, 3, 4, crm_now());"
	   "UPDATE deal SET stage = 4, moved_at = crm_now()");
	assert_then(NULL, "2026-11-06", moves, "1|1|2026-11-02T11:00:00\n");
	assert_then(NULL, "2026-11-06", deals, "1|1|2026-11-02T11:00:00|~\n");
	assert_then("2026-11-04", NULL, deals, "1|1|2026-11-02T11:00:00|~\n");
	assert_then("2026-11-06", NULL, moves, "1|1|2026-11-02T11:00:00\n1|3|2026-11-05\n");
	assert_then("2026-11-06", NULL, deals, "1|3|2026-11-05|2026-11-05\n");
	assert_then("2026-11-12", NULL, deals, "1|4|2026-11-12T09:00:00|2026-11-05\n");
	assert_then(NULL, "2026-11-11", deals, "1|3|2026-11-05|2026-11-05\n");
	assert_then("2026-11-01", NULL, deals, "");
}

static void owners_and_categories(void **state)
{
	const char *who = "SELECT c.owner, k.code FROM company c LEFT JOIN category k ON k.id = c.category";

	(void)state;
	add_company("2026-11-02T10:00:00", "a");
	on("2026-11-03T10:00:00", "INSERT INTO category (code) VALUES ('cold'), ('client');"
	                          "UPDATE company SET category = 1;"
	                          "INSERT INTO category_change (company, to_category, at) VALUES (1, 1, crm_now())");
	on("2026-11-08T10:00:00", "UPDATE company SET owner = 2, category = 2;"
	   "INSERT INTO owner_change (company, from_owner, to_owner, at) VALUES (1, 1, 2, '2026-11-06');"
	   "INSERT INTO category_change (company, from_category, to_category, at) VALUES (1, 1, 2, '2026-11-07')");
	assert_then(NULL, "2026-11-07", who, "1|cold\n");
	assert_then("2026-11-05", NULL, who, "1|cold\n");
	assert_then("2026-11-06", NULL, who, "2|cold\n");
	assert_then("2026-11-07", NULL, who, "2|client\n");
	/* Before its first category the company had none. */
	assert_then("2026-11-02", NULL, who, "1|~\n");
}

static void undone_changes(void **state)
{
	const char *all = "SELECT id, name FROM company ORDER BY id";
	struct str why = {0};
	int64_t id;

	(void)state;
	add_company("2026-11-02T10:00:00", "a");
	add_company("2026-11-02T10:00:00", "b");
	id = on("2026-11-04T10:00:00", "DELETE FROM company WHERE id = 1; UPDATE company SET name = 'c'");
	clock_at("2026-11-06T10:00:00");
	txn_begin(db);
	assert_int_equal(undo_apply(db, id, false, &(struct undo_told){0}, &why), 2);
	txn_commit(db, NULL);
	assert_then(NULL, "2026-11-03", all, "1|a\n2|b\n");
	assert_then(NULL, "2026-11-04", all, "2|c\n");
	assert_then(NULL, "2026-11-06", all, "1|a\n2|b\n");
	assert_then("2026-11-04", NULL, all, "1|a\n2|c\n");
	assert_then("2026-11-03", NULL, all, "1|a\n2|b\n");
}

/* A merge puts all that is tied to one record under the other, takes the one away and leaves a redirect. */
static void merged_records(void **state)
{
	const char *all = "SELECT c.id, c.name, h.value FROM company c LEFT JOIN channel h ON h.company = c.id "
	                  "ORDER BY 1, 3";
	const char *gone = "SELECT gone, survivor FROM redirect";

	(void)state;
	add_company("2026-11-02T10:00:00", "a");
	add_company("2026-11-02T10:00:00", "b");
	on("2026-11-03T10:00:00", "INSERT INTO channel (company, kind, value) VALUES (1, 'phone', '1'), (2, 'phone', '2')");
	on("2026-11-06T10:00:00", "UPDATE channel SET company = 1 WHERE company = 2; DELETE FROM company WHERE id = 2;"
	                          "INSERT INTO redirect (entity, gone, survivor) VALUES ('company', 2, 1)");
	for (int known = 0; known < 2; known++) {
		const char *before = "2026-11-05", *after = "2026-11-06";

		assert_then(known ? NULL : before, known ? before : NULL, all, "1|a|1\n2|b|2\n");
		assert_then(known ? NULL : before, known ? before : NULL, gone, "");
		assert_then(known ? NULL : after, known ? after : NULL, all, "1|a|1\n1|a|2\n");
		assert_then(known ? NULL : after, known ? after : NULL, gone, "2|1\n");
	}
	/* What was entered later about an earlier day, and merged since, was apart on that day too. */
	assert_then("2026-11-02", NULL, all, "1|a|1\n2|b|2\n");
}

/* Entered later about an earlier day: one that was taken away again was a mistake, one that was merged was not. */
static void entered_and_gone(void **state)
{
	const char *all = "SELECT id, name FROM company ORDER BY id";

	(void)state;
	on("2026-11-06T10:00:00", "INSERT INTO company (name, created_at) VALUES ('a', '2026-11-01'), "
	                          "('b', '2026-11-01'), ('c', '2026-11-01')");
	on("2026-11-07T10:00:00", "DELETE FROM company WHERE id = 2");
	on("2026-11-07T10:00:00", "DELETE FROM company WHERE id = 3;"
	                          "INSERT INTO redirect (entity, gone, survivor) VALUES ('company', 3, 1)");
	assert_then("2026-11-04", NULL, all, "1|a\n3|c\n");
	assert_then("2026-11-06", NULL, all, "1|a\n2|b\n3|c\n");
	assert_then(NULL, "2026-11-04", all, "");
}

/* A deal whose history was entered later was opened when that says. */
static void opened_earlier(void **state)
{
	const char *deals = "SELECT id, stage, created_at, moved_at FROM deal";

	(void)state;
	add_company("2026-11-01T10:00:00", "a");
	on("2026-11-08T10:00:00", "INSERT INTO deal (company, pipeline, stage, created_at, moved_at) "
	                          "VALUES (1, 1, 2, crm_now(), crm_now());"
	                          "INSERT INTO stage_change (deal, to_stage, at) VALUES (1, 2, crm_now())");
	on("2026-11-09T10:00:00", "DELETE FROM stage_change;"
	   "INSERT INTO stage_change (deal, to_stage, at) VALUES (1, 1, '2026-11-02');"
	   "INSERT INTO stage_change (deal, from_stage, to_stage, at) VALUES (1, 1, 2, '2026-11-04');"
	   "UPDATE deal SET created_at = '2026-11-02', moved_at = '2026-11-04'");
	assert_then("2026-11-01", NULL, deals, "");
	assert_then("2026-11-03", NULL, deals, "1|1|2026-11-02|2026-11-02\n");
	assert_then("2026-11-05", NULL, deals, "1|2|2026-11-02|2026-11-04\n");
	assert_then(NULL, "2026-11-08", deals, "1|2|2026-11-08T10:00:00|2026-11-08T10:00:00\n");
}

/* The log ends where the past does. */
static void log_of_then(void **state)
{
	const char *sets = "SELECT count(*), max(at) FROM txn WHERE id > 1";

	(void)state;
	add_company("2026-11-02T10:00:00", "a");
	on("2026-11-03T10:00:00", "UPDATE company SET note = 'n'");
	assert_then(NULL, "2026-11-02", sets, "1|2026-11-02T10:00:00\n");
	assert_then("2026-11-02", NULL, sets, "1|2026-11-02T10:00:00\n");
	assert_then(NULL, "2026-11-02", "SELECT count(*) FROM change", "0\n");
	assert_then(NULL, "2026-11-03", "SELECT count(*) FROM change", "1\n");
}

/* Conditions, orders and joins say the same of a shadowed table as of a plain copy of it. */
static void shadows_answer_like_tables(void **state)
{
	static const char *const queries[] = {
		"SELECT * FROM @ WHERE owner = 2 ORDER BY id",
		"SELECT * FROM @ WHERE owner IS NULL ORDER BY id DESC LIMIT 7",
		"SELECT * FROM @ WHERE owner IS NOT NULL AND potential >= 500 ORDER BY potential, id",
		"SELECT id, name FROM @ ORDER BY name DESC, id LIMIT 20",
		"SELECT id FROM @ ORDER BY potential, owner DESC, name, id DESC",
		"SELECT id FROM @ ORDER BY potential, owner DESC, name, class, id DESC",
		"SELECT * FROM @ WHERE id IN (3, 5, 200, 7, 9999) ORDER BY name",
		"SELECT * FROM @ WHERE owner IN (1, 3) AND potential < 300 ORDER BY id",
		"SELECT * FROM @ WHERE potential IN (1, 300, 400) ORDER BY id",
		"SELECT * FROM @ WHERE name > 'c1' AND name <= 'c5' ORDER BY name, id",
		"SELECT * FROM @ WHERE created_at >= '2026-11-02' AND created_at < '2026-11-03' ORDER BY id",
		"SELECT owner, count(*), sum(potential) FROM @ GROUP BY owner ORDER BY 1",
		"SELECT DISTINCT potential FROM @ ORDER BY 1 DESC",
		"SELECT count(*) FROM @",
		"SELECT count(*), max(id), min(name) FROM @ WHERE parent = 1 OR owner = 1",
		"SELECT a.id, b.id FROM @ a JOIN @ b ON b.parent = a.id ORDER BY 1, 2",
		"SELECT a.id, b.name FROM @ a LEFT JOIN @ b ON b.id = a.parent ORDER BY a.id",
		"SELECT a.id FROM @ a LEFT JOIN @ b ON b.parent = a.id WHERE b.id IS NULL ORDER BY a.id",
		"SELECT r.login, (SELECT count(*) FROM @ c WHERE c.owner = r.id) FROM rep r ORDER BY 1",
		"SELECT r.login FROM rep r WHERE NOT EXISTS (SELECT 1 FROM @ c WHERE c.owner = r.id "
		"AND c.potential > 990) ORDER BY 1",
		"WITH RECURSIVE up(id) AS (SELECT 40 UNION SELECT c.parent FROM @ c JOIN up ON c.id = up.id "
		"WHERE c.parent IS NOT NULL) SELECT * FROM up ORDER BY 1",
		"SELECT id FROM @ WHERE owner IS 2 AND class IS NULL ORDER BY owner, id LIMIT 3 OFFSET 2",
		"SELECT id, row_number() OVER (PARTITION BY owner ORDER BY potential DESC, id) FROM @ ORDER BY 1",
		"SELECT id FROM @ WHERE owner = '2' AND potential = '300' ORDER BY id",
		"SELECT id FROM @ WHERE name = 5 OR potential > 990.5 ORDER BY id",
	};

	(void)state;
	on("2026-11-02T10:00:00",
	   "INSERT INTO rep (login) VALUES ('petrov');"
	   "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
	   "INSERT INTO company (name, name_key, owner, potential, parent, created_at) "
	   "SELECT 'c' || (i % 97), 'c' || (i % 97), "
	   "CASE WHEN i % 5 THEN i % 3 + 1 END, i * 37 % 1000 / 100 * 100, CASE WHEN i % 7 = 0 THEN i / 7 END, "
	   "CASE WHEN i % 2 THEN '2026-11-02' ELSE crm_now() END FROM n");
	clock_at("2026-11-03T10:00:00");
	db_script(db, "CREATE TABLE plain AS SELECT * FROM company");
	on("2026-11-04T10:00:00",
	   "UPDATE company SET owner = 2, potential = 5, name = 'new' || id WHERE id % 11 = 0;"
	   "UPDATE company SET parent = NULL; DELETE FROM company WHERE id % 13 = 0 OR id = 5;"
	   "INSERT INTO company (name, owner, potential, created_at) VALUES ('later', 1, 995, crm_now())");
	open_past(NULL, "2026-11-03");
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		char *want, *got = NULL;

		for (int round = 0; round < 2; round++) {
			struct str sql = {0};

			for (const char *q = queries[i]; *q; q++)
				if (*q == '@')
					str_add(&sql, round ? "company" : "main.plain");
				else
					str_addc(&sql, *q);
			want = got;
			got = dump(then, str_text(&sql));
			str_free(&sql);
		}
		if (strcmp(want, got) != 0)
			fail_msg("%s\nwant %sgot %s", queries[i], want, got);
		free(want);
		free(got);
	}
	db_close(then);
}

static void views_and_scripts(void **state)
{
	char *rows;

	(void)state;
	add_company("2026-11-02T10:00:00", "a");
	on("2026-11-04T10:00:00", "UPDATE company SET name = 'b'");
	open_past("2026-11-03", NULL);
	db_script(then, "CREATE TEMP VIEW v AS SELECT name FROM company;"
	                "CREATE TEMP TABLE t AS SELECT name FROM company");
	rows = dump(then, "SELECT v.name, t.name FROM v, t");
	assert_string_equal(rows, "a|a\n");
	free(rows);
	db_close(then);
}

static void write_past(void)
{
	opt.as_of = "2026-11-03";
	db_open(DB_WRITE);
}

static void both(void)
{
	opt.known = "2026-11-03";
	opt.as_of = "2026-11-03";
	db_open(DB_READ);
}

static void refused(void **state)
{
	(void)state;
	assert_int_equal(dies(write_past), CRM_USAGE);
	assert_int_equal(dies(both), CRM_USAGE);
}

#define T(f) cmocka_unit_test_setup_teardown(f, department, base_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(updates_and_deletions), T(entered_later), T(owners_and_categories), T(undone_changes), T(merged_records),
		T(entered_and_gone), T(opened_earlier), T(log_of_then),
		T(shadows_answer_like_tables), T(views_and_scripts), T(refused)};

	return cmocka_run_group_tests_name("past", tests, NULL, NULL);
}
