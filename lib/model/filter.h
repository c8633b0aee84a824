/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter - the filter language of crm-filter(7), compiled to bound SQL */
#ifndef CRM_FILTER_H
#define CRM_FILTER_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

/* SQL being put together with its bound values, names p1, p2, …  Joins for relation paths are
 * collected beside the condition. */
struct sql;
struct sql *sql_new(struct db *, const struct entity *root); /* root row has alias "t" */
void sql_free(struct sql *);
/* SQL of a field path ("amount", "company.territory.name", derived fields too) for use in a SELECT list, with the
 * LEFT JOINs it needs added to the statement. field gets the last field. NULL and why: unknown. */
const char *sql_path(struct sql *, const char *path, const struct field **field, struct str *why);
/* ANDs one argument: a term or a whole expression. -1 and why with the place in the text. */
int sql_filter(struct sql *, const char *expression, struct str *why);
/* The condition by itself, appended to out: NULL where the values are none. -1 and why; out is then worth nothing. */
int sql_condition(struct sql *, const char *expression, struct str *out, struct str *why);
/* ANDs t.id = id / t.id IN (a temp id table). */
void sql_only(struct sql *, int64_t id);
void sql_among(struct sql *, const char *temp_table);
/* ANDs: the reference at the end of a path ("owner", "deal.company") is this record. -1 and why. */
int sql_refers(struct sql *, const char *path, int64_t id, struct str *why);
/* What the last sql_only or sql_refers named is now this record; to be bound again. */
void sql_turn(struct sql *, int64_t id);
/* The parts. sql_joins: "LEFT JOIN …"; sql_where: "(…) AND (…)" or "1 = 1". */
const char *sql_joins(struct sql *);
const char *sql_where(struct sql *);
/* Binds every collected value. */
void sql_bind(struct sql *, struct stmt *);

/* Does one record fulfil an expression (gates)? 1, 0, or -1 and why. Prepared once per expression. */
int filter_holds(struct db *, const struct entity *, int64_t id, const char *expression, struct str *why);
/* Forgets the prepared expressions: the base is closed, or codes and the clock have changed. */
void filter_forget(void);

#endif
