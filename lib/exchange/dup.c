/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup - suspected duplicates of companies and of contacts */
#include "exchange/dup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "exchange/dup_in.h"
#include "exchange/verdict.h"
#include "io/ask.h"
#include "io/opt.h"
#include "model/query.h"

/* Several keys find the same pair: all of them are kept until the sifting, for there are few. */
static void keep(struct dup *d, uint32_t a, uint32_t b, void *arg)
{
	uint64_t pattern;
	double odds = dup_odds(d, a, b, &pattern);

	(void)arg;
	if (odds < d->cut)
		return;
	d->pair = mem_grow(d->pair, &d->pair_cap, d->pairs + 1, sizeof *d->pair);
	d->pair[d->pairs++] = (struct dup_pair){a, b, (float)odds, pattern};
}

static const int64_t *ids; /* of the records being sorted */

static int by_odds(const void *x, const void *y)
{
	const struct dup_pair *p = x, *q = y;

	if (p->odds != q->odds)
		return p->odds > q->odds ? -1 : 1;
	if (p->a != q->a)
		return ids[p->a] < ids[q->a] ? -1 : 1;
	return p->b == q->b ? 0 : ids[p->b] < ids[q->b] ? -1 : 1;
}

static int by_number(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return *a < *b ? -1 : *a > *b;
}

/* The numbers of the records that fulfil the filters, in their order. */
static int64_t *chosen(struct db *db, const struct dup_wish *wish, size_t *n)
{
	struct query *q = query_new(db, wish->entity);
	struct str why = {0};
	int64_t *id = NULL;
	size_t cap = 0;

	for (const char *const *f = wish->filters; *f; f++)
		if (query_filter(q, *f, &why) != 0)
			opt_usage("%s", str_text(&why));
	while (query_next(q)) {
		id = mem_grow(id, &cap, *n + 1, sizeof *id);
		id[(*n)++] = query_id(q);
	}
	if (*n)
		qsort(id, *n, sizeof *id, by_number);
	query_free(q);
	return id;
}

static bool among(const int64_t *set, size_t n, int64_t a, int64_t b)
{
	return bsearch(&a, set, n, sizeof *set, by_number) || bsearch(&b, set, n, sizeof *set, by_number);
}

/* Each pair once, without those that were decided or not asked for, the likeliest first, not more than limit. */
static void sift(struct dup *d, const struct dup_wish *wish)
{
	struct verdicts *no = wish->all ? NULL : verdicts_read(d->db, wish->entity);
	size_t n = 0, n_set = 0;
	bool some = wish->filters && *wish->filters;
	int64_t *set = some ? chosen(d->db, wish, &n_set) : NULL;

	ids = d->id;
	if (d->pairs > 1)
		qsort(d->pair, d->pairs, sizeof *d->pair, by_odds);
	for (size_t i = 0; i < d->pairs && (!wish->limit || n < (size_t)wish->limit); i++) {
		const struct dup_pair *p = &d->pair[i];

		if (n && d->pair[n - 1].a == p->a && d->pair[n - 1].b == p->b)
			continue;
		if (no && verdicts_has(no, d->id[p->a], d->id[p->b]))
			continue;
		if (some && (!n_set || !among(set, n_set, d->id[p->a], d->id[p->b])))
			continue;
		d->pair[n++] = *p;
	}
	d->pairs = n;
	verdicts_free(no);
	free(set);
}

/* What was not compared with everything is never left unsaid; the weights are for who asks why. */
static void explain(const struct dup *d)
{
	struct str s = {0};

	for (size_t i = 0; i < d->notes.n; i++)
		note("%s", d->notes.v[i]);
	if (!opt.verbose)
		return;
	note("weights in bits, level by level, from equal to different (records: %u, odds of any two: %.1f):", d->n, d->prior);
	for (int f = 0; f < d->plan->fields; f++) {
		str_clear(&s);
		for (int l = 1; l <= d->plan->field[f].levels; l++)
			str_addf(&s, " %+.1f", d->weight[f][l]);
		note("  %-12s%s", d->plan->field[f].name, str_text(&s));
	}
	str_free(&s);
}

static void release(struct dup *d)
{
	free(d->id);
	free(d->record);
	free(d->arena);
	free(d->count);
	free(d->pair);
	strs_free(&d->notes);
}

struct shape *dup_find(struct db *db, const struct dup_wish *wish, long *count)
{
	struct dup d = {.db = db, .plan = dup_plan_of(wish->entity->name)};
	struct shape *out;

	if (!d.plan)
		opt_usage("'%s' is not compared: expected company or contact", wish->entity->name);
	/* odds, not chances: they add up field by field */
	d.cut = log2(wish->threshold / (1 - wish->threshold));
	dup_load(&d);
	if (d.n > 1) {
		dup_count(&d);
		dup_order(&d);
		dup_train(&d);
		dup_bounds(&d);
		dup_block(&d, keep, NULL);
		sift(&d, wish);
		explain(&d);
	}
	*count = (long)d.pairs;
	out = dup_show(&d);
	release(&d);
	return out;
}
