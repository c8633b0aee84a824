/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_relation - conditions on related rows: "activity(kind=call at=-30d..)"
 *
 * A relation is, from the row it is asked of: a reference ("company(…)" of a deal), records that refer
 * to it ("task(…)", or "task.created_by(…)" when the reference is not the plain one), or records that an
 * entity between the two ties to it: people work for companies through employment. */
#include <stdlib.h>
#include <string.h>

#include "model/filter_read.h"

/* FROM and the tie to the outer row. */
struct relation {
	struct filter_scope inner;
	struct str from, tie;
};

/* Only references that are never empty tie: an activity may be with a contact, an employment always is. */
static bool refers(const struct entity *e, const struct entity *to, const char **name)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->fields[i].type == F_REF && (e->fields[i].flags & FIELD_REQUIRED) &&
		    strcmp(e->fields[i].ref, to->name) == 0) {
			*name = e->fields[i].name;
			return true;
		}
	return false;
}

/* The entity whose rows each tie one record of a to one of b. */
static const struct entity *between(const struct entity *a, const struct entity *b, const char **to_a,
                                    const char **to_b)
{
	const struct entity *e;

	/* both ends would be found in the same field */
	if (a == b)
		return NULL;
	for (size_t i = 0; (e = registry_at(i)); i++)
		if (refers(e, a, to_a) && refers(e, b, to_b))
			return e;
	return NULL;
}

bool filter_is_relation(const struct entity *e, const char *name)
{
	const char *dot = strrchr(name, '.'), *x, *y;
	char *first = mem_copyn(name, strcspn(name, "."));
	const struct field *f = registry_field(e, first);
	const struct entity *child = registry_entity(first);

	free(first);
	if (f && f->type == F_REF)
		return true;
	if (!child)
		return false;
	return dot || registry_link(child, e) || between(e, child, &x, &y);
}

/* A reference of the row itself. */
static void to_one(const struct field *f, const char *alias, struct relation *r)
{
	r->inner.entity = registry_entity(f->ref);
	str_addf(&r->from, "%s %s", f->ref, r->inner.alias);
	str_addf(&r->tie, "%s.id = ", r->inner.alias);
	registry_column(f, alias, &r->tie);
}

static void to_many(const struct entity *child, const struct field *link, const char *alias, struct relation *r)
{
	r->inner.entity = child;
	str_addf(&r->from, "%s %s", child->name, r->inner.alias);
	str_addf(&r->tie, "%s.%s = %s.id", r->inner.alias, link->name, alias);
}

/* Ties that have ended, or are still to come, do not count. */
static void through(struct filter *f, const struct entity *middle, const char *to_outer, const char *to_child,
                    const struct entity *child, const char *alias, struct relation *r)
{
	char m[FILTER_ALIAS];

	filter_alias(f->sql, m);
	r->inner.entity = child;
	str_addf(&r->from, "%s %s JOIN %s %s ON %s.id = %s.%s", middle->name, m, child->name, r->inner.alias,
	         r->inner.alias, m, to_child);
	str_addf(&r->tie, "%s.%s = %s.id", m, to_outer, alias);
	if (registry_field(middle, "since"))
		str_addf(&r->tie, " AND (%s.since IS NULL OR %s.since <= crm_today()) AND (%s.until IS NULL OR %s.until >= crm_today())",
		         m, m, m, m);
}

/* "task.created_by": the reference of task that is meant. */
static int named_link(struct filter *f, const struct entity *child, const char *field, const char *alias,
                      const struct entity *e, const char *at, struct relation *r)
{
	const struct field *link = registry_field(child, field);

	if (!link || link->type != F_REF || (link->flags & FIELD_DERIVED) || strcmp(link->ref, e->name) != 0)
		return filter_fail(f, at, "'%s' of %s does not refer to a %s", field, child->name, e->name);
	to_many(child, link, alias, r);
	return 0;
}

static int tie(struct filter *f, const struct entity *e, const char *alias, const char *last, const char *at,
               struct relation *r)
{
	const struct field *own = registry_field(e, last), *link;
	const struct entity *child = registry_entity(last), *middle;
	const char *to_outer, *to_child;
	struct str why = {0};

	if (own && own->type == F_REF) {
		to_one(own, alias, r);
	} else if (child && (link = registry_link(child, e))) {
		to_many(child, link, alias, r);
	} else if (child && (middle = between(e, child, &to_outer, &to_child))) {
		through(f, middle, to_outer, to_child, child, alias, r);
	} else if (child || own) {
		return filter_fail(f, at, "%s '%s' is not tied to a %s", own ? "field" : "kind of record", last, e->name);
	} else {
		registry_unknown_entity(last, &why);
		filter_fail(f, at, "%s", str_text(&why));
		str_free(&why);
		return -1;
	}
	return 0;
}

/* A path of references may lead to the row whose relation is meant. */
static int resolve(struct filter *f, const char *name, const char *at, struct relation *r)
{
	const char *dot = strrchr(name, '.'), *last = dot ? dot + 1 : name;
	char *head = mem_copyn(name, dot ? (size_t)(dot - name) : 0);
	const struct entity *e, *child = registry_entity(head);
	char alias[FILTER_ALIAS];
	struct str why = {0};
	int rc;

	filter_alias(f->sql, r->inner.alias);
	if (child && !registry_field(f->scope->entity, head))
		rc = named_link(f, child, last, f->scope->alias, f->scope->entity, at, r);
	else if (filter_row(f->sql, f->scope, name, strlen(head), &e, alias, &why) < 0)
		rc = filter_fail(f, at, "%s", str_text(&why));
	else
		rc = tie(f, e, alias, last, at, r);
	str_free(&why);
	free(head);
	return rc;
}

/* The condition in the parentheses, about the related row. */
static int inside(struct filter *f, struct relation *r, struct str *out)
{
	struct filter_scope *outer = f->scope;
	const char *open = f->p++;
	int rc;

	filter_space(f);
	if (*f->p == ')') {
		f->p++;
		return 0;
	}
	f->scope = &r->inner;
	f->depth++;
	rc = filter_expression(f, out);
	f->depth--;
	f->scope = outer;
	if (rc < 0)
		return rc;
	filter_space(f);
	if (*f->p != ')')
		return filter_fail(f, open, "the parenthesis is not closed");
	f->p++;
	return 0;
}

int filter_relation(struct filter *f, const char *name, const char *at, const char *what, struct str *out)
{
	struct relation r = {0};
	struct str condition = {0};
	int rc = resolve(f, name, at, &r);

	if (rc == 0 && *f->p == '(')
		rc = inside(f, &r, &condition);
	if (rc == 0) {
		str_addf(out, "(SELECT %s FROM %s%s%s WHERE %s", what, str_text(&r.from), r.inner.from.n ? " " : "",
		         str_text(&r.inner.from), str_text(&r.tie));
		str_addf(out, "%s%s)", condition.n ? " AND " : "", str_text(&condition));
	}
	filter_scope_free(&r.inner);
	str_free(&r.from);
	str_free(&r.tie);
	str_free(&condition);
	return rc;
}
