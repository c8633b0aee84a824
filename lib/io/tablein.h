/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tablein - the toolkit's own tables coming in: header names, ids, unknown columns kept */
#ifndef CRM_TABLEIN_H
#define CRM_TABLEIN_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"

/* A whole table read before the base is opened (above 64 MB it waits in an unlinked temporary
 * file). TSV or CSV by the look of the first line (a tab anywhere: TSV; else the most frequent of
 * , ; | outside quotes; none: one column, TSV unless quoted). A table that comes back from a
 * spreadsheet is known by its BOM or ';' (then also CP1251): short rows are filled, empty columns
 * to the right and empty rows left out, the formula guard taken off, dd.mm.yyyy and decimal commas
 * rewritten as the toolkit writes them. */
struct tablein {
	struct strs names;  /* header; of bare ids and of an empty input just key */
	char **cell;        /* the current row: names.n cells, never NULL */
	size_t n;
	long line;          /* line of the current row */
	long blank, blank_line; /* rows without a key, and where the first of them is */
	const char *source; /* "stdin" or the file's name, for messages */
	struct tablein_rest *rest;
};

/* Reads fd to its end. key: the column whose absence together with all-numeric first line
 * means bare ids, one a line; NULL: a header there must be. Dies with CRM_INPUT when the
 * input cannot be read as a whole (unclosed quote, ragged row: file, line and what was expected). */
struct tablein *tablein_read(int fd, const char *source, const char *key);
/* The same of texts as people write them, one a line and as they stand, in a column called key; but when the first line
 * names one of the known columns (NULL-terminated) it is the header of a table. */
struct tablein *tablein_read_lines(int fd, const char *source, const char *key, const char *const *known);
/* Steps to the next row; false at the end. */
bool tablein_next(struct tablein *);
int tablein_column(const struct tablein *, const char *name); /* index or -1 */
int tablein_need(const struct tablein *, const char *name);   /* index; none: dies with CRM_INPUT */
/* The current row has an empty key and is passed over, for it names no record; after the last row a note tells of those. */
void tablein_blank(struct tablein *);
void tablein_tell_blank(const struct tablein *, const char *key);
void tablein_rewind(struct tablein *);
void tablein_free(struct tablein *);

/* True when stdin should be read: it is no terminal and not closed (/dev/null reads as empty). */
bool tablein_waiting(void);

#endif
