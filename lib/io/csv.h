/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv - records from CSV and TSV, with the line each began on */
#ifndef CRM_CSV_H
#define CRM_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "base/str.h"

#define CSV_FIELD_MAX (1u << 20)  /* bytes in one field */
#define CSV_RECORD_MAX (4u << 20) /* bytes of one record, where broken ones are mended */
#define CSV_COLUMNS_MAX 1000u

/* One record. Cells are NUL-terminated, valid until the next call.
 * A cell that holds a NUL byte or is over the limit is an error of the whole file. */
struct csv_row {
	char **cell;
	size_t *len;
	size_t n;
	long line;  /* 1-based line on which the record began */
	bool *quoted; /* of an empty cell: was it "" (empty on purpose) rather than nothing */
	const char *broken; /* csv_mend: what is wrong with the quotes; NULL: nothing */
	size_t broken_cell; /* in this cell, counted from 0 */
};

struct csv;
/* Reads from an open descriptor (not closed). delim: ',', ';', '\t' or '|'. '\t' with tsv true
 * means the toolkit's TSV: backslash escapes, no quoting. name is for messages. The text must
 * already be UTF-8 (see exchange/decode); a BOM at the start is skipped. */
struct csv *csv_open(int fd, const char *name, char delim, bool tsv);
/* The same over a function that fills a buffer (returns bytes, 0 at the end, -1 and errno). */
struct csv *csv_open_with(long (*fill)(void *, char *, size_t), void *arg, const char *name,
                          char delim, bool tsv);
/* Before the first row: '\0' for a file in which quotes mean nothing, or another sign that stands for them. */
void csv_quotes(struct csv *, char quote);
/* Before the first row: a quote that is not closed or has text behind it spoils its line, not the file. That line
 * comes as a row with ->broken set, cut at every delimiter, its quotes kept; reading goes on behind it. Spaces
 * around cells and around their quotes go.
 * Fields and records that are too long, or quotes open for so long, still end the file. */
void csv_mend(struct csv *);
/* 1: a row; 0: the end; -1: the file cannot be read on (unclosed quote with the line it
 * opened on, field too long, NUL, read error): why says so with name:line. */
int csv_next(struct csv *, struct csv_row *, struct str *why);
void csv_close(struct csv *);

/* Appends one cell as RFC 4180 (quoted only when needed) or TSV escapes. quote: as for csv_quotes. */
void csv_quote(struct str *out, const char *cell, char delim);
void csv_quote_with(struct str *out, const char *cell, char delim, char quote);
void tsv_escape(struct str *out, const char *cell);

#endif
