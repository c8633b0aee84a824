/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query - records selected, sorted, cut to columns: the engine of crm-list and of every program that selects */
#ifndef CRM_QUERY_H
#define CRM_QUERY_H

#include <stdbool.h>
#include <stdint.h>
#include "model/filter.h"

struct query;
struct query *query_new(struct db *, const struct entity *);
/* Adds a column by path; the name "id" or the entity's own name is its number. With "_name" behind a reference
 * field (company_name) or ".name" the label of the record. Returns its index (of the one there already: no table has a
 * column twice) or -1 and why. */
int query_column(struct query *, const char *path, struct str *why);
/* "a,b,c" or "+a,b" (defaults and these); NULL: the default columns. */
int query_columns(struct query *, const char *list, struct str *why);
int query_filter(struct query *, const char *expression, struct str *why);
/* "-amount,name": descending by a minus; always ends with the id. NULL: by id. Columns not shown may be sorted by. */
int query_sort(struct query *, const char *list, struct str *why);
void query_limit(struct query *, long limit); /* 0: all */
void query_among(struct query *, const char *temp_ids);
/* Only one record; only those whose reference (a path) is this record, -1 and why. */
void query_only(struct query *, int64_t id);
int query_refers(struct query *, const char *path, int64_t id, struct str *why);
/* To be run again, the statements being kept, with another record in the last query_only or query_refers. */
void query_turn(struct query *, int64_t id);
/* Runs at the first call. False at the end. */
bool query_next(struct query *);
/* How many records fulfil the filters; the limit does not count. */
int64_t query_count(struct query *);
int64_t query_id(struct query *);
size_t query_width(const struct query *);
const char *query_name(const struct query *, size_t column);  /* header name */
const struct field *query_field(const struct query *, size_t column);
const char *query_text(struct query *, size_t column); /* as shown; valid until the next call for that column */
int64_t query_int(struct query *, size_t column);      /* as stored */
void query_free(struct query *);

#endif
