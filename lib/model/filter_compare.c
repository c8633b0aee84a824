/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_compare - the condition of one term: a field, an operator, values
 *
 * Values that are compared as they stand go into one IN, which an index serves; ranges, nothing and
 * other fields become conditions beside it. */
#include <stdlib.h>
#include <string.h>
#include "base/phone.h"
#include "base/text.h"
#include "model/codes.h"
#include "model/filter_read.h"
#include "model/find.h"
#include "model/value.h"

/* What a value may be: values of one field collected into one list, and conditions beside it. */
struct choice {
	struct str in, or;
	size_t n_in, n_or;
};

static bool is_number(const struct field *f)
{
	return registry_is_number(f) && f->type != F_REF && f->type != F_BOOL;
}

static bool is_plain(const struct field *f)
{
	return f->type == F_TEXT || f->type == F_CODE || f->type == F_PERIOD;
}

/* A company or contact is known by any of its numbers and addresses, not only the main one. */
bool filter_by_channel(const struct filter_column *c)
{
	return (c->field->flags & FIELD_DERIVED) && (c->field->type == F_PHONE || c->field->type == F_EMAIL) &&
	       registry_field(registry_entity("channel"), c->entity->name);
}

/* A name with a search key beside it: the key has an index and knows no legal forms. */
static bool is_keyed_name(const struct filter_column *c)
{
	return c->entity->label && strcmp(c->field->name, c->entity->label) == 0 &&
	       registry_field(c->entity, "name_key");
}

/* Codes and indexed columns are compared as they are, so that the index serves. */
static bool is_folded(const struct filter_column *c)
{
	return c->field->type == F_TEXT && !is_keyed_name(c) && !(c->field->flags & FIELD_INDEXED);
}

/* What stands before "= value" or "IN (values)"; returns what closes it. */
static const char *left_side(const struct filter_column *c, struct str *out)
{
	const struct filter_many *of = filter_many(c);

	if (filter_by_channel(c)) {
		str_addf(out, "%s.id IN (SELECT ch.%s FROM channel ch WHERE ch.kind = '%s' AND ch.key", c->alias,
		         c->entity->name, c->field->type == F_PHONE ? "phone" : "email");
		return ")";
	}
	if (of) {
		str_addf(out, is_folded(c) ? "%s.id IN (%scrm_fold(%s)" : "%s.id IN (%s%s", c->alias, of->from, of->value);
		return ")";
	}
	if (is_keyed_name(c))
		str_addf(out, "%s.name_key", c->alias);
	else if (is_folded(c))
		str_addf(out, "crm_fold(%s)", str_text(&c->sql));
	else
		str_add(out, str_text(&c->sql));
	return "";
}

/* Where the next value of the list is to be written. */
static struct str *next_in(struct choice *ch)
{
	str_add(&ch->in, ch->n_in++ ? ", " : "");
	return &ch->in;
}

/* Records by what people call them; a territory or a bare stage code names several. */
static int add_ids(struct filter *f, const struct filter_column *c, const char *text, struct choice *ch,
                   struct str *why)
{
	const struct entity *e = c->field->type == F_REF ? registry_entity(c->field->ref) : c->entity;
	int64_t *ids = NULL, one = -1;
	size_t n = 1;

	if (c->field->type == F_REF && e->code) {
		n = codes_ids(f->sql->db, e, text, &ids, why);
	} else {
		one = find_record(f->sql->db, e, text, why);
		n = one >= 0;
	}
	for (size_t i = 0; i < n; i++)
		filter_bind_int(f->sql, next_in(ch), ids ? ids[i] : one);
	free(ids);
	return n ? 0 : -1;
}

/* The key is written the way channels keep it, whatever the spelling. */
static int add_phone(struct filter *f, const char *text, struct choice *ch, struct str *why)
{
	struct str key = {0};
	int rc = phone_key(text, db_setting(f->sql->db, "country", NULL), &key, NULL, why);

	if (rc == 0)
		filter_bind_text(f->sql, next_in(ch), str_text(&key));
	str_free(&key);
	return rc;
}

static int add_text(struct filter *f, const char *text, void (*fold)(const char *, struct str *), struct choice *ch)
{
	struct str key = {0};

	fold(text, &key);
	filter_bind_text(f->sql, next_in(ch), str_text(&key));
	str_free(&key);
	return 0;
}

/* Everything else is read as crm-add would read it, and refused with the same words. */
static int add_value(struct filter *f, const struct filter_column *c, const char *text, struct choice *ch,
                     struct str *why)
{
	struct value v = {0};
	int rc = value_read(f->sql->db, c->field, text, &v, why);

