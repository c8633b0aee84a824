/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dialect - how a table is written: delimiter, escapes, where its header stands
 *
 * The beginning of the text is cut with each delimiter in turn; the right one gives most records
 * the same number of cells. The scan knows quotes, or a comma in an address would count. */
#include "exchange/dialect.h"

#include <string.h>
#include <strings.h>

enum { RECORDS = 200, COLUMNS = 64 };

static const struct {
	char delim;
	const char *name;
} known[] = {{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "bar"}};

enum { EOL_LF, EOL_CRLF, EOL_CR, EOLS };

static const struct {
	const char *eol, *name;
} eols[EOLS] = {{"\n", "LF"}, {"\r\n", "CR LF"}, {"\r", "CR"}};

struct shape {
	int cells[RECORDS], filled[RECORDS]; /* of each record: all cells, those with something in them */
	long line[RECORDS];
	int n;
	int eol[EOLS];
	bool quoted; /* some cell begins with a quote */
	bool open;   /* the text ends inside one */
};

struct scan {
	char delim, quote;
	bool in_quotes, was_quote, empty_cell, empty_row;
	int cells, filled;
	long line, row_line;
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
		shape->filled[shape->n] = c->filled;
		shape->line[shape->n++] = c->row_line;
	}
	c->empty_cell = c->empty_row = true;
	c->was_quote = false;
	c->cells = c->filled = 0;
}

static void in_quotes(struct scan *c, char b)
{
	if (b == c->quote)
		c->in_quotes = false;
	else
		c->empty_cell = false;
	c->was_quote = b == c->quote;
}

static void outside(struct scan *c, char b, struct shape *shape)
{
	if (c->empty_row)
		c->row_line = c->line;
	c->empty_row = false;
	if (b == c->delim) {
		end_cell(c);
	} else if (b == c->quote && (c->empty_cell || c->was_quote)) {
		c->in_quotes = true;
		c->empty_cell = c->empty_cell && !c->was_quote;
		shape->quoted = true;
	} else if (b != ' ') {
		c->empty_cell = false;
	}
	c->was_quote = false;
}

/* The records of the text, cut at one delimiter. */
static void measure(const char *s, size_t n, bool whole, char delim, char quote, struct shape *shape)
{
	struct scan c = {.delim = delim, .quote = quote, .empty_cell = true, .empty_row = true, .line = 1};

	*shape = (struct shape){.n = 0};
	for (size_t i = 0; i < n && shape->n < RECORDS; i++) {
		bool pair = s[i] == '\r' && i + 1 < n && s[i + 1] == '\n';
		bool ends = s[i] == '\n' || s[i] == '\r';

		if (c.in_quotes) {
			in_quotes(&c, s[i]);
		} else if (ends) {
			end_record(&c, shape);
			shape->eol[pair ? EOL_CRLF : s[i] == '\n' ? EOL_LF : EOL_CR]++;
			i += pair;
		} else {
			outside(&c, s[i], shape);
		}
		c.line += ends && !(c.in_quotes && pair);
	}
	if (whole && shape->n < RECORDS)
		end_record(&c, shape);
	shape->open = c.in_quotes;
}

/* How many records have the most frequent number of cells, which goes to cells. Of two equally
 * frequent numbers the larger: titles above a table are short, not wide. */
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

/* Every backslash of the toolkit's own TSV is an escape. */
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

/* A cell that was put in quotes because it needs them: "say ""yes""". */
static bool needs_quotes(const char *cell, size_t n)
{
	return n > 3 && cell[0] == '"' && cell[n - 1] == '"' && memmem(cell + 1, n - 2, "\"\"", 2);
}

/* Of each of the first columns: cells in quotes, and others. */
struct quoting {
	bool in[COLUMNS], out[COLUMNS];
};

/* The cells of a line, 0 if some would not stand so in a table without quotes. */
static size_t bare_cells(const char *line, const char *end, bool header, struct quoting *q)
{
	size_t cells = 0;

	for (const char *p = line, *tab; p <= end; p = tab + 1, cells++) {
		bool quoted;

		tab = memchr(p, '\t', (size_t)(end - p));
		if (!tab)
			tab = end;
		if ((header && *p == '"') || needs_quotes(p, (size_t)(tab - p)))
			return 0;
		quoted = tab - p > 1 && *p == '"' && tab[-1] == '"';
		if (!header && cells < COLUMNS && tab > p)
			*(quoted ? &q->in[cells] : &q->out[cells]) = true;
	}
	return cells;
}

/* A column with nothing but quoted cells was quoted by whoever wrote the table. */
static bool quotes_columns(const struct quoting *q)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (q->in[i] && !q->out[i])
			return true;
	return false;
}

/* Is this TSV as the toolkit writes it? It quotes nothing, so a cell may begin with a quote that belongs to it; but no
 * line is cut, and no quote is doubled. */
