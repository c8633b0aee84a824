/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv - records from CSV and TSV, with the line each began on
 *
 * libcsv pushes cells at us, a chunk at a time; they wait in a queue until csv_next asks. It runs
 * in strict mode and stops at every stray quote: a bare quote inside an unquoted field is let
 * through (ООО "Ромашка" is what exports hold), anything after a closing quote is the place where
 * the quoting of the file broke, which lenient mode would swallow together with the rest. What is
 * to become of it then is told by csv_mend. */
#include "io/csv_in.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"

#define CHUNK 65536u
#define STRICT (CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_EMPTY_IS_NULL)
#define LENIENT (CSV_REPALL_NL | CSV_EMPTY_IS_NULL)

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
	c->quote = '"';
	c->line = c->from_line = 1;
	c->row_done = c->row_start = true;
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

/* Cells are offsets and not pointers: the text moves when it grows. csv_next makes pointers of
 * one record's, which live until the next call. */
void csv_add_cell(struct csv *c, size_t at, size_t n, bool quoted)
{
	size_t i = c->cells;

	if (i == c->quoted_cap) {
		c->cell_at = mem_grow(c->cell_at, &c->at_cap, i + 1, sizeof *c->cell_at);
		c->len = mem_grow(c->len, &c->len_cap, i + 1, sizeof *c->len);
		c->quoted = mem_grow(c->quoted, &c->quoted_cap, i + 1, sizeof *c->quoted);
	}
	c->cell_at[i] = at;
	c->len[i] = n;
	c->quoted[i] = quoted;
	c->cells++;
}

void csv_take_cell(struct csv *c, const char *s, size_t n)
{
	char *at;

	if (c->cells == c->first)
		c->row_line = c->line;
	if (c->cells - c->first == CSV_COLUMNS_MAX) {
		str_setf(&c->trouble, "%s:%ld: more than %u columns", c->src.name, c->row_line,
		         CSV_COLUMNS_MAX);
		return;
	}
	/* CSV_EMPTY_IS_NULL: an empty cell without quotes comes as NULL, "" does not */
	csv_add_cell(c, c->text.n, n, s);
	at = str_room(&c->text, n + 1);
	if (n)
		memcpy(at, s, n);
	at[n] = '\0';
	c->text.n += n + 1;
}

static void take_cell(void *s, size_t n, void *arg)
{
	struct csv *c = arg;

	if (c->trouble.n)
		return;
	if (n > CSV_FIELD_MAX) {
		str_setf(&c->trouble, "%s:%ld: a field is longer than %u bytes", c->src.name, c->line,
		         CSV_FIELD_MAX);
		return;
	}
	csv_take_cell(c, s, n);
	if (c->breaks && n)
		c->line += count_breaks(s, n);
	c->after_cr = false;
}

void csv_take_record(struct csv *c, const char *why, size_t why_cell)
{
	struct record *r;

	c->rows = mem_grow(c->rows, &c->rows_cap, c->n + 1, sizeof *c->rows);
	r = &c->rows[c->n++];
	*r = (struct record){c->first, c->cells - c->first, c->row_line, 0, why_cell};
	if (why) {
		r->why = c->text.n;
		str_addn(&c->text, why, strlen(why) + 1);
	}
	c->first = c->cells;
}

/* Called at each line break outside quotes: also after a record of no cells (an empty line), and
 * twice for CR LF. */
static void take_row(int terminator, void *arg)
{
	struct csv *c = arg;
	bool second = terminator == '\n' && c->after_cr;

	c->row_done = true;
	c->after_cr = terminator == '\r';
	if (c->trouble.n || second)
		return;
	if (terminator >= 0)
		c->line++;
	if (c->cells > c->first)
		csv_take_record(c, NULL, 0);
}

long csv_line_inside(const struct csv *c)
{
	return c->line + count_breaks((const char *)c->parser.entry_buf, c->parser.entry_pos);
}

/* As csv_feed, up to the next line break; the parser may stop at a quote before it. A stop
 * inside an unquoted field is a bare quote: that one byte is read in lenient mode. Line by line,
 * so that csv_take_line gets its turn at the start of every record. */
static bool parse_line(struct csv *c, size_t end)
{
	const char *lf = memchr(c->buf + c->at, '\n', end - c->at);
	size_t stop = lf ? (size_t)(lf + 1 - c->buf) : end;

	c->at += csv_parse(&c->parser, c->buf + c->at, stop - c->at, take_cell, take_row, c);
	c->row_start = c->at == stop && !c->parser.quoted && strchr("\r\n", c->buf[c->at - 1]);
	if (c->at == stop || c->trouble.n)
		return true;
	if (c->parser.quoted)
		return false;
	csv_set_opts(&c->parser, LENIENT);
	(void)csv_parse(&c->parser, c->buf + c->at, 1, take_cell, take_row, c);
	csv_set_opts(&c->parser, STRICT);
	c->at++;
	return true;
}

bool csv_feed(struct csv *c, size_t n)
{
	size_t end = c->at + n;

	while (c->at < end && !c->trouble.n)
		if (!(c->row_start && csv_take_line(c, end)) && !parse_line(c, end))
			return false;
	return true;
}

