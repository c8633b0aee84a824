/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_csv - records from CSV and TSV: lines, quotes, limits, broken files */
#include "unit.h"

#include "io/csv.h"

struct example {
	const char *what, *text;
	char delim;
	bool tsv;
	const char *rows; /* "line[cell][cell] …", then "! reason" when it ends badly */
};

static void describe(struct csv *c, struct str *out)
{
	struct csv_row row;
	struct str why = {0};
	int got;

	while ((got = csv_next(c, &row, &why)) == 1) {
		str_addf(out, "%ld", row.line);
		for (size_t i = 0; i < row.n; i++) {
			assert_int_equal(strlen(row.cell[i]), row.len[i]);
			str_addf(out, "[%s]", row.cell[i]);
		}
		str_addc(out, ' ');
	}
	if (got < 0)
		str_addf(out, "! %s", str_text(&why));
	str_free(&why);
}

static const struct example examples[] = {
	{"plain", "a,b\n1,2\n", ',', false, "1[a][b] 2[1][2] "},
	{"no final newline", "a,b\n1,2", ',', false, "1[a][b] 2[1][2] "},
	{"no final newline, empty last cell", "a,b\n1,", ',', false, "1[a][b] 2[1][] "},
	{"CR LF", "a;b\r\n1;2\r\n", ';', false, "1[a][b] 2[1][2] "},
	{"CR", "a;b\r1;2\r", ';', false, "1[a][b] 2[1][2] "},
	{"empty lines are counted", "a\n\n\r\n1\r\n\r\n2\n", ',', false, "1[a] 4[1] 6[2] "},
	{"BOM", "\xEF\xBB\xBF" "a,b\n", ',', false, "1[a][b] "},
	{"BOM before a quote", "\xEF\xBB\xBF\"a\",b\n", ',', false, "1[a][b] "},
	{"only a BOM", "\xEF\xBB\xBF", ',', false, ""},
	{"empty file", "", ',', false, ""},
	{"header only", "a,b", ',', false, "1[a][b] "},
	{"spaces stay", " a , b\t\n", ',', false, "1[ a ][ b\t] "},
	{"quoted", "\"a,1\",\"b \"\"c\"\"\"\n", ',', false, "1[a,1][b \"c\"] "},
	{"line breaks inside", "\"a\nb\r\nc\",x\n\"1\n\",2\n3,4\n", ',', false,
	 "1[a\nb\r\nc][x] 4[1\n][2] 6[3][4] "},
	{"bare quotes", "ООО \"Ромашка\";1\nЗАО \"А\"\" Б\";2\n", ';', false,
	 "1[ООО \"Ромашка\"][1] 2[ЗАО \"А\"\" Б\"][2] "},
	{"ragged rows are shown as they are", "a,b\n1\n1,2,3\n", ',', false,
	 "1[a][b] 2[1] 3[1][2][3] "},
	{"text after a quote", "x;y\n\"a\"b;2\n3;4\n", ';', false,
	 "1[x][y] ! f.csv:2: text after a closing quote, the field began on line 2; "
	 "a quote is not closed or not doubled"},
	{"space after a quote", "\"a\" ;2\n", ';', false,
	 "! f.csv:1: text after a closing quote, the field began on line 1; "
	 "a quote is not closed or not doubled"},
	{"quote closed by the next one", "1;\"a\n2;\"b\";\n", ';', false,
	 "! f.csv:2: text after a closing quote, the field began on line 1; "
	 "a quote is not closed or not doubled"},
	{"unclosed quote", "1;2\n3;\"a\n4;5\n", ';', false,
	 "1[1][2] ! f.csv:2: the quote opened here is never closed"},
	{"TSV", "a\tb\n1\t\n", '\t', true, "1[a][b] 2[1][] "},
	{"TSV escapes", "a\\tb\tc\\nd\\\\n\\re\n", '\t', true, "1[a\tb][c\nd\\n\re] "},
	{"TSV, what is no escape", "C:\\dir\\\t\\\n", '\t', true, "1[C:\\dir\\][\\] "},
	{"TSV quotes mean nothing", "\"a\tb\"\n", '\t', true, "1[\"a][b\"] "},
	{"TSV CR LF, no final newline", "a\tb\r\n1\t2", '\t', true, "1[a][b] 2[1][2] "},
	{"TSV empty line", "a\n\nb\n", '\t', true, "1[a] 2[] 3[b] "},
	{"TSV empty file", "", '\t', true, ""},
	{"whole lines with quotes", "\"\",\"a\"\"\",\r\n\"\"\"b\"\"\",,\"c,\"\nd \"e\",\" f \",\n", ',', false,
	 "1[][a\"][] 2[\"b\"][][c,] 3[d \"e\"][ f ][] "},
	{"a quote open at the end of its line", "\"a\",\"b\nc\",d\ne,f\n", ',', false, "1[a][b\nc][d] 3[e][f] "},
	{"CR within lines that end in LF", "a,b\r1,2\n3,4\n", ',', false, "1[a][b] 2[1][2] 3[3][4] "},
	{"CSV by tabs", "\"a\tb\"\tc\n", '\t', false, "1[a\tb][c] "},
};

