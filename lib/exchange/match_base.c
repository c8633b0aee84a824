/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_base - look-ups of keys in the base, through its indexes */
#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "exchange/match_fresh_in.h"
#include "exchange/match_whole.h"

static int64_t first(struct stmt *st)
{
	int64_t id = 0;

	if (db_step(st)) {
		id = db_int(st, 0);
		db_reset(st);
	}
	return id;
}

size_t match_add(int64_t owner[MATCH_OWNERS], size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (owner[i] == id)
			return n;
	if (n == MATCH_OWNERS)
		return n;
	owner[n] = id;
	return n + 1;
}

/* Where there were none before this run, all are known from memory; else those that are not in the base yet come behind. */
static bool is_asked(const struct match *m)
{
	return !m->fresh || m->fresh->base;
}

/* The different records of a statement's first column. */
static size_t all_of(struct stmt *st, int64_t owner[MATCH_OWNERS])
{
	size_t n = 0;

	while (db_step(st))
		n = match_add(owner, n, db_int(st, 0));
	return n;
}

/* Branches share an ИНН: it is the same firm when the КПП agree or one of them is not known. */
static size_t by_inn(struct match *m, const struct match_key *k, int64_t owner[MATCH_OWNERS])
{
	struct stmt *st = db_prepare(m->db, "SELECT company, coalesce(kpp, '') FROM legal_entity "
	                                    "WHERE inn = ? ORDER BY id");
	int64_t unclear[MATCH_OWNERS] = {0};
	size_t n = 0, others = 0;

	db_bind_text_at(st, 1, k->text.s);
	while (is_asked(m) && db_step(st)) {
		const char *kpp = db_text0(st, 1);

		if (!strcmp(kpp, str_text(&m->kpp)))
			n = match_add(owner, n, db_int(st, 0));
		else if (!*kpp || !m->kpp.n)
			others = match_add(unclear, others, db_int(st, 0));
	}
	match_fresh_inn(m, k, owner, &n, unclear, &others);
	if (n)
		return n;
	memcpy(owner, unclear, others * sizeof *owner);
	return others;
}

/* A number that is known to be wrong is nobody's. */
static size_t by_way(struct match *m, const char *key, int64_t owner[MATCH_OWNERS])
{
	struct stmt *st = db_prepare(m->db, m->company
		? "SELECT company FROM channel WHERE key = ? AND company IS NOT NULL AND state <> 'wrong' "
		  "ORDER BY id LIMIT 20"
		: "SELECT contact FROM channel WHERE key = ? AND contact IS NOT NULL AND state <> 'wrong' "
		  "ORDER BY id LIMIT 20");

	db_bind_text_at(st, 1, key);
	return all_of(st, owner);
}

/* A telephone or mailbox that several people share: the name decides. */
static size_t by_way_and_name(struct match *m, const char *key, int64_t owner[MATCH_OWNERS])
{
	struct stmt *st = db_prepare(m->db,
		"SELECT ch.contact FROM channel ch JOIN contact co ON co.id = ch.contact "
		"WHERE ch.key = :key AND co.name_key = :name ORDER BY ch.id");
	char *way = mem_copyn(key, strcspn(key, "\t"));

	db_bind_text(st, "key", way);
	db_bind_text(st, "name", m->name_key.s);
	free(way);
	return all_of(st, owner);
}

/* Without a territory the name must be one company's alone, or that of one without a territory. */
static size_t by_company_name(struct match *m, const struct match_key *k, int64_t owner[MATCH_OWNERS])
{
	struct stmt *st = db_prepare(m->db, m->with_territory
		? "SELECT id, 0 FROM company WHERE name_key = :name AND coalesce(territory, 0) = :territory "
		  "ORDER BY id LIMIT 4"
		: "SELECT id, territory IS NULL FROM company WHERE name_key = :name ORDER BY id LIMIT 20");
	int64_t nowhere = 0;
	size_t n = 0, had;

	db_bind_text(st, "name", m->name_key.s);
	if (m->with_territory)
		db_bind_int(st, "territory", m->territory_id);
	while (is_asked(m) && db_step(st)) {
		n = match_add(owner, n, db_int(st, 0));
		if (db_int(st, 1))
			nowhere = nowhere ? -1 : db_int(st, 0);
	}
	had = n;
	n = match_fresh(m, k, owner, n);
	/* A table without territories makes companies without. */
	if (!m->with_territory && n > had)
		nowhere = nowhere || n > had + 1 ? -1 : owner[had];
	if (n < 2 || nowhere <= 0)
		return n;
	owner[0] = nowhere;
	return 1;
}

static size_t by_colleague(struct match *m, int64_t owner[MATCH_OWNERS])
{
	struct stmt *st = db_prepare(m->db,
		"SELECT em.contact FROM employment em JOIN contact co ON co.id = em.contact "
		"WHERE em.company = :company AND co.name_key = :name ORDER BY em.id");

	db_bind_int(st, "company", m->employer);
	db_bind_text(st, "name", m->name_key.s);
	return all_of(st, owner);
}

