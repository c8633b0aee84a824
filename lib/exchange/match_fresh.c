/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_fresh - the records of this run, known from memory while their rows are still in bundles
 *
 * A key leads to all records that have it, in their order. What else is asked of a record are hashes of 64 bits of what it
 * holds: with 32, a dozen rows of a table of 300,000 that differ in one column were taken for others. Of one that was
 * changed since it was added they are read anew, and its telephones are asked for in the base. */
#include <stdlib.h>
#include <string.h>
#include "exchange/match_fresh_in.h"

enum { OWNERS = 64 };

uint64_t match_fresh_word(const struct fresh *f, const char *s, size_t n)
{
	uint64_t word = n ? keyset_hash(f->keys, 'w', s, n) : 0;

	/* 0 says that there is nothing. */
	return n && !word ? 1 : word;
}

uint64_t match_fresh_number(const struct fresh *f, int64_t i)
{
	return match_fresh_word(f, (const char *)&i, sizeof i);
}

uint64_t match_fresh_hash(const struct fresh *f, const struct value *v)
{
	if (!v || v->is == VALUE_NULL)
		return 0;
	return v->is == VALUE_INT ? match_fresh_number(f, v->i) : match_fresh_word(f, v->text.s, v->text.n);
}

uint64_t *match_fresh_words(const struct fresh *f, int64_t id)
{
	return f->word + (size_t)(id - f->before - 1) * f->width;
}

static size_t index_of(const struct fresh *f, int64_t id)
{
	return (size_t)(id - f->before - 1);
}

bool match_fresh_is(const struct match *m, int64_t id)
{
	return m->fresh && id > m->fresh->before && id <= m->fresh->last;
}

static void make_room(struct fresh *f, int64_t id)
{
	size_t n = index_of(f, id) + 1;

	f->digest = mem_grow(f->digest, &f->digests, n, sizeof *f->digest);
	f->changed = mem_grow(f->changed, &f->changes, n, sizeof *f->changed);
	f->word = mem_grow(f->word, &f->words, n * f->width, sizeof *f->word);
	f->changed[n - 1] = false;
	f->last = id > f->last ? id : f->last;
}

void match_fresh_open(struct match *m, int64_t expected, bool base)
{
	struct fresh *f = m->fresh = mem_zero(sizeof *f);

	f->base = base;
	f->before = f->last = m->part->before;
	f->expected = (size_t)expected;
	f->width = m->company ? FRESH_COMPANY : m->contact ? FRESH_CONTACT : m->values ? m->values : 1;
	f->keys = keyset_new(f->expected * match_kinds(m), f->before + expected);
}

void match_fresh_close(struct match *m)
{
	struct fresh *f = m->fresh;

	if (!f)
		return;
	for (size_t i = 0; i < f->ways; i++)
		keyset_free(f->way[i].keys);
	keyset_free(f->keys);
	free(f->digest);
	free(f->changed);
	free(f->word);
	free(f);
	m->fresh = NULL;
	m->held = false;
}

void match_held(struct match *m, bool held)
{
	m->held = held;
}

bool match_stuck(const struct match *m)
{
	return m->stuck;
}

/* ---- keys */

/* Nobody asks for more than the first: a name that a hundred thousand have would be looked for among all of them. */
static void add_key(struct keyset *keys, uint64_t hash, int64_t id)
{
	int64_t has[OWNERS];
	size_t owners = keyset_all(keys, hash, has, OWNERS);

	for (size_t i = 0; i < owners; i++)
		if (has[i] == id)
			return;
	if (owners < OWNERS)
		keyset_add(keys, hash, id);
}

void match_fresh_key(struct fresh *f, enum match_kind kind, const char *s, size_t n, int64_t id)
{
	add_key(f->keys, keyset_hash(f->keys, (char)kind, s, n), id);
}

static bool named(const struct match *m, int64_t id)
{
	return match_fresh_words(m->fresh, id)[FRESH_NAME] == match_fresh_word(m->fresh, m->name_key.s, m->name_key.n);
}

static bool has_key(struct match *m, const struct match_key *k, int64_t id)
{
	const struct fresh *f = m->fresh;
	bool with_name = k->kind == BY_NAME || k->kind == BY_MAILBOX || (m->contact && k->kind == BY_PHONE);

	if (with_name && !named(m, id))
		return false;
	if (k->kind == BY_NAME)
		return !m->company || !m->with_territory ||
		       match_fresh_words(f, id)[FRESH_TERRITORY] == match_fresh_number(f, m->territory_id);
	return !f->changed[index_of(f, id)] || match_fresh_row(m, k, id);
}

struct owner {
	int64_t id, order;
};

