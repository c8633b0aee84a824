/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv - records from CSV and TSV, with the line each began on
 *
 * libcsv pushes cells at us, a chunk at a time; they wait in a queue until csv_next asks. It runs
 * in strict mode and stops at every stray quote: a bare quote inside an unquoted field is let
 * through (ООО "Ромашка" is what exports hold), anything after a closing quote is the place where
 * the quoting of the file broke, which lenient mode would swallow together with the rest. */
#include "io/csv.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "io/source.h"
#include "io/tsv.h"

#define CHUNK 65536u
#define STRICT (CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_EMPTY_IS_NULL)
#define LENIENT (CSV_REPALL_NL | CSV_EMPTY_IS_NULL)

struct record {
	size_t first, n; /* cells */
	long line;
};

struct csv {
	struct source src;
	int fd;
	struct tsv *tsv; /* NULL: CSV, and all the rest is used */
	struct csv_parser parser;
	char *chunk;
	struct str text; /* the cells waiting, each with a NUL */
	size_t *at, *len;
	char **cell;
	bool *quoted;
	size_t cells, at_cap, len_cap, cell_cap, quoted_cap;
	struct record *rows;
	size_t n, rows_cap, next; /* rows[next] is served next */
	size_t first;             /* first cell of the unfinished record */
	long line;                /* where the cell being parsed began */
	long row_line;            /* where its record began */
	bool breaks;              /* the chunk has quotes, so cells may hold line breaks */
	bool after_cr, ended;
	struct str trouble; /* reported once the rows before it are served */
};

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

static struct csv *open_source(const struct source *src, int fd, char delim, bool tsv)
{
	struct csv *c = mem_zero(sizeof *c);

	c->src = *src;
	c->fd = fd;
	if (src->fill == source_fill_fd)
		c->src.arg = &c->fd;
	if (tsv) {
		c->tsv = tsv_open(&c->src);
		return c;
	}
	if (csv_init(&c->parser, STRICT))
		die(CRM_STORAGE, "cannot start the CSV parser");
	csv_set_delim(&c->parser, (unsigned char)delim);
	csv_set_space_func(&c->parser, never); /* spaces belong to the field */
	csv_set_realloc_func(&c->parser, mem_resize);
	csv_set_blk_size(&c->parser, 16384);
	c->chunk = mem_alloc(CHUNK);
	c->line = 1;
	return c;
}

struct csv *csv_open_with(long (*fill)(void *, char *, size_t), void *arg, const char *name,
                          char delim, bool tsv)
{
	return open_source(&(struct source){fill, arg, name, false}, -1, delim, tsv);
}

struct csv *csv_open(int fd, const char *name, char delim, bool tsv)
{
	return open_source(&(struct source){source_fill_fd, NULL, name, false}, fd, delim, tsv);
}

static long count_breaks(const char *s, size_t n)
{
	long count = 0;

	if (n == 0 || (!memchr(s, '\n', n) && !memchr(s, '\r', n)))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (s[i] == '\n' || (s[i] == '\r' && (i + 1 == n || s[i + 1] != '\n')))
			count++;
	return count;
}

static void take_cell(void *s, size_t n, void *arg)
{
	struct csv *c = arg;
	size_t i = c->cells;

	if (c->trouble.n)
		return;
	if (n > CSV_FIELD_MAX) {
		str_setf(&c->trouble, "%s:%ld: a field is longer than %u bytes", c->src.name, c->line,
		         CSV_FIELD_MAX);
		return;
	}
	if (i == c->first)
		c->row_line = c->line;
	if (i - c->first == CSV_COLUMNS_MAX) {
		str_setf(&c->trouble, "%s:%ld: more than %u columns", c->src.name, c->row_line,
		         CSV_COLUMNS_MAX);
		return;
	}
	c->at = mem_grow(c->at, &c->at_cap, i + 1, sizeof *c->at);
	c->len = mem_grow(c->len, &c->len_cap, i + 1, sizeof *c->len);
	c->quoted = mem_grow(c->quoted, &c->quoted_cap, i + 1, sizeof *c->quoted);
	c->at[i] = c->text.n;
	c->len[i] = n;
	c->quoted[i] = s;
	c->cells++;
	if (n)
		str_addn(&c->text, s, n);
	str_addc(&c->text, '\0');
	if (c->breaks && n)
		c->line += count_breaks(s, n);
	c->after_cr = false;
}

/* Called at each line break outside quotes: also after a record of no cells (an empty line), and
 * twice for CR LF. */