	if (rc == 0 && v.is == VALUE_INT)
		filter_bind_int(f->sql, next_in(ch), v.i);
	else if (rc == 0)
		filter_bind_text(f->sql, next_in(ch), str_text(&v.text));
	value_free(&v);
	return rc;
}

/* A number of ours; longer ones are tax numbers and telephones. */
static bool is_short_number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n < 10 && s[n] == '\0';
}

/* The number of a record that was merged away is the survivor's, as everywhere; one of nobody finds nobody. */
static int add_number(struct filter *f, const struct filter_column *c, const char *text, struct choice *ch)
{
	struct str why = {0};
	int64_t asked = strtoll(text, NULL, 10), id = find_number(f->sql->db, c->entity, asked, &why);

	str_free(&why);
	filter_bind_int(f->sql, next_in(ch), id < 0 ? asked : id);
	return 0;
}

/* One value of "=": added to the list, in the form that the left side is compared in. */
static int add_equal(struct filter *f, const struct filter_column *c, const char *text, struct choice *ch,
                     struct str *why)
{
	struct str key = {0};
	int rc;

	if (c->field->type == F_REF || (c->field->type == F_ID && !is_short_number(text)))
		return add_ids(f, c, text, ch, why);
	if (c->field->type == F_ID && *text)
		return add_number(f, c, text, ch);
	if (filter_by_channel(c) && c->field->type == F_PHONE)
		return add_phone(f, text, ch, why);
	if (filter_by_channel(c)) {
		rc = text_email_key(text, &key, why) ? 0 : -1;
		if (rc == 0)
			filter_bind_text(f->sql, next_in(ch), str_text(&key));
		str_free(&key);
		return rc;
	}
	if (is_keyed_name(c))
		return add_text(f, text, text_name_key, ch);
	if (is_folded(c))
		return add_text(f, text, text_fold, ch);
	return add_value(f, c, text, ch, why);
}

static int number_of(struct filter *f, const struct filter_column *c, const char *text, const char *at, int64_t *n)
{
	struct value v = {0};
	struct str why = {0};
	int rc = value_read(f->sql->db, c->field, text, &v, &why);

	if (rc == 0 && v.is != VALUE_INT)
		rc = str_setf(&why, "a number is expected");
	*n = v.i;
	if (rc < 0)
		filter_fail(f, at, "field '%s': %s", c->field->name, str_text(&why));
	value_free(&v);
	str_free(&why);
	return rc;
}

/* BETWEEN, so that a computed field is computed once. */
static int number_range(struct filter *f, const struct filter_column *c, const struct filter_item *i, struct str *out)
{
	int64_t lo = 0, hi = 0;

	if ((*i->lo && number_of(f, c, i->lo, i->at, &lo) < 0) || (*i->hi && number_of(f, c, i->hi, i->at, &hi) < 0))
		return -1;
	if (*i->lo && *i->hi && lo > hi)
		return filter_fail(f, i->at, "field '%s': '%s' is more than '%s'", c->field->name, i->lo, i->hi);
	str_add(out, str_text(&c->sql));
	str_add(out, !*i->hi ? " >= " : !*i->lo ? " <= " : " BETWEEN ");
	filter_bind_int(f->sql, out, *i->lo ? lo : hi);
	if (*i->lo && *i->hi) {
		str_add(out, " AND ");
		filter_bind_int(f->sql, out, hi);
	}
	return 0;
}

/* By the order of code points: meant for codes, versions and periods kept as text. */
static void text_range(struct filter *f, const struct filter_column *c, const struct filter_item *i, struct str *out)
{
	if (*i->lo) {
		str_addf(out, "%s >= ", str_text(&c->sql));
		filter_bind_text(f->sql, out, i->lo);
	}
	str_add(out, *i->lo && *i->hi ? " AND " : "");
	if (*i->hi) {
		str_addf(out, "%s <= ", str_text(&c->sql));
		filter_bind_text(f->sql, out, i->hi);
	}
}

static int refuse_order(struct filter *f, const struct filter_column *c, const char *at)
{
	return filter_fail(f, at, "field '%s' has no order, expected '=' or '!=' and whole values", c->field->name);
}

static int range(struct filter *f, const struct filter_column *c, const struct filter_item *i, struct str *out)
{
	if (!*i->lo && !*i->hi)
		return filter_fail(f, i->at, "field '%s': expected a value before or behind '..'", c->field->name);
	if (is_number(c->field))
		return number_range(f, c, i, out);
	if (registry_is_time(c->field))
		return filter_time(f, c, OP_EQ, i, out);
	if (!is_plain(c->field))
		return refuse_order(f, c, i->at);
	text_range(f, c, i, out);
	return 0;
}

