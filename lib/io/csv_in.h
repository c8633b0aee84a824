/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv_in - the inside of csv, shared by csv*.c only */
#ifndef CRM_CSV_IN_H
#define CRM_CSV_IN_H

#include <csv.h>
#include "io/csv.h"
#include "io/source.h"
#include "io/tsv.h"

struct record {
	size_t first, n; /* cells */
	long line;
	size_t why;      /* where the reason begins in the text, 0: it is sound */
	size_t why_cell;
};

struct csv {
	struct source src;
	int fd;
	struct tsv *tsv; /* NULL: CSV, and all the rest is used */
	struct csv_parser parser;
	unsigned char quote;
	char *buf;
	size_t from, at, end, buf_cap; /* at .. end is not parsed yet; the open record began at from */
	long from_line;
	size_t lf;       /* the next LF behind at, or end; known only when lf_known */
	bool lf_known;
	struct str text; /* the cells waiting, each with a NUL */
	size_t *cell_at, *len;
	char **cell;
	bool *quoted;
	size_t cells, at_cap, len_cap, cell_cap, quoted_cap;
	struct record *rows;
	size_t n, rows_cap, next; /* rows[next] is served next */
	size_t first;             /* first cell of the unfinished record */
	long line;                /* where the cell being parsed began */
	long row_line;            /* where its record began */
	bool mends;
	bool row_start;           /* what comes next begins a record */
	bool row_done;            /* the line parsed last ended its record */
	bool doubt;               /* a quote opened in a broken line may belong to one further down */
	bool breaks;              /* what is parsed has quotes, so cells may hold line breaks */
	bool after_cr, eof, ended;
	struct str trouble; /* reported once the rows before it are served */
};

/* The line that the parser has reached. */
long csv_line_inside(const struct csv *);
/* Parses the next n bytes; false: text stands behind a closing quote. */
bool csv_feed(struct csv *, size_t n);
void csv_take_cell(struct csv *, const char *s, size_t n);
/* A cell whose n bytes stand, or will, at this place of the text. */
void csv_add_cell(struct csv *, size_t at, size_t n, bool quoted);
/* The cells taken make a record; why may be NULL. */
void csv_take_record(struct csv *, const char *why, size_t why_cell);
/* csv_line.c: takes the next line as a record when it is whole before end, and plain. Only where a record begins. */
bool csv_take_line(struct csv *, size_t end);
/* csv_mend.c: parses what is in the buffer line by line, as far as lines are whole, and mends. */
void csv_feed_lines(struct csv *);
/* The open record is broken: its first line is given away as such, parsing goes on behind it. */
void csv_give_up_line(struct csv *, const char *why);

#endif
