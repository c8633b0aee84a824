/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_memory - keys kept in memory while a large load runs without indexes
 *
 * Eight bytes a key (keyset), no texts. A false hit costs a row a second look, since rows that
 * hit wait; a key that is forgotten would cost a duplicate. So in doubt a key counts as known. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "exchange/match_in.h"
#include "exchange/match_whole.h"

static uint32_t kpp_hash(const struct match *m, const char *kpp)
{
	uint32_t h;

	if (!*kpp)
		return KPP_NONE;
	/* The first numbers are words of their own (KPP_NONE and so on). */
	h = (uint32_t)keyset_hash(m->set, 'k', kpp, strlen(kpp));
	return h > KPP_ANY ? h : h + KPP_ANY + 1;
}

static uint32_t *kpp_of(struct match *m, int64_t id)
{
	size_t had = m->kpp_cap;

	m->kpp_of = mem_grow(m->kpp_of, &m->kpp_cap, (size_t)id + 1, sizeof *m->kpp_of);
	if (m->kpp_cap > had)
		memset(m->kpp_of + had, 0, (m->kpp_cap - had) * sizeof *m->kpp_of);
	return &m->kpp_of[id];
}

/* The key of one branch among those of an ИНН. */
static uint64_t branch_hash(const struct match *m, const char *inn, const char *kpp)
{
	char both[64];
	int n = snprintf(both, sizeof both, "%.30s\t%.30s", inn, kpp);

	return keyset_hash(m->set, 'b', both, (size_t)n);
}

/* The ИНН alone leads to the first company that has it; branches met later have keys of their own. */
static int64_t by_inn(struct match *m, const struct match_key *k)
{
	int64_t id = keyset_find(m->set, k->hash);
	uint32_t want, have;

	if (!id)
		return 0;
	want = kpp_hash(m, str_text(&m->kpp));
	have = *kpp_of(m, id);
	if (want == have || want == KPP_NONE || have == KPP_NONE || have == KPP_ANY)
		return id;
	return keyset_find(m->set, branch_hash(m, k->text.s, str_text(&m->kpp)));
}

int64_t match_memory(struct match *m, const struct match_key *k)
{
	if (k->kind == BY_INN)
		return by_inn(m, k);
	return keyset_find(m->set, k->hash);
}

bool match_memory_other_inn(struct match *m, int64_t id)
{
	if (id <= m->in_base)
		return match_base_other_inn(m, id);
	/* Another branch of the same firm is no other firm: looked at when all rows are in. */
	if (m->key[0].kind == BY_INN && keyset_find(m->set, m->key[0].hash))
		return false;
	/* Had it the row's ИНН, that would have been found. */
	return (size_t)id < m->kpp_cap && m->kpp_of[id] != KPP_NO_INN && m->kpp_of[id] != KPP_ANY;
}

static void learn_inn(struct match *m, uint64_t hash, const char *inn, const char *kpp, int64_t id)
{
	int64_t first = keyset_find(m->set, hash);

	if (first) {
		/* One that is not known may be that of any row to come. */
		if (!*kpp)
			*kpp_of(m, first) = KPP_NONE;
		hash = branch_hash(m, inn, kpp);
		if (keyset_find(m->set, hash))
			return;
	}
	keyset_add(m->set, hash, id);
	*kpp_of(m, id) = kpp_hash(m, kpp);
}

/* The first record that has a key keeps it, as the base would find the one with the lowest number. */
static void learn(struct match *m, uint64_t hash, int64_t id)
{
	if (!keyset_find(m->set, hash))
		keyset_add(m->set, hash, id);
}

static void learn_alias(struct match *m, int64_t id)
{
	if (m->part->ref)
		learn(m, keyset_hash(m->set, BY_ALIAS, m->part->ref, strlen(m->part->ref)), id);
}

