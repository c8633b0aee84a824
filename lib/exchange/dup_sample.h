/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup_sample - the pairs that the model learns from; inside dup*.c only */
#ifndef CRM_DUP_SAMPLE_H
#define CRM_DUP_SAMPLE_H

#include "exchange/dup_in.h"

/* Patterns seen in pairs, and how often; open addressing, 0 times: free. */
struct dup_seen {
	uint64_t *pattern;
	double *times;
	size_t n, size;
};

/* The shares of the levels among random pairs, and how many of them said something; all of
 * them where there are few. */
void dup_random(const struct dup *, double share[DUP_FIELDS][DUP_LEVELS], double total[DUP_FIELDS]);
/* Patterns of a sample of the pairs that dup_block gives, scaled up to all of them. */
void dup_sample(struct dup *, struct dup_seen *);
/* The levels of all fields in one number. */
uint64_t dup_pattern_of(const struct dup *, const int *level);

#endif
