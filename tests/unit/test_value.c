/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_value - typed texts to stored values and back, codes, and what the writer makes of rows */
#include "base.h"
#include "io/out.h"
#include "model/codes.h"
#include "model/row.h"
#include "model/value.h"
#include "model/writer.h"

static struct str why;

static int filled(void **state)
{
	if (base_new(state) < 0)
		return -1;
	change("INSERT INTO rep (login, name) VALUES ('head', NULL), ('anna', 'Anna Lee');"
	       "INSERT INTO pipeline (code) VALUES ('sale'), ('repeat');"
	       "INSERT INTO stage (pipeline, code, name, position, kind) VALUES "
	       "(1, 'need', 'Found', 1, 'open'), (1, 'offer', NULL, 2, 'open'), (1, 'won', NULL, 3, 'won'), "
	       "(2, 'offer', NULL, 1, 'open');"
	       "INSERT INTO territory (code, name, parent) VALUES ('volga', 'Волга', NULL), "
	       "('tver', 'Тверь', 1), ('klin', 'Клин', 2), ('77', 'Москва', NULL);"
	       "INSERT INTO category (code, position) VALUES ('prospect', 2), ('lead', 1);"
	       "INSERT INTO company (name, name_key, created_at) VALUES ('Alpha', 'alpha', '2026-01-01')");
	codes_forget();
	return 0;
}

static const struct field *field(const char *entity, const char *name)
{
	const struct field *f = registry_field(registry_entity(entity), name);

	assert_non_null(f);
	return f;
}

/* "INT", "TEXT", "-" for nothing, "! reason" */
static char *reads(const char *entity, const char *name, const char *text)
{
	struct value v = {0};
	char *out;

	if (value_read(db, field(entity, name), text, &v, &why) != 0)
		out = mem_printf("! %s", str_text(&why));
	else if (v.is == VALUE_NULL)
		out = mem_copy("-");
	else if (v.is == VALUE_INT)
		out = mem_printf("%lld", (long long)v.i);
	else
		out = mem_copy(v.text.s);
	value_free(&v);
	return out;
}

static void test_read(void **state)
{
	static const char *const cases[][4] = {
		{"company", "name", "  ООО Ромашка\t", "ООО Ромашка"},
		{"company", "name", " \u00a0 ", "-"},
		{"company", "name", "a\xff", "! not valid UTF-8 at byte 2"},
		{"company", "potential", "1 234 567,89", "123456789"},
		{"company", "potential", "100 ₽", "10000"},
		{"deal_item", "quantity", "1,5", "1500"},
		{"stage", "probability", "12.5 %", "125"},
		{"agreement", "payment_days", "10", "10"},
		{"product", "active", "Да", "1"},
		{"product", "active", "off", "0"},
		{"product", "active", "maybe", "! 'maybe' is neither yes nor no"},
		{"task", "due_at", "+3d", "2026-11-04"},
		{"task", "due_at", "tomorrow 15:30", "2026-11-02T15:30:00"},
		{"deal", "expected_on", "05.12.2026 10:00", "2026-12-05"},
		{"activity", "outcome", "No-Answer", "no-answer"},
		{"activity", "outcome", "talket", "! 'talket' is not allowed, did you mean 'talked'?"},
		{"company", "class", "KEY", "key"},
		{"company", "class", "a", "A"},
		{"company", "owner", "anna", "2"},
		{"company", "owner", "ANNA", "2"},
		{"company", "owner", "2", "2"},
		{"company", "owner", "anna lee", "2"},
		{"company", "owner", "ana", "! unknown rep 'ana', did you mean 'anna'?"},
		{"company", "territory", "77", "4"},
		{"company", "territory", "тверь", "2"},
		{"deal", "stage", "sale:offer", "2"},
		{"deal", "stage", "need", "1"},
		{"deal", "stage", "Found", "1"},
		{"deal", "stage", "offer",
		 "! stage 'offer' is not clear, it could be 'sale:offer' or 'repeat:offer'"},
		{"deal", "stage", "sale:ofer", "! unknown stage 'sale:ofer', did you mean 'sale:offer'?"},
		{"deal", "company", "1", "1"},
		{"deal", "company", "alpha", "1"},
		{"legal_entity", "inn", "7707 083893", "7707083893"},
		{"rep", "email", " a@b.example ", "a@b.example"}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *got = reads(cases[i][0], cases[i][1], cases[i][2]);

		assert_string_equal(got, cases[i][3]);
		free(got);
	}
	for (const char *const *bad = (const char *const[]){"12", "abc", NULL}; *bad; bad++) {
		char *got = reads("rep", "phone", *bad);

		assert_int_equal(*got, '!');
		free(got);
	}
}

