/* SPDX-License-Identifier: GPL-2.0-or-later */
/* registry - look-ups in the list of entities and fields
 *
 * A list of some seventy entities, made by scripts/make-registry from schema.sql. It is searched
 * from its beginning: it is short, and what is asked for per row is kept by the caller. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/text.h"
#include "store/db.h"
#include "store/registry.h"
#include "store/registry_data.h"

/* NULL: nobody asked yet. */
static struct entity *entities;

static void unpack_field(const struct packed_field *p, struct field *f)
{
	*f = (struct field){
		.name = registry_text(p->name),
		.type = p->type,
		.flags = p->flags,
		.ref = registry_text(p->ref),
		.choices = registry_text(p->choices),
		.expr = registry_text(p->expr),
		.help = registry_text(p->help),
		.dflt = registry_text(p->dflt),
	};
}

static void unpack(void)
{
	const struct packed_field *next = registry_fields;

	entities = mem_alloc(registry_entities_n * sizeof *entities);
	for (size_t i = 0; i < registry_entities_n; i++) {
		const struct packed_entity *p = &registry_entities[i];
		struct field *fields = mem_alloc(p->n * sizeof *fields);

		for (size_t k = 0; k < p->n; k++)
			unpack_field(next++, &fields[k]);
		entities[i] = (struct entity){
			.name = registry_text(p->name),
			.code = registry_text(p->code),
			.label = registry_text(p->label),
			.dated = registry_text(p->dated),
			.help = registry_text(p->help),
			.fields = fields,
			.n = p->n,
			.internal = p->internal,
		};
	}
}

const struct entity *registry_at(size_t i)
{
	if (!entities)
		unpack();
	return i < registry_entities_n ? &entities[i] : NULL;
}

const struct entity *registry_entity(const char *name)
{
	static const struct entity *met[64]; /* a kind is asked for again with each row that refers to it */
	const struct entity **last = &met[text_hash(name, strlen(name)) % 64], *e = *last;

	if (e && strcmp(e->name, name) == 0)
		return e;
	for (size_t i = 0; (e = registry_at(i)); i++)
		if (strcmp(e->name, name) == 0)
			return *last = e;
	return NULL;
}

const struct field *registry_field(const struct entity *e, const char *name)
{
	for (size_t i = 0; i < e->n; i++)
		if (strcmp(e->fields[i].name, name) == 0)
			return &e->fields[i];
	return NULL;
}

void registry_column(const struct field *f, const char *alias, struct str *out)
{
	if (!(f->flags & FIELD_DERIVED)) {
		str_addf(out, "%s.%s", alias, f->name);
		return;
	}
	for (const char *p = f->expr; *p; p++)
		if (*p == '$')
			str_add(out, alias);
		else
			str_addc(out, *p);
}

static int unknown(const char *what, const char *name, const char **words, struct str *why)
{
	const char *near = text_nearest(name, words);

	if (near)
		return str_setf(why, "unknown %s '%s', did you mean '%s'?", what, name, near);
	return str_setf(why, "unknown %s '%s', see crm-tables(5)", what, name);
}

bool registry_is_time(const struct field *f)
{
	return f->type == F_DATE || f->type == F_TIME;
}

bool registry_is_number(const struct field *f)
{
	switch (f->type) {
	case F_ID:
	case F_INT:
	case F_BOOL:
	case F_MONEY:
	case F_MILLI:
	case F_MICRO:
	case F_PERCENT:
	case F_REF:
		return true;
	default:
		return false;
	}
}

int registry_unknown_field(const struct entity *e, const char *name, struct str *why)
{
	const char **words = mem_alloc((e->n + 1) * sizeof *words);
	struct str what = {0};
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++)
		if (e->fields[i].type != F_KEY)
			words[n++] = e->fields[i].name;
	words[n] = NULL;
	str_addf(&what, "field of %s", e->name);
	unknown(str_text(&what), name, words, why);
	str_free(&what);
	free(words);
	return -1;
}

