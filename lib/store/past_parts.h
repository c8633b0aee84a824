/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_parts - what the modules of past share */
#ifndef CRM_PAST_PARTS_H
#define CRM_PAST_PARTS_H

#include "base/when.h"
#include "store/bits.h"
#include "store/conn.h"
#include "store/image.h"
#include "store/past.h"

struct shadow_index {
	int column[8]; /* positions in shadow.column */
	int n;
	bool unique;
	bool built; /* on the delta too */
};

struct filler;

/* A table as it stood: main.T without the hidden rows, then past.T, the delta. The delta is filled when it is
 * read: a row that is asked for by its number alone, all of them at the first other question. */
struct shadow {
	const struct entity *e;
	bool open; /* what it hides is known */
	struct strs column, type; /* of main.T, in its order; the first is id */
	struct shadow_index *index;
	size_t n_index, cap_index;
	struct bits hidden;   /* rows of main.T that do not show as they are: changed or moved since */
	struct bits filled;   /* of these: looked at, and in the delta if they show */
	struct bits moved[2]; /* fields follow the dated events: by place in past_moved's list */
	bool full;            /* all were looked at */
	int64_t fresh;        /* numbers from this one on were inserted since */
	int64_t changes;      /* rows of the log about it since */
	char *where;          /* SQL that rows of main.T must satisfy, or NULL */
	int64_t rows, delta_rows;
	struct filler *filler; /* NULL until something is filled */
	struct shadow *next;
};

struct past {
	enum past_mode mode;
	char before[WHEN_SIZE];
	int64_t first_txn;    /* first change set at or after before; 0: none */
	int64_t first_change; /* its first row in change */
	struct shadow *shadows;
};

/* The shadow of a table; NULL: it stands as it stood. */
struct shadow *past_table(const struct db *, const char *name);
/* Called before it is read: finds what it hides, at the first call. */
void past_open(struct db *, struct shadow *);
/* Reads which indexes main.T has, at the first call. */
void past_indexes(struct db *, struct shadow *);

/* The first number of its table that was given since; INT64_MAX: none. */
int64_t past_fresh(struct db *, const char *entity);
/* Finds what was inserted and changed since: fresh, hidden, changes. */
void past_delta_find(struct db *, struct shadow *);
/* Makes the delta's empty table. */
void past_delta_create(struct db *, const struct shadow *);
/* Puts a hidden row, or all of them, into the delta as it stood. */
void past_delta_one(struct db *, struct shadow *, int64_t id);
void past_delta_all(struct db *, struct shadow *);
/* Gives the delta one of the table's indexes. */
void past_delta_index(struct db *, struct shadow *, int index);
void past_delta_free(struct shadow *);

/* As-of mode: stage, owner and category of records follow the dated events, which stand in these tables. NULL: no
 * more of them. */
const char *past_moved_log(const struct entity *, int i);
/* Finds the records for which they have to be looked at. */
void past_moved_find(struct db *, struct shadow *);
/* Sets these fields of a row in the delta. */
void past_moved_apply(struct db *, const struct shadow *, int64_t id);

/* As-of mode: what ended later is still open. */
void past_ended_find(struct db *, struct shadow *);
void past_ended_apply(struct db *, const struct shadow *, int64_t id);

void past_vtab_register(struct db *);

#endif
