/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tablein - the toolkit's own tables coming in: header names, ids, unknown columns kept
 *
 * The whole input is parsed and checked before the first row is handed out. Rows wait in a spool as
 * struct head followed by the cells, each with its NUL, so the second reading parses nothing. */
#include "io/tablein.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/die.h"
#include "base/text.h"
#include "io/csv.h"
#include "io/sheet.h"
#include "io/source.h"
#include "io/spool.h"
#include "io/tablein_look.h"

#define MEMORY_LIMIT (64u << 20)
#define PEEK_MAX (1u << 20)

struct head {
	size_t bytes; /* of all cells with their NULs */
	long line;
};

struct tablein_rest {
	struct spool spool;
	struct str row; /* what cell[] points into */
	size_t cell_cap;
	bool bare;           /* ids or texts without a header, one a line */
	bool spreadsheet;    /* BOM or ';': what spreadsheets do to a table is taken back */
	bool semicolon;
	long first_foreign;  /* line of the first row that is no UTF-8; 0: none */
	long first_unknown;  /* line of the first row with a byte that CP1251 lacks */
	struct sheet *sheet; /* NULL: the toolkit's own table */
};

/* The first bytes, read ahead to see what the table is, then the rest of the descriptor. */
struct peeked {
	int fd;
	char *buf;
	size_t at, n;
};

static long fill_peeked(void *arg, char *buf, size_t n)
{
	struct peeked *p = arg;
	size_t have = p->n - p->at;

	if (!have)
		return source_fill_fd(&p->fd, buf, n);
	if (n > have)
		n = have;
	memcpy(buf, p->buf + p->at, n);
	p->at += n;
	return (long)n;
}

/* Lines as they stand become TSV, where a tab or a backslash would mean something. */
static long fill_plain(void *arg, char *buf, size_t n)
{
	long got = fill_peeked(arg, buf, n / 2), end = got, all;

	for (long i = 0; i < got; i++)
		end += buf[i] == '\t' || buf[i] == '\\';
	all = end;
	for (long i = got; i-- > 0;) {
		char c = buf[i];

		buf[--end] = c == '\t' ? 't' : c;
		if (c == '\t' || c == '\\')
			buf[--end] = '\\';
	}
	return all;
}

/* Reads until the first line is there whole. */
static void peek(struct peeked *p, const char *source)
{
	size_t cap = 0;

	do {
		long got;

		if (cap - p->n < 65536) {
			cap = cap ? 2 * cap : 131072;
			p->buf = mem_resize(p->buf, cap);
		}
		got = source_fill_fd(&p->fd, p->buf + p->n, cap - p->n - 1);
		if (got < 0)
			die(CRM_INPUT, "%s: cannot be read: %s", source, strerror(errno));
		p->n += (size_t)got;
		if (!got)
			break;
	} while (p->n < PEEK_MAX && !memchr(p->buf, '\n', p->n) && !memchr(p->buf, '\r', p->n));
	p->buf[p->n] = '\0';
}

static bool all_digits(const char *s)
{
	return *s && !s[strspn(s, "0123456789")];
}

static void put_row(struct tablein *t, const struct csv_row *row)
{
	struct spool *sp = &t->rest->spool;
	struct head head = {0, row->line};

	for (size_t i = 0; i < t->names.n; i++)
		head.bytes += i < row->n ? row->len[i] + 1 : 1;
	spool_add(sp, (const char *)&head, sizeof head);
	for (size_t i = 0; i < t->names.n; i++)
		if (i < row->n)
			spool_add(sp, row->cell[i], row->len[i] + 1);
		else
			spool_add(sp, "", 1);
}

/* Is it in CP1251? One byte has no meaning there. */
static bool is_foreign(const struct csv_row *row)
{
	bool foreign = false;

	for (size_t i = 0; i < row->n; i++) {
		foreign = foreign || !text_valid(row->cell[i], row->len[i], NULL);
		if (memchr(row->cell[i], 0x98, row->len[i]))
			return false;
	}
	return foreign;
}