static void add_or(struct choice *ch, const struct str *condition)
{
	str_addf(&ch->or, "%s%s", ch->n_or++ ? " OR " : "", str_text(condition));
}

/* One of the values behind "=": nothing, a range, another field, a time, or a value of the list. */
static int add_item(struct filter *f, const struct filter_column *c, const struct filter_item *i, struct choice *ch)
{
	struct filter_column other = {0};
	struct str one = {0}, why = {0};
	int rc = 0;

	if (!*i->lo && !i->range && !i->quoted)
		str_addf(&one, "%s IS NULL", str_text(&c->sql));
	else if (i->range)
		rc = range(f, c, i, &one);
	else if (strchr(i->lo, '.') && filter_other(f, c, i, &other))
		filter_two(c, "=", &other, &one);
	else if (registry_is_time(c->field) && !filter_other(f, c, i, &other))
		rc = filter_time(f, c, OP_EQ, i, &one);
	else if (registry_is_time(c->field))
		filter_two(c, "=", &other, &one);
	/* first a value, then a field: 'owner=manager' means the login, if there is one */
	else if (add_equal(f, c, i->lo, ch, &why) < 0) {
		filter_column_free(&other);
		if (filter_other(f, c, i, &other))
			filter_two(c, "=", &other, &one);
		else
			rc = filter_fail(f, i->at, "field '%s': %s", c->field->name, str_text(&why));
	}
	if (one.n) {
		add_or(ch, &one);
		rc = rc < 0 ? rc : filter_count(f, i->at);
	}
	filter_column_free(&other);
	str_free(&one);
	str_free(&why);
	return rc;
}

/* A single value stands behind "=", which reads better in a plan and costs the same. */
static void put_list(const struct filter_column *c, struct choice *ch)
{
	struct str one = {0};
	const char *close = left_side(c, &one);

	if (ch->n_in == 1)
		str_addf(&one, " = %s%s", str_text(&ch->in), close);
	else
		str_addf(&one, " IN (%s)%s", str_text(&ch->in), close);
	add_or(ch, &one);
	str_free(&one);
}

/* "!=" is the exact opposite of "=": IS NOT TRUE takes in what is empty. */
static int equal(struct filter *f, const struct filter_column *c, enum filter_op op, struct filter_items *items,
                 struct str *out)
{
	struct choice ch = {0};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < items->n; i++)
		rc = add_item(f, c, &items->v[i], &ch);
	if (rc == 0) {
		if (ch.n_in)
			put_list(c, &ch);
		str_addf(out, ch.n_or > 1 || op == OP_NE ? "(%s)%s" : "%s%s", str_text(&ch.or),
		         op == OP_NE ? " IS NOT TRUE" : "");
	}
	str_free(&ch.in);
	str_free(&ch.or);
	return rc;
}

/* "<" and its kin: against another field, a time, a number, or text by code points. */
static int order(struct filter *f, const struct filter_column *c, enum filter_op op, struct filter_items *items,
                 struct str *out)
{
	static const char *const signs[] = {[OP_LT] = "<", [OP_LE] = "<=", [OP_GT] = ">", [OP_GE] = ">="};
	const struct filter_item *i = &items->v[0];
	struct filter_column other = {0};
	int64_t n;
	int rc = 0;

	if (items->n != 1 || i->range || (!*i->lo && !i->quoted))
		return filter_fail(f, i->at, "field '%s': expected one value behind '%s'", c->field->name, signs[op]);
	if (filter_other(f, c, i, &other)) {
		filter_two(c, signs[op], &other, out);
	} else if (registry_is_time(c->field)) {
		rc = filter_time(f, c, op, i, out);
	} else if (is_number(c->field)) {
		rc = number_of(f, c, i->lo, i->at, &n);
		str_addf(out, "%s %s ", str_text(&c->sql), signs[op]);
		filter_bind_int(f->sql, out, n);
	} else if (is_plain(c->field)) {
		str_addf(out, "%s %s ", str_text(&c->sql), signs[op]);
		filter_bind_text(f->sql, out, i->lo);
	} else {
		rc = refuse_order(f, c, i->at);
	}
	filter_column_free(&other);
	return rc;
}

int filter_compare(struct filter *f, struct filter_column *c, enum filter_op op, struct filter_items *items,
                   struct str *out)
{
	if (op == OP_EQ || op == OP_NE)
		return equal(f, c, op, items, out);
	if (op == OP_HAS || op == OP_HASNT)
		return filter_contains(f, c, op, items, out);
	return order(f, c, op, items, out);
}
