/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_text - folding against utf8proc, name keys, addresses, what a terminal gets */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <utf8proc.h>
#include "base/text.h"

static struct str out;

/* What text_fold promises: utf8proc's answer with ё as е. */
static char *reference(const char *s)
{
	utf8proc_uint8_t *done;
	utf8proc_map((const utf8proc_uint8_t *)s, 0, &done,
		     UTF8PROC_NULLTERM | UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	for (char *yo = (char *)done; (yo = strstr(yo, "ё"));)
		memcpy(yo, "е", 2);
	return (char *)done;
}

static void assert_fold(const char *s)
{
	char *want = reference(s);

	text_fold(s, &out);
	assert_string_equal(str_text(&out), want);
	assert_int_equal(out.n, strlen(want));
	free(want);
}

static size_t put(int32_t c, char *to)
{
	return (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)to);
}

static void fold_equals_utf8proc(void **state)
{
	(void)state;
	for (int32_t c = 1; c < 0x2200; c++) {
		static const int32_t after[] = {0, 'e', 0x415, 0x308, 0x306, 0x301, 0x441};

		for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
			char s[16] = "";
			size_t n = put(c, s);

			if (after[i])
				n += put(after[i], s + n);
			s[n] = '\0';
			assert_fold(s);
		}
	}
	assert_fold("ООО «Ёлки-Палки» № 5 — „ТЕСТ“ ₽ STRASSE Straße ﬁ İ Ǆ");
	assert_fold("");
}

static void fold_yo(void **state)
{
	(void)state;
	text_fold("ЁЛКА ёлка е\xCC\x88лка Йод", &out);
	assert_string_equal(out.s, "елка елка елка йод");
	text_fold("Й", &out);
	assert_string_equal(out.s, "й");
}

