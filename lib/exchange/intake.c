/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intake - a foreign table coming in: encoding, dialect and header found, row by row
 *
 * Three layers: decode makes UTF-8 of bytes, dialect says how they are cut, csv (or vtable)
 * cuts. What is found out is looked for in the first 128 KB by a second reader, so that standard
 * input works too. */
#include "exchange/intake.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"
#include "io/sheet.h"

#define LOOK_SIZE (256u << 10)

static int parse_skip(const char *s, long *header_line, struct str *why)
{
	size_t n = strspn(s, "0123456789");

	if (!n || s[n] || n > 6)
		return str_setf(why, "--skip-lines: '%s' is no number of lines", s);
	*header_line = strtol(s, NULL, 10) + 1;
	return 0;
}

/* What the options say. */
static int given_dialect(struct dialect *d, const struct intake_wish *wish, struct str *why)
{
	d->quote = '"';
	if (wish->columns)
		d->header_line = 1;
	if (wish->delimiter && dialect_parse(wish->delimiter, &d->delim, why) < 0)
		return -1;
	if (wish->quote && dialect_quote_parse(wish->quote, &d->quote, why) < 0)
		return -1;
	return wish->skip ? parse_skip(wish->skip, &d->header_line, why) : 0;
}

static int find_dialect(struct intake *in, const struct intake_wish *wish, struct str *why)
{
	struct decode *d = decode_again(in->decode);
	char *s = mem_alloc(LOOK_SIZE);
	size_t n = 0;
	long got = 0;

	/* Not to the brim: with little room left decode_fill reads next to nothing. */
	while (n < LOOK_SIZE / 2 && (got = decode_fill(d, s + n, LOOK_SIZE - n)) > 0)
		n += (size_t)got;
	dialect_guess(s, n, got <= 0, &in->dialect);
	in->form = vtable_look(s, n, in->name);
	free(s);
	decode_close(d);
	return wish->form ? vtable_parse(wish->form, &in->form, why) : 0;
}

static void begin(struct intake *in)
{
	if (in->form) { /* as what its rows become when they are refused */
		in->dialect = (struct dialect){.delim = ',', .quote = '"', .eol = "\n"};
		in->cards = vtable_open(in->form, decode_fill, in->decode, in->name);
		return;
	}
	/* Spreadsheets write one or the other, and an apostrophe before what might be taken for a formula. */
	in->sheet = !in->dialect.escapes && (decode_bom(in->decode) || in->dialect.delim == ';');
	in->csv = csv_open_with(decode_fill, in->decode, in->name, in->dialect.delim,
				in->dialect.escapes);
	if (in->dialect.escapes)
		return;
	csv_quotes(in->csv, in->dialect.quote);
	csv_mend(in->csv);
}

static bool is_blank(const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		for (const char *s = row->cell[i]; *s; s++)
			if (*s != ' ')
				return false;
	return true;
}

int intake_next(struct intake *in, struct str *why)
{
	int got;

	do
		got = in->cards ? vtable_next(in->cards, &in->row, why) : csv_next(in->csv, &in->row, why);
	while (got > 0 && (in->row.line < in->dialect.header_line || is_blank(&in->row)));
	if (got > 0 && in->row.broken && in->header.n &&
	    intake_loose(&in->row, in->header.n, in->dialect.quote)) {
		in->row.broken = NULL;
		if (!in->loose++)
			in->loose_line = in->row.line;
	}
	for (size_t i = 0; got > 0 && in->sheet && i < in->row.n; i++)
		if (sheet_guarded(in->row.cell[i])) {
			in->row.cell[i]++;
			in->row.len[i]--;
		}
	return got;
}

static void given_header(struct intake *in, const char *columns)
{
	char *list = mem_copy(columns), *rest = list, *name;

	in->headless = true;
	while ((name = strsep(&rest, ",")))
		strs_add(&in->header, text_trim(name));
	free(list);
}

static int read_header(struct intake *in, struct str *why)
{
	int got = intake_next(in, why);

	if (got < 0)
		return -1;
	if (!got)
		return str_setf(why, "%s: there is no header line", in->name);
	if (in->row.broken)
		return str_setf(why, "%s:%ld: the header: %s", in->name, in->row.line, in->row.broken);
	in->header_line = in->row.line;
	for (size_t i = 0; i < in->row.n; i++) {
		if (!text_valid(in->row.cell[i], in->row.len[i], NULL))
			return str_setf(why, "%s:%ld: the header is no %s text", in->name, in->row.line,
					decode_encoding(in->decode));
		strs_add(&in->header, text_trim(in->row.cell[i]));
	}
	return 0;
}

const char *const intake_questions[] = {"duplicate_of", "rule", "differences", "decision", NULL};
static const char *const intake_reason[] = {"reason", NULL};