static void take_header(struct tablein *t, struct csv_row *row)
{
	struct sheet *names;

	/* Spreadsheets write the empty columns somebody once clicked into. */
	while (t->rest->spreadsheet && row->n > 1 && !*row->cell[row->n - 1])
		row->n--;
	names = t->rest->semicolon && is_foreign(row) ? sheet_open(true, true) : NULL;
	if (names)
		sheet_row(names, row->cell, row->n);
	for (size_t i = 0; i < row->n; i++) {
		char *name = text_trim(row->cell[i]);

		if (!text_valid(name, strlen(name), NULL))
			die(CRM_INPUT, "%s:%ld: the header is not UTF-8 text", t->source, row->line);
		if (!*name)
			die(CRM_INPUT, "%s:%ld: column %zu has no name", t->source, row->line, i + 1);
		if (all_digits(name))
			die(CRM_INPUT, "%s:%ld: a header line expected, found '%s'", t->source,
			    row->line, name);
		if (strs_find(&t->names, name) >= 0)
			die(CRM_INPUT, "%s:%ld: column '%s' stands there twice", t->source, row->line, name);
		strs_add(&t->names, name);
	}
	sheet_close(names);
}

static bool blank(const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->len[i])
			return false;
	return true;
}

/* False: no row at all. Dies when it does not fit the header. */
static bool fits(const struct tablein *t, struct csv_row *row)
{
	bool loose = t->rest->spreadsheet || t->rest->bare;
	size_t want = t->names.n;

	/* an empty line is no row, but in a table of one column it is a row with an empty cell */
	if (blank(row) && (loose || (want > 1 && row->n == 1)))
		return false;
	/* Spreadsheets write empty columns to the right and leave out trailing separators. */
	while (t->rest->spreadsheet && row->n > want && !row->len[row->n - 1])
		row->n--;
	if (row->n == want || (t->rest->spreadsheet && row->n < want))
		return true;
	die(CRM_INPUT, "%s:%ld: %zu cells, the header has %zu", t->source, row->line, row->n, want);
}

static void note_encoding(struct tablein *t, const struct csv_row *row)
{
	struct tablein_rest *rest = t->rest;

	for (size_t i = 0; i < row->n; i++) {
		if (!rest->first_foreign && !text_valid(row->cell[i], row->len[i], NULL))
			rest->first_foreign = row->line;
		if (!rest->first_unknown && rest->semicolon &&
		    memchr(row->cell[i], 0x98, row->len[i]))
			rest->first_unknown = row->line;
	}
}

static void read_rows(struct tablein *t, struct csv *in, const char *key)
{
	struct tablein_rest *rest = t->rest;
	struct csv_row row;
	struct str why = {0};
	int got;

	while ((got = csv_next(in, &row, &why)) == 1) {
		if (!t->names.n) {
			if (row.n == 1 && !row.len[0])
				continue;
			/* the first line decides: a header of digits alone does not exist
			 * (take_header refuses it) */
			rest->bare = rest->bare || (key && row.n == 1 && all_digits(text_trim(row.cell[0])));
			if (!rest->bare) {
				take_header(t, &row);
				continue;
			}
			strs_add(&t->names, key);
		}
		if (!fits(t, &row))
			continue;
		note_encoding(t, &row);
		put_row(t, &row);
	}
	if (got < 0)
		die(CRM_INPUT, "%s", str_text(&why));
	if (!t->names.n && key)
		strs_add(&t->names, key);
}

/* A table in CP1251 is one that a Russian spreadsheet saved; anything else must be UTF-8. */
static void settle_encoding(struct tablein *t)
{
	const struct tablein_rest *rest = t->rest;

	if (rest->first_foreign && !rest->semicolon)
		die(CRM_INPUT, "%s:%ld: not UTF-8 text", t->source, rest->first_foreign);
	if (rest->first_foreign && rest->first_unknown)
		die(CRM_INPUT, "%s:%ld: neither UTF-8 nor CP1251 text", t->source,
		    rest->first_unknown);
	if (rest->spreadsheet)
		t->rest->sheet = sheet_open(rest->first_foreign, rest->semicolon);
}

/* known NULL: it is a table, or bare numbers. */
static struct tablein *read_any(int fd, const char *source, const char *key, const char *const *known)
{
	struct tablein *t = mem_zero(sizeof *t);
	struct peeked p = {.fd = fd};
	struct csv *in;
	char delim;
	bool tsv, bom;

