/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv_mend - a broken quote costs its line and not the file
 *
 * Where a quote is broken nobody can tell how far the record goes. Its first line is given up, and what follows
 * is read anew. When the quotes of that line do not pair, the cell may have been one of several
 * lines, so a line further down whose quotes do not pair either is taken for its end and given up as well. */
#include <stdlib.h>
#include <string.h>
#include "io/csv_in.h"

static const char behind[] = "text after a closing quote; a quote inside quotes is doubled";
static const char alone[] = "a quote that has no pair, below a line with a broken one";

/* Bytes of the next line with its break; 0: it is not whole yet. */
static size_t whole_line(struct csv *c)
{
	const char *s = c->buf + c->at, *cr;
	size_t n;

	if (!c->lf_known || c->lf < c->at) {
		const char *lf = memchr(s, '\n', c->end - c->at);

		c->lf = lf ? (size_t)(lf - c->buf) : c->end;
		c->lf_known = true;
	}
	cr = memchr(s, '\r', c->lf - c->at);
	if (cr && (cr + 1 < c->buf + c->end || c->eof)) {
		n = (size_t)(cr + 1 - s);
		return n + (c->at + n == c->lf && c->lf < c->end);
	}
	if (cr || (c->lf == c->end && !c->eof))
		return 0;
	return c->lf - c->at + (c->lf < c->end);
}

static bool odd_quotes(const struct csv *c, size_t from, size_t end)
{
	bool odd = false;

	for (size_t i = from; i < end; i++)
		odd ^= (unsigned char)c->buf[i] == c->quote;
	return odd;
}

/* Cells of a line cut at every delimiter, quotes and all. */
static void cut(struct csv *c, const char *s, const char *end)
{
	for (const char *next = s; next && !c->trouble.n; s = next ? next + 1 : s) {
		next = memchr(s, c->parser.delim_char, (size_t)(end - s));
		csv_take_cell(c, s, (size_t)((next ? next : end) - s));
	}
}

static size_t line_length(const struct csv *c, size_t from)
{
	size_t n = 0;

	while (from + n < c->end && c->buf[from + n] != '\n' && c->buf[from + n] != '\r')
		n++;
	return n;
}

/* What the parser holds of the open record goes without a word. */
static void forget_record(struct csv *c)
{
	int options = csv_get_opts(&c->parser);

	csv_set_opts(&c->parser, 0);
	(void)csv_fini(&c->parser, NULL, NULL, NULL);
	csv_set_opts(&c->parser, (unsigned char)options);
	if (c->cells > c->first)
		c->text.n = c->cell_at[c->first];
	c->cells = c->first;
}

void csv_give_up_line(struct csv *c, const char *why)
{
	size_t cell = c->cells - c->first, n = line_length(c, c->from), end = c->from + n;

	forget_record(c);
	c->line = c->from_line;
	cut(c, c->buf + c->from, c->buf + end);
	/* a record of several lines may break in a cell that its first line does not have */
	if (cell >= c->cells - c->first)
		cell = c->cells - c->first - 1;
	csv_take_record(c, why, cell);
	c->doubt = odd_quotes(c, c->from, end);
	if (end < c->end)
		end += c->buf[end] == '\r' && end + 1 < c->end && c->buf[end + 1] == '\n' ? 2 : 1;
	c->at = end; /* which may lie further back than what was looked at */
	c->lf_known = false;
	c->line++;
	c->row_done = c->row_start = true;
	c->after_cr = false;
}

/* The line that was parsed last made a record all by itself. */
static void look_for_pair(struct csv *c)
{
	struct record *r = &c->rows[c->n - 1];

	if (!odd_quotes(c, c->from, c->at))
		return;
	c->doubt = false;
	r->why = c->text.n;
	str_addn(&c->text, alone, sizeof alone);
}

static void give_up_open(struct csv *c)
{
	char *why = mem_printf("text after a closing quote on line %ld; a quote inside quotes is doubled",
	                       csv_line_inside(c));

	csv_give_up_line(c, csv_line_inside(c) == c->from_line ? behind : why);
	free(why);
}

void csv_feed_lines(struct csv *c)
{
	size_t n;

	while (!c->trouble.n && (n = whole_line(c))) {
		size_t records = c->n;

		if (c->row_done) {
			c->from = c->at;
			c->from_line = c->line;
		}
		/* a cell that holds a line break began on a line before */
		c->breaks = !c->row_done;
		c->row_done = false;
		if (!csv_feed(c, n))
			give_up_open(c);
		else if (c->doubt && c->n > records && c->line == c->from_line + 1)
			look_for_pair(c);
	}
	if (c->row_done)
		c->from = c->at;
}
