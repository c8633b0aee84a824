/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_whole - records that are one by all they hold, known from memory while a large load runs
 *
 * A row that says all is looked for as a whole. One that leaves out what the program fills, such as the moment, may be
 * any record with the same rest: it waits, and so does from then on whatever has that rest, for only in their order
 * it comes out what each of them is. */
#include "exchange/match_whole.h"

#include <stdlib.h>

/* Whose words: the row's, those of the record that was just made of it, or of one that was read from the base. */
enum whose { OF_ROW, OF_RECORD, OF_BASE };

/* What the row was read for is in the record as it is; a row with a foreign key was not read. */
static const struct value *value_of(const struct match *m, const struct match_value *one, enum whose whose)
{
	if (whose == OF_BASE)
		return &one->base;
	if (whose == OF_RECORD && (one->fills || !m->n))
		return writer_stored(m->part->writer, m->part->field[one->field].name);
	return &one->v;
}

/* BY_REST and BY_OPEN: without the fields that the program fills. */
static uint64_t hash_of(struct match *m, const struct keyset *set, enum match_kind kind, enum whose whose)
{
	struct str *text = &m->key[0].text;

	str_clear(text);
	for (size_t i = 0; i < m->values; i++) {
		const struct match_value *one = &m->value[i];
		const struct value *v;

		if (one->fills && kind != BY_ALL)
			continue;
		v = value_of(m, one, whose);
		if (v && v->is == VALUE_INT)
			str_addn(text, (const char *)&v->i, sizeof v->i);
		else if (v && v->is == VALUE_TEXT)
			str_add(text, str_text(&v->text));
		str_addc(text, '\x1F');
	}
	return keyset_hash(set, (char)kind, str_text(text), text->n);
}

int64_t match_whole(struct match *m)
{
	uint64_t *hash = &m->key[0].hash;
	int64_t id;

	if (!m->n)
		return 0;
	if (m->open)
		return keyset_find(m->set, hash_of(m, m->set, BY_REST, OF_ROW));
	*hash = hash_of(m, m->set, BY_ALL, OF_ROW);
	id = keyset_find(m->set, *hash);
	return id || !m->opened ? id : keyset_find(m->set, hash_of(m, m->set, BY_OPEN, OF_ROW));
}

static void learn(struct keyset *set, uint64_t hash, int64_t id)
{
	if (!keyset_find(set, hash))
		keyset_add(set, hash, id);
}

void match_whole_learn(struct match *m, int64_t id)
{
	learn(m->set, m->n && !m->open ? m->key[0].hash : hash_of(m, m->set, BY_ALL, OF_RECORD), id);
	if (m->fills)
		learn(m->set, hash_of(m, m->set, BY_REST, OF_RECORD), id);
}

void match_whole_waits(struct match *m, int64_t id)
{
	if (!m->open)
		return;
	learn(m->set, hash_of(m, m->set, BY_OPEN, OF_ROW), id);
	m->opened = true;
}

/* ---- records that can be there
 *
 * Sixty thousand posts of one person have one key in the index, and each row would be held against all of them. What was
 * never seen need not be looked for, and of what was seen it is known where. */

enum { SEEN_ASKED = 256, SEEN_ROWS = 64, SEEN_STEPS = 16, SEEN_MOST = 2000000 };

static int64_t last_number(struct match *m)
{
	char *sql = mem_printf("SELECT max(id) FROM %s", m->part->entity->name);
	int64_t last = db_get_int(m->db, 0, sql, NULL);

	free(sql);
	return last;
}

/* Those that were added since it was looked last, by whomever. */
static void see(struct match *m, int64_t last)
{
	struct str sql = {0};
	struct stmt *st;

	match_select(m, &sql);
	str_add(&sql, " WHERE id > :last ORDER BY id");
	st = db_prepare(m->db, str_text(&sql));
	db_bind_int(st, "last", m->seen_last);
	while (db_step(st)) {
		for (size_t i = 0; i < m->values; i++)
			value_load(registry_field(m->part->entity, m->part->field[m->value[i].field].name), st, (int)i + 1,
				   &m->value[i].base);
		learn(m->seen, hash_of(m, m->seen, BY_ALL, OF_BASE), db_int(st, 0));
		if (m->fills)
			learn(m->seen, hash_of(m, m->seen, BY_REST, OF_BASE), db_int(st, 0));
	}
	str_free(&sql);
	m->seen_last = last;
}

/* To read the table pays when so many rows were looked for, or looking for them was as much work. */
static bool is_worth(struct match *m, int64_t last)
{
	if (m->seen || last > SEEN_MOST)
		return m->seen;
	m->asked++;
	return (m->asked >= SEEN_ASKED && last <= m->asked * SEEN_ROWS) || m->work > last * SEEN_STEPS;
}

int64_t match_whole_seen(struct match *m)
{
	int64_t last;

	/* when a record was changed, it would be another one */
	if (!m->whole || m->key[0].kind != BY_ALL || m->changed || m->told)
		return -1;
	last = last_number(m);
	if (!is_worth(m, last))
		return -1;
	if (!m->seen)
		m->seen = keyset_new((size_t)last * 2, last);
	if (last > m->seen_last)
		see(m, last);
	m->seen_last = last;
	return keyset_find(m->seen, hash_of(m, m->seen, m->open ? BY_REST : BY_ALL, OF_ROW));
}

void match_changed(struct match *m)
{
	m->changed = true;
	keyset_free(m->seen);
	m->seen = NULL;
}

void match_back(struct match *m)
{
	if (m->seen)
		m->seen_last = last_number(m);
}