/* Do the first so many columns end in "line" and these? Then how many they are. */
static size_t ends_in(const struct strs *h, size_t so_many, const char *const *columns)
{
	size_t n = 0;

	while (columns[n])
		n++;
	if (so_many < n + 2 || strcmp(h->v[so_many - n - 1], "line") != 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (strcmp(h->v[so_many - n + i], columns[i]) != 0)
			return 0;
	return n + 1;
}

/* Questions may have been refused in their turn. */
static void find_width(struct intake *in)
{
	in->kept = in->header.n - ends_in(&in->header, in->header.n, intake_reason);
	in->width = in->kept - ends_in(&in->header, in->kept, intake_questions);
}

struct intake *intake_again(const struct intake *first)
{
	struct intake *in = mem_zero(sizeof *in);
	struct str why = {0};

	in->name = first->name;
	in->decode = decode_again(first->decode);
	in->dialect = first->dialect;
	in->form = first->form;
	in->headless = first->headless;
	begin(in);
	if (!first->headless) {
		(void)read_header(in, &why);
	} else {
		for (size_t i = 0; i < first->header.n; i++)
			strs_add(&in->header, first->header.v[i]);
	}
	find_width(in);
	str_free(&why);
	return in;
}

void intake_close(struct intake *in)
{
	if (!in)
		return;
	if (in->csv)
		csv_close(in->csv);
	vtable_close(in->cards);
	decode_close(in->decode);
	strs_free(&in->header);
	free(in);
}

static int start(struct intake *in, const struct intake_wish *wish, int *code, struct str *why)
{
	struct str reason = {0};

	*code = CRM_USAGE;
	if (given_dialect(&in->dialect, wish, why) < 0)
		return -1;
	in->decode = decode_open(wish->file, wish->encoding, &reason);
	if (!in->decode) {
		if (strncmp(str_text(&reason), "unknown", 7))
			*code = CRM_INPUT;
		str_setf(why, "%s: %s", in->name, reason.s);
		str_free(&reason);
		return -1;
	}
	if (find_dialect(in, wish, why) < 0)
		return -1;
	*code = CRM_INPUT;
	begin(in);
	if (!wish->columns)
		return read_header(in, why);
	given_header(in, wish->columns);
	return 0;
}

/* A file of refused rows, or of questions, that comes back has got a header from us. */
static void skip_own_header(struct intake *in)
{
	struct intake *ahead = intake_again(in);
	const struct csv_row *r = &ahead->row;
	struct strs cells = {0};
	size_t n = in->header.n, own;

	if (intake_next(ahead, NULL) > 0)
		for (size_t i = 0; i < r->n; i++)
			strs_add(&cells, r->cell[i]);
	own = ends_in(&cells, cells.n, intake_reason);
	own += ends_in(&cells, cells.n - own, intake_questions);
	if (own && cells.n == n + own) {
		for (size_t i = n; i < cells.n; i++)
			strs_add(&in->header, cells.v[i]);
		in->dialect.header_line = r->line + 1;
	}
	strs_free(&cells);
	intake_close(ahead);
}

struct intake *intake_open(const struct intake_wish *wish, int *code, struct str *why)
{
	struct intake *in = mem_zero(sizeof *in);

	in->name = strcmp(wish->file, "-") ? wish->file : "stdin";
	if (start(in, wish, code, why) < 0) {
		intake_close(in);
		return NULL;
	}
	if (in->headless)
		skip_own_header(in);
	find_width(in);
	return in;
}

static const char *const totals[] = {"итого", "итог", "всего", "общий итог", "total", "totals", "grand total", "sum total"};

/* What a part of the rows comes to: "Итого по региону Тверь". */
static const char *const parts_of[] = {" по ", " за ", " for ", " of "};

/* "Итого:", as people write it: 1; the total of some: 2. The first letter sorts out most cells. */
static int is_total(const char *cell)
{
	struct str word = {0};
	int is = 0;

	cell += strspn(cell, " ");
	if (!*cell || !strchr("TtGgSs\xD0", *cell) || strlen(cell) > 80)
		return 0;
	text_fold(cell, &word);
	while (word.n && strchr(" :.", word.s[word.n - 1]))
		word.s[--word.n] = '\0';
	for (size_t i = 0; i < sizeof totals / sizeof *totals && !is; i++) {
		size_t n = strlen(totals[i]);

		if (strncmp(str_text(&word), totals[i], n) != 0)
			continue;
		is = !word.s[n];
		for (size_t k = 0; k < sizeof parts_of / sizeof *parts_of && !is; k++)
			is = strncmp(word.s + n, parts_of[k], strlen(parts_of[k])) ? 0 : 2;
	}
	str_free(&word);
	return is;
}

/* A line that adds up the rows above it: its first word says so, the others are numbers, and some are missing; of the total
 * of some most are missing, for it might be a name. */
static bool adds_up(const struct csv_row *r)
{
	size_t filled = 0;
	int total = 0;

	for (size_t i = 0; i < r->n; i++) {
		const char *cell = r->cell[i] + strspn(r->cell[i], " ");

		if (!*cell)
			continue;
		if (filled++ ? !strchr("0123456789-+(", *cell) : !(total = is_total(cell)))
			return false;
	}
	return total == 1 ? filled < r->n : total && filled > 1 && 2 * filled <= r->n;
}

int intake_check(const struct intake *in, struct str *why)
{
	const struct csv_row *r = &in->row;
	size_t n = r->n;

	if (r->broken)
		return str_setf(why, "column '%s': %s",
				r->broken_cell < in->header.n ? in->header.v[r->broken_cell] : "?", r->broken);
	for (size_t i = 0; i < r->n; i++) {
		size_t bad;

		if (text_valid(r->cell[i], r->len[i], &bad))
			continue;
		str_setf(why, "column '%s': %s", i < in->header.n ? in->header.v[i] : "?",
			 (unsigned char)r->cell[i][bad] == 0xC0 ? "NUL byte" : "bytes that are no ");
		if ((unsigned char)r->cell[i][bad] != 0xC0)
			str_addf(why, "%s text", decode_encoding(in->decode));
		return -1;
	}
	/* Empty cells behind the last column are what a spreadsheet leaves where something once stood. */
	while (n > in->header.n && !*r->cell[n - 1])
		n--;
	if (n > in->header.n || r->n < in->header.n)
		return str_setf(why, "%zu cell%s instead of %zu", n, n == 1 ? "" : "s", in->header.n);
	if (!in->cards && adds_up(r))
		return str_setf(why, "a line of totals");
	return 0;
}
