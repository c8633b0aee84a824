/* SPDX-License-Identifier: GPL-2.0-or-later */
/* verdict - pairs that look alike and were said not to be the same (table not_duplicate) */
#ifndef CRM_VERDICT_H
#define CRM_VERDICT_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

struct verdicts;
/* All of one kind of record; NULL when there is none. */
struct verdicts *verdicts_read(struct db *, const struct entity *);
bool verdicts_has(const struct verdicts *, int64_t a, int64_t b); /* in either order */
void verdicts_free(struct verdicts *);                            /* NULL is fine */

/* Was it said of these two? */
bool verdict_is(struct db *, const struct entity *, int64_t a, int64_t b);
/* Inside a change set: says that the two are not the same, or takes that back. True: it was not so before. */
bool verdict_add(struct db *, const struct entity *, int64_t a, int64_t b);
bool verdict_take_back(struct db *, const struct entity *, int64_t a, int64_t b);

#endif
