/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_out - tables going out: every format, spooling, output that cannot be written */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include "base/die.h"
#include "io/opt.h"
#include "io/out.h"
#include "io/out_cell.h"

static const struct out_column columns[] = {
	{"id", OUT_NUMBER}, {"name", OUT_TEXT}, {"at", OUT_DATE}, {"sum", OUT_NUMBER}, {"ok", OUT_BOOL},
};

static const char *const rows[][5] = {
	{"1", "ООО \"А\"; Б, В", "2026-11-22", "-1234.50", "yes"},
	{"2", "tab\tnl\ncr\rback\\", "2026-11-22T10:05:00", "0.001", "no"},
	{"3", NULL, "", NULL, NULL},
	{"4", "=1+1", "2026-11-22T10:05:07", "1e5", "?"},
	{"5", "+74951234567", "no date", "007", "1"},
	{"6", "\x1b[31m", "2026-02-31", ".5", "0"},
};

/* Options of a case: output format, dialect, "H" for no header. */
struct how {
	const char *output, *dialect;
	bool no_header;
	size_t n; /* rows */
};

static void print(const void *arg)
{
	const struct how *how = arg;
	struct out *o;

	signal(SIGPIPE, SIG_IGN);
	opt.output = how->output;
	opt.dialect = how->dialect;
	opt.no_header = how->no_header;
	o = out_open(columns, 5);
	for (size_t i = 0; i < how->n; i++)
		out_row(o, rows[i % 6]);
	out_finish(o);
}

static void prints(struct how how, const char *want)
{
	struct str got = {0};

	assert_int_equal(unit_child(print, &how, -1, &got, NULL), 0);
	assert_string_equal(str_text(&got), want);
	str_free(&got);
}

static void tsv(void **state)
{
	(void)state;
	prints((struct how){"tsv", NULL, false, 3},
	       "id\tname\tat\tsum\tok\n"
	       "1\tООО \"А\"; Б, В\t2026-11-22\t-1234.50\tyes\n"
	       "2\ttab\\tnl\\ncr\\rback\\\\\t2026-11-22T10:05:00\t0.001\tno\n"
	       "3\t\t\t\t\n");
	prints((struct how){NULL, NULL, true, 1}, "1\tООО \"А\"; Б, В\t2026-11-22\t-1234.50\tyes\n");
	prints((struct how){"tsv", NULL, true, 0}, "");
}

static void csv(void **state)
{
	(void)state;
	prints((struct how){"csv", NULL, false, 4},
	       "id,name,at,sum,ok\r\n"
	       "1,\"ООО \"\"А\"\"; Б, В\",2026-11-22,-1234.50,yes\r\n"
	       "2,\"tab\tnl\ncr\rback\\\",2026-11-22T10:05:00,0.001,no\r\n"
	       "3,,,,\r\n"
	       "4,=1+1,2026-11-22T10:05:07,1e5,?\r\n");
}

static void excel(void **state)
{
	(void)state;
	prints((struct how){NULL, "excel-ru", false, 6},
	       "\xEF\xBB\xBFid;name;at;sum;ok\r\n"
	       "1;\"ООО \"\"А\"\"; Б, В\";22.11.2026;-1234,50;yes\r\n"
	       "2;\"tab\tnl\ncr\rback\\\";22.11.2026 10:05;0,001;no\r\n"
	       "3;;;;\r\n"
	       "4;'=1+1;22.11.2026 10:05:07;1e5;?\r\n"
	       "5;'+74951234567;no date;007;1\r\n"
	       "6;\x1b[31m;2026-02-31;.5;0\r\n");
	prints((struct how){"csv", "excel", false, 2},
	       "\xEF\xBB\xBFid,name,at,sum,ok\r\n"
	       "1,\"ООО \"\"А\"\"; Б, В\",2026-11-22,-1234.50,yes\r\n"
	       "2,\"tab\tnl\ncr\rback\\\",2026-11-22 10:05,0.001,no\r\n");
}

