/* SPDX-License-Identifier: GPL-2.0-or-later */
/* part - the share of one entity in a row: its cells, its writer, what became of it */
#ifndef CRM_PART_H
#define CRM_PART_H

#include <stdbool.h>
#include <stdint.h>
#include "exchange/mapping.h"
#include "exchange/refs.h"
#include "model/way.h"
#include "model/writer.h"

enum part_fate { PART_NONE, PART_NEW, PART_CHANGED, PART_SAME, PART_REFUSED, PART_ASKED, PART_FATES };

enum { PART_RULES = 12 };

/* A field that is written, and the columns it comes from; several for phones and e-mails. */
struct part_field {
	const char *name;
	const struct field *f;
	struct mapped **col;
	size_t n;
	struct part *link; /* no column: the number of this other record of the row */
	struct str text;   /* where the cell is put together */
	const char *raw;   /* as it stands in the file; NULL: put together from several */
};

struct part {
	const struct entity *entity;
	const struct share *share;
	const char *called;  /* the entity, or its share, as people type it */
	struct part_field *field;
	const char **cell; /* parallel to field, as the writer takes them */
	size_t n;
	struct mapped *key;
	char *const *row;  /* its cells as they stand in the file */
	const char *country; /* of telephones */
	const char *currency; /* of the base */
	bool signs;        /* its amounts may say their currency themselves */
	struct ways ways;
	const char *ref;   /* the row's foreign key, NULL: none */
	int64_t digest;    /* of the row the key came in */
	struct writer *writer;
	struct stmt *stored; /* apply: what a record has in these fields; */
	struct stmt *gaps;   /* the same without telephones and addresses */
	bool bulk;         /* large load: what refers to its own kind waits until the indexes are there */
	bool known;        /* records of its system may have come before this run */
	bool hangs;        /* on another part of the row */
	bool items;        /* of a deal: its items stand in the row too */
	bool here;         /* the row has something for it */
	bool later;        /* a record it refers to may still come */
	int64_t id;        /* after it was written or found; 0: not there */
	enum part_fate fate;
	const char *rule;  /* by what it was found */
	bool again;        /* new, and one of its name was deleted or merged away before */
	bool unlike;       /* under quite another name */
	int64_t rival;     /* another record that the row may as well belong to; 0: none */
	int64_t before;    /* last number before this run */
	const char *label; /* the record in the words of the row, "" */
	long count[PART_FATES];
	struct {
		const char *rule;
		long n, unlike;  /* found by it; under quite another name */
	} by[PART_RULES];
};

struct parts {
	struct part *part; /* companies first, what belongs to them behind */
	size_t n;
};

/* The parts a mapping makes. -1 and why: fields that do not go together. */
int parts_make(const struct mapping *, struct parts *, struct str *why);
/* Opens the writers; the change set must be open. at: moment of the rows, or NULL. */
int parts_open(struct parts *, struct db *, const char *at, struct str *why);
/* Puts the cells of one part together: converted, references found. -1 and why ("column 'X': …"). */
int part_read(struct part *, char *const *cells, struct refs *, struct str *why);
/* part_money.c: the sign of a foreign currency goes from the amounts of the row into the field for it. -1 and why. */
int part_money(struct part *, struct str *why);
/* The record of a row that is known to be unchanged: nothing but its key, label and number is set. */
void part_unchanged(struct part *, char *const *cells, int64_t id);
/* The row's foreign key, NULL: none. */
const char *part_ref(const struct part *, char *const *cells);
/* A reason that the writer gave ("field: reason") in the words of the file ("column 'X': reason"). */
void part_reason(const struct part *, struct str *why);
/* Index of a field, -1: not written. */
int part_find(const struct part *, const char *name);
/* The cell of a field, "" when there is none. */
const char *part_cell(const struct part *, const char *name);
/* What became of it goes into the counts. */
void part_counted(struct part *);
/* Closes the writers, which brings the search index up to date; before txn_commit. */
void parts_close(struct parts *);
void parts_free(struct parts *);

#endif
