/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup_sample - the pairs that the model learns from: random ones, and a sample of those worth comparing */
#include "exchange/dup_sample.h"

#include <stdlib.h>

/* SAMPLE is a power of 2, three quarters of which are filled at most; four times the records' usual pairs. */
enum { RANDOM_PAIRS = 300000, SAMPLE = 1 << 20, PER_RECORD = 64 };

/* ---- patterns of levels */

uint64_t dup_pattern_of(const struct dup *d, const int *level)
{
	uint64_t p = 0;

	for (int f = 0; f < d->plan->fields; f++)
		p |= (uint64_t)level[f] << 4 * f;
	return p;
}

static void seen_grow(struct dup_seen *s)
{
	struct dup_seen old = *s;

	s->size = old.size ? old.size * 2 : 4096;
	s->pattern = mem_zero(s->size * sizeof *s->pattern);
	s->times = mem_zero(s->size * sizeof *s->times);
	for (size_t i = 0; i < old.size; i++)
		if (old.times[i] > 0) {
			size_t at = old.pattern[i] * 0x9E3779B97F4A7C15ULL >> 20;

			while (s->times[at & (s->size - 1)] > 0)
				at++;
			s->pattern[at & (s->size - 1)] = old.pattern[i];
			s->times[at & (s->size - 1)] = old.times[i];
		}
	free(old.pattern);
	free(old.times);
}

static void seen_add(struct dup_seen *s, uint64_t pattern, double times)
{
	size_t at;

	if (2 * s->n >= s->size)
		seen_grow(s);
	at = pattern * 0x9E3779B97F4A7C15ULL >> 20 & (s->size - 1);
	while (s->times[at] > 0 && s->pattern[at] != pattern)
		at = (at + 1) & (s->size - 1);
	s->n += s->times[at] == 0;
	s->pattern[at] = pattern;
	s->times[at] += times;
}

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9ULL;
	x = (x ^ x >> 27) * 0x94D049BB133111EBULL;
	return x ^ x >> 31;
}

/* ---- strangers */

static void count_levels(const struct dup *d, uint32_t a, uint32_t b, double n[DUP_FIELDS][DUP_LEVELS])
{
	int level[DUP_FIELDS];
	const char *hit[DUP_FIELDS];

	dup_levels(d, a, b, level, hit);
	for (int f = 0; f < d->plan->fields; f++)
		if (level[f])
			n[f][level[f] - 1]++;
}

/* Shares of the levels among random pairs, all of them where there are few. */
void dup_random(const struct dup *d, double r[DUP_FIELDS][DUP_LEVELS], double total[DUP_FIELDS])
{
	uint64_t all = (uint64_t)d->n * (d->n - 1) / 2, state = 1;

	if (all <= 2 * RANDOM_PAIRS) {
		for (uint32_t a = 0; a < d->n; a++)
			for (uint32_t b = a + 1; b < d->n; b++)
				count_levels(d, a, b, r);
	} else {
		for (int i = 0; i < RANDOM_PAIRS; i++) {
			uint32_t a = (uint32_t)(mix(state++) % d->n), b = (uint32_t)(mix(state++) % d->n);

			if (a != b)
				count_levels(d, a, b, r);
		}
	}
	for (int f = 0; f < d->plan->fields; f++) {
		total[f] = 0;
		for (int l = 0; l < d->plan->field[f].levels; l++)
			total[f] += r[f][l];
		for (int l = 0; l < d->plan->field[f].levels; l++)
			r[f][l] = total[f] > 0 ? r[f][l] / total[f] : 0;
	}
}

/* ---- the sample of pairs worth comparing */

/* The same pair comes from several passes and must count once: whether it is taken is decided by the pair itself, and
 * those taken are remembered. When there are too many, half of them go. */
struct sample {
	uint64_t *pair, *pattern; /* pair 0: free */
	size_t n, size;
	uint64_t share;           /* of 2^32 pairs that are taken */
};

static void sample_put(struct sample *s, uint64_t pair, uint64_t pattern)
{
	size_t at = (size_t)(mix(pair) >> 40) & (s->size - 1);

	while (s->pair[at])
		at = (at + 1) & (s->size - 1);
	s->pair[at] = pair;
	s->pattern[at] = pattern;
	s->n++;
}

static void sample_halve(struct sample *s)
{
	struct sample old = *s;

	s->pair = mem_zero(s->size * sizeof *s->pair);
	s->pattern = mem_zero(s->size * sizeof *s->pattern);
	s->n = 0;
	s->share /= 2;
	for (size_t i = 0; i < old.size; i++)
		if (old.pair[i] && (mix(old.pair[i]) & 0xFFFFFFFF) < s->share)
			sample_put(s, old.pair[i], old.pattern[i]);
	free(old.pair);
	free(old.pattern);
}

static void sample_pair(struct dup *d, uint32_t a, uint32_t b, void *arg)
{
	struct sample *s = arg;
	uint64_t pair = (uint64_t)a << 32 | b, h = mix(pair);
	size_t at = (size_t)(h >> 40) & (s->size - 1);
	int level[DUP_FIELDS];
	const char *hit[DUP_FIELDS];

	if ((h & 0xFFFFFFFF) >= s->share)
		return;
	while (s->pair[at] && s->pair[at] != pair)
		at = (at + 1) & (s->size - 1);
	if (s->pair[at])
		return;
	dup_levels(d, a, b, level, hit);
	sample_put(s, pair, dup_pattern_of(d, level));
	if (4 * s->n > 3 * s->size)
		sample_halve(s);
}

void dup_sample(struct dup *d, struct dup_seen *seen)
{
	struct sample s = {.size = SAMPLE, .share = 1ULL << 32};

	/* a guess that saves comparing what is thrown away again */
	if (d->n > SAMPLE / PER_RECORD)
		s.share = (s.share * (SAMPLE / PER_RECORD)) / d->n;
	s.pair = mem_zero(s.size * sizeof *s.pair);
	s.pattern = mem_zero(s.size * sizeof *s.pattern);
	dup_block(d, sample_pair, &s);
	for (size_t i = 0; i < s.size; i++)
		if (s.pair[i])
			seen_add(seen, s.pattern[i], 4294967296.0 / (double)s.share);
	free(s.pair);
	free(s.pattern);
}