/* Where the open record began, when there was no quote behind start. */
static void find_open_record(struct csv *c, size_t start)
{
	const char *s = c->buf + start;
	const char *lf = memrchr(s, '\n', c->end - start);
	const char *cr = memrchr(s, '\r', c->end - start);

	if (cr && (!lf || cr > lf))
		lf = cr;
	if (lf) {
		c->from = (size_t)(lf + 1 - c->buf);
		c->from_line = c->line;
	}
	c->row_done = c->from == c->end;
}

static void feed_buffer(struct csv *c)
{
	size_t start = c->at;

	if (c->row_done) {
		c->from = start;
		c->from_line = c->line;
	}
	c->breaks = c->parser.quoted ||
	            (c->quote && memchr(c->buf + c->at, c->quote, c->end - c->at));
	if (c->mends && (c->breaks || c->doubt)) {
		csv_feed_lines(c);
	} else if (!csv_feed(c, c->end - c->at)) {
		str_setf(&c->trouble,
		         "%s:%ld: text after a closing quote, the field began on line %ld; "
		         "a quote is not closed or not doubled",
		         c->src.name, csv_line_inside(c), c->line);
	} else if (c->mends) {
		find_open_record(c, start);
	}
}

/* What has been served goes, the unfinished record moves to the front. */
static void compact(struct csv *c)
{
	size_t keep = c->cells - c->first;
	size_t from = keep ? c->cell_at[c->first] : c->text.n;

	for (size_t i = 0; i < keep; i++) {
		c->cell_at[i] = c->cell_at[c->first + i] - from;
		c->len[i] = c->len[c->first + i];
		c->quoted[i] = c->quoted[c->first + i];
	}
	c->text.n -= from;
	if (c->text.n)
		memmove(c->text.s, c->text.s + from, c->text.n);
	c->cells = keep;
	c->first = c->n = c->next = 0;
}

/* More bytes behind those that are kept; what is parsed and not needed goes. -1: trouble. */
static long fill(struct csv *c)
{
	size_t keep = c->mends ? c->from : c->at;
	long got;

	if (c->end > keep)
		memmove(c->buf, c->buf + keep, c->end - keep);
	c->from = 0;
	c->at -= keep;
	c->end -= keep;
	c->lf_known = false;
	if (c->end > CSV_RECORD_MAX)
		return str_setf(&c->trouble, "%s:%ld: a record is longer than %u bytes%s", c->src.name,
		                c->from_line, CSV_RECORD_MAX, c->breaks ? ", is its quote closed?" : "");
	c->buf = mem_grow(c->buf, &c->buf_cap, c->end + CHUNK, 1);
	got = source_read(&c->src, c->buf + c->end, CHUNK, &c->trouble);
	if (got > 0)
		c->end += (size_t)got;
	c->eof = !got;
	return got;
}

static void finish(struct csv *c)
{
	if (!csv_fini(&c->parser, take_cell, take_row, c)) {
		c->ended = true;
	} else if (c->mends) {
		csv_give_up_line(c, "the quote opened here is never closed");
	} else {
		str_setf(&c->trouble, "%s:%ld: the quote opened here is never closed", c->src.name,
		         c->line);
	}
}

static void load(struct csv *c)
{
	const char *nul = NULL;

	if (!c->eof) {
		long got = fill(c);

		if (got < 0)
			return;
		/* what stands before it is parsed first: rows and line number of the message are
		 * right then */
		nul = memchr(c->buf + c->end - got, '\0', (size_t)got);
		if (nul) {
			c->end = (size_t)(nul - c->buf);
			c->eof = true;
		}
	}
	if (c->at < c->end)
		feed_buffer(c);
	if (c->trouble.n)
		return;
	if (nul)
		str_setf(&c->trouble, "%s:%ld: NUL byte", c->src.name, csv_line_inside(c));
	else if (c->parser.entry_pos > CSV_FIELD_MAX)
		str_setf(&c->trouble, "%s:%ld: a field is longer than %u bytes%s", c->src.name,
		         c->line, CSV_FIELD_MAX,
		         c->parser.quoted ? ", is its quote closed?" : "");
	else if (c->eof && c->at == c->end)
		finish(c);
}

void csv_quotes(struct csv *c, char quote)
{
	c->quote = (unsigned char)quote;
	csv_set_quote(&c->parser, c->quote);
}

static int is_space(unsigned char c)
{
	return c == ' ';
}

void csv_mend(struct csv *c)
{
	c->mends = true;
	csv_set_space_func(&c->parser, is_space);
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
		c->cell[i] = c->text.s + c->cell_at[r->first + i];
	*row = (struct csv_row){c->cell, c->len + r->first, r->n, r->line, c->quoted + r->first,
	                        r->why ? c->text.s + r->why : NULL, r->why_cell};
	return 1;
}

void csv_close(struct csv *c)
{
	if (c->tsv)
		tsv_close(c->tsv);
	else
		csv_free(&c->parser);
	free(c->buf);
	str_free(&c->text);
	free(c->cell_at);
	free(c->len);
	free(c->cell);
	free(c->quoted);
	free(c->rows);
	str_free(&c->trouble);
	free(c);
}