/* However the bytes arrive, the rows are the same. */
struct drip {
	const char *s;
	size_t n, step;
};

static long drip(void *arg, char *buf, size_t n)
{
	struct drip *d = arg;
	size_t now = d->n < d->step ? d->n : d->step;

	if (now > n)
		now = n;
	memcpy(buf, d->s, now);
	d->s += now;
	d->n -= now;
	return (long)now;
}

static void examples_read(void **state)
{
	struct str got = {0};

	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		const struct example *e = &examples[i];

		for (size_t step = 1; step < 100; step = 3 * step + 1) {
			struct drip d = {e->text, strlen(e->text), step};
			struct csv *c = csv_open_with(drip, &d, "f.csv", e->delim, e->tsv);

			str_set(&got, "");
			describe(c, &got);
			csv_close(c);
			if (strcmp(str_text(&got), e->rows))
				fail_msg("%s, %zu bytes at a time: %s", e->what, step, str_text(&got));
		}
	}
	str_free(&got);
}

/* Broken quotes spoil their line; "!" in front of the cell that is broken. */
static const struct example mended[] = {
	{"sound", "a;\"b;\n\"\"\";c\"\nd;e", ';', false, "1[a][b;\n\"][c\"] 3[d][e] "},
	{"text behind a quote", "x;y\n\"a\"b;2\n3;\"4\"\n", ';', false, "1[x][y] 2![\"a\"b][2] 3[3][4] "},
	{"CR LF", "x;y\r\n1;\"a\"b\r\n3;\"4\"\r\n", ';', false, "1[x][y] 2[1]![\"a\"b] 3[3][4] "},
	{"CR", "x;y\r1; \"a\"b\r3;\"4\"\r", ';', false, "1[x][y] 2[1]![ \"a\"b] 3[3][4] "},
	{"spaces about", "a; \"b;c\" ; d \n", ';', false, "1[a][b;c][d] "},
	{"spaces about nothing", "  \na;  ;\n;  \"\"  ;  b\n", ';', false, "2[a][][] 3[][][b] "},
	{"at the end", "x\n\"a\"b", ',', false, "1[x] 2![\"a\"b] "},
	{"not doubled", "1,\"ООО \"А\"\",\"x\"\n2,b,\"c\"\n", ',', false,
	 "1[1]![\"ООО \"А\"\"][\"x\"] 2[2][b][c] "},
	{"closed by the next one", "1,\"a\n2,\"b\"\n3,\"c,\"\"d\n\"\n", ',', false,
	 "1[1]![\"a] 2[2][b] 3[3][c,\"d\n] "},
	{"never closed", "1,\"a\n2,b\n\n3,c\n", ',', false, "1[1]![\"a] 2[2][b] 4[3][c] "},
	{"never closed, several", "1,\"a\n2,\"b\n3,\"c", ',', false, "1[1]![\"a] 2[2]![\"b] 3[3]![\"c] "},
	{"a cell of several lines", "1,\"a\nb \"c\" d\ne\",f\n2,5\"\n", ',', false,
	 "1[1]![\"a] 2[b \"c\" d] 3![e\"][f] 4[2][5\"] "},
	{"closed by one that has text behind", "a\n\"b\nc\n\"d", ',', false, "1[a] 2![\"b] 3[c] 4![\"d] "},
	{"a quote alone", "\"", ',', false, "1![\"] "},
	{"a record of two lines before", "\"a\nb\",\"c\"d\ne,f\n", ',', false, "1![\"a] 2[b\"]![\"c\"d] 3[e][f] "},
};

