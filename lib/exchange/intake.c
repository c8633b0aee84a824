/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intake - a foreign table coming in: encoding, dialect and header found, row by row */
#include "exchange/intake.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"

#define LOOK_SIZE (256u << 10)

static int find_dialect(struct intake *in, const struct intake_wish *wish, struct str *why)
{
	const char *delimiter = wish->delimiter;
	struct decode *d = decode_again(in->decode);
	char *s = mem_alloc(LOOK_SIZE), delim = 0;
	size_t n = 0;
	long got = 0;

	while (n < LOOK_SIZE / 2 && (got = decode_fill(d, s + n, LOOK_SIZE - n)) > 0)
		n += (size_t)got;
	if (!delimiter || !dialect_parse(delimiter, &delim, why)) {
		dialect_guess(s, n, got <= 0, delim, &in->dialect);
		in->form = vtable_look(s, n, in->name);
		got = wish->form ? vtable_parse(wish->form, &in->form, why) : 0;
	} else {
		got = -1;
	}
	free(s);
	decode_close(d);
	return (int)got;
}

static void begin(struct intake *in)
{
	if (in->form) { /* as what its rows become when they are refused */
		in->dialect = (struct dialect){.delim = ','};
		in->cards = vtable_open(in->form, decode_fill, in->decode, in->name);
		return;
	}
	in->csv = csv_open_with(decode_fill, in->decode, in->name, in->dialect.delim,
				in->dialect.escapes);
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
	while (got > 0 && is_blank(&in->row));
	return got;
}

static int given_header(struct intake *in, const char *columns)
{
	char *list = mem_copy(columns), *rest = list, *name;

	in->headless = true;
	while ((name = strsep(&rest, ",")))
		strs_add(&in->header, text_trim(name));
	free(list);
	return 0;
}

static int read_header(struct intake *in, struct str *why)
{
	for (long i = 0; i <= in->dialect.title; i++) {
		int got = intake_next(in, why);

		if (got < 0)
			return -1;
		if (!got)
			return str_setf(why, "%s: there is no header line", in->name);
	}
	in->header_line = in->row.line;
	for (size_t i = 0; i < in->row.n; i++) {
		if (!text_valid(in->row.cell[i], in->row.len[i], NULL))
			return str_setf(why, "%s:%ld: the header is no %s text", in->name, in->row.line,
					decode_encoding(in->decode));
		strs_add(&in->header, text_trim(in->row.cell[i]));
	}
	return 0;
}

static void find_width(struct intake *in)
{
	const struct strs *h = &in->header;

	in->width = h->n;
	if (h->n > 2 && !strcmp(h->v[h->n - 2], "line") && !strcmp(h->v[h->n - 1], "reason"))
		in->width -= 2;
}

struct intake *intake_open(const struct intake_wish *wish, int *code, struct str *why)
{
	struct intake *in = mem_zero(sizeof *in);
	struct str reason = {0};
	int bad = 0;

	*code = CRM_INPUT;
	in->name = strcmp(wish->file, "-") ? wish->file : "stdin";
	in->decode = decode_open(wish->file, wish->encoding, &reason);
	if (!in->decode) {
		if (!strncmp(str_text(&reason), "unknown", 7))
			*code = CRM_USAGE;
		bad = str_setf(why, "%s: %s", in->name, reason.s);
	} else if (find_dialect(in, wish, why) < 0) {
		*code = CRM_USAGE;
		bad = -1;
	} else {
		begin(in);
		bad = wish->columns ? given_header(in, wish->columns) : read_header(in, why);
	}
	str_free(&reason);
	if (!bad) {
		find_width(in);
		return in;
	}
	intake_close(in);
	return NULL;
}

int intake_check(const struct intake *in, struct str *why)
{
	const struct csv_row *r = &in->row;
	size_t n = r->n;

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
	while (n > in->header.n && !*r->cell[n - 1])
		n--;
	if (n > in->header.n || r->n < in->header.n)
		return str_setf(why, "%zu cells instead of %zu", n, in->header.n);
	return 0;
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
