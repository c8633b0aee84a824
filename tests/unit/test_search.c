/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_search - words, prefixes, parts of numbers; entries out of date; past dates */
#include "base.h"
#include "model/search.h"
#include "store/past.h"

struct hits {
	struct str list;
	char snippet[200];
};

static void take(void *arg, const char *entity, int64_t id, const char *snippet)
{
	struct hits *h = arg;

	str_addf(&h->list, "%s%s %lld", h->list.n ? ", " : "", entity, (long long)id);
	snprintf(h->snippet, sizeof h->snippet, "%s", snippet);
}

static void finds(const char *words, const char *entity, const char *expected)
{
	struct hits h = {{0}, ""};

	search_run(db, words, entity, 0, take, &h);
	assert_string_equal(str_text(&h.list), expected);
	str_free(&h.list);
}

static int filled(void **state)
{
	if (base_new(state) < 0)
		return -1;
	change("INSERT INTO company (name, note, created_at) VALUES "
	       "('ООО «Ёлка-Север»', 'мебель, склад в Твери', '2026-11-01'), "
	       "('Ромашка', 'поставщик ёлки', '2026-11-01'), "
	       "('Nordic Trade AB', NULL, '2026-11-01');"
	       "INSERT INTO contact (name, created_at) VALUES ('Иванов Пётр', '2026-11-01');"
	       "INSERT INTO channel (company, kind, value, key) VALUES "
	       "(1, 'phone', '8 (482) 212-34-56', '+74822123456'), "
	       "(2, 'email', 'info@romashka.ru', 'info@romashka.ru');"
	       "INSERT INTO channel (contact, kind, value, key) VALUES "
	       "(1, 'phone', '+7 903 555-12-34', '+79035551234');"
	       "INSERT INTO legal_entity (company, legal_name, inn) VALUES "
	       "(2, 'ООО «Ромашка Плюс»', '7707083893')");
	search_rebuild(db, NULL, 0, 0);
	return 0;
}

static void test_words(void **state)
{
	(void)state;
	finds("ёлка", NULL, "company 1");
	finds("ЕЛК", NULL, "company 1, company 2");
	finds("север елка", NULL, "company 1");
	finds("твер", NULL, "company 1");
	finds("romashka.ru", NULL, "company 2");
	finds("плюс", NULL, "company 2");
	finds("петр", NULL, "contact 1");
	finds("петр", "company", "");
	finds("nordic trade ab missing", NULL, "");
	finds("", NULL, "");
	finds("«»", NULL, "");
	finds("\" OR *", NULL, "");
}

static void test_numbers(void **state)
{
	(void)state;
	finds("482 212-34-56", NULL, "company 1");
	finds("8 (4822) 123456", NULL, "company 1");
	finds("+74822123456", NULL, "company 1");
	finds("2345", NULL, "company 1");
	finds("5551234", NULL, "contact 1");
	finds("0708", NULL, "company 2");
	finds("ромашка 0708", NULL, "company 2");
	finds("99999", NULL, "");
}

static void test_snippet(void **state)
{
	struct hits h = {{0}, ""};

	(void)state;
	search_run(db, "склад", NULL, 0, take, &h);
	assert_string_equal(h.snippet, "мебель, склад в Твери");
	search_run(db, "2345", NULL, 0, take, &h);
	assert_string_equal(h.snippet, "+74822123456");
	str_free(&h.list);
}

static void test_limit(void **state)
{
	struct hits h = {{0}, ""};

	(void)state;
	assert_int_equal(search_run(db, "елк", NULL, 1, take, &h), 1);
	assert_string_equal(str_text(&h.list), "company 1");
	str_free(&h.list);
}

/* The old entry stays in the index and is found out. */
static void test_renewed(void **state)
{
	(void)state;
	change("UPDATE company SET name = 'Сосна' WHERE id = 1; DELETE FROM channel WHERE id = 1");
	search_renew(db, "company", 1);
	finds("север", NULL, "");
	finds("2345", NULL, "");
	finds("сосна", NULL, "company 1");
	finds("мебель", NULL, "company 1");
	change("UPDATE channel SET value = 'new@pine.example' WHERE id = 2");
	search_renew(db, "channel", 2);
	finds("pine", NULL, "company 2");
	change("DELETE FROM contact WHERE id = 99");
	search_renew(db, "contact", 99);
}

static void test_past(void **state)
{
	(void)state;
	clock_at("2026-11-10T09:00:00");
	change("UPDATE company SET name = 'Сосна' WHERE id = 1; DELETE FROM channel WHERE id = 1");
	change("DELETE FROM channel WHERE id = 3; DELETE FROM contact WHERE id = 1");
	change("INSERT INTO company (name, created_at) VALUES ('Елка новая', '2026-11-10')");
	search_rebuild(db, NULL, 0, 0);
	finds("елка", NULL, "company 4");
	db_close(db);
	opt.as_of = "2026-11-05";
	db = db_open(DB_READ);
	finds("елка", NULL, "company 1");
	finds("2345", NULL, "company 1");
	finds("сосна", NULL, "");
	finds("иванов", NULL, "contact 1");
	finds("5551234", NULL, "contact 1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_words, filled, base_end),
		cmocka_unit_test_setup_teardown(test_numbers, filled, base_end),
		cmocka_unit_test_setup_teardown(test_snippet, filled, base_end),
		cmocka_unit_test_setup_teardown(test_limit, filled, base_end),
		cmocka_unit_test_setup_teardown(test_renewed, filled, base_end),
		cmocka_unit_test_setup_teardown(test_past, filled, base_end),
	};

	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