static void json(void **state)
{
	(void)state;
	prints((struct how){"json", NULL, false, 2},
	       "[\n{\"id\":1,\"name\":\"ООО \\\"А\\\"; Б, В\",\"at\":\"2026-11-22\",\"sum\":-1234.50,"
	       "\"ok\":true},\n"
	       "{\"id\":2,\"name\":\"tab\\tnl\\ncr\\rback\\\\\",\"at\":\"2026-11-22T10:05:00\","
	       "\"sum\":0.001,\"ok\":false}\n]\n");
	prints((struct how){"json", NULL, false, 0}, "[\n]\n");
	prints((struct how){"jsonl", NULL, true, 1},
	       "{\"id\":1,\"name\":\"ООО \\\"А\\\"; Б, В\",\"at\":\"2026-11-22\",\"sum\":-1234.50,"
	       "\"ok\":true}\n");
}

/* What JSON does not call a number goes out as text. */
static void json_odd_values(void **state)
{
	struct spool sp = {.limit = SIZE_MAX};

	(void)state;
	out_cell_json(&sp, "", OUT_NUMBER);
	out_cell_json(&sp, "1e5", OUT_NUMBER);
	out_cell_json(&sp, "007", OUT_NUMBER);
	out_cell_json(&sp, ".5", OUT_NUMBER);
	out_cell_json(&sp, "-", OUT_NUMBER);
	out_cell_json(&sp, "-0.5", OUT_NUMBER);
	out_cell_json(&sp, "?", OUT_BOOL);
	out_cell_json(&sp, "1", OUT_TEXT);
	out_cell_json(&sp, "\x01\x1f\x7f", OUT_TEXT);
	spool_add(&sp, "", 1);
	assert_string_equal(sp.buf, "null\"1e5\"\"007\"\".5\"\"-\"-0.5\"?\"\"1\""
				    "\"\\u0001\\u001f\\u007f\"");
	spool_free(&sp);
}

static void table(void **state)
{
	struct how how = {"table", NULL, false, 6};
	struct str got = {0};

	(void)state;
	assert_int_equal(unit_child(print, &how, -1, &got, NULL), 0);
	assert_null(strchr(str_text(&got), '\x1b'));
	assert_non_null(strstr(str_text(&got), "id name "));
	assert_non_null(strstr(str_text(&got), "\n 1 ООО \"А\"; Б, В"));
	assert_int_equal(got.s[got.n - 1], '\n');
	how.n = 0;
	assert_int_equal(unit_child(print, &how, -1, &got, NULL), 0);
	how.n = 10000; /* several pages */
	assert_int_equal(unit_child(print, &how, -1, &got, NULL), 0);
	str_free(&got);
}

static void guard(void **state)
{
	static const char *const formulas[] = {"=1", "+7", "@x", "\tx", "\rx", "\nx", "-x", "-1+2", "-",
					       "'=1", "''+1", "\uFF1D1", "\uFF20"};
	static const char *const harmless[] = {"", "1", "-1", "-1 234,5", "-5%", "a=1", "'x", "Ю", "'"};

	(void)state;
	for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
		assert_true(out_cell_formula(formulas[i]));
	for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
		assert_false(out_cell_formula(harmless[i]));
}

/* 40 MB go through the temporary file and come out byte for byte. */
static void spooled(void **state)
{
	struct how how = {"tsv", NULL, true, 600000};
	struct how small = {"tsv", NULL, true, 6};
	struct str big = {0}, one = {0};

	(void)state;
	assert_int_equal(unit_child(print, &small, -1, &one, NULL), 0);
	assert_int_equal(unit_child(print, &how, -1, &big, NULL), 0);
	assert_int_equal(big.n, 100000 * one.n);
	for (size_t i = 0; i < big.n; i += one.n)
		assert_memory_equal(big.s + i, one.s, one.n);
	str_free(&big);
	str_free(&one);
}

static void one_empty_cell(const void *arg)
{
	static const struct out_column column = {"note", OUT_TEXT};
	struct out *o;

	(void)arg;
	opt.output = "csv";
	o = out_open(&column, 1);
	out_cell(o, "");
	out_cell(o, "x");
	out_finish(o);
}

static void lone_column(void **state)
{
	struct str got = {0};

	(void)state;
	assert_int_equal(unit_child(one_empty_cell, NULL, -1, &got, NULL), 0);
	assert_string_equal(str_text(&got), "note\r\n\"\"\r\nx\r\n");
	str_free(&got);
}

