/* SPDX-License-Identifier: GPL-2.0-or-later */
/* survive - how long things last when some of them have not ended yet
 *
 * Kaplan and Meier's estimate: what has not ended counts among those at risk up to its present
 * length, and not as if it had ended. Half of all is reached where the product of what goes on
 * falls to a half. */
#include "measure/survive.h"

#include <stdlib.h>
#include "base/str.h"

#define HALF 0.5
#define NEAR 1e-9 /* of products of fractions that are exactly a half on paper */

void survive_add(struct stays *s, int64_t seconds, bool ended)
{
	s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof *s->v);
	s->v[s->n++] = (struct stay){seconds, ended};
}

/* Of equal lengths the ended ones first: what goes on has lasted at least as long. */
static int compare(const void *a, const void *b)
{
	const struct stay *x = a, *y = b;

	if (x->seconds != y->seconds)
		return x->seconds < y->seconds ? -1 : 1;
	return (int)y->ended - (int)x->ended;
}

/* The next length at which something ended, from i on. */
static struct figure next_end(const struct stays *s, size_t i)
{
	while (i < s->n && !s->v[i].ended)
		i++;
	return i < s->n ? (struct figure){(double)s->v[i].seconds, true} : (struct figure){0, false};
}

struct figure survive_median_beside(struct stays *s, size_t (*going)(void *, int64_t seconds), void *arg)
{
	double left = 1;

	if (s->n)
		qsort(s->v, s->n, sizeof *s->v, compare);
	for (size_t i = 0, j; i < s->n; i = j) {
		double at_risk = (double)(s->n - i + going(arg, s->v[i].seconds)), ended = 0;

		for (j = i; j < s->n && s->v[j].seconds == s->v[i].seconds; j++)
			ended += s->v[j].ended;
		if (ended <= 0)
			continue;
		left *= 1 - ended / at_risk;
		if (left < HALF - NEAR)
			return (struct figure){(double)s->v[i].seconds, true};
		if (left <= HALF + NEAR) {
			struct figure next = next_end(s, j);

			if (next.is)
				return (struct figure){((double)s->v[i].seconds + next.v) / 2, true};
			return (struct figure){(double)s->v[i].seconds, true};
		}
	}
	return (struct figure){0, false};
}

static size_t nobody(void *arg, int64_t seconds)
{
	(void)arg;
	(void)seconds;
	return 0;
}

struct figure survive_median(struct stays *s)
{
	return survive_median_beside(s, nobody, NULL);
}

void survive_free(struct stays *s)
{
	free(s->v);
	*s = (struct stays){0};
}
