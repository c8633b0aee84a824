/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk - records of one entity read by their numbers, cheapest in the order of these
 *
 * One statement stands open on the table: it must be left before anything else writes there. */
#ifndef CRM_WALK_H
#define CRM_WALK_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

struct walk;
/* fields: columns to be read. */
struct walk *walk_open(struct db *, const struct entity *, const char *const *fields, size_t n);
/* Is there such a record? Then the next two are about it. */
bool walk_to(struct walk *, int64_t id);
struct stmt *walk_row(struct walk *); /* the fields, from column 2 on */
const char *walk_label(struct walk *); /* what names it, "" when nothing does; valid until the next walk_to */
/* Ends the reading for the moment; walk_to begins it again, at the record it was at as if nothing had been. */
void walk_leave(struct walk *);
/* Was every record asked for, from the first one to the last? */
bool walk_whole(const struct walk *);
void walk_free(struct walk *); /* NULL is fine */

#endif
