/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facts - the rows of an indicator, one by one */
#ifndef CRM_FACTS_H
#define CRM_FACTS_H

#include "measure/group.h"
#include "measure/kpi_file.h"
#include "measure/span.h"

/* A row: what grouping needs, its part, and its unit. */
struct row {
	struct fact fact;
	int part;      /* 0 for a, 1 for b, … */
	int64_t times; /* how many facts are like this one */
	int64_t unit;
	bool has_v, has_unit;
};
struct facts;

/* Creates the views that indicators share and the table asked(name): the words of
 * --by and of the terms. Once for each db. */
void facts_prepare(struct db *, const struct group *);
/* needs: keys that grouping reads; what nobody reads is not fetched, unless all. NULL and why: the
 * statement returns no period or part, or lacks the units that its reducers need. */
struct facts *facts_open(struct db *, const struct kpi *, const struct group *, bool all, struct str *why);
/* Keys that its rows bear. */
unsigned facts_has(const struct facts *);
typedef void facts_take(void *arg, const struct row *);
/* Hands over the rows of one period, in the order of their moments if opened with all; prev: of the one
 * before it. Period by period the statement need not say for each row where it belongs, which is a good part of
 * the cost of a row. Facts that differ in nothing that was fetched may come together, each time with their number,
 * but not if opened with all. A row is valid until take returns. Dies when the statement returns a part that is not
 * declared. */
void facts_each(struct facts *, const struct span *, bool prev, facts_take *take, void *arg);
/* Columns besides period, part, at, v, u and the keys, for --explain (opened with all). */
size_t facts_extras(const struct facts *);
const char *facts_extra_name(const struct facts *, size_t i);
const char *facts_extra(const struct facts *, size_t i);
void facts_close(struct facts *);

#endif
