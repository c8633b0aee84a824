/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bits - a set of record numbers: one bit each, since numbers are small and dense */
#ifndef CRM_BITS_H
#define CRM_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bits { /* {0}: empty */
	unsigned char *v;
	size_t size;  /* bytes */
	int64_t n;    /* numbers in it */
};

static inline bool bits_has(const struct bits *b, int64_t id)
{
	size_t at = (size_t)id / 8;

	return id >= 0 && at < b->size && (b->v[at] >> (id % 8) & 1);
}

void bits_add(struct bits *, int64_t id);
/* The first number from `from` on that is in it; -1: none. */
int64_t bits_next(const struct bits *, int64_t from);
void bits_free(struct bits *);

#endif
