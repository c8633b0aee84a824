/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter - statements put together from filters, paths and bound values
 *
 * Conditions become text with a parameter for each value; two filters that differ in values only
 * are the same statement. Gates are asked of one record after the other, so what their
 * expressions compile to is kept (filter_holds). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/filter.h"
#include "model/filter_read.h"

/* A gate's expression, compiled once. */
struct kept {
	struct db *db;
	const struct entity *entity;
	char *path; /* of the base: another one may have got the same address */
	char *expression, *text;
	struct sql *sql;
	struct kept *next;
};

static struct kept *kept;

struct sql *sql_new(struct db *db, const struct entity *root)
{
	struct sql *sql = mem_zero(sizeof *sql);

	sql->db = db;
	sql->root.entity = root;
	memcpy(sql->root.alias, "t", 2);
	return sql;
}

void sql_free(struct sql *sql)
{
	if (!sql)
		return;
	for (size_t i = 0; i < sql->n; i++)
		free(sql->bound[i].text);
	free(sql->bound);
	filter_scope_free(&sql->root);
	strs_free(&sql->paths);
	str_free(&sql->where);
	free(sql);
}

/* Every value has a parameter of its own; no text of the user gets into a statement. */
static struct filter_bound *bind(struct sql *sql, struct str *out)
{
	struct filter_bound *b;

	sql->bound = mem_grow(sql->bound, &sql->cap, sql->n + 1, sizeof *sql->bound);
	b = &sql->bound[sql->n++];
	*b = (struct filter_bound){.text = NULL};
	snprintf(b->name, sizeof b->name, "p%zu", sql->n);
	str_addf(out, ":%s", b->name);
	return b;
}

void filter_bind_int(struct sql *sql, struct str *out, int64_t value)
{
	bind(sql, out)->number = value;
}

void filter_bind_text(struct sql *sql, struct str *out, const char *value)
{
	bind(sql, out)->text = mem_copy(value);
}

void sql_bind(struct sql *sql, struct stmt *st)
{
	for (size_t i = 0; i < sql->n; i++) {
		const struct filter_bound *b = &sql->bound[i];

		if (b->text)
			db_bind_text(st, b->name, b->text);
		else
			db_bind_int(st, b->name, b->number);
	}
}

/* Conditions are joined flat, so that the planner sees each of them. */
static struct str *next_condition(struct sql *sql)
{
	str_add(&sql->where, sql->where.n ? " AND " : "");
	return &sql->where;
}

void sql_only(struct sql *sql, int64_t id)
{
	struct str *where = next_condition(sql);

	str_add(where, "t.id = ");
	filter_bind_int(sql, where, id);
	sql->record = sql->n;
}

void sql_among(struct sql *sql, const char *temp_table)
{
	str_addf(next_condition(sql), "t.id IN (SELECT id FROM %s)", temp_table);
}

int sql_refers(struct sql *sql, const char *path, int64_t id, struct str *why)
{
	const struct field *f;
	const char *column = sql_path(sql, path, &f, why);
	struct str *where;

	if (!column)
		return -1;
	where = next_condition(sql);
	str_addf(where, "%s = ", column);
	filter_bind_int(sql, where, id);
	sql->record = sql->n;
	return 0;
}

void sql_turn(struct sql *sql, int64_t id)
{
	sql->bound[sql->record - 1].number = id;
}

const char *sql_joins(struct sql *sql)
{
	return str_text(&sql->root.from);
}

const char *sql_where(struct sql *sql)
{
	return sql->where.n ? str_text(&sql->where) : "1 = 1";
}

int sql_condition(struct sql *sql, const char *expression, struct str *out, struct str *why)
{
	struct filter f = {.sql = sql, .scope = &sql->root, .text = expression, .p = expression, .why = why};
	size_t bad;
	int rc;

	if (!text_valid(expression, strlen(expression), &bad))
		return str_setf(why, "filter: not valid UTF-8 at byte %zu", bad + 1);
	rc = filter_expression(&f, out);
	filter_space(&f);
	if (rc == 0 && *f.p)
		rc = filter_fail(&f, f.p, "expected 'and', 'or' or the end");
	if (rc == 0 && sql->n > FILTER_VALUES)
		rc = filter_fail(&f, f.text, "more than %d values", FILTER_VALUES);
	return rc;
}

int sql_filter(struct sql *sql, const char *expression, struct str *why)
{
	struct str condition = {0};
	int rc = sql_condition(sql, expression, &condition, why);

	if (rc == 0)
		str_add(next_condition(sql), str_text(&condition));
	str_free(&condition);
	return rc;
}

/* What an expression compiles to does not depend on the record, only :id does. */
static struct kept *compile(struct db *db, const struct entity *e, const char *expression, struct str *why)
{
	struct sql *sql = sql_new(db, e);
	struct kept *k;

	if (sql_filter(sql, expression, why) < 0) {
		sql_free(sql);
		return NULL;
	}
	k = mem_zero(sizeof *k);
	k->db = db;
	k->path = mem_copy(db_path(db));
	k->entity = e;
	k->expression = mem_copy(expression);
	k->text = mem_printf("SELECT 1 FROM %s t %s WHERE t.id = :id AND %s", e->name, sql_joins(sql), sql_where(sql));
	k->sql = sql;
	k->next = kept;
	kept = k;
	return k;
}

static struct kept *find_kept(const struct db *db, const struct entity *e, const char *expression)
{
	for (struct kept *k = kept; k; k = k->next)
		if (k->db == db && k->entity == e && strcmp(k->expression, expression) == 0 &&
		    strcmp(k->path, db_path(db)) == 0)
			return k;
	return NULL;
}

int filter_holds(struct db *db, const struct entity *e, int64_t id, const char *expression, struct str *why)
{
	struct kept *k = find_kept(db, e, expression);
	struct stmt *st;
	bool holds;

	if (!k)
		k = compile(db, e, expression, why);
	if (!k)
		return -1;
	st = db_prepare(db, k->text);
	sql_bind(k->sql, st);
	db_bind_int(st, "id", id);
	holds = db_step(st);
	db_reset(st);
	return holds;
}

void filter_forget(void)
{
	while (kept) {
		struct kept *k = kept;

		kept = k->next;
		sql_free(k->sql);
		free(k->path);
		free(k->expression);
		free(k->text);
		free(k);
	}
}
