/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_parts - what the files of the filter share; everybody else includes filter.h */
#ifndef CRM_FILTER_PARTS_H
#define CRM_FILTER_PARTS_H

#include "base/str.h"
#include "model/filter.h"

#define FILTER_ALIAS 16
#define FILTER_TERMS 200   /* SQLite stops at an expression 1000 deep; a person long before */
#define FILTER_VALUES 10000
#define FILTER_NESTING 12  /* levels of and in or in and …; related rows count twice: SQLite's parser has a small stack */
#define FILTER_JOINS 30

/* A row that a path has reached from the scope's own row. */
struct filter_join {
	char *path; /* "company.owner" */
	const struct entity *entity;
	char alias[FILTER_ALIAS];
};

/* One FROM clause: the root's, or that of a condition on related rows. */
struct filter_scope {
	const struct entity *entity;
	char alias[FILTER_ALIAS];
	struct filter_join *join;
	size_t n, cap;
	struct str from; /* "LEFT JOIN …" */
};

struct filter_bound {
	char *text; /* NULL: the number */
	int64_t number;
};

struct sql {
	struct db *db;
	struct filter_scope root;
	struct str where;
	struct filter_bound *bound;
	size_t n, cap;
	int aliases, terms;
	struct strs paths; /* texts that sql_path returned */
};

/* A field of a row as SQL. */
struct filter_column {
	const struct entity *entity;
	const struct field *field;
	char alias[FILTER_ALIAS]; /* of the row it stands in */
	struct str sql;
};

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

/* path: the column of a path within a scope; the row that a chain of n references reaches */
int filter_path(struct sql *, struct filter_scope *, const char *path, struct filter_column *, struct str *why);
int filter_row(struct sql *, struct filter_scope *, const char *path, size_t n,
               const struct entity **, char alias[FILTER_ALIAS], struct str *why);
void filter_column_free(struct filter_column *);
void filter_alias(struct sql *, char alias[FILTER_ALIAS]);
void filter_scope_free(struct filter_scope *);

/* values: adds ":pN" and keeps the value for sql_bind */
void filter_bind_int(struct sql *, struct str *out, int64_t value);
void filter_bind_text(struct sql *, struct str *out, const char *value);

/* compare: the condition of a term */
int filter_compare(struct filter *, struct filter_column *, enum filter_op, struct filter_items *, struct str *out);
int filter_range(struct filter *, const struct filter_column *, const struct filter_item *, struct str *out);
bool filter_by_channel(const struct filter_column *); /* compared by the keys of all its channels */
/* contains: "~" and "!~" */
int filter_contains(struct filter *, const struct filter_column *, enum filter_op, struct filter_items *,
                    struct str *out);
/* time: days, periods and moments */
int filter_time(struct filter *, const struct filter_column *, enum filter_op, const struct filter_item *,
                struct str *out);
/* relation: "activity(…)" once its name is read and the parenthesis, if any, is next; what is what to select */
int filter_relation(struct filter *, const char *name, const char *at, const char *what, struct str *out);
bool filter_is_relation(const struct entity *, const char *name);
/* parse: an expression up to the end or a closing parenthesis */
int filter_expression(struct filter *, struct str *out);

#endif
