/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_path - fields reached over references, and the joins they need */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/filter_parts.h"

void filter_alias(struct sql *sql, char alias[FILTER_ALIAS])
{
	snprintf(alias, FILTER_ALIAS, "j%d", ++sql->aliases);
}

void filter_scope_free(struct filter_scope *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->join[i].path);
	free(s->join);
	str_free(&s->from);
}

void filter_column_free(struct filter_column *c)
{
	str_free(&c->sql);
}

/* Paths with the same beginning share their joins. */
static struct filter_join *find_join(struct filter_scope *s, const char *path, size_t n)
{
	for (size_t i = 0; i < s->n; i++)
		if (strlen(s->join[i].path) == n && strncmp(s->join[i].path, path, n) == 0)
			return &s->join[i];
	return NULL;
}

/* LEFT: a deal without a company is a row all the same. The planner makes it an inner join where a
 * condition allows. */
static struct filter_join *add_join(struct sql *sql, struct filter_scope *s, const char *path, size_t n,
                                    const struct field *f, const char *alias)
{
	struct filter_join *j;

	s->join = mem_grow(s->join, &s->cap, s->n + 1, sizeof *s->join);
	j = &s->join[s->n++];
	*j = (struct filter_join){.path = mem_copyn(path, n), .entity = registry_entity(f->ref)};
	filter_alias(sql, j->alias);
	str_addf(&s->from, "%sLEFT JOIN %s %s ON %s.id = ", s->from.n ? " " : "", f->ref, j->alias, j->alias);
	registry_column(f, alias, &s->from);
	return j;
}

/* The field of a name as typed; the entity's own name is its number. */
static const struct field *named(const struct entity *e, const char *name)
{
	const struct field *f = registry_field(e, name);

	if (!f && strcmp(name, e->name) == 0)
		f = &e->fields[0];
	return f && f->type != F_KEY ? f : NULL;
}

/* From a row over one reference to the next. */
static int step(struct sql *sql, struct filter_scope *s, const char *path, size_t from, size_t to,
                const struct entity **e, char alias[FILTER_ALIAS], struct str *why)
{
	char *name = mem_copyn(path + from, to - from);
	const struct field *f = named(*e, name);
	struct filter_join *j = find_join(s, path, to);
	int result = 0;

	if (!f)
		result = registry_unknown_field(*e, name, why);
	else if (f->type != F_REF)
		result = str_setf(why, "field '%s' of %s is no reference, nothing can follow it", name, (*e)->name);
	else if (!j && s->n >= FILTER_JOINS)
		result = str_setf(why, "more than %d records on the way to the fields", FILTER_JOINS);
	free(name);
	if (result < 0)
		return result;
	if (!j)
		j = add_join(sql, s, path, to, f, alias);
	*e = j->entity;
	memcpy(alias, j->alias, FILTER_ALIAS);
	return 0;
}

int filter_row(struct sql *sql, struct filter_scope *s, const char *path, size_t n,
               const struct entity **e, char alias[FILTER_ALIAS], struct str *why)
{
	*e = s->entity;
	memcpy(alias, s->alias, FILTER_ALIAS);
	for (size_t from = 0, to; from < n; from = to + 1) {
		for (to = from; to < n && path[to] != '.'; to++)
			;
		if (step(sql, s, path, from, to, e, alias, why) < 0)
			return -1;
	}
	return 0;
}

/* What names a record for people: its label, else its code, else its number. */
static const struct field *label(const struct entity *e)
{
	if (e->label)
		return registry_field(e, e->label);
	return e->code ? registry_field(e, e->code) : &e->fields[0];
}

static int finish(struct filter_column *c, const struct field *f)
{
	c->field = f;
	registry_column(f, c->alias, &c->sql);
	return 0;
}

/* "company_name": the label of the record that company refers to; true when name is such a word. */
static bool is_label(const struct entity *e, const char *name, size_t *n)
{
	size_t length = strlen(name);
	char *base;
	const struct field *f;

	if (length <= 5 || strcmp(name + length - 5, "_name") != 0)
		return false;
	base = mem_copyn(name, *n = length - 5);
	f = registry_field(e, base);
	free(base);
	return f && f->type == F_REF;
}

int filter_path(struct sql *sql, struct filter_scope *s, const char *path, struct filter_column *c, struct str *why)
{
	const char *dot = strrchr(path, '.'), *last = dot ? dot + 1 : path;
	const struct field *f;
	size_t n;

	*c = (struct filter_column){0};
	if (filter_row(sql, s, path, dot ? (size_t)(dot - path) : 0, &c->entity, c->alias, why) < 0)
		return -1;
	f = named(c->entity, last);
	if (f)
		return finish(c, f);
	/* a record that has no field `name` still has what people call it */
	if (dot && strcmp(last, "name") == 0)
		return finish(c, label(c->entity));
	if (!is_label(c->entity, last, &n))
		return registry_unknown_field(c->entity, last, why);
	if (filter_row(sql, s, path, (size_t)(last - path) + n, &c->entity, c->alias, why) < 0)
		return -1;
	return finish(c, label(c->entity));
}

const char *sql_path(struct sql *sql, const char *path, const struct field **field, struct str *why)
{
	struct filter_column c;
	const char *text = NULL;

	if (filter_path(sql, &sql->root, path, &c, why) == 0) {
		*field = c.field;
		strs_add(&sql->paths, str_text(&c.sql));
		text = sql->paths.v[sql->paths.n - 1];
	}
	filter_column_free(&c);
	return text;
}
