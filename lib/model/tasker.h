/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tasker - the work of crm-task: tasks for many records, and many tasks changed */
#ifndef CRM_TASKER_H
#define CRM_TASKER_H

#include <stdbool.h>
#include "io/out.h"
#include "model/narrow.h"
#include "store/db.h"

/* As typed; NULL where not given. */
struct tasker_wish {
	const char *title, *kind, *due, *every, *assignee; /* assignee: login */
	const char *company, *deal, *contact;
	const char *result, *rep, *at;
	bool all;
};

struct tasker;
/* One task for the records named, or one for each record of a table on stdin (a pipe or file; of the columns
 * deal, company and contact the first that the row fills). Dies with CRM_USAGE when something is missing. */
struct tasker *tasker_add_open(const struct tasker_wish *);
struct out *tasker_add(struct tasker *, struct db *);
/* verb: done, cancel, postpone or assign, on tasks from operands or stdin. */
struct tasker *tasker_change_open(const char *verb, const struct tasker_wish *, char **operands, int n);
struct out *tasker_change(struct tasker *, struct db *);
long tasker_count(const struct tasker *); /* tasks added or changed */
long tasker_refused(const struct tasker *);
void tasker_free(struct tasker *);
/* The open tasks of one rep (else who works; all: of everybody) that fulfil the filters (NULL-terminated), of among (NULL:
 * any) only those; refused gets its rows that name none. */
struct out *tasker_list(struct db *, const struct tasker_wish *, struct narrow *among, char *const *filters, long *n,
                        long *refused);

#endif