int registry_unknown_entity(const char *name, struct str *why)
{
	const char **words = mem_alloc((registry_entities_n + 1) * sizeof *words);
	size_t n = 0;

	for (; n < registry_entities_n; n++)
		words[n] = registry_at(n)->name;
	words[n] = NULL;
	unknown("kind of record", name, words, why);
	free(words);
	return -1;
}

const struct field *registry_link(const struct entity *child, const struct entity *parent)
{
	const struct field *first = NULL;

	for (size_t i = 0; i < child->n; i++) {
		const struct field *f = &child->fields[i];

		if (f->type != F_REF || (f->flags & FIELD_DERIVED) || strcmp(f->ref, parent->name) != 0)
			continue;
		if (strcmp(f->name, parent->name) == 0)
			return f;
		if (!first)
			first = f;
	}
	return first;
}

bool registry_choice(const char *choices, const char *s)
{
	size_t n = strlen(s);

	for (const char *p = choices; n && p; p = strchr(p, ' ')) {
		p += *p == ' ';
		if (strncmp(p, s, n) == 0 && (p[n] == ' ' || !p[n]))
			return true;
	}
	return false;
}

static enum field_type custom_type(const char *kind)
{
	static const struct {
		const char *name;
		enum field_type type;
	} kinds[] = {{"text", F_TEXT}, {"int", F_INT}, {"bool", F_BOOL}, {"money", F_MONEY},
	             {"milli", F_MILLI}, {"micro", F_MICRO}, {"percent", F_PERCENT}, {"date", F_DATE}, {"time", F_TIME},
	             {"phone", F_PHONE}, {"email", F_EMAIL}};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, kind) == 0)
			return kinds[i].type;
	return F_TEXT;
}

/* The values that the field may have, one a line; NULL: any. */
static char *choices_of(struct db *db, int64_t field)
{
	struct stmt *st = db_prepare(db, "SELECT value FROM choice WHERE custom_field = :id ORDER BY id");
	struct str list = {0};

	db_bind_int(st, "id", field);
	while (db_step(st))
		str_addf(&list, "%s%s", list.n ? "\n" : "", db_text0(st, 0));
	return list.n ? str_take(&list) : NULL;
}

static void add_field(const struct entity *where, const char *name, const char *kind, const char *help, char *choices)
{
	struct entity *e = &entities[where - entities];
	struct field *fields = mem_alloc((e->n + 1) * sizeof *fields);

	/* a list of its own: others hold the first one, and statements are remembered by the
	 * list (image.c) */
	memcpy(fields, e->fields, e->n * sizeof *fields);
	fields[e->n] = (struct field){.name = mem_copy(name), .type = custom_type(kind),
	                              .flags = FIELD_CUSTOM, .help = mem_copy(help), .choices = choices};
	e->fields = fields;
	e->n++;
}

void registry_extend(struct db *db)
{
	struct stmt *st = db_prepare(db, "SELECT entity, name, kind, coalesce(help, ''), id "
	                                 "FROM custom_field ORDER BY id");

	while (db_step(st)) {
		const struct entity *e = registry_entity(db_text(st, 0));

		if (e && !registry_field(e, db_text(st, 1)) && db_has_column(db, e->name, db_text(st, 1)))
			add_field(e, db_text(st, 1), db_text(st, 2), db_text(st, 3), choices_of(db, db_int(st, 4)));
	}
}

bool registry_is_part(const char *child, const char *parent)
{
	static const char *const parts[][2] = {
		{"channel", "company"}, {"channel", "contact"}, {"address", "company"},
		{"address", "contact"}, {"legal_entity", "company"}, {"employment", "contact"},
		{"deal_item", "deal"}, {"deal_rep", "deal"}, {"deal_contact", "deal"},
		{"rep_role", "rep"}, {"stage_change", "deal"}, {"owner_change", "deal"},
		{"owner_change", "company"}, {"category_change", "company"},
		{"member_change", "campaign_member"}, {"touchpoint_change", "touchpoint"},
		{"objection_reply", "objection"}, {"group_member", "saved_group"},
		{"choice", "custom_field"}, {"activity_rep", "activity"}};

	if (strcmp(child, "alias") == 0)
		return true;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strcmp(parts[i][0], child) == 0 && strcmp(parts[i][1], parent) == 0)
			return true;
	return false;
}
