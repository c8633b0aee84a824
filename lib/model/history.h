/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history - change sets, and what they changed field by field */
#ifndef CRM_HISTORY_H
#define CRM_HISTORY_H

#include <stdint.h>
#include "io/shape.h"
#include "model/query.h"
#include "store/db.h"
#include "store/registry.h"

/* A query over txn as a table, newest first: change, at, rep, counts, undoes, command. */
struct shape *history_list(struct query *);

/* Field by field: change, at, rep, command, op (add, set, delete), entity, row, field, old, new.
 * Stops behind the record with which limit rows are reached; 0: never. */
struct history;
struct history *history_open(struct db *, long limit);
/* Everything one change set did, in its order; -1 and why when there is none. */
int history_set(struct history *, int64_t id, struct str *why);
/* Everything that happened to one record, newest first, its addition last; -1 and why when
 * nothing is known of it. A record that is gone has its history all the same. */
int history_record(struct history *, const struct entity *, int64_t id, struct str *why);
/* The table, the caller's to finish; frees the rest. */
struct shape *history_close(struct history *);

/* One field of a change as people see it; NULL in old or new: nothing stood or stands there. */
struct history_field {
	const char *op;
	const struct entity *entity;
	int64_t row;
	const char *field, *old, *new;
};
/* The fields that one row of the change table changed (new is what stood after it). */
void history_fields(struct db *, int64_t change, void (*each)(void *, const struct history_field *), void *arg);

#endif
