/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_parts - what the modules of past share */
#ifndef CRM_PAST_PARTS_H
#define CRM_PAST_PARTS_H

#include "base/when.h"
#include "store/conn.h"
#include "store/image.h"
#include "store/past.h"

/* A set of record numbers: one bit each, since numbers are small and dense. */
struct bits {
	unsigned char *v;
	size_t n; /* bytes */
};
bool bits_has(const struct bits *, int64_t id);
void bits_add(struct bits *, int64_t id);
void bits_add_range(struct bits *, int64_t first, int64_t last);

struct shadow_index {
	int column[8]; /* positions in shadow.column */
	int n;
	bool unique;
};

/* A table as it stood: main.T without the hidden rows, then temp.past_T. */
struct shadow {
	const struct entity *e;
	enum { SHADOW_ASKED, SHADOW_CLEAN, SHADOW_READY } state;
	struct strs column, type; /* of main.T, in its order; the first is id */
	struct shadow_index *index;
	size_t n_index, cap_index;
	struct bits hidden;    /* rows of main.T that do not show as they are */
	struct bits inserted;  /* by a change set since then */
	bool returned;         /* some row was inserted at a number that existed before */
	char *dated;           /* SQL that rows of main.T must satisfy, or NULL */
	int64_t rows, delta_rows;
	struct shadow *next;
};

struct past {
	enum past_mode mode;
	char before[WHEN_SIZE];
	int64_t first_txn;    /* first change set at or after before; 0: none */
	int64_t first_change; /* its first row in change */
	struct shadow *shadows;
	struct strs wanted; /* tables that the statement being compiled reads */
	bool collecting;
	int inside; /* our own statements, which are not looked at */
};

/* The shadow of a table, decided and built at the first call; NULL: not one of ours. */
struct shadow *past_table(struct db *, const char *name);
/* Does the date of a record, or nothing, show at the moment? Known mode knows no such condition. */
bool past_shows(const struct past *, const struct shadow *, const struct image *);

/* Fills hidden and temp.past_T; false: the table stands as it stood. */
bool past_delta_build(struct db *, struct shadow *);
/* Takes a row that did not change into the delta, so that its fields can be set. */
void past_delta_copy(struct db *, struct shadow *, int64_t id);
void past_delta_indexes(struct db *, struct shadow *);
/* As-of mode: stage, owner and category of records follow the dated events. */
bool past_moved_any(struct db *, const struct shadow *);
void past_moved_apply(struct db *, struct shadow *);

void past_vtab_register(struct db *);

#endif
