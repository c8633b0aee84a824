/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup_model - how much each agreement says: Fellegi-Sunter, estimated from the records themselves
 *
 * u, how often strangers agree, is counted in random pairs; m, how often records of one and the same agree, and how
 * many such pairs there are, come from expectation-maximisation over the pairs worth comparing (all others count as
 * strangers). An equal value weighs by how rare that value is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "exchange/dup_sample.h"

enum { ROUNDS = 60 };

/* How many imagined pairs stand behind the beliefs of the plan. */
static const double belief_m = 100, belief_u = 1000, belief_pairs = 1000;
/* Weights in bits beyond which nothing is believed: there is always somebody who copied a line. */
static const double heaviest = 20, lightest = -9, against = -2;
/* What one only has by law makes two records suspected however many there are, unless so many have it that it is a filler. */
static const double suspected = 1;
static const uint32_t holders = 4;
/* Street, house and town agree together or not at all: what counts of all that say where, but the strongest. */
static const double place_share = 0.5;

uint64_t dup_hash(int field, const char *value)
{
	uint64_t h = (uint64_t)text_hash(value, strlen(value)) ^ ((uint64_t)field + 1) * 0x9E3779B97F4A7C15;

	h ^= h >> 31;
	h *= 0xBF58476D1CE4E5B9ULL;
	return h ^ h >> 29;
}

/* ---- how common values are */

static void count_words(struct dup *d, const char *name, struct str *word)
{
	while (*name) {
		size_t n = strcspn(name, " ");

		str_clear(word);
		latin_skeleton(name, n, word);
		d->count[dup_hash(31, str_text(word)) & d->count_mask]++;
		name += n + (name[n] == ' ');
	}
}

void dup_count(struct dup *d)
{
	size_t size = 1024;
	struct str word = {0};

	while (size < (size_t)d->n * 12)
		size *= 2;
	d->count_mask = size - 1;
	d->count = mem_zero(size * sizeof *d->count);
	for (uint32_t i = 0; i < d->n; i++)
		for (int f = 0; f < d->plan->fields; f++) {
			d->present[f] += d->record[i].given >> f & 1;
			for (const char *s = dup_value(d, &d->record[i], f); *s; s += strlen(s) + 1) {
				d->count[dup_hash(f, s) & d->count_mask]++;
				if (f == d->plan->name && !d->plan->parts)
					count_words(d, s, &word);
			}
		}
	str_free(&word);
}

/* The chance that a stranger has this value. The record itself does not count. */
static double rarity(const struct dup *d, int f, const char *value)
{
	double c = d->count[dup_hash(f, value) & d->count_mask];

	return (c > 1 ? c - 1 : 1) / (d->present[f] + d->plan->field[f].population);
}

/* ---- expectation and maximisation */

/* log2(m / u) of every level, kept within what a careful person would believe. */
static void set_weights(struct dup *d)
{
	for (int f = 0; f < d->plan->fields; f++) {
		const struct dup_field *field = &d->plan->field[f];

		d->weight[f][0] = 0;
		for (int l = 0; l < field->levels; l++) {
			double w = log2(d->m[f][l] / d->u[f][l]);

			/* nothing says more than what is more alike */
			if (l > 0 && w > d->weight[f][l])
				w = d->weight[f][l];
			if (field->against && l + 1 >= field->against && w > against)
				w = against;
			d->weight[f][l + 1] = w > heaviest ? heaviest : w < lightest ? lightest : w;
		}
	}
}

static double chance(double odds)
{
	return 1 / (1 + exp2(-odds));
}

static double pattern_odds(const struct dup *d, uint64_t pattern)
{
	double odds = d->prior;

	for (int f = 0; f < d->plan->fields; f++)
		odds += d->weight[f][dup_level_of(pattern, f)];
	return odds;
}

/* m from the pairs that are likely one, weighed with what was believed before. Returns how many pairs are one. */
static double expect(struct dup *d, const struct dup_seen *s, double n[DUP_FIELDS][DUP_LEVELS])
{
	double ones = 0;

	memset(n, 0, DUP_FIELDS * sizeof *n);
	for (size_t i = 0; i < s->size; i++) {
		double p;

		if (s->times[i] <= 0)
			continue;
		p = chance(pattern_odds(d, s->pattern[i])) * s->times[i];
		ones += p;
		for (int f = 0; f < d->plan->fields; f++)
			if (dup_level_of(s->pattern[i], f))
				n[f][dup_level_of(s->pattern[i], f) - 1] += p;
	}
	return ones;
}

