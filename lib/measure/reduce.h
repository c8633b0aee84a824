/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reduce - many facts into one figure
 *
 * sum       the sum of v
 * count     the number of facts
 * distinct  the number of different units u
 * median    the middle v; of an even number the mean of the two middle ones
 * max       the largest v
 * hhi       the sum over units of (100 * its share)^2; units whose sum is not above 0 are left out
 * k80       the least number of units that together have 80 % of the sum
 * cv        population standard deviation of the units' sums over their mean
 * below     the number of units whose sum is under 0
 * sum, count, distinct and below of nothing are 0, the others empty. */
#ifndef CRM_REDUCE_H
#define CRM_REDUCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "measure/formula.h"

enum reducer {
	REDUCE_SUM, REDUCE_COUNT, REDUCE_DISTINCT, REDUCE_MEDIAN, REDUCE_MAX,
	REDUCE_HHI, REDUCE_K80, REDUCE_CV, REDUCE_BELOW, REDUCERS
};

struct unit {
	int64_t u, v;
};
/* What has been seen so far; {0} is nothing. The owner calls reduce_free. */
struct cell {
	int64_t n, sum, max;
	struct unit *units;
	size_t used, cap;
	struct figure figure; /* of all that, once it was asked for */
	bool reckoned;
};

/* The word's reducer; REDUCERS: none of them. */
enum reducer reduce_parse(const char *word);
const char *reduce_name(enum reducer);
extern const char *const reduce_names[]; /* NULL-terminated */
/* Does it read units (u), or every single value? */
static inline bool reduce_has_units(enum reducer r)
{
	return r == REDUCE_DISTINCT || r >= REDUCE_HHI;
}
/* Does it read values (v), so that a fact without one is none? */
static inline bool reduce_has_values(enum reducer r)
{
	return r != REDUCE_COUNT && r != REDUCE_DISTINCT;
}
/* Dies when the sum does not fit. */
void reduce_add(struct cell *, enum reducer, int64_t v, int64_t u);
struct figure reduce_figure(struct cell *, enum reducer);
void reduce_free(struct cell *);

#endif