static bool is_own(const char *s, size_t n, bool whole)
{
	const char *end = s + n, *eol;
	struct quoting q = {{0}, {0}};
	size_t cells = 0;

	if (memchr(s, '\r', n) || !has_escapes(s, n))
		return false;
	for (const char *line = s; line < end; line = eol + 1) {
		size_t here;

		eol = memchr(line, '\n', (size_t)(end - line));
		if (!eol && !whole)
			break;
		if (!eol)
			eol = end;
		here = bare_cells(line, eol, line == s, &q);
		if (here < 2 || (cells && here != cells))
			return false;
		cells = here;
	}
	return cells > 0 && (memchr(s, '\\', n) || !quotes_columns(&q));
}

/* The line of the first record that is as full as a header: titles above it fill one cell or two. */
static long find_header(const struct shape *shape, int cells)
{
	for (int i = 0; i < shape->n; i++)
		if (shape->cells[i] >= cells && shape->filled[i] * 5 > cells * 3)
			return shape->line[i];
	return 1;
}

static char find_delim(const char *s, size_t n, bool whole, char quote)
{
	struct shape shape;
	char found = ',';
	long best = 0;
	int cells;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		long points;

		measure(s, n, whole, known[i].delim, quote, &shape);
		points = usual_cells(&shape, &cells);
		/* Agreement counts, then width; a text without the delimiter agrees on one cell. In a very dirty
		 * table less than half of the rows may agree, but those with the header. */
		if (cells > 1 && (points * 2 > shape.n || (points * 3 > shape.n && shape.cells[0] == cells)))
			points = points * 1000 / shape.n * 100 + cells;
		else
			points = 0;
		if (points > best) {
			best = points;
			found = known[i].delim;
		}
	}
	for (size_t i = 0; i < sizeof known / sizeof *known && !best; i++)
		if (!memchr(s, known[i].delim, n)) /* one column: what does not occur parts nothing */
			return known[i].delim;
	return found;
}

/* "sep=;" in front is how spreadsheets are told the delimiter, in quotes where a program writes every cell so. The bytes of
 * that line, 0: there is none. */
static size_t sep_line(const char *s, size_t n, char *delim)
{
	size_t quoted = n > 7 && s[0] == '"' && s[6] == '"', end = 5 + 2 * quoted;

	if (n <= end || strncasecmp(s + quoted, "sep=", 4) || (s[end] != '\n' && s[end] != '\r'))
		return 0;
	if (!*delim && strcmp(dialect_name(s[4 + quoted]), "?"))
		*delim = s[4 + quoted];
	return end + (s[end] == '\r' && n > end + 1 && s[end + 1] == '\n' ? 2 : 1);
}

static const char *find_eol(const struct shape *shape)
{
	int most = EOL_LF;

	for (int i = 0; i < EOLS; i++)
		if (shape->eol[i] > shape->eol[most])
			most = i;
	return eols[most].eol;
}

void dialect_guess(const char *s, size_t n, bool whole, struct dialect *d)
{
	struct shape shape;
	size_t above;
	char quote = d->quote, given;
	int cells;

	if (n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3)) {
		s += 3;
		n -= 3;
	}
	above = sep_line(s, n, &d->delim);
	s += above;
	n -= above;
	d->escapes = quote == '"' && (!d->delim || d->delim == '\t') && is_own(s, n, whole);
	if (d->escapes) {
		d->delim = '\t';
		quote = '\0';
	}
	given = d->delim;
	if (!d->delim)
		d->delim = find_delim(s, n, whole, quote);
	measure(s, n, whole, d->delim, quote, &shape);
	if (shape.open && whole) { /* a quote that is never closed hides all the records behind it */
		quote = '\0';
		d->delim = given ? given : find_delim(s, n, whole, quote);
		measure(s, n, whole, d->delim, quote, &shape);
	}
	(void)usual_cells(&shape, &cells);
	if (!d->header_line)
		d->header_line = find_header(&shape, cells) + (above > 0);
	else if (above && d->header_line == 1) /* it is no row of the table, whatever stands below it */
		d->header_line = 2;
	d->eol = find_eol(&shape);
	/* the toolkit writes a CR as \r, and where lines end with one it would read them all as one line */
	d->escapes = d->escapes || (d->delim == '\t' && quote == '"' && !shape.quoted && !shape.eol[EOL_CR] &&
	                            has_escapes(s, n));
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

const char *dialect_eol_name(const char *eol)
{
	for (int i = 0; i < EOLS; i++)
		if (!strcmp(eols[i].eol, eol))
			return eols[i].name;
	return "?";
}

int dialect_quote_parse(const char *s, char *quote, struct str *why)
{
	static const struct {
		char quote;
		const char *name;
	} quotes[] = {{'"', "double"}, {'\'', "single"}, {'\0', "none"}};

	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
		if (!strcmp(s, quotes[i].name) || (s[0] == quotes[i].quote && s[0] && !s[1])) {
			*quote = quotes[i].quote;
			return 0;
		}
	return str_setf(why, "unknown quote '%s'; one of double, single, none, or the sign", s);
}
