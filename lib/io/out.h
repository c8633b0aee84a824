/* SPDX-License-Identifier: GPL-2.0-or-later */
/* out - tables going out: TSV, CSV, terminal table, JSON; spooled, checked */
#ifndef CRM_OUT_H
#define CRM_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a column is shown: numbers are bare in JSON and right-aligned in a table; money and
 * decimals get a comma and dates dd.mm.yyyy for excel-ru. Cells arrive formatted as in TSV. OUT_WORDS is text that gives
 * way to other text on a terminal only where it then fits. */
enum out_kind { OUT_TEXT, OUT_NUMBER, OUT_DATE, OUT_BOOL, OUT_WORDS };

struct out_column {
	const char *name; /* copied */
	enum out_kind kind;
};

struct out;
/* Takes format, header and dialect from opt (opt.h); dies with CRM_USAGE on an unknown one.
 * Rows are kept in memory and then in an unlinked temporary file, nothing reaches stdout before
 * out_finish. */
struct out *out_open(const struct out_column *, size_t n);
/* Rows go into this open file as they come, and not to stdout: nothing is kept. NULL and "" then differ: the empty
 * text is written "" in CSV and \e in TSV, which csv_next tells by csv_row.quoted. out_finish does not close it. */
void out_into(struct out *, int fd, const char *name);
/* One row of n cells; NULL and "" are empty (JSON null). */
void out_row(struct out *, const char *const *cells);
/* The same piecewise: exactly n cells in order complete a row. */
void out_cell(struct out *, const char *cell);
void out_int(struct out *, int64_t value);
/* With --key: everything so far as text, from which out_again makes the same table, in whatever format
 * is asked for then. */
const char *out_kept(const struct out *);
struct out *out_again(const char *kept);
/* Sends the rows so far, for a table that has no end; false: the reader went away. Dies with CRM_USAGE in a format
 * that cannot be sent so (table, json). */
bool out_flush(struct out *);
/* Writes everything to stdout, checks that it arrived (CRM_STORAGE otherwise; a reader that
 * went away is no error), frees. Call after the base is closed. */
void out_finish(struct out *);
/* Frees it instead: nothing of it is printed. */
void out_drop(struct out *);
/* Does stdout take all at once, a file and no neighbour that may stall? Then a change is committed after its
 * output is written, and what could not be printed is not done. */
bool out_at_once(void);
/* Plain text instead of a table (reports in words, help): spooled and checked the same way. */
void out_text(const char *text);

#endif