static void take_row(int terminator, void *arg)
{
	struct csv *c = arg;
	bool second = terminator == '\n' && c->after_cr;

	c->after_cr = terminator == '\r';
	if (c->trouble.n || second)
		return;
	if (terminator >= 0)
		c->line++;
	if (c->cells == c->first)
		return;
	c->rows = mem_grow(c->rows, &c->rows_cap, c->n + 1, sizeof *c->rows);
	c->rows[c->n++] = (struct record){c->first, c->cells - c->first, c->row_line};
	c->first = c->cells;
}

static long line_inside(const struct csv *c)
{
	return c->line + count_breaks((const char *)c->parser.entry_buf, c->parser.entry_pos);
}

static void feed(struct csv *c, const char *s, size_t n)
{
	while (n && !c->trouble.n) {
		size_t used = csv_parse(&c->parser, s, n, take_cell, take_row, c);

		s += used;
		n -= used;
		if (!n)
			break;
		if (c->parser.quoted) {
			str_setf(&c->trouble,
			         "%s:%ld: text after a closing quote, the field began on line %ld; "
			         "a quote is not closed or not doubled",
			         c->src.name, line_inside(c), c->line);
			break;
		}
		csv_set_opts(&c->parser, LENIENT);
		(void)csv_parse(&c->parser, s, 1, take_cell, take_row, c);
		csv_set_opts(&c->parser, STRICT);
		s++;
		n--;
	}
}

/* What has been served goes, the unfinished record moves to the front. */
static void compact(struct csv *c)
{
	size_t keep = c->cells - c->first;
	size_t from = keep ? c->at[c->first] : c->text.n;

	for (size_t i = 0; i < keep; i++) {
		c->at[i] = c->at[c->first + i] - from;
		c->len[i] = c->len[c->first + i];
		c->quoted[i] = c->quoted[c->first + i];
	}
	c->text.n -= from;
	if (c->text.n)
		memmove(c->text.s, c->text.s + from, c->text.n);
	c->cells = keep;
	c->first = c->n = c->next = 0;
}

static void load(struct csv *c)
{
	long got = source_read(&c->src, c->chunk, CHUNK, &c->trouble);
	size_t n = got > 0 ? (size_t)got : 0;
	const char *nul = memchr(c->chunk, '\0', n);

	if (got < 0)
		return;
	if (!n) {
		c->ended = true;
		if (csv_fini(&c->parser, take_cell, take_row, c))
			str_setf(&c->trouble, "%s:%ld: the quote opened here is never closed",
			         c->src.name, c->line);
		return;
	}
	c->breaks = c->parser.quoted || memchr(c->chunk, '"', n);
	feed(c, c->chunk, nul ? (size_t)(nul - c->chunk) : n);
	if (c->trouble.n)
		return;
	if (nul)
		str_setf(&c->trouble, "%s:%ld: NUL byte", c->src.name, line_inside(c));
	else if (c->parser.entry_pos > CSV_FIELD_MAX)
		str_setf(&c->trouble, "%s:%ld: a field is longer than %u bytes%s", c->src.name,
		         c->line, CSV_FIELD_MAX,
		         c->parser.quoted ? ", is its quote closed?" : "");
}

int csv_next(struct csv *c, struct csv_row *row, struct str *why)
{
	const struct record *r;

	if (c->tsv && !c->trouble.n) {
		int got = tsv_next(c->tsv, row, &c->trouble);

		if (got >= 0)
			return got;
	}
	while (c->next == c->n) {
		if (c->trouble.n)
			return str_setf(why, "%s", c->trouble.s);
		if (c->ended)
			return 0;
		compact(c);
		load(c);
	}
	r = &c->rows[c->next++];
	c->cell = mem_grow(c->cell, &c->cell_cap, r->n, sizeof *c->cell);
	for (size_t i = 0; i < r->n; i++)
		c->cell[i] = c->text.s + c->at[r->first + i];
	*row = (struct csv_row){c->cell, c->len + r->first, r->n, r->line, c->quoted + r->first};
	return 1;
}

void csv_close(struct csv *c)
{
	if (c->tsv)
		tsv_close(c->tsv);
	else
		csv_free(&c->parser);
	free(c->chunk);
	str_free(&c->text);
	free(c->at);
	free(c->len);
	free(c->cell);
	free(c->quoted);
	free(c->rows);
	str_free(&c->trouble);
	free(c);
}
