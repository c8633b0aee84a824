/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_fresh_read - what a record of this run holds after it was changed in the base */
#include <stdlib.h>
#include <string.h>
#include "exchange/match_fresh_in.h"

static void read_company(struct match *m, int64_t id, struct str *name)
{
	struct fresh *f = m->fresh;
	uint64_t *w = match_fresh_words(f, id);
	struct stmt *st = db_prepare(m->db, "SELECT coalesce(name_key, ''), coalesce(territory, 0) FROM company WHERE id = ?");
	struct str key = {0};

	db_bind_int_at(st, 1, id);
	while (db_step(st)) {
		str_set(name, db_text0(st, 0));
		str_set(&key, str_text(name));
		w[FRESH_NAME] = match_fresh_word(f, name->s, name->n);
		w[FRESH_TERRITORY] = match_fresh_number(f, db_int(st, 1));
		if (m->with_territory)
			str_addf(&key, "\t%lld", (long long)db_int(st, 1));
	}
	match_fresh_key(f, BY_NAME, str_text(&key), key.n, id);
	str_free(&key);
	st = db_prepare(m->db, "SELECT inn, coalesce(kpp, '') FROM legal_entity WHERE company = ? AND inn IS NOT NULL "
			       "ORDER BY id LIMIT 1");
	db_bind_int_at(st, 1, id);
	/* It may have lost the one it had. */
	w[FRESH_INN] = w[FRESH_KPP] = 0;
	while (db_step(st)) {
		w[FRESH_INN] = match_fresh_word(f, db_text0(st, 0), strlen(db_text0(st, 0)));
		w[FRESH_KPP] = match_fresh_word(f, db_text0(st, 1), strlen(db_text0(st, 1)));
		match_fresh_key(f, BY_INN, db_text0(st, 0), strlen(db_text0(st, 0)), id);
	}
}

static void read_contact(struct match *m, int64_t id, struct str *name)
{
	struct fresh *f = m->fresh;
	struct stmt *st = db_prepare(m->db, "SELECT co.name_key, em.company FROM contact co LEFT JOIN employment em "
					    "ON em.contact = co.id WHERE co.id = ?");
	struct str key = {0};

	db_bind_int_at(st, 1, id);
	while (db_step(st)) {
		str_set(name, db_text0(st, 0));
		match_fresh_words(f, id)[FRESH_NAME] = match_fresh_word(f, name->s, name->n);
		str_setf(&key, "%s\t%lld", str_text(name), (long long)db_int(st, 1));
		match_fresh_key(f, BY_NAME, key.s, key.n, id);
	}
	str_free(&key);
}

/* What several people share leads to the one of the name only. */
static void learn_way(struct match *m, int64_t id, const struct str *name, bool email, const char *way)
{
	bool mailbox = m->contact && email && match_mailbox(way);
	struct str key = {0};

	str_set(&key, way);
	if (mailbox || (m->contact && !email))
		str_addf(&key, "\t%s", str_text(name));
	match_fresh_key(m->fresh, mailbox ? BY_MAILBOX : email ? BY_EMAIL : BY_PHONE, str_text(&key), key.n, id);
	str_free(&key);
}

static void read_ways(struct match *m, int64_t id, const struct str *name)
{
	struct stmt *st = db_prepare(m->db, m->company ? "SELECT kind, key FROM channel WHERE company = ?"
						       : "SELECT kind, key FROM channel WHERE contact = ?");

	db_bind_int_at(st, 1, id);
	while (db_step(st))
		learn_way(m, id, name, !strcmp(db_text0(st, 0), "email"), db_text0(st, 1));
}

/* Under the name it had, all but those of the row are known: there may be thousands. */
static void read_new_ways(struct match *m, int64_t id, const struct str *name, uint64_t was)
{
	if (was != match_fresh_words(m->fresh, id)[FRESH_NAME] || !m->name_key.n || m->n == MATCH_KEYS) {
		read_ways(m, id, name);
		return;
	}
	for (size_t i = 0; i < m->phones.n; i++)
		learn_way(m, id, name, false, m->phones.way[i].key.s);
	for (size_t i = 0; i < m->emails.n; i++)
		learn_way(m, id, name, true, m->emails.way[i].key.s);
}

static void read_values(struct match *m, int64_t id)
{
	struct fresh *f = m->fresh;
	uint64_t *w = match_fresh_words(f, id);
	struct str sql = {0};
	struct value v = {0};
	struct stmt *st;

	match_select(m, &sql);
	str_add(&sql, " WHERE id = :id");
	st = db_prepare(m->db, str_text(&sql));
	str_free(&sql);
	db_bind_int(st, "id", id);
	while (db_step(st))
		for (size_t i = 0; i < m->values; i++) {
			value_load(registry_field(m->part->entity, m->part->field[m->value[i].field].name), st, (int)i + 1, &v);
			w[i] = match_fresh_hash(f, &v);
		}
	value_free(&v);
	match_fresh_values(f, id);
}

static struct stmt *by_post(struct match *m, int64_t id)
{
	struct stmt *st = db_prepare(m->db, "SELECT id FROM employment WHERE contact = ? AND company = ? ORDER BY id LIMIT 1");

	db_bind_int_at(st, 1, id);
	db_bind_int_at(st, 2, m->employer);
	return st;
}

int64_t match_fresh_row(struct match *m, const struct match_key *k, int64_t id)
{
	char *key = mem_copyn(k->text.s, strcspn(k->text.s, "\t"));
	struct stmt *st;
	int64_t row = 0;

	if (k->kind == BY_NAME) {
		st = by_post(m, id);
	} else {
		st = db_prepare(m->db, m->company
			? "SELECT id FROM channel WHERE company = ? AND key = ? AND state <> 'wrong' ORDER BY id LIMIT 1"
			: "SELECT id FROM channel WHERE contact = ? AND key = ? AND state <> 'wrong' ORDER BY id LIMIT 1");
		db_bind_int_at(st, 1, id);
		db_bind_text_at(st, 2, key);
	}
	if (db_step(st)) {
		row = db_int(st, 0);
		db_reset(st);
	}
	free(key);
	return row;
}

void match_fresh_read(struct match *m, int64_t id)
{
	uint64_t was = *match_fresh_words(m->fresh, id);
	struct str name = {0};

	if (m->company)
		read_company(m, id, &name);
	else if (m->contact)
		read_contact(m, id, &name);
	else
		read_values(m, id);
	if (m->company || m->contact)
		read_new_ways(m, id, &name, was);
	str_free(&name);
}
