/* SPDX-License-Identifier: GPL-2.0-or-later */
/* verdict - pairs that look alike and were said not to be the same
 *
 * A pair is kept with the lower number first, so that it is one pair from whichever side it is
 * told. */
#include "exchange/verdict.h"

#include <stdlib.h>

struct verdicts {
	int64_t (*pair)[2]; /* sorted, the lower number first */
	size_t n, cap;
};

static int by_pair(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	if (a[0] != b[0])
		return a[0] < b[0] ? -1 : 1;
	return a[1] < b[1] ? -1 : a[1] > b[1];
}

struct verdicts *verdicts_read(struct db *db, const struct entity *e)
{
	struct stmt *st = db_prepare(db, "SELECT one, other FROM not_duplicate WHERE entity = :entity ORDER BY one, other");
	struct verdicts *v = mem_zero(sizeof *v);

	db_bind_text(st, "entity", e->name);
	while (db_step(st)) {
		v->pair = mem_grow(v->pair, &v->cap, v->n + 1, sizeof *v->pair);
		v->pair[v->n][0] = db_int(st, 0);
		v->pair[v->n++][1] = db_int(st, 1);
	}
	if (v->n)
		return v;
	verdicts_free(v);
	return NULL;
}

bool verdicts_has(const struct verdicts *v, int64_t a, int64_t b)
{
	const int64_t key[2] = {a < b ? a : b, a < b ? b : a};

	return bsearch(key, v->pair, v->n, sizeof *v->pair, by_pair) != NULL;
}

void verdicts_free(struct verdicts *v)
{
	if (!v)
		return;
	free(v->pair);
	free(v);
}

bool verdict_is(struct db *db, const struct entity *e, int64_t a, int64_t b)
{
	struct stmt *st = db_prepare(db, "SELECT 1 FROM not_duplicate WHERE entity = :entity AND one = :one AND other = :other");
	bool is;

	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "one", a < b ? a : b);
	db_bind_int(st, "other", a < b ? b : a);
	is = db_step(st);
	db_reset(st);
	return is;
}

static bool change(struct db *db, const struct entity *e, const char *sql, int64_t a, int64_t b)
{
	struct stmt *st = db_prepare(db, sql);

	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "one", a < b ? a : b);
	db_bind_int(st, "other", a < b ? b : a);
	db_run(st);
	return db_changes(db) > 0;
}

bool verdict_add(struct db *db, const struct entity *e, int64_t a, int64_t b)
{
	return change(db, e, "INSERT INTO not_duplicate (entity, one, other) VALUES (:entity, :one, :other) "
	                     "ON CONFLICT (entity, one, other) DO NOTHING", a, b);
}

bool verdict_take_back(struct db *db, const struct entity *e, int64_t a, int64_t b)
{
	return change(db, e, "DELETE FROM not_duplicate WHERE entity = :entity AND one = :one AND other = :other",
	              a, b);
}
