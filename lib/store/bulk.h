/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bulk - new values in many rows of a table: all old images by one statement, all changes by another
 *
 * What remains is what rows written one by one would have left, row of log by row of log. */
#ifndef CRM_BULK_H
#define CRM_BULK_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

/* Does what the base thinks of a value in one of these columns hang on the value alone? Not when it has to be
 * unique, nor when a CHECK compares it with another column: then some rows may take it and others not. */
bool bulk_can(struct db *, const struct entity *, const char *const *fields, size_t n);

/* And of values that differ: can the registry tell what the base will think of each? */
bool bulk_can_each(struct db *, const struct entity *, const char *const *fields, size_t n);

struct bulk;
/* Binds the values to places 1 to n of a statement. */
typedef void bulk_bind(void *arg, struct stmt *);
/* Inside a change set; fields are columns, no search keys and nothing that keys are made of. */
struct bulk *bulk_open(struct db *, const struct entity *, const char *const *fields, size_t n, bulk_bind *, void *arg);
/* A row that is there and where some value differs; each once. */
void bulk_add(struct bulk *, int64_t id);
/* Instead, each row gets values of its own. One such at a time. */
struct bulk *bulk_each(struct db *, const struct entity *);
/* Of a field, from 1; 0: there are too many. */
enum { BULK_PLACES = 16 };
int bulk_place(struct bulk *, const char *field);
/* Where the next row's value of a place is to be bound, and at which parameter, when all places of the row are known.
 * Text is copied. */
struct stmt *bulk_value(struct bulk *, int place, int *at);
/* Each row once; given has bit place - 1 for every value bound, and what has none stays as it is. */
void bulk_add_each(struct bulk *, int64_t id, uint64_t given);
/* Writes the rows added, in that order. whole: from the first to the last no other row differs from the values.
 * Cursors of the caller on the table must be closed. CHECKs are not asked: another row has got these values before. */
void bulk_write(struct bulk *, bool whole);
void bulk_free(struct bulk *);

#endif
