/* SPDX-License-Identifier: GPL-2.0-or-later */
/* narrow - the records that a table on stdin names, to list only those, with the table's other columns */
#ifndef CRM_NARROW_H
#define CRM_NARROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

/* The temporary table of their numbers, for query_among. */
#define NARROW_IDS "listed"

struct narrow;
/* Reads stdin, before the base is opened: a table with a column named after the entity, or bare
 * numbers. Dies with CRM_INPUT when it has no such column or cannot be read as a table. */
struct narrow *narrow_read(const struct entity *);
/* Finds the records. Columns that is_own knows are not passed on. Returns how many rows were refused (and reported with
 * their line). Of a record named twice the first row counts. */
long narrow_fill(struct narrow *, struct db *, bool (*is_own)(const void *arg, const char *name), const void *arg);
/* Has stdin a column of this name? */
bool narrow_has(const struct narrow *, const char *column);
bool narrow_holds(struct narrow *, struct db *, int64_t id);
/* The columns that are passed on, and a record's cells of them, valid until the next call; NULL has none. */
size_t narrow_width(const struct narrow *);
const char *narrow_name(const struct narrow *, size_t column);
const char *const *narrow_cells(struct narrow *, struct db *, int64_t id);
void narrow_free(struct narrow *);

#endif
