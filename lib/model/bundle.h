/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bundle - rows of one table collected and inserted many in one statement
 *
 * A statement of one row costs SQLite two to three times what the row does. Cells come in order; every n of them
 * complete a row. Rows are not seen by SELECT before they are flushed. */
#ifndef CRM_BUNDLE_H
#define CRM_BUNDLE_H

#include <stddef.h>
#include <stdint.h>
#include "model/value.h"

struct bundle;
/* columns: "company, kind, value". */
struct bundle *bundle_new(struct db *, const char *table, const char *columns);
/* From now on, before the first row: rows are kept until they are many, and inserted in the order of a column, so
 * that the pages of its index are each visited once. They are numbered in the order in which they came. */
void bundle_sort(struct bundle *, const char *column);
/* The number of the next row of a table that nobody else writes to. */
int64_t bundle_next_id(struct db *, const char *table);
/* The rows of before are inserted whenever, and before, those of this one are: they are referred to. */
void bundle_after(struct bundle *, struct bundle *before);
void bundle_int(struct bundle *, int64_t);
void bundle_text(struct bundle *, const char *text); /* copied; NULL is NULL */
void bundle_value(struct bundle *, const struct value *);
/* Inserts what was collected; a full bundle does it by itself. */
void bundle_flush(struct bundle *);
void bundle_free(struct bundle *); /* NULL is fine; what was not flushed is forgotten */

#endif