static void describe_mended(struct csv *c, struct str *out)
{
	struct csv_row row;
	struct str why = {0};

	while (csv_next(c, &row, &why) == 1) {
		str_addf(out, "%ld", row.line);
		for (size_t i = 0; i < row.n; i++)
			str_addf(out, "%s[%s]", row.broken && i == row.broken_cell ? "!" : "", row.cell[i]);
		str_addc(out, ' ');
	}
	assert_int_equal(why.n, 0);
	str_free(&why);
}

static void broken_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof mended / sizeof *mended; i++) {
		const struct example *e = &mended[i];
		struct str got = {0};

		for (size_t step = 1; step < 6; step++) {
			struct drip d = {e->text, strlen(e->text), step};
			struct csv *c = csv_open_with(drip, &d, "f.csv", e->delim, e->tsv);

			csv_mend(c);
			str_clear(&got);
			describe_mended(c, &got);
			csv_close(c);
			if (strcmp(str_text(&got), e->rows))
				fail_msg("%s (%zu bytes at a time): %s instead of %s", e->what, step,
				         str_text(&got), e->rows);
		}
		str_free(&got);
	}
}

static void other_quotes(void **state)
{
	struct str got = {0};
	static const char text[] = "'a;b';\"c\n";
	static const char *const rows[] = {"1[a;b][\"c] ", "1['a][b'][\"c] "};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct drip d = {text, strlen(text), 3};
		struct csv *c = csv_open_with(drip, &d, "f.csv", ';', false);

		csv_quotes(c, i ? '\0' : '\'');
		str_clear(&got);
		describe(c, &got);
		csv_close(c);
		assert_string_equal(str_text(&got), rows[i]);
	}
	str_free(&got);
}

static void refused(const char *text, size_t n, bool tsv, const char *reason)
{
	int fd = unit_fd(text, n);
	struct csv *c = csv_open(fd, "f.csv", tsv ? '\t' : ';', tsv);
	struct csv_row row;
	struct str why = {0};
	int got;

	while ((got = csv_next(c, &row, &why)) == 1)
		;
	assert_int_equal(got, -1);
	assert_string_equal(str_text(&why), reason);
	assert_int_equal(csv_next(c, &row, &why), -1); /* and it stays so */
	csv_close(c);
	close(fd);
	str_free(&why);
}

static void limits(void **state)
{
	static char big[2u << 20];

	(void)state;
	refused("a;b\n1;\0;2\n", 10, false, "f.csv:2: NUL byte");
	refused("a;b\n\"1\n\0", 8, false, "f.csv:3: NUL byte");
	refused("a\tb\n1\t\0\n", 8, true, "f.csv:2: NUL byte");
	memset(big, 'x', sizeof big);
	refused(big, sizeof big, false, "f.csv:1: a field is longer than 1048576 bytes");
	refused(big, sizeof big, true, "f.csv:1: a field is longer than 1048576 bytes");
	memcpy(big, "a\n\"", 3);
	refused(big, sizeof big, false,
	        "f.csv:2: a field is longer than 1048576 bytes, is its quote closed?");
	memset(big, ';', 1500);
	refused(big, 1500, false, "f.csv:1: more than 1000 columns");
	memset(big, '\t', 1500);
	refused(big, 1500, true, "f.csv:1: more than 1000 columns");
	memset(big, 'x', sizeof big);
	for (size_t i = 1000; i < sizeof big; i += 1000)
		big[i] = '\t'; /* 2 MB in one line, in 2098 columns */
	refused(big, sizeof big, true, "f.csv:1: more than 1000 columns");
}

