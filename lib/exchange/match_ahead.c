/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_ahead - the keys of a whole table looked up in the base before it is read
 *
 * In the order of the keys each page of an index is read once; in the order of the table every look-up finds
 * another one. What is found need only be possible: such a row waits, and is then looked up as any other. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "exchange/match_in.h"

/* Looked up and forgotten when there are so many: memory does not grow with the table. */
#define WANTED_BYTES (12u << 20)

/* kind and beginning of the key in one number, and where its text is. */
struct wanted {
	uint64_t order;
	size_t at;
};

struct match_ahead {
	struct str texts; /* kind, text, NUL */
	struct wanted *wanted;
	size_t n, cap;
};

static void want(struct match_ahead *a, enum match_kind kind, const char *text)
{
	size_t at = a->texts.n;

	str_addc(&a->texts, (char)kind);
	str_addn(&a->texts, text, strlen(text) + 1);
	a->wanted = mem_grow(a->wanted, &a->cap, a->n + 1, sizeof *a->wanted);
	a->wanted[a->n++] = (struct wanted){text_order(a->texts.s + at), at};
}

static const char *texts; /* of the keys being sorted */

static int by_key(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return strcmp(texts + x->at, texts + y->at);
}

/* The same rows of the base that match_base looks at. */
static const char *sql_of(const struct match *m, enum match_kind kind)
{
	switch (kind) {
	case BY_ALIAS:
		return "SELECT row, NULL FROM alias WHERE entity = ?2 AND system = ?3 AND ref = ?1";
	case BY_INN:
		return "SELECT company, kpp FROM legal_entity WHERE inn = ? ORDER BY id";
	case BY_NAME:
		return m->with_territory ? "SELECT id, NULL FROM company WHERE name_key = ? AND "
					   "coalesce(territory, 0) = ? ORDER BY id LIMIT 1"
					 : "SELECT id, NULL FROM company WHERE name_key = ? ORDER BY id LIMIT 1";
	default:
		return "SELECT company, NULL FROM channel WHERE key = ? AND company IS NOT NULL ORDER BY id LIMIT 1";
	}
}

static void bind_key(struct match *m, struct stmt *st, enum match_kind kind, const char *key)
{
	if (kind == BY_ALIAS) {
		db_bind_text_at(st, 2, m->part->entity->name);
		db_bind_text_at(st, 3, m->part->key->system);
	}
	db_bind_text_at(st, 1, key);
}

/* A name with its territory behind a tab. */
static void bind_name(struct stmt *st, struct str *name, const char *key)
{
	size_t n = strcspn(key, "\t");

	str_clear(name);
	str_addn(name, key, n);
	db_bind_text_at(st, 1, str_text(name));
	if (key[n])
		db_bind_int_at(st, 2, strtoll(key + n, NULL, 10));
}

static void look_up(struct match *m)
{
	struct match_ahead *a = m->ahead;
	struct str name = {0};
	struct stmt *st = NULL;
	const char *last = "";

	texts = str_text(&a->texts);
	if (a->n > 1)
		qsort(a->wanted, a->n, sizeof *a->wanted, by_key);
	for (size_t i = 0; i < a->n; i++) {
		const char *key = texts + a->wanted[i].at;
		enum match_kind kind = (enum match_kind)*key;

		if (!strcmp(key, last))
			continue;
		if (*key != *last)
			st = db_prepare(m->db, sql_of(m, kind));
		last = key;
		if (kind == BY_NAME)
			bind_name(st, &name, key + 1);
		else
			bind_key(m, st, kind, key + 1);
		while (db_step(st))
			match_learn_key(m, kind, key + 1, db_text0(st, 1), db_int(st, 0));
	}
	a->n = 0;
	str_clear(&a->texts);
	str_free(&name);
}

void match_ahead(struct match *m, struct part *p)
{
	m->ahead = m->ahead ? m->ahead : mem_zero(sizeof *m->ahead);
	m->part = p;
	match_keys(m, p);
	for (size_t i = 0; i < m->n; i++)
		if (m->key[i].kind != BY_SITE) /* those are all in memory */
			want(m->ahead, m->key[i].kind, m->key[i].text.s);
	if (p->ref)
		want(m->ahead, BY_ALIAS, p->ref);
	if (m->ahead->texts.n + m->ahead->n * sizeof *m->ahead->wanted > WANTED_BYTES)
		look_up(m);
}

void match_ahead_end(struct match *m)
{
	if (!m->ahead)
		return;
	look_up(m);
	free(m->ahead->wanted);
	str_free(&m->ahead->texts);
	free(m->ahead);
	m->ahead = NULL;
}
