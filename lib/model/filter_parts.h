/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_parts - the SQL that filters are compiled to: scopes, joins, columns, bound values
 *
 * Shared by the files of the filter; everybody else includes filter.h. */
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
	char name[24]; /* of the parameter */
	char *text;    /* NULL: the number */
	int64_t number;
};

struct sql {
	struct db *db;
	struct filter_scope root;
	struct str where;
	struct filter_bound *bound;
	size_t n, cap;
	size_t record; /* the value that sql_turn changes, plus one */
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

#endif
