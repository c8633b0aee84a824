/* SPDX-License-Identifier: GPL-2.0-or-later */
/* out - tables going out: TSV, CSV, terminal table, JSON; spooled, checked
 *
 * A cell is written in its format as it comes, into the spool: no row is held as a whole. Only a
 * table for the terminal is laid out at the end, from TSV (out_table), because widths are known
 * then. */
#include "io/out.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/die.h"
#include "base/str.h"
#include "base/text.h"
#include "io/csv.h"
#include "io/opt.h"
#include "io/out_cell.h"
#include "io/out_table.h"
#include "io/spool.h"

#define MEMORY_LIMIT (1u << 20)
#define PIECE (1u << 18)

enum format { TSV, CSV, TABLE, JSON, JSONL };

struct out {
	enum format format;
	enum dialect dialect;
	bool terminal;
	struct out_column *columns;
	struct str *keys; /* "name": of each column, for JSON */
	size_t n;
	size_t at; /* cells of the row so far */
	long count;
	struct spool spool;
	bool exact;      /* out_into: rows go into fd as they come */
	int fd;
	const char *name;
	bool keeps;      /* the cells are wanted again, see out_kept */
	struct str kept;
};

/* Index of the word in the list, or death with the nearest one. */
static size_t choice(const char *option, const char *word, const char *const *words)
{
	struct str all = {0};
	const char *near;

	for (size_t i = 0; words[i]; i++) {
		if (!strcmp(words[i], word))
			return i;
		str_addf(&all, "%s%s", i ? ", " : "", words[i]);
	}
	near = text_nearest(word, words);
	if (near)
		opt_usage("option '--%s': unknown '%s', did you mean '%s'?", option, word, near);
	opt_usage("option '--%s': unknown '%s', expected one of %s", option, word, str_text(&all));
}

static void choose_format(struct out *o)
{
	static const char *const formats[] = {"tsv", "csv", "table", "json", "jsonl", NULL};
	static const char *const dialects[] = {"none", "excel", "excel-ru", NULL};

	o->terminal = isatty(STDOUT_FILENO);
	if (opt.dialect)
		o->dialect = (enum dialect)choice("for", opt.dialect, dialects);
	if (opt.output)
		o->format = (enum format)choice("output", opt.output, formats);
	else if (o->dialect != DIALECT_NONE)
		o->format = CSV;
	else
		o->format = o->terminal ? TABLE : TSV;
	if (o->dialect != DIALECT_NONE && o->format != CSV)
		opt_usage("option '--for' is for '--output csv'");
}

static void end_row(struct out *o)
{
	static const char *const ends[] = {"\n", "\r\n", "\n", "}", "}\n"};

	spool_add(&o->spool, ends[o->format], strlen(ends[o->format]));
}

static void begin_cell(struct out *o)
{
	static const char before[][3] = {"\t", ",", "\t", ",", ","};

	if (o->at)
		spool_add(&o->spool,
		          o->dialect == DIALECT_EXCEL_RU ? ";" : before[o->format], 1);
	else if (o->format == JSON)
		spool_add(&o->spool, o->count ? ",\n{" : "{", o->count ? 3 : 1);
	else if (o->format == JSONL)
		spool_add(&o->spool, "{", 1);
	if (o->format == JSON || o->format == JSONL)
		spool_add(&o->spool, o->keys[o->at].s, o->keys[o->at].n);
}

static void put_piece(struct out *o)
{
	if (!spool_flush(&o->spool, o->fd))
		die(CRM_STORAGE, "cannot write '%s': %s", o->name, strerror(errno));
}

static void end_cell(struct out *o)
{
	if (++o->at < o->n)
		return;
	end_row(o);
	o->at = 0;
	if (o->exact && o->spool.n > PIECE)
		put_piece(o);
}

/* Nothing in a cell may drive a terminal; a table sees to that itself. */
static void put_printable(struct out *o, const char *cell)
{
	struct str escaped = {0}, shown = {0};

	tsv_escape(&escaped, cell);
	text_printable(str_text(&escaped), &shown);
	spool_add(&o->spool, str_text(&shown), shown.n);
	str_free(&escaped);
	str_free(&shown);
}

static void put_cell(struct out *o, const char *cell, enum out_kind kind)
{
	begin_cell(o);
	switch (o->format) {
	case TSV:
		if (o->terminal)
			put_printable(o, cell);
		else
			out_cell_tsv(&o->spool, cell);
		break;
	case TABLE:
		out_cell_tsv(&o->spool, cell);
		break;
	case CSV:
		if (o->n == 1 && !*cell) /* else an empty line, which no reader takes for a row */
			spool_add(&o->spool, "\"\"", 2);
		else
			out_cell_csv(&o->spool, cell, kind, o->dialect);
		break;
	case JSON:
	case JSONL:
		out_cell_json(&o->spool, cell, kind);
	}
	end_cell(o);
}

