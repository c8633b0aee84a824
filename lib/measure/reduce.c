/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reduce - many facts into one figure
 *
 * A cell keeps as little as its reducer needs: a sum, a count, a maximum; or, for medians and
 * what goes by units, an array that is merged before it may grow. */
#include "measure/reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"

const char *const reduce_names[] = {"sum", "count", "distinct", "median", "max",
                                    "hhi", "k80",   "cv",       "below",  NULL};

enum reducer reduce_parse(const char *word)
{
	int i = 0;

	while (reduce_names[i] && strcmp(reduce_names[i], word) != 0)
		i++;
	return (enum reducer)i;
}

const char *reduce_name(enum reducer r)
{
	return reduce_names[r];
}

/* Sums of money stay whole numbers to the end: a double forgets hundredths from 90 million millions on. */
static int64_t plus(int64_t a, int64_t b)
{
	int64_t r;

	if (__builtin_add_overflow(a, b, &r))
		die(CRM_STORAGE, "a sum is too large to be counted");
	return r;
}

static int by_unit(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;

	return (x->u > y->u) - (x->u < y->u);
}

static int by_value(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;

	return (x->v > y->v) - (x->v < y->v);
}

/* One entry a unit, their values added up. */
static void compact(struct cell *c)
{
	size_t n = 0;

	if (!c->used)
		return;
	qsort(c->units, c->used, sizeof *c->units, by_unit);
	for (size_t i = 1; i < c->used; i++)
		if (c->units[i].u == c->units[n].u)
			c->units[n].v = plus(c->units[n].v, c->units[i].v);
		else
			c->units[++n] = c->units[i];
	c->used = n + 1;
}

void reduce_add(struct cell *c, enum reducer r, int64_t v, int64_t u)
{
	c->n++;
	c->reckoned = false;
	if (r == REDUCE_COUNT)
		return;
	if (r == REDUCE_SUM)
		c->sum = plus(c->sum, v);
	if (c->n == 1 || v > c->max)
		c->max = v;
	if (r != REDUCE_MEDIAN && !reduce_has_units(r))
		return;
	/* Memory follows the number of units, not of facts: growing is tried after merging. */
	if (c->used == c->cap) {
		if (r != REDUCE_MEDIAN)
			compact(c);
		/* Merging that gained little is not tried again at the next fact, but when there is twice as much. */
		if (c->used * 2 >= c->cap)
			c->units = mem_grow(c->units, &c->cap, c->used * 2 + 4, sizeof *c->units);
	}
	c->units[c->used++] = (struct unit){u, v};
}

static struct figure median(struct cell *c)
{
	size_t half = c->used / 2;

	if (!c->used)
		return (struct figure){0, false};
	qsort(c->units, c->used, sizeof *c->units, by_value);
	if (c->used % 2)
		return (struct figure){(double)c->units[half].v, true};
	/* Halved as doubles: the sum of the two need not fit. */
	return (struct figure){((double)c->units[half - 1].v + (double)c->units[half].v) / 2, true};
}

/* Who brought back more than he bought has no share of the sales, and takes none from the others. */
static double positive_sum(const struct cell *c)
{
	double sum = 0;

	for (size_t i = 0; i < c->used; i++)
		if (c->units[i].v > 0)
			sum += (double)c->units[i].v;
	return sum;
}

/* Herfindahl and Hirschman: 10000 is a single buyer, 10000 / n are n of the same size. */
static struct figure hhi(const struct cell *c)
{
	double whole = positive_sum(c), index = 0;

	if (whole <= 0)
		return (struct figure){0, false};
	for (size_t i = 0; i < c->used; i++) {
		double share = 100 * (double)c->units[i].v / whole;

		if (share > 0)
			index += share * share;
	}
	return (struct figure){index, true};
}

static struct figure k80(struct cell *c)
{
	double whole = positive_sum(c), sum = 0;
	size_t k = 0;

	if (whole <= 0)
		return (struct figure){0, false};
	qsort(c->units, c->used, sizeof *c->units, by_value);
	/* In whole numbers: 0.8 is none in binary, and a client on the edge would come and go with the order of adding. */
	while (k < c->used && sum * 10 < whole * 8)
		sum += (double)c->units[c->used - ++k].v;
	return (struct figure){(double)k, true};
}

static struct figure cv(const struct cell *c)
{
	double sum = 0, squares = 0, mean;

	for (size_t i = 0; i < c->used; i++)
		sum += (double)c->units[i].v;
	mean = c->used ? sum / (double)c->used : 0;
	if (!(mean > 0 || mean < 0))
		return (struct figure){0, false};
	/* The second pass: a difference of two large sums of squares would have lost what is looked for. */
	for (size_t i = 0; i < c->used; i++)
		squares += ((double)c->units[i].v - mean) * ((double)c->units[i].v - mean);
	return (struct figure){sqrt(squares / (double)c->used) / mean, true};
}

static struct figure below(const struct cell *c)
{
	double n = 0;

	for (size_t i = 0; i < c->used; i++)
		n += c->units[i].v < 0;
	return (struct figure){n, true};
}

static struct figure reckon(struct cell *c, enum reducer r)
{
	if (reduce_has_units(r))
		compact(c);
	switch (r) {
	case REDUCE_SUM:
		return (struct figure){(double)c->sum, true};
	case REDUCE_COUNT:
		return (struct figure){(double)c->n, true};
	case REDUCE_DISTINCT:
		return (struct figure){(double)c->used, true};
	case REDUCE_MEDIAN:
		return median(c);
	case REDUCE_MAX:
		return (struct figure){(double)c->max, c->n > 0};
	case REDUCE_HHI:
		return hhi(c);
	case REDUCE_K80:
		return k80(c);
	case REDUCE_CV:
		return cv(c);
	case REDUCE_BELOW:
		return below(c);
	case REDUCERS:
		break;
	}
	return (struct figure){0, false};
}

/* What counts for every rep alike is asked for once for each of them. */
struct figure reduce_figure(struct cell *c, enum reducer r)
{
	if (!c->reckoned)
		c->figure = reckon(c, r);
	c->reckoned = true;
	return c->figure;
}

void reduce_free(struct cell *c)
{
	free(c->units);
	*c = (struct cell){0};
}
