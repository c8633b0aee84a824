/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_in - the inside of a writer, shared by writer*.c only */
#ifndef CRM_WRITER_IN_H
#define CRM_WRITER_IN_H

#include "base/when.h"
#include "model/bundle.h"
#include "model/value.h"
#include "model/way.h"
#include "model/writer.h"

#define TIED_CELLS 6

/* One given field. */
struct cell {
	const char *name;
	const struct field *f; /* reads it: a field of the entity itself or of the table it goes to */
	struct tied *tied;     /* row of another table it goes to, or NULL */
	struct ways *ways;     /* telephones or addresses it goes to, or NULL */
	struct value v;
	bool given;            /* the row says something here: not empty, or to be emptied */
	bool changed;          /* by the last writer_set */
};

/* One parameter of the INSERT. */
struct column {
	const struct field *f;
	struct cell *cell;         /* or NULL */
	const struct value *spare; /* stands in for a missing value, or NULL */
	struct value own;          /* where spare may point */
	const struct value *use;   /* what the row gets */
};

/* The one row of another table that some fields of a record go to (writer_tied.c). */
struct tied {
	const struct tied_kind *kind;
	const struct entity *entity;
	struct cell *cell[TIED_CELLS];
	size_t n;
	struct bundle *insert;
	struct stmt *item, *select, *update; /* item: what a deal_item has of its product */
};

/* What an entity does beyond storing its columns (writer_rules.c); each part may be NULL. */
struct rules {
	const char *entity;
	void (*prepare)(struct writer *);                    /* before the first row: which columns it fills */
	int (*check)(struct writer *, struct str *why);      /* all values are read: fill the own columns */
	void (*after)(struct writer *, int64_t id);          /* the row is in */
	int (*change)(struct writer *, int64_t id, struct cell *, const struct value *was,
	              struct str *why);                      /* a cell that is no plain change: 1 mine, 0 plain, -1 */
	const char *changed;                                 /* the fields it is called for; NULL: all */
};

enum { TIED_MAX = 3 };

struct writer {
	struct db *db;
	const struct entity *e;
	const struct rules *rules;
	struct cell *cell;
	size_t n;
	struct tied tied[TIED_MAX];
	size_t n_tied;
	struct ways phones, emails;
	struct ways_main *mains; /* writer_ways.c */
	struct bundle *channels;
	bool clear_empty, allow_kept, no_twins, bulk, no_search, marked;
	bool asking;             /* nothing is written: would it change? */

	struct value moment, day, entered, who; /* spares */
	struct column *column; /* in the order of the INSERT */
	size_t columns;
	struct stmt *insert;
	struct bundle *history;
	struct stmt *select, *update; /* writer_set */
	struct value *was;            /* parallel to cell */
	int64_t first, last;   /* numbers added */
	struct bundle *rows;   /* instead of insert in a load, which gives the numbers itself */
	struct deal_state *deal; /* NULL: no deals */
	struct many *many;       /* writer_many.c; NULL: one after the other */
};

/* writer.c */
struct column *writer_column(struct writer *, const char *name); /* NULL: not among the INSERT's */
struct cell *writer_cell(struct writer *, const char *name);     /* NULL: not given */
/* Puts "FIELD: " before a reason; -1. */
int writer_refuse(const char *field, struct str *why);
int writer_read(struct writer *, const char *const *cells, struct str *why);
/* Does the entity's rule have a say in a change of the field (change above)? */
bool writer_ruled(const struct rules *, const char *field);
/* What the record gets, besides what was read: defaults for nothing. was parallel to the cells. Sets changed; -1 and why. */
int writer_compare(struct writer *, struct str *why);
/* A savepoint before the first write of a writer_add or writer_set that may yet be refused. */
void writer_mark(struct writer *);
/* Its end: keeps what was written since (0), or takes it back (-1). */
int writer_unmark(struct writer *, bool keep);

#endif