void match_select(const struct match *m, struct str *sql)
{
	str_add(sql, "SELECT id");
	for (size_t i = 0; i < m->values; i++)
		str_addf(sql, ", %s", m->part->field[m->value[i].field].name);
	str_addf(sql, " FROM %s", m->part->entity->name);
}

/* No index is wanted for what is empty: most of a table may be so. */
static struct stmt *prepare_all(struct match *m, const char *which)
{
	struct str sql = {0};
	struct stmt *st;

	str_addf(&sql, "SELECT id FROM %s WHERE %s", m->part->entity->name, which);
	for (size_t i = 0; i < m->values; i++) {
		const char *name = m->part->field[m->value[i].field].name;

		if (m->value[i].compared && m->value[i].v.is == VALUE_NULL)
			str_addf(&sql, " AND coalesce(%s, NULL) IS NULL", name);
		else if (m->value[i].compared)
			str_addf(&sql, " AND %s = ?", name);
	}
	str_add(&sql, " ORDER BY id LIMIT 1");
	st = db_prepare(m->db, str_text(&sql));
	str_free(&sql);
	return st;
}

static void prepare_alike(struct match *m)
{
	uint64_t is[2] = {0, 0};

	for (size_t i = 0; i < m->values; i++) {
		is[0] |= (uint64_t)m->value[i].compared << (i & 63);
		is[1] |= (uint64_t)(m->value[i].v.is == VALUE_NULL) << (i & 63);
	}
	if (m->all && !memcmp(is, m->all_is, sizeof is) && m->values <= 64)
		return;
	m->all = prepare_all(m, "1 = 1");
	m->one = prepare_all(m, "id = :id");
	memcpy(m->all_is, is, sizeof is);
}

static int64_t ask_all(struct match *m, struct stmt *st, int at)
{
	int64_t id;

	for (size_t i = 0; i < m->values; i++)
		if (m->value[i].v.is != VALUE_NULL)
			value_bind_at(st, at++, &m->value[i].v);
	id = first(st);
	m->work += db_work(st);
	return id;
}

/* A person's posts have one key in the index: where it is known which of them it must be, only that one is asked. */
static int64_t look_for_all(struct match *m)
{
	int64_t likely = match_whole_seen(m), id = 0;

	if (!likely)
		return 0;
	prepare_alike(m);
	if (likely > 0) {
		db_bind_int_at(m->one, 1, likely);
		id = ask_all(m, m->one, 2);
	}
	return id ? id : ask_all(m, m->all, 1);
}

/* Everything the row says stands in one record, and what it leaves empty is empty there. */
static int64_t by_all(struct match *m)
{
	int64_t id;

	if (!is_asked(m))
		return match_fresh_all(m);
	id = look_for_all(m);
	return m->fresh && (!id || match_fresh_is(m, id)) ? match_fresh_all(m) : id;
}

static size_t in_base(struct match *m, const struct match_key *k, int64_t owner[MATCH_OWNERS])
{
	switch (k->kind) {
	case BY_EMAIL:
		return by_way(m, k->text.s, owner);
	case BY_PHONE:
		return m->company ? by_way(m, k->text.s, owner) : by_way_and_name(m, k->text.s, owner);
	case BY_MAILBOX:
		return by_way_and_name(m, k->text.s, owner);
	case BY_NAME:
		return by_colleague(m, owner);
	default:
		return 0;
	}
}

size_t match_base(struct match *m, const struct match_key *k, int64_t owner[MATCH_OWNERS])
{
	switch (k->kind) {
	case BY_INN:
		return by_inn(m, k, owner);
	case BY_SITE:
		return match_site(m, k, owner);
	case BY_TITLE:
	case BY_ALL:
		owner[0] = by_all(m);
		return owner[0] > 0;
	default:
		if (k->kind == BY_NAME && m->company)
			return by_company_name(m, k, owner);
		return match_fresh(m, k, owner, is_asked(m) ? in_base(m, k, owner) : 0);
	}
}

bool match_base_other_inn(struct match *m, int64_t id)
{
	struct stmt *st;

	if (match_fresh_is(m, id))
		return match_fresh_has_inn(m, id, true);
	st = db_prepare(m->db, "SELECT 1 FROM legal_entity WHERE company = :id "
			       "AND inn IS NOT NULL AND inn <> :inn LIMIT 1");
	db_bind_int(st, "id", id);
	db_bind_text(st, "inn", m->inn.s);
	return first(st) > 0;
}

bool match_base_has_inn(struct match *m, int64_t id)
{
	struct stmt *st;

	if (match_fresh_is(m, id))
		return match_fresh_has_inn(m, id, false);
	st = db_prepare(m->db, "SELECT 1 FROM legal_entity WHERE company = :id AND inn = :inn LIMIT 1");
	db_bind_int(st, "id", id);
	db_bind_text(st, "inn", m->inn.s);
	return first(st) > 0;
}
