/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history - change sets, and what they changed field by field */
#ifndef CRM_HISTORY_H
#define CRM_HISTORY_H

#include <stdbool.h>
#include <stdint.h>
#include "io/shape.h"
#include "model/feed.h"
#include "store/db.h"
#include "store/registry.h"

/* What is asked for. */
struct history_wish {
	bool fields;                 /* a row for each field changed, not for each change set */
	bool one;                    /* the change set first is to be there */
	int64_t first, last;         /* change sets by number; last 0: no end */
	const char *record;          /* with entity: only this one record, as people name it */
	struct feed *feed;           /* or the records that this table names; NULL: none */
	const struct entity *entity; /* NULL: all */
	const char *rep, *period, *from, *to; /* as typed, NULL: any */
	char **filters;              /* conditions on change sets, and on entity, row, op, field, old and new of a change
	                              * (which ask for fields); ends with NULL */
	long limit;                  /* rows; fields stop behind the record that reaches it; 0: all */
};

/* Reads operands into the wish: what they are about, a change set or range of them, ENTITY WHAT, or ENTITY (then its feed
 * is stdin), and the filters behind it. Dies with CRM_USAGE on what is none of these. */
void history_subject(struct history_wish *, char **operands);

struct history;
/* The table: change, at, rep, counts, undoes, command; or with fields change, at, rep, command, op (add, set, delete),
 * entity, row, field, old, new; of a feed also the number of its record and its other columns. A wrong condition dies with CRM_USAGE when it is first read. */
struct history *history_open(const struct history_wish *);
/* Adds what the wish asks for, newest first, of a record its addition last. -1 and why: there is no such record or
 * change set, or nothing is known of it; a record that is gone has its history all the same. Records of a feed come one
 * after the other, and of these the feed is told which are refused. */
int history_read(struct history *, struct db *, struct str *why);
/* Adds what change sets behind number *seen did, oldest first, at most n of them; *seen is then the last one that
 * was looked at. Returns how many it found, n: there may be more. */
long history_read_on(struct history *, struct db *, int64_t *seen, long n);
bool history_full(const struct history *); /* the limit is reached */
/* The table, the caller's to finish; frees the rest. */
struct shape *history_shape(struct history *);
void history_free(struct history *);

/* Appends "3 deals moved, 2 tasks added": what the command said of change set id, and what else came with it. */
void history_did(struct db *, int64_t id, const char *counts, struct str *out);

/* One field of a change as people see it; NULL in old or new: nothing stood or stands there. */
struct history_field {
	const char *op;
	const struct entity *entity;
	int64_t row;
	const char *field, *old, *new;
};
/* The fields that one row of the change table changed (new is what stood after it). */
void history_fields(struct db *, int64_t change, void (*each)(void *, const struct history_field *), void *arg);
/* The fields of a record as it was added. */
void history_added(struct db *, const struct entity *, int64_t row,
                   void (*each)(void *, const struct history_field *), void *arg);

#endif