static void test_codes(void **state)
{
	const struct entity *stage = registry_entity("stage"), *territory = registry_entity("territory");
	int64_t *ids;

	(void)state;
	assert_string_equal(codes_text(db, stage, 4), "repeat:offer");
	assert_string_equal(codes_text(db, stage, 99), "");
	assert_int_equal(codes_stage(db, 2, "offer", &why), 4);
	assert_int_equal(codes_stage(db, 2, "repeat:offer", &why), 4);
	assert_int_equal(codes_stage(db, 2, "sale:offer", &why), -1);
	assert_int_equal(codes_ids(db, stage, "offer", &ids, &why), 2);
	free(ids);
	assert_int_equal(codes_ids(db, territory, "volga", &ids, &why), 3);
	assert_int_equal(ids[0] + ids[1] + ids[2], 6);
	free(ids);
	assert_int_equal(codes_ids(db, territory, "nowhere", &ids, &why), 0);
	assert_null(ids);
}

/* A territory that lies in itself ends all the same. */
static void test_codes_cycle(void **state)
{
	int64_t *ids;

	(void)state;
	change("UPDATE territory SET parent = 3 WHERE id = 1");
	codes_forget();
	assert_int_equal(codes_ids(db, registry_entity("territory"), "tver", &ids, &why), 3);
	free(ids);
	change("UPDATE territory SET parent = NULL WHERE id = 1");
	codes_forget();
}

static void test_show(void **state)
{
	static const char *const names[] = {"title", "stage", "amount", "company", "owner", "nothing"};
	struct row *row;

	(void)state;
	change("INSERT INTO deal (company, owner, pipeline, stage, title, amount, created_at, moved_at) "
	       "VALUES (1, 2, 1, 2, 'Bricks', -5, '2026-11-01', '2026-11-01')");
	row = row_open(db, registry_entity("deal"), names, 6);
	assert_true(row_read(row, 1));
	assert_string_equal(row_text(row, 0), "Bricks");
	assert_string_equal(row_text(row, 1), "sale:offer");
	assert_string_equal(row_text(row, 2), "-0.05");
	assert_string_equal(row_text(row, 3), "1");
	assert_string_equal(row_text(row, 4), "anna");
	assert_string_equal(row_text(row, 5), "");
	assert_int_equal(row_kind(row, 1), OUT_TEXT);
	assert_int_equal(row_kind(row, 2), OUT_NUMBER);
	assert_false(row_read(row, 99));
	assert_string_equal(row_text(row, 0), "");
	row_close(row);
}

static const char *const fields[] = {"name", "phone", "email", "inn", "city", "class"};

static void expect(const char *sql, const char *want)
{
	char *got = dump(db, sql);

	assert_string_equal(got, want);
	free(got);
}

