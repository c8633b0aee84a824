/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_exchange - what is found out about a foreign table: encoding, dialect, dates, numbers, headers */
#include "unit.h"

#include <iconv.h>
#include <string.h>
#include "exchange/convert.h"
#include "base/when.h"
#include "exchange/decode.h"
#include "exchange/dialect.h"
#include "exchange/keyset.h"
#include "exchange/mapping.h"

static size_t encode(const char *text, const char *encoding, char *out, size_t room)
{
	iconv_t cd = iconv_open(encoding, "UTF-8");
	char *in = mem_copy(text), *from = in, *to = out;
	size_t n = strlen(text);

	assert_true(cd != (iconv_t)-1);
	assert_int_equal(iconv(cd, &from, &n, &to, &room), 0);
	iconv_close(cd);
	free(in);
	return (size_t)(to - out);
}

static void encodings(void **state)
{
	static const char *const texts[] = {
		"Название;Телефон\nООО \"Ромашка\";8 495 123-45-67\n",
		"НАЗВАНИЕ;ГОРОД\nЗАО \"ВЕКТОР\";МОСКВА\n",
		"name;city\nЁлка;Тверь\nАэрофлот — авиакомпания;Москва\n",
		"Имя\nИванов Иван Иванович\nПетров Пётр\n",
	};
	static const char *const charsets[] = {"UTF-8", "CP1251", "KOI8-R", "CP866", "UTF-16LE", "UTF-16BE"};
	char bytes[1024];

	(void)state;
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
		for (size_t c = 0; c < sizeof charsets / sizeof *charsets; c++) {
			size_t n;

			/* no dash in these two, and nothing to tell UTF-16 by where all is Cyrillic */
			if ((t == 2 && (c == 2 || c == 3)) || (c > 3 && (t == 1 || t == 3)))
				continue;
			n = encode(texts[t], charsets[c], bytes, sizeof bytes);
			assert_string_equal(decode_guess(bytes, n, true), charsets[c]);
		}
	assert_string_equal(decode_guess("name\nACME\n", 10, true), "US-ASCII");
	assert_string_equal(decode_guess("M\xFCller GmbH, K\xF6ln\n", 18, true), "CP1252");
	assert_string_equal(decode_guess("Тв\xD0", 5, false), "UTF-8");
	assert_string_equal(decode_guess("Plant \xB9 5, \xABNord\xBB\n", 18, true), "CP1251");
}