static void unwritable(void **state)
{
	struct how how = {"tsv", NULL, false, 100000}; /* more than a pipe holds */
	int full = open("/dev/full", O_WRONLY), readonly = open("/dev/null", O_RDONLY);
	struct str err = {0};
	int pipes[2];

	(void)state;
	assert_int_equal(unit_child(print, &how, full, NULL, &err), CRM_STORAGE);
	assert_string_equal(str_text(&err),
	                    "crm: cannot write the output: No space left on device\n");
	assert_int_equal(unit_child(print, &how, readonly, NULL, &err), CRM_STORAGE);
	assert_int_equal(pipe(pipes), 0);
	close(pipes[0]);
	assert_int_equal(unit_child(print, &how, pipes[1], NULL, &err), 0);
	assert_string_equal(str_text(&err), "");
	close(pipes[1]);
	close(full);
	close(readonly);
	str_free(&err);
}

/* The table that is kept for a repeated key, in the format asked for then. */
static void print_again(const void *arg)
{
	const struct how *how = arg;
	struct out *o;

	opt.key = "k";
	opt.output = "tsv";
	o = out_open(columns, 5);
	for (size_t i = 0; i < how->n; i++)
		out_row(o, rows[i % 6]);
	opt.output = how->output;
	opt.dialect = how->dialect;
	out_finish(out_again(out_kept(o)));
}

static void again(void **state)
{
	static const struct how ways[] = {
		{"tsv", NULL, false, 6}, {"json", NULL, false, 6}, {NULL, "excel-ru", false, 6}, {"jsonl", NULL, false, 0},
		{"csv", NULL, false, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct str first = {0}, second = {0};

		assert_int_equal(unit_child(print, &ways[i], -1, &first, NULL), 0);
		assert_int_equal(unit_child(print_again, &ways[i], -1, &second, NULL), 0);
		assert_string_equal(str_text(&first), str_text(&second));
		str_free(&first);
		str_free(&second);
	}
}

static void print_without_end(const void *arg)
{
	const struct how *how = arg;
	struct out *o;

	opt.output = how->output;
	opt.no_header = true;
	o = out_open(columns, 5);
	for (size_t i = 0; i < how->n; i++) {
		out_row(o, rows[0]);
		if (!out_flush(o))
			exit(98);
	}
	exit(0); /* nothing more may be waiting */
}

static void without_end(void **state)
{
	struct how how = {"tsv", NULL, true, 2};
	struct str got = {0};

	(void)state;
	assert_int_equal(unit_child(print_without_end, &how, -1, &got, NULL), 0);
	assert_string_equal(str_text(&got), "1\tООО \"А\"; Б, В\t2026-11-22\t-1234.50\tyes\n"
					    "1\tООО \"А\"; Б, В\t2026-11-22\t-1234.50\tyes\n");
	how.output = "json";
	assert_int_equal(unit_child(print_without_end, &how, -1, &got, NULL), CRM_USAGE);
	str_free(&got);
}

static void wrong_format(void **state)
{
	struct how how = {"tsw", NULL, false, 0};
	struct str err = {0};

	(void)state;
	assert_int_equal(unit_child(print, &how, -1, NULL, &err), CRM_USAGE);
	assert_string_equal(str_text(&err), "crm: option '--output': unknown 'tsw', did you mean 'tsv'?\n"
					    "try 'crm --help'\n");
	how = (struct how){"json", "excel", false, 0};
	assert_int_equal(unit_child(print, &how, -1, NULL, &err), CRM_USAGE);
	str_free(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tsv),     cmocka_unit_test(csv),
		cmocka_unit_test(excel),   cmocka_unit_test(json),
		cmocka_unit_test(table),   cmocka_unit_test(json_odd_values),
		cmocka_unit_test(guard),   cmocka_unit_test(spooled),
		cmocka_unit_test(lone_column), cmocka_unit_test(unwritable),
		cmocka_unit_test(wrong_format), cmocka_unit_test(again),
		cmocka_unit_test(without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