	t->source = source;
	t->rest = mem_zero(sizeof *t->rest);
	t->rest->spool.limit = MEMORY_LIMIT;
	peek(&p, source);
	if (p.n >= 2 && (!memcmp(p.buf, "\xFF\xFE", 2) || !memcmp(p.buf, "\xFE\xFF", 2)))
		die(CRM_INPUT, "%s: UTF-16 text; save it as 'CSV UTF-8', or use crm-import", source);
	bom = !strncmp(p.buf, "\xEF\xBB\xBF", 3);
	delim = tablein_delimiter(p.buf + (bom ? 3 : 0), &tsv);
	t->rest->bare = known && !tablein_known(p.buf + (bom ? 3 : 0), delim, known);
	t->rest->semicolon = !t->rest->bare && delim == ';';
	t->rest->spreadsheet = !t->rest->bare && (bom || t->rest->semicolon);
	if (t->rest->bare)
		in = csv_open_with(fill_plain, &p, source, '\t', true);
	else
		in = csv_open_with(fill_peeked, &p, source, delim, tsv);
	read_rows(t, in, key);
	csv_close(in);
	free(p.buf);
	settle_encoding(t);
	tablein_rewind(t);
	return t;
}

struct tablein *tablein_read(int fd, const char *source, const char *key)
{
	return read_any(fd, source, key, NULL);
}

struct tablein *tablein_read_lines(int fd, const char *source, const char *key, const char *const *known)
{
	return read_any(fd, source, key, known);
}

static void spool_get(struct spool *sp, char *to, size_t n)
{
	while (n) {
		long got = spool_read(sp, to, n);

		to += got;
		n -= (size_t)got;
	}
}

bool tablein_next(struct tablein *t)
{
	struct tablein_rest *rest = t->rest;
	struct head head;
	char *s;

	/* one byte tells the end from a row: a row may lie across two windows of the spool */
	if (spool_read(&rest->spool, (char *)&head, 1) == 0)
		return false;
	spool_get(&rest->spool, (char *)&head + 1, sizeof head - 1);
	str_clear(&rest->row);
	s = str_room(&rest->row, head.bytes);
	spool_get(&rest->spool, s, head.bytes);
	t->line = head.line;
	for (size_t i = 0; i < t->names.n; i++) {
		t->cell[i] = s;
		s += strlen(s) + 1;
	}
	/* id lists come from people and from cut: a space or CR at the end is no part of an id */
	if (rest->bare)
		t->cell[0] = text_trim(t->cell[0]);
	if (rest->sheet)
		sheet_row(rest->sheet, t->cell, t->n);
	return true;
}

int tablein_column(const struct tablein *t, const char *name)
{
	return strs_find(&t->names, name);
}

int tablein_need(const struct tablein *t, const char *name)
{
	int i = tablein_column(t, name);
	struct str known = {0};

	if (i >= 0)
		return i;
	for (size_t k = 0; k < t->names.n; k++)
		str_addf(&known, "%s%s", k ? ", " : "", t->names.v[k]);
	die(CRM_INPUT, "%s:1: no column '%s' among: %s", t->source, name, str_text(&known));
}

void tablein_rewind(struct tablein *t)
{
	spool_rewind(&t->rest->spool);
	t->n = t->names.n;
	t->blank = 0;
	t->cell = mem_grow(t->cell, &t->rest->cell_cap, t->n + 1, sizeof *t->cell);
}

void tablein_blank(struct tablein *t)
{
	if (!t->blank++)
		t->blank_line = t->line;
}

void tablein_tell_blank(const struct tablein *t, const char *key)
{
	if (t->blank == 1)
		note("%s:%ld: the row names no %s", t->source, t->blank_line, key);
	else if (t->blank)
		note("%s:%ld: the row names no %s (%ld such rows)", t->source, t->blank_line, key, t->blank);
}

void tablein_free(struct tablein *t)
{
	if (!t)
		return;
	strs_free(&t->names);
	free(t->cell);
	sheet_close(t->rest->sheet);
	spool_free(&t->rest->spool);
	str_free(&t->rest->row);
	free(t->rest);
	free(t);
}

bool tablein_waiting(void)
{
	int flags = fcntl(STDIN_FILENO, F_GETFL);

	/* opt_parse keeps the place of a closed stdin with something that cannot be read. */
	return flags >= 0 && (flags & O_ACCMODE) != O_WRONLY && !isatty(STDIN_FILENO);
}
