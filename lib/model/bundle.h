/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bundle - rows of one table collected and inserted many in one statement
 *
 * A statement of one row costs SQLite two to three times what the row does. Cells come in order; every n of them
 * complete a row. Rows are not seen by SELECT before they are flushed. */
#ifndef CRM_BUNDLE_H
#define CRM_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "model/value.h"

struct bundle;
/* columns: "company, kind, value". */
struct bundle *bundle_new(struct db *, const char *table, const char *columns);
/* From now on, before the first row: rows are kept until they are many, and inserted in the order of a column, so
 * that the pages of its index are each visited once. They are numbered in the order in which they came. */
void bundle_sort(struct bundle *, const char *column);
/* Before the first row: the bundle numbers its rows itself, for a table that nobody else writes to. */
void bundle_number(struct bundle *);
int64_t bundle_next(const struct bundle *); /* the number that the next row will have */
int64_t bundle_first(const struct bundle *); /* that of the first row that is not flushed */
/* The rows of before are inserted whenever, and before, those of this one are: they are referred to. */
void bundle_after(struct bundle *, struct bundle *before);
void bundle_int(struct bundle *, int64_t);
void bundle_text(struct bundle *, const char *text); /* copied; NULL is NULL */
void bundle_value(struct bundle *, const struct value *);
/* Inserts what was collected; a full bundle does it by itself. */
void bundle_flush(struct bundle *);
void bundle_free(struct bundle *); /* NULL is fine; what was not flushed is forgotten */

/* For rows of a file that go into several tables, all or nothing: while bundles are held none is flushed by itself.
 * bundle_back takes back, of all of them, what came since bundle_mark, and its numbers. bundle_settle flushes those that
 * are full, bundle_flush_all the rest. */
void bundle_hold(bool);
void bundle_mark(void);
void bundle_back(void);
void bundle_settle(void);
void bundle_flush_all(void);

#endif
