/* SPDX-License-Identifier: GPL-2.0-or-later */
/* standing - who stands somewhere at the end of each period, and since when
 *
 * The tally is a binary indexed tree over the stays in the order of their beginnings: in it are those
 * that last at the end of the period it stands at, so that both coming and going, and the question
 * how many are older than so much, cost the logarithm of their number. */
#include "measure/standing.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/str.h"

/* A stay that comes in or goes out. */
struct turn {
	int32_t period;
	uint32_t rank; /* among the beginnings */
};
struct tally {
	const struct standing *of;
	struct turn *come, *go;
	size_t came, went;
	uint32_t *tree; /* [1 .. n] */
};

/* The next period of the same stay makes no entry of its own. Nor does that of another one with the same
 * beginning: nothing tells them apart. */
void standing_add(struct standing *s, int64_t since, int first, int last)
{
	struct stand *before = s->n ? &s->v[s->n - 1] : NULL;

	if (before && before->since == since && before->last == first - 1) {
		before->last = last;
		return;
	}
	s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof *s->v);
	s->v[s->n++] = (struct stand){since, first, last};
}

void standing_free(struct standing *s)
{
	free(s->v);
	*s = (struct standing){0};
}

static int by_since(const void *a, const void *b)
{
	const struct stand *x = a, *y = b;

	return (x->since > y->since) - (x->since < y->since);
}

static int by_period(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;

	return (x->period > y->period) - (x->period < y->period);
}

static struct turn *turns(const struct standing *s, bool coming)
{
	struct turn *t = mem_alloc((s->n + 1) * sizeof *t);

	for (size_t i = 0; i < s->n; i++)
		t[i] = (struct turn){coming ? s->v[i].first : s->v[i].last, (uint32_t)i};
	if (s->n)
		qsort(t, s->n, sizeof *t, by_period);
	return t;
}

struct tally *tally_open(struct standing *s)
{
	struct tally *t = mem_zero(sizeof *t);

	if (s->n)
		qsort(s->v, s->n, sizeof *s->v, by_since);
	t->of = s;
	t->come = turns(s, true);
	t->go = turns(s, false);
	t->tree = mem_zero((s->n + 1) * sizeof *t->tree);
	return t;
}

static void put(struct tally *t, size_t rank, uint32_t n)
{
	for (size_t i = rank + 1; i <= t->of->n; i += i & -i)
		t->tree[i] += n;
}

size_t tally_at(struct tally *t, int period)
{
	for (; t->came < t->of->n && t->come[t->came].period <= period; t->came++)
		put(t, t->come[t->came].rank, 1);
	/* unsigned: adding the largest number takes one away */
	for (; t->went < t->of->n && t->go[t->went].period < period; t->went++)
		put(t, t->go[t->went].rank, UINT32_MAX);
	return t->came - t->went;
}

size_t tally_since(const struct tally *t, int64_t since)
{
	size_t low = 0, high = t->of->n;
	uint32_t n = 0;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (t->of->v[mid].since <= since)
			low = mid + 1;
		else
			high = mid;
	}
	for (size_t i = low; i; i -= i & -i)
		n += t->tree[i];
	return n;
}

void tally_free(struct tally *t)
{
	free(t->come);
	free(t->go);
	free(t->tree);
	free(t);
}