void match_learn(struct match *m, int64_t id)
{
	for (size_t i = 0; m->sites && i < m->n; i++)
		if (m->key[i].kind == BY_SITE)
			match_site_learn(m, &m->key[i], id);
	if (!m->set)
		return;
	if (m->whole && !m->only_keys)
		match_whole_learn(m, id);
	for (size_t i = 0; (m->company || m->contact) && i < m->n; i++) {
		const struct match_key *k = &m->key[i];

		if (k->kind == BY_SITE)
			continue;
		if (k->kind == BY_INN)
			learn_inn(m, k->hash, k->text.s, str_text(&m->kpp), id);
		else
			learn(m, k->hash, id);
	}
	learn_alias(m, id);
}

void match_waits(struct match *m, int64_t id)
{
	if (m->set && m->n && !m->company && !m->contact)
		match_whole_waits(m, id);
	for (size_t i = 0; m->set && (m->company || m->contact) && i < m->n; i++) {
		const struct match_key *k = &m->key[i];
		uint64_t hash = keyset_hash(m->set, (char)k->kind, k->text.s, k->text.n);

		if (k->kind == BY_SITE) {
			match_site_learn(m, k, id);
			continue;
		}
		learn(m, hash, id);
		if (k->kind == BY_INN) {
			*kpp_of(m, id) = KPP_ANY;
			*kpp_of(m, keyset_find(m->set, hash)) = KPP_ANY;
		}
	}
	if (m->set)
		learn_alias(m, id);
}

void match_learn_key(struct match *m, enum match_kind kind, const char *text, const char *kpp, int64_t id)
{
	uint64_t hash = keyset_hash(m->set, (char)kind, text, strlen(text));

	if (kind == BY_INN)
		learn_inn(m, hash, text, kpp, id);
	else
		learn(m, hash, id);
}

/* Keys of the base, one statement for each kind: number, text and more text. */
static void load(struct match *m, enum match_kind kind, const char *sql)
{
	struct stmt *st = db_prepare(m->db, sql);
	struct str text = {0};

	while (db_step(st)) {
		int64_t id = db_int(st, 0);

		str_set(&text, db_text0(st, 1));
		if (kind == BY_NAME && m->with_territory)
			str_addf(&text, "\t%lld", (long long)db_int(st, 2));
		match_learn_key(m, kind, str_text(&text), kind == BY_INN ? db_text0(st, 2) : "", id);
	}
	str_free(&text);
}

static void load_aliases(struct match *m)
{
	struct stmt *st = db_prepare(m->db, "SELECT row, ref FROM alias WHERE entity = :entity AND system = :system");

	db_bind_text(st, "entity", m->part->entity->name);
	db_bind_text(st, "system", m->part->key->system);
	while (db_step(st))
		match_learn_key(m, BY_ALIAS, db_text0(st, 1), "", db_int(st, 0));
}

size_t match_kinds(const struct match *m)
{
	size_t n = m->part->key ? 1 : 0;

	if (m->company)
		return n + 1u + (m->at.inn >= 0) + (m->at.phone >= 0) + (m->at.email >= 0);
	return n + (m->contact ? 3 : m->fills ? 2 : 1);
}

static int64_t last_id(const struct match *m)
{
	char *sql = mem_printf("SELECT max(id) FROM %s", m->part->entity->name);
	int64_t last = db_get_int(m->db, 0, sql, NULL);

	free(sql);
	return last;
}

void match_in_memory(struct match *m, int64_t expected, bool ahead)
{
	const struct part *p = m->part;
	int64_t last = last_id(m);

	if (m->company && m->at.site >= 0)
		match_site_load(m, expected);
	m->set = keyset_new((size_t)(ahead ? expected : last + expected) * match_kinds(m), last + expected);
	if (ahead)
		m->in_base = last;
	if (!last || ahead)
		return;
	if (p->key)
		load_aliases(m);
	if (m->only_keys)
		return;
	if (m->at.inn >= 0)
		load(m, BY_INN, "SELECT company, inn, kpp FROM legal_entity WHERE inn IS NOT NULL");
	load(m, BY_EMAIL, "SELECT company, key FROM channel WHERE kind = 'email' AND company IS NOT NULL");
	load(m, BY_PHONE, "SELECT company, key FROM channel WHERE kind = 'phone' AND company IS NOT NULL");
	load(m, BY_NAME, "SELECT id, name_key, coalesce(territory, 0) FROM company");
}
