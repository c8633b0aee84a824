/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mapping_flat - several records in one row: which they are, and what each of them needs */
#include <stdlib.h>
#include <string.h>
#include "exchange/mapping_in.h"

static const struct share shares[] = {
	{"item", "deal_item", NULL},
	{"office_address", "address", "office"},
	{"legal_address", "address", "legal"},
	{"postal_address", "address", "postal"},
	{"delivery_address", "address", "delivery"},
	{"home_address", "address", "home"},
	{"telegram", "channel", "telegram"},
	{"whatsapp", "channel", "whatsapp"},
};

const struct share *mapping_share(const char *name)
{
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
		if (!strcmp(shares[i].name, name))
			return &shares[i];
	return NULL;
}

const char *mapping_called(const struct mapped *col)
{
	return col->share ? col->share->name : col->entity->name;
}

/* Only a table of companies is taken for a flat one of several records unasked, and one of deals for one with their
 * items; addresses and messengers are people's too. */
bool mapping_may_hold(const struct entity *main, const char *path)
{
	char *name = mem_copyn(path, strcspn(path, "."));
	const struct share *share = mapping_share(name);
	bool may = !strcmp(main->name, "company") || !strcmp(main->name, name);

	if (!strcmp(main->name, "deal"))
		may = may || !strcmp(name, "item") || !strcmp(name, "deal_item");
	else if (!strcmp(main->name, "contact"))
		may = may || (share && share->kind);
	free(name);
	return may;
}

struct mapped *mapping_more(struct mapping *m, const char *name)
{
	m->col = mem_resize(m->col, (m->n + 1) * sizeof *m->col);
	m->col[m->n] = (struct mapped){.name = mem_copy(name)};
	return &m->col[m->n++];
}

static bool has(const struct mapping *m, const char *entity, const char *field)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->col[i].field && !strcmp(m->col[i].entity->name, entity) &&
		    !strcmp(m->col[i].field->name, field))
			return true;
	return false;
}

static bool has_key(const struct mapping *m, const char *entity)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->col[i].entity && !m->col[i].field && !strcmp(m->col[i].entity->name, entity))
			return true;
	return false;
}

/* The same deal may stand in several rows, with a product each: then these are its items. */
static void to_items(struct mapping *m)
{
	const struct entity *item = registry_entity("deal_item");

	if (!has(m, "deal", "product") || has(m, "deal_item", "product") ||
	    !(has(m, "deal", "title") || (has_key(m, "deal") && has(m, "deal", "quantity"))))
		return;
	for (size_t i = 0; i < m->n; i++) {
		struct mapped *col = &m->col[i];
		const struct field *f = col->field;

		if (!f || col->given || strcmp(col->entity->name, "deal") ||
		    (strcmp(f->name, "product") && strcmp(f->name, "quantity") && strcmp(f->name, "price")))
			continue;
		col->entity = item;
		col->field = registry_field(item, f->name);
		col->to = col->field->type == F_REF ? registry_entity(col->field->ref) : NULL;
	}
}

/* Columns that only might be of another record ("Сумма" of a deal in a list of companies) need one
 * that surely is: its name, title, stage or key. */
static bool is_named(const struct mapping *m, const struct entity *e)
{
	static const char *const sure[] = {"name", "last_name", "title", "stage", "product"};

	if (strcmp(e->name, "contact") && strcmp(e->name, "deal") && strcmp(e->name, "deal_item"))
		return true;
	for (size_t i = 0; i < m->n; i++) {
		const struct mapped *col = &m->col[i];

		if (col->entity != e)
			continue;
		if (!col->field || col->given)
			return true;
		for (size_t k = 0; k < sizeof sure / sizeof *sure; k++)
			if (!strcmp(col->field->name, sure[k]))
				return true;
	}
	return false;
}

static void drop_unnamed(struct mapping *m)
{
	for (size_t i = 0; i < m->n; i++) {
		struct mapped *col = &m->col[i];

		if (!col->entity || col->entity == m->main || is_named(m, col->entity))
			continue;
		*col = (struct mapped){.name = col->name, .from = col->from,
				       .why = "of another record that the table does not name"};
	}
}

/* The kind of a share is the same in every row. */
static void add_kinds(struct mapping *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct share *share = m->col[i].share;
		bool done = !share;
		struct mapped *col;
		char *name;

		for (size_t k = 0; k < m->n && !done; k++)
			done = m->col[k].share == share && !strcmp(m->col[k].field->name, "kind");
		if (done)
			continue;
		name = mem_printf("%s.kind", share->name);
		col = mapping_more(m, name);
		free(name);
		col->share = share;
		col->entity = registry_entity(share->entity);
		col->field = registry_field(col->entity, "kind");
		col->constant = share->kind;
	}
}

static void add_labels(struct mapping *m)
{
	for (size_t i = 0; i < m->columns; i++)
		if (m->col[i].field && (m->col[i].field->type == F_PHONE || m->col[i].field->type == F_EMAIL))
			m->col[i].label = mapping_label(m->col[i].name);
}

void mapping_flat(struct mapping *m)
{
	to_items(m);
	drop_unnamed(m);
	add_kinds(m);
	add_labels(m);
}