static void put_header(struct out *o)
{
	if (o->format == JSON)
		spool_add(&o->spool, "[\n", 2);
	/* a spreadsheet takes CSV without a BOM for text in the code page of its system */
	if (o->dialect != DIALECT_NONE)
		spool_add(&o->spool, "\xEF\xBB\xBF", 3);
	if (opt.no_header || (o->format != TSV && o->format != CSV))
		return;
	for (size_t i = 0; i < o->n; i++)
		put_cell(o, o->columns[i].name, OUT_TEXT);
}

struct out *out_open(const struct out_column *columns, size_t n)
{
	struct out *o = mem_zero(sizeof *o);
	struct spool key = {.limit = SIZE_MAX};

	choose_format(o);
	o->spool.limit = MEMORY_LIMIT;
	o->n = n;
	o->keeps = opt.key;
	o->columns = mem_zero(n * sizeof *o->columns);
	o->keys = mem_zero(n * sizeof *o->keys);
	for (size_t i = 0; i < n; i++) {
		o->columns[i].name = mem_copy(columns[i].name);
		o->columns[i].kind = columns[i].kind;
		if (o->keeps)
			str_addf(&o->kept, "%s%d%s", i ? "\t" : "", (int)columns[i].kind, columns[i].name);
		key.n = 0;
		out_cell_json(&key, columns[i].name, OUT_TEXT);
		str_addn(&o->keys[i], key.buf, key.n);
		str_addc(&o->keys[i], ':');
	}
	spool_free(&key);
	put_header(o);
	return o;
}

/* The text that is there and has no letters. */
static void put_empty(struct out *o)
{
	begin_cell(o);
	spool_add(&o->spool, o->format == TSV ? "\\e" : "\"\"", 2);
	end_cell(o);
}

void out_cell(struct out *o, const char *cell)
{
	size_t at = o->at;

	if (o->keeps) {
		str_addc(&o->kept, at ? '\t' : '\n');
		tsv_escape(&o->kept, cell ? cell : "");
	}
	if (o->exact && cell && !*cell)
		put_empty(o);
	else
		put_cell(o, cell ? cell : "", o->columns[at].kind);
	if (!o->at)
		o->count++;
}

void out_int(struct out *o, int64_t value)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, value);
	out_cell(o, text);
}

void out_row(struct out *o, const char *const *cells)
{
	for (size_t i = 0; i < o->n; i++)
		out_cell(o, cells[i]);
}

void out_into(struct out *o, int fd, const char *name)
{
	o->exact = true;
	o->fd = fd;
	o->name = name;
}

const char *out_kept(const struct out *o)
{
	return str_text(&o->kept);
}

void out_drop(struct out *o)
{
	for (size_t i = 0; i < o->n; i++) {
		free((char *)(uintptr_t)o->columns[i].name);
		str_free(&o->keys[i]);
	}
	free(o->columns);
	free(o->keys);
	spool_free(&o->spool);
	str_free(&o->kept);
	free(o);
}

bool out_flush(struct out *o)
{
	if (o->format == TABLE || o->format == JSON)
		opt_usage("option '--output': '%s' ends with its last row, expected tsv, csv or jsonl", opt.output);
	return spool_pass(&o->spool);
}

void out_finish(struct out *o)
{
	if (o->format == JSON)
		spool_add(&o->spool, o->count ? "\n]\n" : "]\n", o->count ? 3 : 2);
	if (o->exact) {
		put_piece(o);
	} else if (o->format == TABLE) {
		struct spool text = {.limit = MEMORY_LIMIT};

		out_table(&o->spool, o->columns, o->n, !opt.no_header, &text);
		spool_send(&text);
		spool_free(&text);
	} else {
		spool_send(&o->spool);
	}
	out_drop(o);
}

bool out_at_once(void)
{
	struct stat st;

	return fstat(STDOUT_FILENO, &st) == 0 && (S_ISREG(st.st_mode) || S_ISCHR(st.st_mode)) &&
	       !isatty(STDOUT_FILENO);
}

void out_text(const char *text)
{
	struct spool sp = {.limit = SIZE_MAX};

	spool_add(&sp, text, strlen(text));
	spool_send(&sp);
	spool_free(&sp);
}
