/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_base - look-ups of keys in the base, through its indexes */
#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "exchange/match_in.h"

static int64_t first(struct stmt *st)
{
	int64_t id = 0;

	if (db_step(st)) {
		id = db_int(st, 0);
		db_reset(st);
	}
	return id;
}

/* Branches share an ИНН: it is the same firm when the КПП agree or one of them is not known. */
static int64_t by_inn(struct match *m, const char *inn)
{
	struct stmt *st = db_prepare(m->db, "SELECT company, coalesce(kpp, '') FROM legal_entity "
	                                    "WHERE inn = ? ORDER BY id");
	int64_t same = 0, unclear = 0;

	db_bind_text_at(st, 1, inn);
	while (db_step(st)) {
		const char *kpp = db_text0(st, 1);

		if (!same && !strcmp(kpp, str_text(&m->kpp)))
			same = db_int(st, 0);
		else if (!unclear && (!*kpp || !m->kpp.n))
			unclear = db_int(st, 0);
	}
	return same ? same : unclear;
}

static int64_t by_way(struct match *m, const char *key)
{
	struct stmt *st = db_prepare(m->db, m->company
		? "SELECT company FROM channel WHERE key = ? AND company IS NOT NULL ORDER BY id LIMIT 1"
		: "SELECT contact FROM channel WHERE key = ? AND contact IS NOT NULL ORDER BY id LIMIT 1");

	db_bind_text_at(st, 1, key);
	return first(st);
}

/* A telephone or mailbox that several people share: the name decides. */
static int64_t by_way_and_name(struct match *m, const char *key)
{
	struct stmt *st = db_prepare(m->db,
		"SELECT ch.contact FROM channel ch JOIN contact co ON co.id = ch.contact "
		"WHERE ch.key = :key AND co.name_key = :name ORDER BY ch.id LIMIT 1");
	char *way = mem_copyn(key, strcspn(key, "\t"));

	db_bind_text(st, "key", way);
	db_bind_text(st, "name", m->name_key.s);
	free(way);
	return first(st);
}

/* Without a territory the name must be one company's alone. */
static int64_t by_company_name(struct match *m)
{
	struct stmt *st = db_prepare(m->db, m->with_territory
		? "SELECT id FROM company WHERE name_key = :name AND coalesce(territory, 0) = :territory "
		  "ORDER BY id LIMIT 1"
		: "SELECT id FROM company WHERE name_key = :name ORDER BY id LIMIT 2");
	int64_t id = 0;

	db_bind_text(st, "name", m->name_key.s);
	if (m->with_territory) {
		db_bind_int(st, "territory", m->territory_id);
		return first(st);
	}
	while (db_step(st))
		id = id ? -1 : db_int(st, 0);
	return id < 0 ? 0 : id;
}

static int64_t by_colleague(struct match *m)
{
	struct stmt *st = db_prepare(m->db,
		"SELECT em.contact FROM employment em JOIN contact co ON co.id = em.contact "
		"WHERE em.company = :company AND co.name_key = :name ORDER BY em.id LIMIT 1");

	db_bind_int(st, "company", m->employer);
	db_bind_text(st, "name", m->name_key.s);
	return first(st);
}

static void prepare_all(struct match *m)
{
	struct str sql = {0};

	str_addf(&sql, "SELECT id FROM %s WHERE 1 = 1", m->part->entity->name);
	for (size_t i = 0; i < m->values; i++)
		if (m->value[i].is != VALUE_NULL)
			str_addf(&sql, " AND %s = ?", m->part->field[m->value_field[i]].name);
	str_add(&sql, " ORDER BY id LIMIT 1");
	m->all = db_prepare(m->db, str_text(&sql));
	str_free(&sql);
}

/* Everything the row says stands in one record. */
static int64_t by_all(struct match *m)
{
	uint64_t given = 0;
	int at = 1;

	for (size_t i = 0; i < m->values; i++)
		if (m->value[i].is != VALUE_NULL)
			given |= (uint64_t)1 << i;
	if (!m->all || given != m->all_given || m->values > 64)
		prepare_all(m);
	m->all_given = given;
	for (size_t i = 0; i < m->values; i++)
		if (m->value[i].is != VALUE_NULL)
			value_bind_at(m->all, at++, &m->value[i]);
	return first(m->all);
}

int64_t match_base(struct match *m, const struct match_key *k)
{
	switch (k->kind) {
	case BY_INN:
		return by_inn(m, k->text.s);
	case BY_EMAIL:
		return by_way(m, k->text.s);
	case BY_PHONE:
		return m->company ? by_way(m, k->text.s) : by_way_and_name(m, k->text.s);
	case BY_MAILBOX:
		return by_way_and_name(m, k->text.s);
	case BY_NAME:
		return m->company ? by_company_name(m) : by_colleague(m);
	case BY_TITLE:
	case BY_ALL:
		return by_all(m);
	case BY_ALIAS:
		break;
	}
	return 0;
}

bool match_base_other_inn(struct match *m, int64_t id)
{
	struct stmt *st = db_prepare(m->db, "SELECT 1 FROM legal_entity WHERE company = :id "
	                                    "AND inn IS NOT NULL AND inn <> :inn LIMIT 1");

	db_bind_int(st, "id", id);
	db_bind_text(st, "inn", m->inn.s);
	return first(st) > 0;
}
