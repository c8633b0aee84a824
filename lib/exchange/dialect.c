/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dialect - how a table is written: delimiter, escapes, where its header stands */
#include "exchange/dialect.h"

#include <string.h>

enum { RECORDS = 200 };

static const struct {
	char delim;
	const char *name;
} known[] = {{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "bar"}};

struct shape {
	int cells[RECORDS], filled[RECORDS]; /* of each record: all cells, those with something in them */
	int n;
	bool quoted; /* some cell begins with a quote */
};

struct scan {
	char delim;
	bool in_quotes, was_quote, empty_cell, empty_row;
	int cells, filled;
};

static void end_cell(struct scan *c)
{
	c->cells++;
	c->filled += !c->empty_cell;
	c->empty_cell = true;
	c->was_quote = false;
}

static void end_record(struct scan *c, struct shape *shape)
{
	if (!c->empty_row) {
		end_cell(c);
		shape->cells[shape->n] = c->cells;
		shape->filled[shape->n++] = c->filled;
	}
	*c = (struct scan){.delim = c->delim, .empty_cell = true, .empty_row = true};
}

static void in_quotes(struct scan *c, char b)
{
	if (b == '"')
		c->in_quotes = false;
	else
		c->empty_cell = false;
	c->was_quote = b == '"';
}

static void outside(struct scan *c, char b, struct shape *shape)
{
	if (b == '\n' || b == '\r') {
		end_record(c, shape);
		return;
	}
	c->empty_row = false;
	if (b == c->delim) {
		end_cell(c);
	} else if (b == '"' && (c->empty_cell || c->was_quote)) {
		c->in_quotes = true;
		c->empty_cell = c->empty_cell && !c->was_quote;
		shape->quoted = true;
	} else if (b != ' ') {
		c->empty_cell = false;
	}
	c->was_quote = false;
}

/* The records of the text, cut at one delimiter. */
static void measure(const char *s, size_t n, bool whole, char delim, struct shape *shape)
{
	struct scan c = {.delim = delim, .empty_cell = true, .empty_row = true};

	*shape = (struct shape){.n = 0};
	for (size_t i = 0; i < n && shape->n < RECORDS; i++)
		if (c.in_quotes)
			in_quotes(&c, s[i]);
		else
			outside(&c, s[i], shape);
	if (whole && shape->n < RECORDS)
		end_record(&c, shape);
}

/* How many records have the most frequent number of cells, which goes to cells. */
static int usual_cells(const struct shape *shape, int *cells)
{
	int best = 0;

	*cells = 1;
	for (int i = 0; i < shape->n; i++) {
		int same = 0;

		for (int j = 0; j < shape->n; j++)
			same += shape->cells[j] == shape->cells[i];
		if (same > best || (same == best && shape->cells[i] > *cells)) {
			best = same;
			*cells = shape->cells[i];
		}
	}
	return best;
}

/* The toolkit's own TSV quotes nothing and escapes every backslash. */
static bool has_escapes(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] != '\\')
			continue;
		if (++i < n && !strchr("tnr\\", s[i]))
			return false;
	}
	return true;
}

/* The first record that is as full as a header: titles above it fill one cell or two. */
static long title_rows(const struct shape *shape, int cells)
{
	for (int i = 0; i < shape->n; i++)
		if (shape->cells[i] >= cells && shape->filled[i] * 5 > cells * 3)
			return i;
	return 0;
}

void dialect_guess(const char *s, size_t n, bool whole, char delim, struct dialect *d)
{
	struct shape shape;
	long best = -1;
	int cells;

	if (n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3)) {
		s += 3;
		n -= 3;
	}
	*d = (struct dialect){.delim = delim ? delim : ','};
	for (size_t i = 0; i < sizeof known / sizeof *known && !delim; i++) {
		long points;

		measure(s, n, whole, known[i].delim, &shape);
		points = usual_cells(&shape, &cells);
		/* Agreement counts, then width; a text without the delimiter agrees on one cell. */
		points = cells > 1 && points * 2 > shape.n ? points * 1000 / shape.n * 100 + cells : 0;
		if (points > best) {
			best = points;
			d->delim = known[i].delim;
		}
	}
	for (size_t i = 0; i < sizeof known / sizeof *known && !best; i++)
		if (!memchr(s, known[i].delim, n)) { /* one column: what does not occur parts nothing */
			d->delim = known[i].delim;
			break;
		}
	measure(s, n, whole, d->delim, &shape);
	(void)usual_cells(&shape, &cells);
	d->title = title_rows(&shape, cells);
	d->escapes = d->delim == '\t' && !shape.quoted && has_escapes(s, n);
}

int dialect_parse(const char *s, char *delim, struct str *why)
{
	if (!strcmp(s, "\\t"))
		s = "\t";
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(s, known[i].name) || (s[0] == known[i].delim && !s[1])) {
			*delim = known[i].delim;
			return 0;
		}
	return str_setf(why, "unknown delimiter '%s'; one of comma, semicolon, tab, bar, or the character", s);
}

const char *dialect_name(char delim)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].delim == delim)
			return known[i].name;
	return "?";
}
