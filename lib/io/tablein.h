/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tablein - the toolkit's own tables coming in: header names, ids, unknown columns kept */
#ifndef CRM_TABLEIN_H
#define CRM_TABLEIN_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"

/* A whole table read into memory before the base is opened (spilled to an unlinked temporary
 * file above 64 MB). TSV or CSV by the look of the first line (a tab anywhere: TSV; else the
 * one of , ; | that occurs outside quotes; none: one column). A table the toolkit wrote for a
 * spreadsheet is recognised by BOM, `;` or CP1251 and converted. */
struct tablein {
	struct strs names;  /* header, empty for bare ids */
	char **cell;        /* the current row: names.n cells, never NULL */
	size_t n;
	long line;          /* line of the current row */
	const char *source; /* "stdin" or the file's name, for messages */
	struct tablein_rest *rest;
};

/* Reads fd to its end. key: the column whose absence together with all-numeric first line
 * means bare ids, one a line (then names is just that key). Dies with CRM_INPUT when the
 * input cannot be read as a whole (unclosed quote, ragged row: file, line and what was expected). */
struct tablein *tablein_read(int fd, const char *source, const char *key);
/* Steps to the next row; false at the end. */
bool tablein_next(struct tablein *);
int tablein_column(const struct tablein *, const char *name); /* index or -1 */
void tablein_rewind(struct tablein *);
void tablein_free(struct tablein *);

/* True when stdin should be read: it is no terminal and not closed (/dev/null reads as empty). */
bool tablein_waiting(void);

#endif