static int by_order(const void *a, const void *b)
{
	const struct owner *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* As the base has them: by number, or by when they got the telephone, the address, the post. */
static void sort(struct match *m, const struct match_key *k, struct owner *o, size_t n)
{
	const struct fresh *f = m->fresh;
	bool plain = true;

	for (size_t i = 0; i < n; i++)
		plain = plain && !f->changed[index_of(f, o[i].id)];
	if (plain || n < 2)
		return;
	for (size_t i = 0; i < n; i++) {
		o[i].order = m->company && k->kind == BY_NAME ? o[i].id : match_fresh_row(m, k, o[i].id);
		o[i].order = o[i].order ? o[i].order : INT64_MAX;
	}
	qsort(o, n, sizeof *o, by_order);
}

size_t match_fresh(struct match *m, const struct match_key *k, int64_t owner[MATCH_OWNERS], size_t n)
{
	struct fresh *f = m->fresh;
	struct owner found[OWNERS];
	int64_t id[OWNERS];
	size_t all, have = 0;

	if (!f)
		return n;
	all = keyset_all(f->keys, keyset_hash(f->keys, (char)k->kind, k->text.s, k->text.n), id, OWNERS);
	for (size_t i = 0; i < all; i++)
		if (match_fresh_is(m, id[i]) && has_key(m, k, id[i]))
			found[have++] = (struct owner){.id = id[i]};
	sort(m, k, found, have);
	for (size_t i = 0; i < have; i++)
		n = match_add(owner, n, found[i].id);
	return n;
}

void match_fresh_inn(struct match *m, const struct match_key *k, int64_t owner[MATCH_OWNERS], size_t *n,
		     int64_t unclear[MATCH_OWNERS], size_t *others)
{
	struct fresh *f = m->fresh;
	int64_t id[OWNERS];
	uint64_t inn, kpp;
	size_t all;

	if (!f)
		return;
	inn = match_fresh_word(f, m->inn.s, m->inn.n);
	kpp = match_fresh_word(f, m->kpp.s, m->kpp.n);
	all = keyset_all(f->keys, keyset_hash(f->keys, BY_INN, k->text.s, k->text.n), id, OWNERS);
	for (size_t i = 0; i < all; i++) {
		const uint64_t *w = match_fresh_is(m, id[i]) ? match_fresh_words(f, id[i]) : NULL;

		if (!w || w[FRESH_INN] != inn)
			continue;
		if (w[FRESH_KPP] == kpp)
			*n = match_add(owner, *n, id[i]);
		else if (!w[FRESH_KPP] || !kpp)
			*others = match_add(unclear, *others, id[i]);
	}
}

bool match_fresh_has_inn(const struct match *m, int64_t id, bool other)
{
	uint64_t inn = match_fresh_words(m->fresh, id)[FRESH_INN];

	return inn && (inn == match_fresh_word(m->fresh, m->inn.s, m->inn.n)) != other;
}

bool match_fresh_named(const struct match *m, int64_t id)
{
	return match_fresh_is(m, id) && named(m, id);
}

int64_t match_fresh_alias(const struct match *m, const char *ref)
{
	return keyset_find(m->fresh->keys, keyset_hash(m->fresh->keys, BY_ALIAS, ref, strlen(ref)));
}

/* ---- records that are what they hold */

static bool agrees(const struct fresh *f, int64_t id, uint64_t given, const uint64_t *want)
{
	const uint64_t *has = match_fresh_words(f, id);

	for (size_t i = 0; i < f->width; i++)
		if (given >> i & 1 && has[i] != want[i])
			return false;
	return true;
}

/* Which fields are given goes in as well: the same words in other fields are another record. */
static uint64_t hash_of(const struct fresh *f, uint64_t given, const uint64_t *word)
{
	uint64_t h = given;

	for (size_t i = 0; i < f->width; i++)
		if (given >> i & 1)
			h = keyset_digest(h, (const char *)&word[i], sizeof word[i]);
	return keyset_hash(f->keys, BY_ALL, (const char *)&h, sizeof h);
}

/* The records by those fields that a row gives, made when the first such row comes; where rows give ever other ones, by
 * some of them. NULL: by none of them. */
static const struct fresh_way *way_of(struct fresh *f, uint64_t given)
{
	struct fresh_way *way = NULL;

	for (size_t i = 0; i < f->ways; i++)
		if (!(f->way[i].given & ~given) &&
		    (!way || __builtin_popcountll(f->way[i].given) > __builtin_popcountll(way->given)))
			way = &f->way[i];
	if ((way && way->given == given) || f->ways == FRESH_WAYS)
		return way;
	way = &f->way[f->ways++];
	/* The last one has to do for many. */
	way->given = f->ways == FRESH_WAYS ? given & (~given + 1) : given;
	way->keys = keyset_new(f->expected, f->before + (int64_t)f->expected);
	for (int64_t id = f->before + 1; id <= f->last; id++)
		add_key(way->keys, hash_of(f, way->given, match_fresh_words(f, id)), id);
	return way;
}

static int64_t look_through(const struct fresh *f, uint64_t given, const uint64_t *want)
{
	for (int64_t id = f->before + 1; id <= f->last; id++)
		if (agrees(f, id, given, want))
			return id;
	return 0;
}

int64_t match_fresh_all(struct match *m)
{
	struct fresh *f = m->fresh;
	uint64_t want[64] = {0};
	const struct fresh_way *way;
	int64_t id[OWNERS], found = 0;
	uint64_t given = 0;
	size_t all = OWNERS;

	for (size_t i = 0; i < f->width; i++) {
		want[i] = match_fresh_hash(f, &m->value[i].v);
		given |= (uint64_t)m->value[i].compared << i;
	}
	way = way_of(f, given);
	if (way)
		all = keyset_all(way->keys, hash_of(f, way->given, want), id, OWNERS);
	if (all == OWNERS)
		return look_through(f, given, want);
	for (size_t i = 0; i < all; i++)
		if (match_fresh_is(m, id[i]) && agrees(f, id[i], given, want) && (!found || id[i] < found))
			found = id[i];
	return found;
}

void match_fresh_values(struct fresh *f, int64_t id)
{
	for (size_t i = 0; i < f->ways; i++)
		add_key(f->way[i].keys, hash_of(f, f->way[i].given, match_fresh_words(f, id)), id);
}

int match_fresh_value(const struct match *m, int64_t id, const char *field)
{
	for (size_t i = 0; i < m->values; i++)
		if (!strcmp(m->part->field[m->value[i].field].name, field)) {
			const char *cell = m->part->cell[m->value[i].field];
			uint64_t word = match_fresh_words(m->fresh, id)[i];

			return word ? word == match_fresh_number(m->fresh, strtoll(cell, NULL, 10)) : -1;
		}
	return -1;
}

/* ---- learning */

static void learn_name(struct match *m, int64_t id)
{
	match_fresh_words(m->fresh, id)[FRESH_NAME] = match_fresh_word(m->fresh, m->name_key.s, m->name_key.n);
}

static void learn_row(struct match *m, const struct part *p, int64_t id)
{
	struct fresh *f = m->fresh;
	uint64_t *w = match_fresh_words(f, id);

	if (m->company || m->contact)
		learn_name(m, id);
	if (m->company) {
		w[FRESH_TERRITORY] = match_fresh_number(f, m->territory_id);
		w[FRESH_INN] = match_fresh_word(f, m->inn.s, m->inn.n);
		w[FRESH_KPP] = w[FRESH_INN] ? match_fresh_word(f, m->kpp.s, m->kpp.n) : 0;
	}
	if (m->company || m->contact) {
		for (size_t i = 0; i < m->n; i++)
			if (m->key[i].kind != BY_SITE)
				match_fresh_key(f, m->key[i].kind, m->key[i].text.s, m->key[i].text.n, id);
		return;
	}
	memset(w, 0, f->width * sizeof *w);
	for (size_t i = 0; i < m->values; i++)
		w[i] = match_fresh_hash(f, writer_stored(p->writer, p->field[m->value[i].field].name));
	match_fresh_values(f, id);
}

static void learn_alias(struct fresh *f, const struct part *p, int64_t id)
{
	if (p->ref)
		match_fresh_key(f, BY_ALIAS, p->ref, strlen(p->ref), id);
}

void match_fresh_learn(struct match *m, const struct part *p, int64_t id, uint64_t digest)
{
	struct fresh *f = m->fresh;

	make_room(f, id);
	f->digest[index_of(f, id)] = digest;
	learn_row(m, p, id);
	learn_alias(f, p, id);
}

/* What a record was told by rows before the last one. */
static uint64_t told(const struct fresh *f, int64_t id, uint64_t digest)
{
	uint64_t both[2] = {(uint64_t)id, digest};

	return keyset_hash(f->keys, 't', (const char *)both, sizeof both);
}

void match_fresh_changed(struct match *m, int64_t id, uint64_t digest, bool wrote_over)
{
	struct fresh *f = m->fresh;

	if (id <= f->before)
		return;
	if (f->digest[index_of(f, id)] != digest)
		keyset_add(f->keys, told(f, id, f->digest[index_of(f, id)]), id);
	f->digest[index_of(f, id)] = digest;
	f->wrote_over = f->wrote_over || wrote_over;
	f->changed[index_of(f, id)] = true;
	match_fresh_read(m, id);
	learn_alias(f, m->part, id);
}

bool match_fresh_same(const struct match *m, int64_t id, uint64_t digest, bool fill)
{
	const struct fresh *f = m->fresh;

	if (!match_fresh_is(m, id))
		return false;
	return f->digest[index_of(f, id)] == digest ||
	       (fill && !f->wrote_over && keyset_find(f->keys, told(f, id, digest)));
}
