/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search - the full-text index over names, people, notes, activities and phone numbers
 *
 * Written in the transaction of the change, by C and not by triggers. The index knows only today; for a past
 * date search_run also looks through the rows that differ. */
#ifndef CRM_SEARCH_H
#define CRM_SEARCH_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"

/* Puts one record's text into the index, replacing what was there; empty text takes it out. */
void search_put(struct db *, const char *entity, int64_t id, const char *text);
/* Bulk: the index of an entity is rebuilt from the tables in one go at the end of a load. */
void search_rebuild(struct db *, const char *entity /* NULL: all */, int64_t first_id, int64_t last_id);
/* Words are ANDed, matched as case-blind prefixes; digits also as phone fragments (any part of
 * the number). Calls each for every hit, best first. Returns the count, at most limit (0: all). */
long search_run(struct db *, const char *words, const char *entity /* NULL: all */, long limit,
                void (*each)(void *, const char *entity, int64_t id, const char *snippet), void *arg);

#endif
