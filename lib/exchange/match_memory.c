/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_memory - keys kept in memory while a large load runs without indexes */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "exchange/match_in.h"

static uint32_t kpp_hash(const struct match *m, const char *kpp)
{
	uint32_t h;

	if (!*kpp)
		return KPP_NONE;
	h = (uint32_t)keyset_hash(m->set, 'k', kpp, strlen(kpp));
	return h > KPP_NONE ? h : h + 2;
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
	if (want == have || want == KPP_NONE || have == KPP_NONE)
		return id;
	return keyset_find(m->set, branch_hash(m, k->text.s, str_text(&m->kpp)));
}

int64_t match_memory(struct match *m, const struct match_key *k)
{
	if (k->kind == BY_INN)
		return by_inn(m, k);
	return keyset_find(m->set, k->hash);
}

bool match_memory_other_inn(const struct match *m, int64_t id)
{
	/* Had it the row's ИНН, that would have found it. */
	return (size_t)id < m->kpp_cap && m->kpp_of[id] != KPP_NO_INN;
}

static void learn_inn(struct match *m, uint64_t hash, const char *inn, const char *kpp, int64_t id)
{
	if (keyset_find(m->set, hash)) {
		hash = branch_hash(m, inn, kpp);
		if (keyset_find(m->set, hash))
			return;
	}
	keyset_add(m->set, hash, id);
	*kpp_of(m, id) = kpp_hash(m, kpp);
}

static void learn(struct match *m, uint64_t hash, int64_t id)
{
	if (!keyset_find(m->set, hash))
		keyset_add(m->set, hash, id);
}

void match_learn(struct match *m, int64_t id)
{
	if (!m->set)
		return;
	for (size_t i = 0; i < m->n; i++) {
		const struct match_key *k = &m->key[i];

		if (k->kind == BY_INN)
			learn_inn(m, k->hash, k->text.s, str_text(&m->kpp), id);
		else
			learn(m, k->hash, id);
	}
	if (m->part->ref)
		learn(m, keyset_hash(m->set, BY_ALIAS, m->part->ref, strlen(m->part->ref)), id);
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
		if (kind == BY_INN)
			learn_inn(m, keyset_hash(m->set, BY_INN, text.s, text.n), text.s, db_text0(st, 2), id);
		else
			learn(m, keyset_hash(m->set, (char)kind, text.s, text.n), id);
	}
	str_free(&text);
}

static void load_aliases(struct match *m)
{
	struct stmt *st = db_prepare(m->db, "SELECT row, ref FROM alias WHERE entity = :entity AND system = :system");

	db_bind_text(st, "entity", m->part->entity->name);
	db_bind_text(st, "system", m->part->key->system);
	while (db_step(st)) {
		const char *ref = db_text0(st, 1);

		learn(m, keyset_hash(m->set, BY_ALIAS, ref, strlen(ref)), db_int(st, 0));
	}
}

void match_in_memory(struct match *m, int64_t expected)
{
	const struct part *p = m->part;
	char *sql = mem_printf("SELECT max(id) FROM %s", p->entity->name);
	int64_t last = db_get_int(m->db, 0, sql, NULL);
	size_t kinds = p->key ? 1 : 0;

	free(sql);
	if (m->company)
		kinds += 1u + (m->at.inn >= 0) + (m->at.phone >= 0) +
			 (m->at.email >= 0);
	else
		kinds += m->contact ? 3 : 1;
	m->set = keyset_new((size_t)(last + expected) * kinds, last + expected);
	if (!last)
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