static void dialects(void **state)
{
	static const struct {
		const char *text;
		char delim;
		bool escapes;
		long header_line;
		const char *eol;
	} examples[] = {
		{"a,b\n1,2\n", ',', false, 1, "\n"},
		{"a;b\n1,5;2\n3,5;4\n", ';', false, 1, "\n"},
		{"a\tb\n1\t2\n", '\t', true, 1, "\n"},
		{"a\tb\n\"1\"\t2\n", '\t', false, 1, "\n"},
		{"a\tb\n\"1\"\t2\n3\t\"4\n", '\t', true, 1, "\n"},
		{"a\tb\n\"1\"\ty\\nz\n", '\t', true, 1, "\n"},
		{"a\tb\n\"1\"\t\"2 \"\"\"\n3\t4\n", '\t', false, 1, "\n"},
		{"a\tb\n\"1\n2\"\t3\n4\t5\n", '\t', false, 1, "\n"},
		{"a\tb\nC:\\dir\t2\n", '\t', false, 1, "\n"},
		{"a|b|c\r\n1|2|3\r\n", '|', false, 1, "\r\n"},
		{"a|b|c\r1|2|3\r", '|', false, 1, "\r"},
		{"a\tb\r1\t2\r", '\t', false, 1, "\r"},
		{"Report of October\n\na;b;c\n1;2;3\n", ';', false, 3, "\n"},
		{"Report;;\na;b;c\n1;2;3\n", ';', false, 2, "\n"},
		{"Report;;\r\n;;\r\nby \"us;;\r\n\r\na;b;c\r\n1;2;3\r\n", ';', false, 5, "\r\n"},
		{"\"Report\nof a year\";;\n\na;b;c\n1;2;3\n", ';', false, 4, "\n"},
		{"sep=;\r\na,1;b,2\r\n1;2\r\n", ';', false, 2, "\r\n"},
		{"sep=,\na\n1\n", ',', false, 2, "\n"},
		{"\"SEP=|\"\r\na;b|c\r\n1;2|3\r\n4;5|6\r\n", '|', false, 2, "\r\n"},
		{"name\nA, B\n", ';', false, 1, "\n"},
		{"name;note\n\"a;\nb;c\";d\n", ';', false, 1, "\n"},
		{"name;note\nООО \"А, Б\";d\nЗАО \"В\";e\n", ';', false, 1, "\n"},
		{"name,note\na,b\n\"c;d,e;f\ng,h\ni,j\n", ',', false, 1, "\n"},
		{"", ',', false, 1, "\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		struct dialect d = {.quote = '"'};

		dialect_guess(examples[i].text, strlen(examples[i].text), true, &d);
		if (d.delim != examples[i].delim || d.escapes != examples[i].escapes ||
		    d.header_line != examples[i].header_line || strcmp(d.eol, examples[i].eol))
			fail_msg("%s: '%c' %d %ld", examples[i].text, d.delim, d.escapes, d.header_line);
	}
}

static const struct field date = {.name = "day", .type = F_DATE};
static const struct field money = {.name = "sum", .type = F_MONEY};

/* Learns a column, decides, and gives what becomes of its first cell. */
static const char *converted(const struct field *f, const char *const *cells)
{
	static struct str out, why;
	struct convert c = {0};

	for (size_t i = 0; cells[i]; i++)
		convert_learn(&c, f, cells[i]);
	if (convert_decide(&c, f, &why) < 0)
		return strstr(why.s, "--dates") ? "--dates" : "--decimal";
	switch (convert_cell(&c, f, cells[0], &out, &why)) {
	case 0:
		return cells[0];
	case 1:
		return out.s;
	default:
		return "refused";
	}
}

#define COLUMN(...) ((const char *const[]){__VA_ARGS__, NULL})

static void dates(void **state)
{
	(void)state;
	assert_int_equal(when_set_zone("UTC"), 0);
	assert_string_equal(converted(&date, COLUMN("03/04/2026", "25/04/2026")), "2026-04-03");
	assert_string_equal(converted(&date, COLUMN("03/04/2026", "04/25/2026")), "2026-03-04");
	assert_string_equal(converted(&date, COLUMN("03/04/2026")), "--dates");
	assert_string_equal(converted(&date, COLUMN("25/04/2026", "04/25/2026")), "--dates");
	assert_string_equal(converted(&date, COLUMN("04/04/2026")), "2026-04-04");
	assert_string_equal(converted(&date, COLUMN("20-10-16", "01-03-17")), "2016-10-20");
	assert_string_equal(converted(&date, COLUMN("05.10.2026")), "2026-10-05");
	assert_string_equal(converted(&date, COLUMN("31.02.2026")), "refused");
	assert_string_equal(converted(&date, COLUMN("2026-10-05")), "2026-10-05");
	assert_string_equal(converted(&date, COLUMN("tomorrow")), "tomorrow");
	assert_string_equal(converted(&date, COLUMN("10/20/2016 3:05 PM")), "2016-10-20T15:05:00");
	assert_string_equal(converted(&date, COLUMN("20.10.2016 12:30")), "2016-10-20T12:30:00");
	assert_string_equal(converted(&date, COLUMN("20.10.2016 25:30")), "refused");
	assert_string_equal(converted(&date, COLUMN("99/12/31", "01/02/03")), "1999-12-31");
	assert_string_equal(converted(&date, COLUMN("2026/3/4")), "2026-03-04");
	assert_string_equal(converted(&date, COLUMN("2026.03.04")), "2026-03-04");
	assert_string_equal(converted(&date, COLUMN("05.окт.26", "10/20/2016")), "2026-10-05");
	assert_string_equal(converted(&date, COLUMN("5-Oct-26")), "2026-10-05");
	assert_string_equal(converted(&date, COLUMN("Sept. 5, 2026 3:05 pm")), "2026-09-05T15:05:00");
	assert_string_equal(converted(&date, COLUMN("5 мая 2026 г.")), "2026-05-05");
	assert_string_equal(converted(&date, COLUMN("5 yesterday 2026")), "5 yesterday 2026");
	assert_string_equal(converted(&date, COLUMN("31-Feb-2026")), "refused");
	assert_string_equal(converted(&date, COLUMN("2026-10-05T12:30:00.125")), "2026-10-05T12:30:00");
	assert_string_equal(converted(&date, COLUMN("2026-10-05 12:30:00+05:45")), "2026-10-05T06:45:00");
	assert_string_equal(converted(&date, COLUMN("2026-10-05T12:30:00Z")), "2026-10-05T12:30:00");
	assert_string_equal(converted(&date, COLUMN("2026-10-05T12:30:00+99")), "refused");
	assert_string_equal(converted(&date, COLUMN("45935")), "refused");
}

static void numbers(void **state)
{
	(void)state;
	assert_string_equal(converted(&money, COLUMN("1 234,50")), "1 234.50");
	assert_string_equal(converted(&money, COLUMN("1,234", "1,234.50")), "1234");
	assert_string_equal(converted(&money, COLUMN("1,234", "7,5")), "1.234");
	assert_string_equal(converted(&money, COLUMN("1.234", "7,5")), "1234");
	assert_string_equal(converted(&money, COLUMN("1,234")), "--decimal");
	assert_string_equal(converted(&money, COLUMN("1234.50")), "1234.50");
	assert_string_equal(converted(&money, COLUMN("1.234.567,80 ₽")), "1234567.80 ₽");
	assert_string_equal(converted(&money, COLUMN("1,234,567")), "1234567");
	assert_string_equal(converted(&money, COLUMN("12,50 руб.")), "12.50 руб.");
	assert_string_equal(converted(&money, COLUMN("12")), "12");
	assert_string_equal(converted(&money, COLUMN("1'234'567,50")), "1234567.50");
	assert_string_equal(converted(&money, COLUMN("1’234")), "1234");
	assert_string_equal(converted(&money, COLUMN("(1,250.00)")), "-1250.00");
	assert_string_equal(converted(&money, COLUMN("()")), "()");
}

static void shortened(void **state)
{
	static const char *const yes[] = {"7,70708E+11", "7.7E+09", "1E+12", "-1,5E-05", "1,5E+100"};
	static const char *const no[] = {"", "E", "1", "1,5", "1,5E", "1,5E+", "1,5E+1", "1E5", "12,5E+11", "1,E+11",
	                                 "1,5E+11x", "1,5e+11"};

	(void)state;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(convert_shortened(yes[i]));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(convert_shortened(no[i]));
}

static void headers(void **state)
{
	static const struct {
		const char *header, *entity, *fields;
	} examples[] = {
		{"Телефон", "company", "phone"}, {"Тел.", "company", "phone"}, {"Телефон 2", "company", "phone"},
		{"ИНН", "company", "inn"}, {"E-mail", "contact", "email"}, {"created at", "deal", "created_at"},
		{"Contact phone", "company", "contact.phone"}, {"Сумма сделки", "company", "deal.amount"},
		{"Телефон контактного лица", "company", "contact.phone"},
		{"Населённый пункт", "company", "city"}, {"colour", "company", NULL}, {"id", "company", NULL},
		{"Цена, руб.", "product", "price deal.price"}, {"Цена, р.", "product", "price deal.price"},
		{"Цена (₽)", "product", "price deal.price"},
		{"Price ($)", "product", NULL}, {"Цена, EUR", "product", NULL}, {"Сумма, тыс. руб.", "deal", NULL},
		{"Кол-во, шт", "deal_item", "quantity deal.quantity"}, {"Сумма сделки, руб.", "company", "deal.amount"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		const char *got = mapping_words(examples[i].header, registry_entity(examples[i].entity), "RUB");

		if (!got || !examples[i].fields)
			assert_string_equal(got ? got : "", examples[i].fields ? examples[i].fields : "");
		else
			assert_string_equal(got, examples[i].fields);
	}
}

static void keys(void **state)
{
	struct keyset *k = keyset_new(10, 10); /* far too few: it has to grow */
	char text[32];

	(void)state;
	for (int i = 1; i <= 50000; i++) {
		int n = snprintf(text, sizeof text, "key %d", i);

		keyset_add(k, keyset_hash(k, 'a', text, (size_t)n), i);
	}
	for (int i = 1; i <= 50000; i++) {
		int n = snprintf(text, sizeof text, "key %d", i);

		assert_int_equal(keyset_find(k, keyset_hash(k, 'a', text, (size_t)n)), i);
		assert_int_equal(keyset_find(k, keyset_hash(k, 'b', text, (size_t)n)), 0);
	}
	keyset_free(k);
	assert_true(keyset_digest(1, "abc", 3) != keyset_digest(1, "abd", 3));
	assert_true(keyset_digest(1, "abc", 3) != keyset_digest(2, "abc", 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encodings), cmocka_unit_test(dialects), cmocka_unit_test(dates),
		cmocka_unit_test(shortened),
		cmocka_unit_test(numbers), cmocka_unit_test(headers), cmocka_unit_test(keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
