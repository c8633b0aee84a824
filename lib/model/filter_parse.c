/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_parse - and, or, not, parentheses, terms
 *
 *   expression = all { "or" all }
 *   all        = one { [ "and" ] one }
 *   one        = "not" one | "(" expression ")" | [ "no" ] relation [ "(" expression ")" ]
 *              | "count" "(" relation ")" operator values | path operator values
 *
 * SQL is written while reading; every piece can stand beside AND as it is. */
#include <stdlib.h>
#include <string.h>

#include "model/filter_read.h"

static int one(struct filter *f, struct str *out);

int filter_count(struct filter *f, const char *at)
{
	if (++f->sql->terms > FILTER_TERMS)
		return filter_fail(f, at, "more than %d conditions", FILTER_TERMS);
	return 0;
}

static int deeper(struct filter *f, const char *at)
{
	if (++f->nesting > FILTER_NESTING)
		return filter_fail(f, at, "nested more than %d levels deep", FILTER_NESTING);
	return 0;
}

/* Neither the end nor something that ends an expression. */
static bool goes_on(struct filter *f)
{
	struct filter ahead = *f;

	filter_space(f);
	return *f->p && !(*f->p == ')' && f->depth > 0) && !filter_word(&ahead, "or");
}

static int all(struct filter *f, struct str *out)
{
	int n = 0;

	do {
		if (n++)
			str_add(out, " AND ");
		if (one(f, out) < 0)
			return -1;
	} while (filter_word(f, "and") || goes_on(f));
	return 0;
}

int filter_expression(struct filter *f, struct str *out)
{
	const char *at = f->p;
	struct str text = {0};
	int n = 0, rc;

	rc = deeper(f, at);
	while (rc == 0) {
		if (n++)
			str_add(&text, " OR ");
		rc = all(f, &text);
		if (!filter_word(f, "or"))
			break;
	}
	f->nesting--;
	str_addf(out, n > 1 ? "(%s)" : "%s", str_text(&text));
	str_free(&text);
	return rc;
}

static int negated(struct filter *f, struct str *out)
{
	const char *at = f->p;

	str_add(out, "(");
	if (deeper(f, at) < 0 || one(f, out) < 0)
		return -1;
	f->nesting--;
	str_add(out, ") IS NOT TRUE");
	return 0;
}

static int grouped(struct filter *f, struct str *out)
{
	const char *open = f->p++;

	f->depth++;
	if (filter_expression(f, out) < 0)
		return -1;
	f->depth--;
	filter_space(f);
	if (*f->p != ')')
		return filter_fail(f, open, "the parenthesis is not closed");
	f->p++;
	return 0;
}

static int compare(struct filter *f, struct filter_column *c, enum filter_op op, struct str *out)
{
	struct filter_items items = {0};
	int rc = filter_read(f, op, &items);

	if (rc == 0)
		rc = filter_compare(f, c, op, &items, out);
	filter_items_free(&items);
	return rc;
}

static int counted(struct filter *f, struct str *out)
{
	static const struct field count = {.name = "count", .type = F_INT};
	struct filter_column c = {.entity = f->scope->entity, .field = &count};
	enum filter_op op;
	const char *at;
	char *name;
	int rc;

	f->p++;
	at = f->p;
	name = filter_name(f);
	if (!name)
		return filter_fail(f, at, "expected a kind of record in count( )");
	rc = deeper(f, at);
	if (rc == 0)
		rc = filter_relation(f, name, at, "count(*)", &c.sql);
	f->nesting--;
	free(name);
	filter_space(f);
	if (rc == 0 && *f->p != ')')
		rc = filter_fail(f, f->p, "expected ')' behind what is counted");
	if (rc == 0) {
		f->p++;
		op = filter_operator(f);
		if (op == OP_NONE || op == OP_HAS || op == OP_HASNT)
			rc = filter_fail(f, f->p, "expected = != < <= > or >= and a number behind count( )");
		else
			rc = compare(f, &c, op, out);
	}
	filter_column_free(&c);
	return rc;
}

static int related(struct filter *f, const char *name, const char *at, bool no, struct str *out)
{
	int rc = deeper(f, at);

	str_add(out, no ? "NOT EXISTS " : "EXISTS ");
	if (rc == 0)
		rc = filter_relation(f, name, at, "1", out);
	f->nesting--;
	return rc;
}

/* An unknown field that is a kind of record is asked about in parentheses. */
static int unknown(struct filter *f, const char *name, const char *at, struct str *why)
{
	char *first = mem_copyn(name, strcspn(name, "."));

	if (!registry_field(f->scope->entity, first) && filter_is_relation(f->scope->entity, first))
		filter_fail(f, at, "'%s' is no field of %s but a kind of record tied to it, expected '%s(…)'", first,
		            f->scope->entity->name, first);
	else
		filter_fail(f, at, "%s", str_text(why));
	free(first);
	return -1;
}

static int field_term(struct filter *f, const char *name, const char *at, struct str *out)
{
	enum filter_op op = filter_operator(f);
	struct filter_column c = {0};
	struct str why = {0};
	int rc;

	if (filter_path(f->sql, f->scope, name, &c, &why) < 0)
		rc = unknown(f, name, at, &why);
	else if (op == OP_NONE)
		rc = filter_fail(f, f->p, "expected = != < <= > >= or ~ behind '%s'", name);
	else
		rc = compare(f, &c, op, out);
	filter_column_free(&c);
	str_free(&why);
	return rc;
}

/* Is it a relation that stands without parentheses: "no task", "task"? */
static bool stands_alone(const struct filter *f, const char *name)
{
	struct filter ahead = *f;

	return !registry_field(f->scope->entity, name) && filter_is_relation(f->scope->entity, name) &&
	       filter_operator(&ahead) == OP_NONE;
}

static int term(struct filter *f, bool no, struct str *out)
{
	const char *at;
	char *name;
	int rc;

	filter_space(f);
	at = f->p;
	name = filter_name(f);
	if (!name)
		return filter_fail(f, at, "expected a field such as 'name=…'%s", no ? " or a kind of record" : "");
	if (filter_count(f, at) < 0)
		rc = -1;
	else if (*f->p == '(' && strcmp(name, "count") == 0 && !no)
		rc = counted(f, out);
	else if (*f->p == '(' || no || stands_alone(f, name))
		rc = related(f, name, at, no, out);
	else
		rc = field_term(f, name, at, out);
	free(name);
	return rc;
}

static int one(struct filter *f, struct str *out)
{
	if (filter_word(f, "not"))
		return negated(f, out);
	if (*f->p == '(')
		return grouped(f, out);
	return term(f, filter_word(f, "no"), out);
}