/* A thousand companies in bundles, every third one refused: nothing of those stays, all of the others is there. */
static void test_bulk(void **state)
{
	struct writer *w;
	int refused = 0;

	(void)state;
	txn_begin(db);
	w = writer_open(db, registry_entity("company"), fields, 6, &why);
	assert_non_null(w);
	writer_bulk(w);
	for (int i = 0; i < 1000; i++) {
		char *name = mem_printf("ООО Фирма %d", i), *phone = mem_printf("+7 495 %07d", 1000000 + i);
		const char *cells[] = {name, phone, i % 2 ? "a@b.example" : "", NULL, "Тверь",
		                       i % 3 ? "A" : "wrong"};

		refused += writer_add(w, cells, &why) < 0;
		free(name);
		free(phone);
	}
	writer_close(w);
	txn_commit(db, NULL);
	assert_int_equal(refused, 334);
	expect("SELECT count(*) FROM company WHERE class = 'A'", "666\n");
	expect("SELECT kind, count(*), count(DISTINCT key), sum(is_main) FROM channel GROUP BY kind",
	       "email|333|1|333\nphone|666|666|666\n");
	expect("SELECT count(*), min(city) FROM address", "666|Тверь\n");
	expect("SELECT count(*), min(category) FROM company", "667|2\n");
	expect("SELECT count(*) FROM channel ch JOIN company c ON c.id = ch.company "
	       "WHERE ch.kind = 'phone' AND substr(ch.value, 12) <> '' "
	       "AND c.name <> 'ООО Фирма ' || (substr(ch.value, 8) - 1000000)", "0\n");
	expect("SELECT name_key FROM company WHERE name = 'ООО Фирма 7'", "фирма 7\n");
}

static void test_refused(void **state)
{
	static const char *const twice[] = {"name", "name"}, *const kept[] = {"name", "created_at"};
	static const char *const cells[] = {"x", "2026-01-01"};
	struct writer *w;

	(void)state;
	assert_null(writer_open(db, registry_entity("company"), twice, 2, &why));
	assert_string_equal(str_text(&why), "field 'name' is given twice");
	txn_begin(db);
	w = writer_open(db, registry_entity("company"), kept, 2, &why);
	assert_int_equal(writer_add(w, cells, &why), -1);
	assert_string_equal(str_text(&why), "created_at: is kept by the program");
	writer_allow_kept(w);
	assert_true(writer_add(w, cells, &why) > 0);
	writer_close(w);
	txn_rollback(db);
	assert_null(writer_open(db, registry_entity("change"), twice, 1, &why));
}

/* What cannot be done half-way is not done at all. */
static void test_set_whole(void **state)
{
	static const char *const set[] = {"note", "owner", "category"};
	static const char *const cells[] = {"seen", "anna", "prospect"};
	struct writer *w;

	(void)state;
	txn_begin(db);
	w = writer_open(db, registry_entity("company"), set, 3, &why);
	assert_int_equal(writer_set(w, 1, cells, &why), -1);
	assert_int_equal(writer_set(w, 99, cells, &why), -1);
	writer_close(w);
	txn_commit(db, NULL);
	expect("SELECT note, owner FROM company WHERE id = 1", "~|~\n");
	expect("SELECT count(*) FROM owner_change", "0\n");
}

static void test_custom(void **state)
{
	static const char *const cases[][2] = {
		{"dark red", "dark red"}, {" DARK Red ", "dark red"}, {"синий", "Синий"}, {"", "-"},
		{"dark rad", "! 'dark rad' is not allowed, did you mean 'dark red'?"},
		{"?", "! '?' is not allowed, expected one of 'dark red', 'Синий'"}};

	(void)state;
	change("INSERT INTO custom_field (entity, name, kind) VALUES ('company', 'ghost', 'text'), "
	       "('company', 'colour', 'text'), ('company', 'size', 'int')");
	change("INSERT INTO choice (custom_field, value) VALUES (2, 'dark red'), (2, 'Синий')");
	registry_extend(db);
	assert_null(registry_field(registry_entity("company"), "colour")); /* there is no such column */
	db_script(db, "ALTER TABLE company ADD COLUMN colour TEXT");
	registry_extend(db);
	assert_null(registry_field(registry_entity("company"), "ghost"));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *got = reads("company", "colour", cases[i][0]);

		assert_string_equal(got, cases[i][1]);
		free(got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read), cmocka_unit_test(test_codes), cmocka_unit_test(test_codes_cycle),
		cmocka_unit_test(test_show), cmocka_unit_test(test_bulk), cmocka_unit_test(test_refused),
		cmocka_unit_test(test_set_whole), cmocka_unit_test(test_custom)};

	return cmocka_run_group_tests_name("value", tests, filled, base_end);
}
