/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match - is the record of a row there already: by foreign key, ИНН, e-mail, telephone, name
 *
 * The keys of a row are tried from the strongest to the weakest. Usually each is looked up in
 * the base; in large loads the keys of all records are in memory (match_memory), and a hit there
 * means only that the row has to wait until it can be weighed; or the records of this run are
 * (match_fresh). */
#include "exchange/match.h"

#include <stdlib.h>
#include <string.h>
#include "exchange/match_fresh_in.h"
#include "exchange/match_whole.h"

/* What makes a record one, where it has neither code nor rules. */
static const struct {
	const char *entity, *fields;
} natural[] = {
	{"stage", "pipeline code"},
	{"stage_change", "deal to_stage at"},
	{"category_change", "company to_category at"},
	{"rate", "currency valid_on"},
	{"campaign", "name"},
	{"touchpoint", "name"},
	{"campaign_member", "campaign company contact"},
	{"alias", "entity system ref"},
};

/* In a flat table, the same deal stands in one row after another, each with another contact or item. */
static const struct {
	const char *entity, *must, *fields;
} telling[] = {
	{"deal", "title", "company title created_at amount"},
	{"need", "company", "company product quantity per due_on budget supplier note"},
	{"legal_entity", "inn", "company inn kpp"},
};

static bool is_natural(const char *fields, const char *name)
{
	return registry_choice(fields, name);
}

static void choose_telling(struct match *m)
{
	const struct part *p = m->part;

	m->must = -1;
	for (size_t i = 0; p->hangs && m->by_content && i < sizeof telling / sizeof *telling; i++) {
		if (strcmp(telling[i].entity, p->entity->name))
			continue;
		m->must = part_find(p, telling[i].must);
		for (size_t k = 0; k < m->values; k++) {
			const char *name = p->field[m->value[k].field].name;

			/* The sum beside an item may be the item's. */
			m->value[k].telling = is_natural(telling[i].fields, name) && !(p->items && !strcmp(name, "amount"));
		}
	}
}

/* The fields that make a record one: by the list, its code, or all that it stores and that
 * does not move by itself. */
static void choose_values(struct match *m)
{
	const struct part *p = m->part;
	const char *fields = p->entity->code;

	for (size_t i = 0; i < sizeof natural / sizeof *natural; i++)
		if (!strcmp(natural[i].entity, p->entity->name))
			fields = natural[i].fields;
	m->whole = !fields;
	m->by_content = !fields;
	m->value = mem_zero(p->n * sizeof *m->value);
	for (size_t i = 0; i < p->n; i++) {
		const struct field *f = registry_field(p->entity, p->field[i].name);

		if (!f || f->flags & FIELD_DERIVED || (fields && !is_natural(fields, f->name)))
			continue;
		if (!strcmp(p->entity->name, "deal") &&
		    (!strcmp(f->name, "stage") || !strcmp(f->name, "pipeline")))
			continue;
		m->value[m->values].field = (int)i;
		m->value[m->values].fills = fields || writer_fills(p->writer, f->name);
		m->fills = m->fills || m->value[m->values].fills;
		m->values++;
	}
	choose_telling(m);
}

struct match *match_open(struct db *db, const struct part *p, bool only_keys)
{
	struct match *m = mem_zero(sizeof *m);

	m->db = db;
	m->part = p;
	m->only_keys = only_keys;
	m->phones.kind = "phone";
	m->emails.kind = "email";
	m->company = !strcmp(p->entity->name, "company");
	m->contact = !strcmp(p->entity->name, "contact");
	m->at.name = part_find(p, "name");
	m->at.inn = part_find(p, "inn");
	m->at.kpp = part_find(p, "kpp");
	m->at.email = part_find(p, "email");
	m->at.phone = part_find(p, "phone");
	m->at.site = part_find(p, "site");
	m->at.territory = part_find(p, "territory");
	m->at.company = part_find(p, "company");
	m->with_territory = m->at.territory >= 0;
	m->territory = registry_entity("territory");
	if (!m->company && !m->contact)
		choose_values(m);
	return m;
}

bool match_by_content(const struct match *m)
{
	return m->whole && !m->part->hangs;
}

const char *match_rule(enum match_kind kind)
{
	switch (kind) {
	case BY_ALIAS:
		return "key";
	case BY_INN:
		return "inn";
	case BY_EMAIL:
	case BY_MAILBOX:
		return "email";
	case BY_PHONE:
		return "phone";
	case BY_SITE:
		return "site";
	case BY_NAME:
		return "name";
	case BY_TITLE:
		return "title";
	case BY_ALL:
	case BY_REST:
	case BY_OPEN:
		break;
	}
	return "all";
}

static int64_t by_alias(struct match *m, const struct part *p, struct refs *refs)
{
	int64_t id;

	if (!p->ref)
		return 0;
	if (m->set)
		return keyset_find(m->set, keyset_hash(m->set, BY_ALIAS, p->ref, strlen(p->ref)));
	if (m->fresh && (id = match_fresh_alias(m, p->ref)))
		return id;
	if (m->fresh && !m->fresh->base)
		return 0;
	return refs_alias(refs, p->entity, p->key->system, p->ref);
}

/* All places of a row are called into the cache before the first is looked at. */
static void touch(struct match *m)
{
	for (size_t i = 0; i < m->n; i++) {
		struct match_key *k = &m->key[i];

		k->hash = keyset_hash(m->set, (char)k->kind, k->text.s, k->text.n);
		keyset_touch(m->set, k->hash);
	}
}

/* In a large load any hit will do: the row waits and is weighed when the others are in. */
static int64_t in_memory(struct match *m, struct part *p)
{
	touch(m);
	for (size_t i = 0; i < m->n; i++) {
		const struct match_key *k = &m->key[i];
		int64_t owner[MATCH_OWNERS];
		int64_t id = k->kind != BY_SITE ? match_memory(m, k) : match_site(m, k, owner) ? owner[0] : 0;

		/* Two tax numbers are two firms, whatever else they share. */
		if (id && m->company && m->inn.n && k->kind != BY_INN && match_memory_other_inn(m, id))
			id = 0;
		if (id) {
			p->rule = match_rule(k->kind);
			return id;
		}
	}
	return 0;
}

int64_t match_find(struct match *m, struct part *p, struct refs *refs, struct str *why)
{
	int64_t id;

	m->part = p;
	m->stuck = false;
	match_keys(m, p);
	id = by_alias(m, p, refs);
	if (id) {
		p->rule = match_rule(BY_ALIAS);
		return m->set ? id : match_key_agrees(m, p, id, why);
	}
	if (!m->set)
		return match_weigh(m, p, why);
	if (m->company || m->contact)
		return in_memory(m, p);
	id = match_whole(m);
	if (id)
		p->rule = match_rule(BY_ALL);
	return id;
}

void match_close(struct match *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < MATCH_KEYS; i++)
		str_free(&m->key[i].text);
	for (size_t i = 0; i < m->values; i++) {
		value_free(&m->value[i].v);
		value_free(&m->value[i].base);
	}
	free(m->value);
	way_free(&m->phones);
	way_free(&m->emails);
	str_free(&m->inn);
	str_free(&m->kpp);
	str_free(&m->name_key);
	keyset_free(m->set);
	keyset_free(m->seen);
	match_fresh_close(m);
	keyset_free(m->sites);
	free(m->kpp_of);
	free(m);
}
