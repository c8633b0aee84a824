/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_tablein - tables coming in: what they are, what comes back from a spreadsheet, refusals */
#include "unit.h"

#include "base/die.h"
#include "io/tablein.h"

static void describe(struct tablein *t, struct str *out)
{
	for (size_t i = 0; i < t->names.n; i++)
		str_addf(out, "<%s>", t->names.v[i]);
	while (tablein_next(t)) {
		str_addf(out, " %ld", t->line);
		for (size_t i = 0; i < t->n; i++)
			str_addf(out, "[%s]", t->cell[i]);
	}
}

static const struct {
	const char *what, *text, *want;
} examples[] = {
	{"TSV", "deal\tname\n1\ta\\tb\n2\t\n", "<deal><name> 2[1][a\tb] 3[2][]"},
	{"TSV without a final newline", "deal\tx\n1\t2", "<deal><x> 2[1][2]"},
	{"commas in a TSV header", "deal\tone,two;three\n1\tx\n", "<deal><one,two;three> 2[1][x]"},
	{"CSV", "deal,name\r\n1,\"a,b\"\r\n", "<deal><name> 2[1][a,b]"},
	{"bars", "deal|name\n1|x\n", "<deal><name> 2[1][x]"},
	{"quoted header", "\"deal\",\"a;b;c\"\n1,2\n", "<deal><a;b;c> 2[1][2]"},
	{"the decimal comma stays in commas", "deal,x\n1,\"2,5\"\n", "<deal><x> 2[1][2,5]"},
	{"bare ids", "12\n 7 \n\n9", "<deal> 1[12] 2[7] 4[9]"},
	{"one column", "deal\n12\n7\n", "<deal> 2[12] 3[7]"},
	{"one column with escapes", "note\na\\nb\n\nc\n", "<note> 2[a\nb] 3[] 4[c]"},
	{"one quoted column", "\"note\"\n\"a\"\"b\"\n", "<note> 2[a\"b]"},
	{"empty lines", "\ndeal\tx\n\n1\t2\n\n", "<deal><x> 4[1][2]"},
	{"header only", "deal\tname\n", "<deal><name>"},
	{"header without a newline", "deal\tname", "<deal><name>"},
	{"empty", "", "<deal>"},
	{"a BOM alone", "\xEF\xBB\xBF", "<deal>"},
	{"spaces around names", " deal ; name \n1; x \n", "<deal><name> 2[1][ x ]"},
	{"CP1251", "deal;note;at\r\n1;\xC4\xE0 \xA8\xB8\x97\xB9;\r\n2;ok;22.11.2026\r\n",
	 "<deal><note><at> 2[1][Да Ёё—№][] 3[2][ok][2026-11-22]"},
	{"CP1251 that looks like UTF-8", "deal;note\n1;\xC5\xB8\n2;\xC4\xE0\n",
	 "<deal><note> 2[1][Её] 3[2][Да]"},
	{"CP1251 in the header", "deal;\xC4\xE0\n1;\xCD\xE5\xF2\n", "<deal><Да> 2[1][Нет]"},
	{"UTF-8 with ;", "deal;note\n1;Да\n", "<deal><note> 2[1][Да]"},
	{"dates", "\xEF\xBB\xBF" "deal;a;b;c;d\n1;22.11.2026 9:05;22.11.2026 10:05:07;31.02.2026;1.1.26\n",
	 "<deal><a><b><c><d> 2[1][2026-11-22T09:05:00][2026-11-22T10:05:07][31.02.2026][1.1.26]"},
	{"decimals", "deal;a;b;c\n1;-1234,50;1,2,3;,5\n", "<deal><a><b><c> 2[1][-1234.50][1,2,3][,5]"},
	{"the guard", "deal;a;b;c;d\n1;'+7495;''=1;'x;'\n", "<deal><a><b><c><d> 2[1][+7495]['=1]['x][']"},
	{"columns to the right", "deal;x;;\n1;2;;\n;;;\n3;;;\n", "<deal><x> 2[1][2] 4[3][]"},
	{"separators left out", "deal;x;y\n1\n2;3\n", "<deal><x><y> 2[1][][] 3[2][3][]"},
	{"excel, not Russian", "\xEF\xBB\xBF" "deal,at\r\n1,2026-11-22 10:05\r\n",
	 "<deal><at> 2[1][2026-11-22T10:05:00]"},
};