static void names(void **state)
{
	static const char *const cases[][2] = {
		{"ООО «Ромашка»", "ромашка"},
		{"Ромашка, ООО", "ромашка"},
		{"О.О.О. \"РОМАШКА\"", "ромашка"},
		{"Общество с ограниченной ответственностью „Ромашка“", "ромашка"},
		{"Публичное акционерное общество «Газпром»", "газпром"},
		{"ПАО Сбербанк", "сбербанк"},
		{"ИП Иванов А.Б.", "иванов а б"},
		{"индивидуальный предприниматель Иванов А. Б.", "иванов а б"},
		{"Ёж и Ко", "еж и ко"},
		{"ТОО «Алма-Ата Сервис»", "алма ата сервис"},
		{"Acme Ltd.", "acme"},
		{"ACME, Inc", "acme"},
		{"Müller GmbH & Co. KG", "müller"},
		{"Total S.A.", "total"},
		{"Fabryka Sp. z o.o.", "fabryka"},
		{"Joint Stock Company Star", "star"},
		{"LLC \"Vector\"", "vector"},
		{"Volvo AB", "volvo"},
		{"AS Roma", "as roma"},
		{"Ford Motor Company", "ford motor"},
		{"ООО", "ооо"},
		{"ООО АО", "ооо ао"},
		{"Company", "company"},
		{"  Завод   №5  ", "завод 5"},
		{"!!!", "!!!"},
		{" — ", "—"},
		{"", ""},
		{"А\xC2\xA0" "Б\xE2\x80\x8B" "В", "а бв"},
		{"Общество охотников", "общество охотников"},
		{"株式会社", "株式会社"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		text_name_key(cases[i][0], &out);
		assert_string_equal(str_text(&out), cases[i][1]);
		assert_int_equal(out.n, strlen(cases[i][1]));
	}
}

static void names_of_many_words(void **state)
{
	struct str s = {0};

	(void)state;
	for (int i = 0; i < 200; i++)
		str_add(&s, i % 3 ? "public joint stock company " : "a ");
	text_name_key(s.s, &out);
	assert_true(out.n > 0 && out.n < s.n);
	str_clear(&s);
	for (int i = 0; i < 200; i++)
		str_add(&s, i == 62 ? "public " : i == 63 ? "joint stock company" : "a ");
	text_name_key(s.s, &out);
	assert_true(out.n > 0);
	str_free(&s);
}

static void emails(void **state)
{
	static const char *const bad[] = {"",	   "a",	      "a@b",	 "@b.ru",  "a@",
					  "a b@c.ru", "a@b..ru", "a@.ru",	 "a@b.ru.", "a@@b.ru",
					  "a@b,ru", ".a@b.ru", "a.@b.ru", "a@-b.ru", "a@b.ru, c@d.ru"};
	struct str why = {0};

	(void)state;
	assert_true(text_email_key(" Ivan.Petrov+crm@Example.RU\xC2\xA0", &out, &why));
	assert_string_equal(out.s, "ivan.petrov+crm@example.ru");
	assert_true(text_email_key("Почта@Пример.РФ", &out, NULL));
	assert_string_equal(out.s, "почта@пример.рф");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(text_email_key(bad[i], &out, &why));
	assert_non_null(strstr(why.s, "expected name@example.com"));
	str_free(&why);
}

static void contains(void **state)
{
	(void)state;
	assert_true(text_contains("ООО «Звёздный ПУТЬ»", "звездный путь"));
	assert_true(text_contains("STRASSE", "straße"));
	assert_true(text_contains("что угодно", ""));
	assert_false(text_contains("Ромашка", "машина"));
}

static void valid(void **state)
{
	static const char *const bad[] = {"\x80",	  "a\xC3",	    "\xC0\xAF", "\xED\xA0\x80",
					  "\xF4\x90\x80\x80", "\xE2\x82", "\xF8\x88", "\xE0\x80\x80"};
	size_t at;

	(void)state;
	assert_true(text_valid("", 0, &at));
	assert_true(text_valid("Привет €😀", strlen("Привет €😀"), NULL));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(text_valid(bad[i], strlen(bad[i]), NULL));
	assert_false(text_valid("ab\0c", 4, &at));
	assert_int_equal(at, 2);
	/* The missing byte must not be read from behind the end. */
	assert_false(text_valid("€", 2, &at));
	assert_int_equal(at, 0);
	assert_false(text_valid("Пр\xFF", 5, &at));
	assert_int_equal(at, 4);
}

static void printable(void **state)
{
	static const char *const cases[][2] = {
		{"Привет, мир 😀", "Привет, мир 😀"},
		{"\x1B[31mred", "\\x1b[31mred"},
		{"a\tb\nc\x7F", "a\\x09b\\x0ac\\x7f"},
		{"\xC2\x9B" "2J", "\\u{009b}2J"},
		{"\xE2\x80\xAE" "txt", "\\u{202e}txt"},
		{"\xE2\x81\xA6x\xE2\x81\xA9", "\\u{2066}x\\u{2069}"},
		{"\xFF\xC3(", "\\xff\\xc3("},
		{"\xF3\xA0\x81\x81", "\\u{e0041}"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		str_clear(&out);
		text_printable(cases[i][0], &out);
		assert_string_equal(str_text(&out), cases[i][1]);
		assert_int_equal(text_width(cases[i][0]), text_width(cases[i][1]));
	}
	assert_int_equal(text_width("Ёж"), 2);
	assert_int_equal(text_width("漢字"), 4);
	assert_int_equal(text_width("е\xCC\x88"), 1);
}

static void trimming(void **state)
{
	char s[] = "\xEF\xBB\xBF\xC2\xA0 \t a б\xE2\x80\xAF\xE2\x80\x89\r\n", empty[] = " \xC2\xA0 ";

	(void)state;
	assert_string_equal(text_trim(s), "a б");
	assert_string_equal(text_trim(empty), "");
	assert_int_equal(text_length("Ёж 😀"), 4);
}

static void nearest(void **state)
{
	static const char *const words[] = {"company", "contact", "deal", "этап", NULL};

	(void)state;
	assert_string_equal(text_nearest("comapny", words), "company");
	assert_string_equal(text_nearest("DAEL", words), "deal");
	assert_string_equal(text_nearest("этпа", words), "этап");
	assert_null(text_nearest("zzz", words));
	assert_null(text_nearest("", words));
	assert_null(text_nearest("a word far longer than any that a person would type in earnest",
				 words));
}

static void refusing(void **state)
{
	struct str why = {0};

	(void)state;
	assert_int_equal(text_refuse(&why, "a\x1B", "is %d", 5), -1);
	assert_string_equal(why.s, "'a\\x1b' is 5");
	for (size_t i = 0; i < 100; i++)
		str_add(&out, "я");
	text_refuse(&why, out.s, "is long");
	assert_int_equal(text_length(why.s), 60 + strlen("…' is long") - 2 + 1);
	assert_int_equal(text_refuse(NULL, "x", "y"), -1);
	str_free(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fold_equals_utf8proc), cmocka_unit_test(fold_yo),
		cmocka_unit_test(names),		cmocka_unit_test(names_of_many_words),
		cmocka_unit_test(emails),		cmocka_unit_test(contains),
		cmocka_unit_test(valid),		cmocka_unit_test(printable),
		cmocka_unit_test(trimming),		cmocka_unit_test(nearest),
		cmocka_unit_test(refusing),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	str_free(&out);
	return failed;
}
