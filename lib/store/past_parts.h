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
struct kept;

/* Why a row did not stand as main.T has it: its record was changed since; it was deleted since or came back; its
 * fields follow the dated events (by place in past_moved's list); what ended since was open. */
enum past_cause { BY_CHANGE, BY_GONE, BY_MOVE, BY_MOVE_TOO, BY_END, PAST_CAUSES };

struct cause {
	uint64_t alters;  /* columns it may have altered, the 64th and later ones as one; 0: it touched no row */
	bool found;       /* rows are known */
	struct bits rows;
	struct bits asked; /* single rows, before all are known */
	bool filled;      /* all of them were looked at */
};

/* A table as it stood: rows of main.T that no cause concerns, and past.T, the delta, which holds the others as far as
 * they were asked for. */
struct shadow {
	const struct entity *e;
	bool open, ready, created;
	struct strs column, type; /* of main.T, in its order; the first is id */
	struct shadow_index *index;
	size_t n_index, cap_index;
	struct cause cause[PAST_CAUSES];
	struct bits logged[2]; /* by place: their dated events themselves were changed since */
	int64_t entered[2];    /* by place: dated events from this number on were entered since */
	struct bits filled;    /* rows that were looked at, and are in the delta if they show */
	int64_t fresh;         /* numbers from this one on were inserted since */
	int64_t last_change;   /* no later row of the log is about it */
	int64_t log;           /* rows of the log since, up to that one */
	int64_t changes[2];    /* by cause: rows of the log about it since, once found */
	int64_t probes[2];     /* by cause: single rows for which the log was asked */
	char *where, *early;   /* SQL that rows of main.T must satisfy, and what asks past_early; or NULL */
	int64_t rows, delta_rows;
	struct kept_sets *sets; /* past_kept_sets' */
	struct filler *filler; /* NULL until something is filled */
	struct kept *kept[2];  /* by cause: old images (past_kept.h), NULL until asked for */
	struct lists *lists;   /* of deleted rows (past_gone.h), as well */
	struct shadow *next;
};

struct past {
	enum past_mode mode;
	char before[WHEN_SIZE];
	int64_t first_txn;    /* first change set at or after before; 0: none */
	int64_t first_change; /* its first row in change */
	struct strs entity, field; /* altered since (altered.h) */
	int64_t *altered;          /* parallel: the last change set that did */
	size_t cap_altered;
	struct shadow *shadows;
};

/* The shadow of a table; NULL: it stands as it stood. */
struct shadow *past_table(const struct db *, const char *name);
bool past_is_as_of(const struct db *);
/* Was a row of a table changed or deleted since? */
bool past_changed_since(struct db *, const char *entity);
/* As-of mode: is anything of a table dated later? */
bool past_dated_later(struct db *, const struct entity *);
/* Called before a statement on it is planned: what which cause alters, and its indexes. */
void past_open(struct db *, struct shadow *);
/* Called before it is read. */
void past_ready(struct db *, struct shadow *);

/* Columns as in alters. */
uint64_t past_bit(size_t column);
uint64_t past_bit_of(const struct shadow *, const char *column);
/* Statements that read what the log tells of the table since, or of one row: :entity, :first and :row are bound. */
struct stmt *past_log(struct db *, const struct shadow *, const char *sql);
struct stmt *past_log_row(struct db *, const struct shadow *, const char *sql, int64_t row);
/* Finds all rows that a cause concerns. */
void past_find(struct db *, struct shadow *, enum past_cause);
/* Does it concern this row? Asks for the one row as long as few are asked for. */
bool past_concerns(struct db *, struct shadow *, enum past_cause, int64_t id);
/* Has the log anything about this row since? */
bool past_logged(struct db *, struct shadow *, int64_t id);

/* The first number of its table that was given since; INT64_MAX: none. */
int64_t past_fresh(struct db *, const char *entity);
void past_vtab_register(struct db *);

#endif