static void examples_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		int fd = unit_text_fd(examples[i].text);
		struct tablein *t = tablein_read(fd, "f", "deal");

		for (int pass = 0; pass < 2; pass++) { /* and once more after a rewind */
			struct str got = {0};

			describe(t, &got);
			if (strcmp(str_text(&got), examples[i].want))
				fail_msg("%s: %s", examples[i].what, str_text(&got));
			str_free(&got);
			tablein_rewind(t);
		}
		tablein_free(t);
		close(fd);
	}
}

struct bad {
	const char *text;
	size_t n;
	const char *reason;
};

static void read_bad(const void *arg)
{
	const struct bad *bad = arg;

	tablein_free(tablein_read(unit_fd(bad->text, bad->n), "deals.tsv", "deal"));
}

#define BAD(text, reason) {text, sizeof text - 1, "crm: deals.tsv" reason "\n"}

static void refused(void **state)
{
	static const struct bad bads[] = {
		BAD("deal\tx\n1\t2\n3\n", ":3: 1 cells, the header has 2"),
		BAD("deal\tx\n1\t2\t3\n", ":2: 3 cells, the header has 2"),
		BAD("deal,x\n1,2,3\n", ":2: 3 cells, the header has 2"),
		BAD("deal;x\n1;2;3\n", ":2: 3 cells, the header has 2"),
		BAD("deal;x\n1;\"2\n3;4\n", ":2: the quote opened here is never closed"),
		BAD("deal;x\n\"a\"b;2\n", ":2: text after a closing quote, the field began on line 2; "
		                          "a quote is not closed or not doubled"),
		BAD("deal\tx\n1\t\0\n", ":2: NUL byte"),
		BAD("deal\tx\n1\t\xC4\xE0\n", ":2: not UTF-8 text"),
		BAD("deal,x\n1,a\n1,\xC4\xE0\n", ":3: not UTF-8 text"),
		BAD("deal;x\n1;\xC4\xE0\n2;\x98\n", ":3: neither UTF-8 nor CP1251 text"),
		BAD("\xC4\xE0,x\n1,2\n", ":1: the header is not UTF-8 text"),
		BAD("\xE0\x98;x\n1;2\n", ":1: the header is not UTF-8 text"),
		BAD("deal\t\tx\n1\t2\t3\n", ":1: column 2 has no name"),
		BAD("1\tx\n2\ty\n", ":1: a header line expected, found '1'"),
		BAD("12\n7\t8\n", ":2: 2 cells, the header has 1"),
		BAD("\xFF\xFE" "d\0e\0", ": UTF-16 text; save it as 'CSV UTF-8', or use crm-import"),
	};
	struct str err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
		assert_int_equal(unit_child(read_bad, &bads[i], -1, NULL, &err), CRM_INPUT);
		assert_string_equal(str_text(&err), bads[i].reason);
	}
	str_free(&err);
}

/* Above 64 MB the rows wait in a temporary file. */
static void huge(void **state)
{
	static const char row[] = "\tООО \"Ромашка\" и сыновья, город Тверь, улица Ленина, дом 5\n";
	struct str text = {0};
	long n = 700000;
	int fd;
	struct tablein *t;

	(void)state;
	str_add(&text, "deal\tname\n");
	for (long i = 0; i < n; i++)
		str_addf(&text, "%ld%s", i, row);
	fd = unit_fd(text.s, text.n);
	t = tablein_read(fd, "f", "deal");
	for (long i = 0; i < n; i++) {
		assert_true(tablein_next(t));
		assert_int_equal(strtol(t->cell[0], NULL, 10), i);
		assert_memory_equal(t->cell[1], row + 1, sizeof row - 3);
		assert_int_equal(t->line, i + 2);
	}
	assert_false(tablein_next(t));
	tablein_rewind(t);
	assert_true(tablein_next(t));
	assert_string_equal(t->cell[0], "0");
	tablein_free(t);
	close(fd);
	str_free(&text);
}

static void columns(void **state)
{
	int fd = unit_text_fd("deal\tname\n");
	struct tablein *t = tablein_read(fd, "f", NULL);

	(void)state;
	assert_int_equal(tablein_column(t, "name"), 1);
	assert_int_equal(tablein_column(t, "Name"), -1);
	tablein_free(t);
	tablein_free(NULL);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_read),
		cmocka_unit_test(refused),
		cmocka_unit_test(huge),
		cmocka_unit_test(columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
