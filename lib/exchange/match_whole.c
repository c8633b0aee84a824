/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_whole - records that are one by all they hold, known from memory while a large load runs
 *
 * A row that says all is looked for as a whole. One that leaves out what the program fills, such as the moment, may be
 * any record with the same rest: it waits, and so does from then on whatever has that rest, for only in their order
 * it comes out what each of them is. */
#include "exchange/match_in.h"

/* Whose words: the row's, or the record's that was just made of it. */
enum whose { OF_ROW, OF_RECORD };

/* What the row was read for is in the record as it is; a row with a foreign key was not read. */
static const struct value *value_of(const struct match *m, const struct match_value *one, enum whose whose)
{
	if (whose == OF_RECORD && (one->fills || !m->n))
		return writer_stored(m->part->writer, m->part->field[one->field].name);
	return &one->v;
}

/* rest: without the fields that the program fills. */
static uint64_t hash_of(struct match *m, enum match_kind kind, bool rest, enum whose whose)
{
	struct str *text = &m->key[0].text;

	str_clear(text);
	for (size_t i = 0; i < m->values; i++) {
		const struct match_value *one = &m->value[i];
		const struct value *v;

		if (rest && one->fills)
			continue;
		v = value_of(m, one, whose);
		if (v && v->is == VALUE_INT)
			str_addn(text, (const char *)&v->i, sizeof v->i);
		else if (v && v->is == VALUE_TEXT)
			str_add(text, str_text(&v->text));
		str_addc(text, '\x1F');
	}
	return keyset_hash(m->set, (char)kind, str_text(text), text->n);
}

int64_t match_whole(struct match *m)
{
	uint64_t *hash = &m->key[0].hash;
	int64_t id;

	if (!m->n)
		return 0;
	if (m->open)
		return keyset_find(m->set, hash_of(m, BY_REST, true, OF_ROW));
	*hash = hash_of(m, BY_ALL, false, OF_ROW);
	id = keyset_find(m->set, *hash);
	return id || !m->opened ? id : keyset_find(m->set, hash_of(m, BY_OPEN, true, OF_ROW));
}

static void learn(struct match *m, uint64_t hash, int64_t id)
{
	if (!keyset_find(m->set, hash))
		keyset_add(m->set, hash, id);
}

void match_whole_learn(struct match *m, int64_t id)
{
	learn(m, m->n && !m->open ? m->key[0].hash : hash_of(m, BY_ALL, false, OF_RECORD), id);
	if (m->fills)
		learn(m, hash_of(m, BY_REST, true, OF_RECORD), id);
}

void match_whole_waits(struct match *m, int64_t id)
{
	if (!m->open)
		return;
	learn(m, hash_of(m, BY_OPEN, true, OF_ROW), id);
	m->opened = true;
}
