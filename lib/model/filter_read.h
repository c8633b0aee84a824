/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_read - an expression being read: words, operators, values, terms
 *
 * Shared by the files of the filter; everybody else includes filter.h. */
#ifndef CRM_FILTER_READ_H
#define CRM_FILTER_READ_H

#include "model/filter_parts.h"

enum filter_op { OP_NONE, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_HAS, OP_HASNT };

/* One of the values behind an operator: lo, or lo..hi. Empty and not quoted: nothing. */
struct filter_item {
	char *lo, *hi;
	bool range, quoted;
	const char *at; /* where it stands in the text */
};
struct filter_items {
	struct filter_item *v;
	size_t n, cap;
};

/* One expression being read. */
struct filter {
	struct sql *sql;
	struct filter_scope *scope;
	const char *text, *p;
	int depth;   /* parentheses open around p */
	int nesting; /* levels of the SQL being written */
	struct str *why;
};

/* Sets why to the place and the reason; -1 always. */
int filter_fail(struct filter *, const char *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Counts a condition; -1 and why when there are too many. */
int filter_count(struct filter *, const char *at);

/* lex */
void filter_space(struct filter *);
bool filter_word(struct filter *, const char *word); /* steps over it if it is next */
char *filter_name(struct filter *);                  /* a path, or NULL; the caller frees */
enum filter_op filter_operator(struct filter *);
int filter_read(struct filter *, enum filter_op, struct filter_items *);
void filter_items_free(struct filter_items *);

/* compare: the condition of a term */
int filter_compare(struct filter *, struct filter_column *, enum filter_op, struct filter_items *, struct str *out);
bool filter_by_channel(const struct filter_column *); /* compared by the keys of all its channels */
/* many: the rows that a field shows one of, which are all compared; NULL: the field stands for itself */
struct filter_many {
	const char *entity, *field, *from, *value; /* SELECT … WHERE, of the records' numbers; what of a row is compared */
};
const struct filter_many *filter_many(const struct filter_column *);
/* contains: "~" and "!~" */
int filter_contains(struct filter *, const struct filter_column *, enum filter_op, struct filter_items *,
                    struct str *out);
/* time: days, periods and moments */
int filter_time(struct filter *, const struct filter_column *, enum filter_op, const struct filter_item *,
                struct str *out);
/* other: another field as value. Is this its path, and the field of the same kind? Then the condition over both. */
bool filter_other(struct filter *, const struct filter_column *, const struct filter_item *, struct filter_column *other);
void filter_two(const struct filter_column *, const char *op, const struct filter_column *other, struct str *out);
/* relation: "activity(…)" once its name is read and the parenthesis, if any, is next; what is what to select */
int filter_relation(struct filter *, const char *name, const char *at, const char *what, struct str *out);
bool filter_is_relation(const struct entity *, const char *name);
/* parse: an expression up to the end or a closing parenthesis */
int filter_expression(struct filter *, struct str *out);

#endif