static void field_of_the_limit(void **state)
{
	static char big[CSV_FIELD_MAX + 8];
	struct csv_row row;

	(void)state;
	memset(big, 'x', CSV_FIELD_MAX);
	memcpy(big + CSV_FIELD_MAX, ",1\n", 4);
	for (int tsv = 0; tsv < 2; tsv++) {
		int fd;
		struct csv *c;

		big[CSV_FIELD_MAX] = tsv ? '\t' : ',';
		fd = unit_text_fd(big);
		c = csv_open(fd, "big", tsv ? '\t' : ',', tsv);
		assert_int_equal(csv_next(c, &row, NULL), 1);
		assert_int_equal(row.n, 2);
		assert_int_equal(row.len[0], CSV_FIELD_MAX);
		assert_int_equal(csv_next(c, &row, NULL), 0);
		csv_close(c);
		close(fd);
	}
}

static void empty_on_purpose(void **state)
{
	int fd = unit_text_fd("\"\",,x\n");
	struct csv *c = csv_open(fd, "f.csv", ',', false);
	struct csv_row row;

	(void)state;
	assert_int_equal(csv_next(c, &row, NULL), 1);
	assert_true(row.quoted[0]);
	assert_false(row.quoted[1]);
	csv_close(c);
	close(fd);
}

static void read_error(void **state)
{
	struct csv *c = csv_open(-1, "f.csv", ',', false);
	struct csv_row row;
	struct str why = {0};

	(void)state;
	assert_int_equal(csv_next(c, &row, &why), -1);
	assert_string_equal(str_text(&why), "f.csv: cannot be read: Bad file descriptor");
	csv_close(c);
	str_free(&why);
}

/* What csv_quote and tsv_escape write, csv_next reads. */
static void round_trip(void **state)
{
	static const char *const cells[] = {"", "a", "\"", "a\"b", "a,b;c|d", "\r\n", "\\n\t\\",
					    " x ", "ё\"Ю\"", "'=1"};
	static const struct {
		char delim;
		bool tsv;
	} kinds[] = {{',', false}, {';', false}, {'|', false}, {'\t', true}};

	(void)state;
	for (size_t k = 0; k < 4; k++) {
		struct str text = {0};
		struct csv_row row;
		struct csv *c;
		size_t n = sizeof cells / sizeof *cells;
		int fd;

		for (size_t i = 0; i < n; i++) {
			if (i)
				str_addc(&text, kinds[k].delim);
			if (kinds[k].tsv)
				tsv_escape(&text, cells[i]);
			else
				csv_quote(&text, cells[i], kinds[k].delim);
		}
		fd = unit_text_fd(str_text(&text));
		c = csv_open(fd, "f", kinds[k].delim, kinds[k].tsv);
		assert_int_equal(csv_next(c, &row, NULL), 1);
		assert_int_equal(row.n, n);
		for (size_t i = 0; i < n; i++)
			assert_string_equal(row.cell[i], cells[i]);
		csv_close(c);
		close(fd);
		str_free(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_read), cmocka_unit_test(broken_lines),
		cmocka_unit_test(other_quotes), cmocka_unit_test(limits),
		cmocka_unit_test(field_of_the_limit), cmocka_unit_test(empty_on_purpose),
		cmocka_unit_test(read_error), cmocka_unit_test(round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
