/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intake - a foreign table coming in: encoding, dialect and header found, row by row */
#ifndef CRM_INTAKE_H
#define CRM_INTAKE_H

#include <stdbool.h>
#include "exchange/decode.h"
#include "exchange/dialect.h"
#include "exchange/vtable.h"
#include "io/csv.h"

struct intake_wish {
	const char *file;      /* "-": standard input */
	const char *encoding;  /* NULL: find out */
	const char *delimiter; /* NULL: find out; as typed */
	const char *form;      /* table, vcard, ical; NULL: find out */
	const char *quote;     /* NULL: double; as typed */
	const char *skip;      /* NULL: find out; lines above the header, as typed */
	const char *columns;   /* names, when the file has no header; NULL: it has one */
};

struct intake {
	const char *name; /* for messages */
	struct decode *decode;
	struct dialect dialect;
	struct strs header;
	bool headless;    /* the names come from --columns */
	size_t width;     /* columns of data: without "line" and "reason" of a rejects file */
	size_t kept;      /* more than width: rows to decide about come back, with "line" and intake_questions behind */
	long header_line;
	struct csv_row row;
	bool sheet;       /* written by a spreadsheet or for one: texts may be guarded */
	enum vtable_form form;   /* an address book or calendar: cards instead of csv */
	struct vtable *cards;
	long loose, loose_line; /* rows with quotes against the rules that were read as they stand, the first of them */
	struct csv *csv;
};

/* What stands behind a row that somebody has to decide about, and its line; up to NULL. */
extern const char *const intake_questions[];
/* NULL and why: cannot be read, empty, unknown option value (then *code is CRM_USAGE). */
struct intake *intake_open(const struct intake_wish *, int *code, struct str *why);
/* 1: a row in ->row (rows of empty cells are passed over), 0: the end, -1 and why: cannot be read on. */
int intake_next(struct intake *, struct str *why);
/* Has the current row as many cells as the header, sound quotes, and are they text, and no totals of those above? -1 and why
 * otherwise. */
int intake_check(const struct intake *, struct str *why);
/* The same table from its first row, read beside the first one and closed before it. */
struct intake *intake_again(const struct intake *);
void intake_close(struct intake *);

/* intake_loose.c: a row whose quotes are broken is taken as it stands, when cut at every delimiter it has as many
 * cells as the header and the quotes of each pair: ООО "Ромашка", also with quotes around it. */
bool intake_loose(struct csv_row *, size_t width, char quote);

#endif
