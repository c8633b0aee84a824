/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_contains - pieces of text, case-blind in any script */
#include "base/phone.h"
#include "model/filter_read.h"

/* A piece of a telephone number is looked for among the digits of its key. */
static void bind_piece(struct filter *f, const struct filter_column *c, const char *text, struct str *out)
{
	struct str key = {0};

	if (c->field->type == F_PHONE && phone_key(text, db_setting(f->sql->db, "country", NULL), &key, NULL, NULL) < 0)
		phone_digits(text, &key);
	filter_bind_text(f->sql, out, key.n ? str_text(&key) : text);
	str_free(&key);
}

/* One piece of text. A channel is looked through by its key, a record by code and label. */
static void contains(struct filter *f, const struct filter_column *c, const char *text, struct str *out)
{
	const struct entity *e = c->field->type == F_REF ? registry_entity(c->field->ref) : NULL;
	const struct filter_many *of = filter_many(c);
	char alias[FILTER_ALIAS];

	if (e) {
		filter_alias(f->sql, alias);
		str_addf(out, "EXISTS (SELECT 1 FROM %s %s WHERE %s.id = %s AND crm_contains(", e->name, alias, alias,
		         str_text(&c->sql));
		if (e->code && e->label)
			str_addf(out, "%s.%s || ' ' || coalesce(%s.%s, '')", alias, e->code, alias, e->label);
		else
			str_addf(out, "%s.%s", alias, e->label ? e->label : e->code);
	} else if (filter_by_channel(c)) {
		str_addf(out, "%s.id IN (SELECT ch.%s FROM channel ch WHERE ch.kind = '%s' AND crm_contains(ch.key",
		         c->alias, c->entity->name, c->field->type == F_PHONE ? "phone" : "email");
	} else if (of) {
		str_addf(out, "%s.id IN (%scrm_contains(%s", c->alias, of->from, of->value);
	} else {
		str_addf(out, "crm_contains(%s", str_text(&c->sql));
	}
	str_add(out, ", ");
	bind_piece(f, c, text, out);
	str_add(out, e || of || filter_by_channel(c) ? "))" : ")");
}

/* A record is text by its code and label. */
static bool is_text(const struct field *f)
{
	const struct entity *e;

	switch (f->type) {
	case F_TEXT:
	case F_CODE:
	case F_PERIOD:
	case F_ENUM:
	case F_PHONE:
	case F_EMAIL:
	case F_INN:
	case F_KPP:
	case F_OGRN:
		return true;
	case F_REF:
		e = registry_entity(f->ref);
		return e->label || e->code;
	default:
		return false;
	}
}

int filter_contains(struct filter *f, const struct filter_column *c, enum filter_op op, struct filter_items *items,
                    struct str *out)
{
	bool wrap = items->n > 1 || op == OP_HASNT;

	if (!is_text(c->field))
		return filter_fail(f, items->v[0].at, "field '%s' is no text, expected '=', '<', '>' or a range",
		                   c->field->name);
	str_add(out, wrap ? "(" : "");
	for (size_t i = 0; i < items->n; i++) {
		if (!*items->v[i].lo)
			return filter_fail(f, items->v[i].at, "field '%s': expected a piece of text behind '~'",
			                   c->field->name);
		if (i > 0 && filter_count(f, items->v[i].at) < 0)
			return -1;
		str_add(out, i ? " OR " : "");
		contains(f, c, items->v[i].lo, out);
	}
	str_add(out, wrap ? ")" : "");
	str_add(out, op == OP_HASNT ? " IS NOT TRUE" : "");
	return 0;
}
