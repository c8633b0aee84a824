/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_kept_parts - what the modules of past_kept share */
#ifndef CRM_PAST_KEPT_PARTS_H
#define CRM_PAST_KEPT_PARTS_H

#include "store/past_kept.h"

/* A value as it stands in an image. */
struct value {
	enum { IS_INT, IS_TEXT, IS_UNKNOWN } type; /* NULL fits nothing and is left out; what has escapes, anything */
	int64_t number;
	const char *text; /* in kept.text, or in the order's keys */
	size_t n;
	int64_t row; /* in a list: where in the order's keys its rows stand */
};

/* The values of one column, in their order. */
struct order {
	int column;
	struct value *v;
	size_t n, cap;
	struct str keys; /* search keys, which images leave out, each with its NUL; of a list, all its cells */
	bool listed;     /* from the lists (past_gone.h) */
	bool numbered;   /* search keys stand there by number (gone.h) */
	struct order *next;
};

/* Numbers of rows. */
struct rows {
	int64_t *v;
	size_t n, cap;
};

struct entry {
	int64_t row;
	size_t at; /* in text */
};

struct kept {
	struct str text; /* images, one after the other, each with its NUL */
	struct entry *v;
	size_t n, cap;
	struct order *orders;
	bool first; /* of each row its first image; else any one */
	bool over;  /* too many to be kept */
};

/* What stands before a column's value in an image. Freed by the caller; NULL: no column. */
char *kept_before(const char *column);
/* The value behind that; false: null, or no such column. */
bool kept_value(const char *image, const char *before, size_t n, struct value *);
/* Numbers come before texts, these before what is unknown. */
int kept_compare(const struct value *, const struct value *);
/* The values of a column, made at the first need; those of a search key are made of the images. */
const struct order *kept_order(struct db *, const struct shadow *, struct kept *, int column);
/* Adds the image of a row; frees all. */
void kept_keep(struct kept *, int64_t row, const char *image);
void kept_forget(struct kept *);
/* A column and those it is made of. */
uint64_t kept_made_of(const struct shadow *, int column);
/* Puts the rows whose values lie between the bounds into the delta; false: they are too many for that. */
bool kept_fill(struct db *, struct shadow *, const struct order *, const struct bounds *);
/* Appends the rows of some values. */
void kept_rows(const struct order *, size_t from, size_t end, struct rows *);
/* The number at the beginning of some cells (gone.h); returns what stands behind it and its blank. */
const char *kept_number(const char *cells, int64_t *);
void kept_orders_free(struct order *);

#endif