/* Random pairs hold some that are one: their share is taken off. */
static void maximise(struct dup *d, double n[DUP_FIELDS][DUP_LEVELS], const double r[DUP_FIELDS][DUP_LEVELS],
                     const double *random, double ones, double all)
{
	for (int f = 0; f < d->plan->fields; f++) {
		const struct dup_field *field = &d->plan->field[f];
		double sum = belief_m, u_sum = 0;

		for (int l = 0; l < field->levels; l++)
			sum += n[f][l];
		for (int l = 0; l < field->levels; l++) {
			double strangers = random[f] * (r[f][l] - ones / all * d->m[f][l]);

			d->m[f][l] = (n[f][l] + belief_m * field->m[l]) / sum;
			d->u[f][l] = (strangers > 0 ? strangers : 0) + belief_u * field->u[l] + 0.5;
			u_sum += d->u[f][l];
		}
		for (int l = 0; l < field->levels; l++)
			d->u[f][l] /= u_sum;
	}
	/* in a handful of records any two would soon be one: as if there were some pairs more */
	d->prior = log2(ones / (all - ones + belief_pairs));
	set_weights(d);
}

void dup_train(struct dup *d)
{
	double n[DUP_FIELDS][DUP_LEVELS], r[DUP_FIELDS][DUP_LEVELS] = {{0}}, random[DUP_FIELDS];
	double all = (double)d->n * (d->n - 1.0) / 2, ones = 0.01 * d->n + 0.5;
	struct dup_seen s = {0};

	dup_random(d, r, random);
	dup_sample(d, &s);
	memset(n, 0, sizeof n);
	for (int f = 0; f < d->plan->fields; f++)
		for (int l = 0; l < d->plan->field[f].levels; l++)
			d->m[f][l] = d->plan->field[f].m[l];
	for (int i = 0; i <= ROUNDS; i++) {
		maximise(d, n, (const double (*)[DUP_LEVELS])r, random, ones, all);
		ones = expect(d, &s, n) + 0.5;
	}
	free(s.pattern);
	free(s.times);
}

/* ---- one pair */

/* Equal values weigh by their own rarity, nearly equal ones by how often such likeness happens. */
static double weight_of(const struct dup *d, int f, int level, const char *hit)
{
	double w;

	if (level != 1 || !hit)
		return d->weight[f][level];
	w = log2(d->m[f][0] / rarity(d, f, hit));
	return w > heaviest ? heaviest : w < lightest ? lightest : w;
}

void dup_bounds(struct dup *d)
{
	for (int f = 0; f < d->plan->fields; f++) {
		double most = log2(d->m[f][0] * (d->present[f] + d->plan->field[f].population));

		d->most[f] = most < 0 ? 0 : most > heaviest ? heaviest : most;
	}
}

/* What a field can say at most, before its values are looked at. */
static double bound(const struct dup *d, const struct dup_record *x, const struct dup_record *y, int f)
{
	double fuzzy = d->weight[f][2];

	if (x->hash[f] == y->hash[f] || ((x->many | y->many) >> f & 1))
		return d->most[f];
	return fuzzy > 0 ? fuzzy : 0;
}

/* Exchanged names may be equal where neither hash is. */
static double bound_names(const struct dup *d)
{
	return d->most[d->plan->name] + d->most[d->plan->name + 1];
}

/* An equal tax number is no accident that grows with the base, as the odds of any two would have it. */
static bool shares_sole(const struct dup *d, const struct dup_record *x, const struct dup_record *y)
{
	int level[DUP_FIELDS] = {0}, f = d->plan->sole;
	const char *hit[DUP_FIELDS];

	if (!((x->given & y->given) >> f & 1) || (x->hash[f] != y->hash[f] && !((x->many | y->many) >> f & 1)))
		return false;
	dup_level_field(d, x, y, f, level, hit);
	return level[f] == 1 && hit[f] && d->count[dup_hash(f, hit[f]) & d->count_mask] <= holders;
}

/* Most pairs are given up after one field: what is left could not lift them over the threshold any more. */
double dup_odds(const struct dup *d, uint32_t a, uint32_t b, uint64_t *pattern)
{
	const struct dup_record *x = &d->record[a], *y = &d->record[b];
	unsigned both = x->given & y->given, names = d->plan->parts ? 3u << d->plan->name : 0;
	int level[DUP_FIELDS] = {0};
	const char *hit[DUP_FIELDS];
	/* From above: odds begins with the most that each field could say, and sinks as they are
	 * looked at. */
	double odds = d->prior, left[DUP_FIELDS], strongest = 0, places = 0;
	bool sole = shares_sole(d, x, y);

	if (x->given & names && y->given & names)
		both |= names;
	for (int f = 0; f < d->plan->fields; f++)
		if (both >> f & 1) {
			left[f] = names >> f & 1 ? bound_names(d) / 2 : bound(d, x, y, f);
			odds += left[f];
		}
	for (int f = 0; f < d->plan->fields && (sole || odds >= d->cut); f++)
		if (both >> f & 1) {
			double w;

			dup_level_field(d, x, y, f, level, hit);
			w = weight_of(d, f, level[f], hit[f]);
			odds += w - left[f];
			if (d->plan->field[f].place && w > 0) {
				places += w;
				strongest = w > strongest ? w : strongest;
			}
		}
	*pattern = dup_pattern_of(d, level);
	odds -= (places - strongest) * (1 - place_share);
	return sole && odds < suspected ? suspected : odds;
}
