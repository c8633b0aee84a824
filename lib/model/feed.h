/* SPDX-License-Identifier: GPL-2.0-or-later */
/* feed - the records a program acts on: operands, or the key column of a table on stdin
 *
 * Reads stdin before the base is opened; unknown columns are kept and passed on behind the program's
 * own columns. Bad rows are reported with place and reason and counted; the good ones go on. A row whose key is empty
 * names no record and is passed over: as any empty cell it changes nothing, but a note says how many there were. */
#ifndef CRM_FEED_H
#define CRM_FEED_H

#include <stdbool.h>
#include <stdint.h>
#include "io/out.h"
#include "io/shape.h"
#include "io/tablein.h"
#include "store/db.h"
#include "store/registry.h"

struct feed;
/* operands may be empty: then stdin is read (a terminal there dies with CRM_USAGE: how it is used). */
struct feed *feed_open(const struct entity *, char **operands, int n);
/* Before the first feed_next: how many records there are to come, and the columns of the table (NULL: none is read). */
long feed_expected(struct feed *);
const struct strs *feed_columns(const struct feed *);
/* After the base is open: next record (found with find.h). Refused ones are reported and counted
 * here. False at the end. */
bool feed_next(struct feed *, struct db *, int64_t *id);
/* Somebody who knows better than find.h, and sooner, whether there is a record of a number. */
void feed_known(struct feed *, bool (*there)(void *arg, int64_t id), void *arg);
/* A table on stdin with key columns for some of these at most 3 entities (NULL-terminated); a row is of the first that it
 * fills. Bare numbers are of the first. No such column: CRM_INPUT. */
struct feed *feed_open_any(const char *const *entities);
const struct entity *feed_entity(const struct feed *); /* of the current record */
/* A table that names no records, which the feed frees; its rows one after the other. */
struct feed *feed_over(struct tablein *);
bool feed_step(struct feed *);
/* Has the table on stdin such a column? */
bool feed_has(const struct feed *, const char *column);
/* Before the first feed_next: does any row of the table say something in the column? */
bool feed_any(struct feed *, const char *column);
/* The current input row's cell of a column, or NULL when there is none (operands, absent column). */
const char *feed_cell(const struct feed *, const char *column);
/* Reports "stdin:LINE: column 'x': reason" or "OPERAND: reason" for the current record and counts it. */
void feed_refuse(struct feed *, const char *reason);
long feed_refused(const struct feed *);
/* Output: own columns first, then the input's unknown ones. feed_out adds a row's own cells and passes the rest. */
struct out *feed_out(struct feed *, const struct out_column *own, size_t n);
void feed_row(struct feed *, struct out *, const char *const *own);
/* The same for a table with -c, -s and -l; the cells are valid until the next ones. */
struct shape *feed_shape(struct feed *, const struct out_column *own, size_t n);
const char *const *feed_cells(struct feed *, const char *const *own);
void feed_free(struct feed *);

#endif
