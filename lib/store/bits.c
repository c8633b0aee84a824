/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bits - a set of record numbers
 *
 * A byte array up to the largest number: ten million records are 1.25 MB, and asking is one
 * shift. A hash set would cost ten times that and be slower. */
#include "store/bits.h"

#include <stdlib.h>
#include <string.h>
#include "base/str.h"

void bits_add(struct bits *b, int64_t id)
{
	size_t need = (size_t)id / 8 + 1, size = b->size ? b->size : 64;

	if (bits_has(b, id))
		return;
	while (size < need)
		size *= 2;
	if (size > b->size) {
		b->v = mem_resize(b->v, size);
		memset(b->v + b->size, 0, size - b->size);
		b->size = size;
	}
	b->v[id / 8] = (unsigned char)(b->v[id / 8] | 1 << (id % 8));
	b->n++;
}

int64_t bits_next(const struct bits *b, int64_t from)
{
	size_t at = (size_t)from / 8;

	for (int k = (int)(from % 8); at < b->size; at++, k = 0)
		/* the shift ends the inner loop as soon as no higher bit is left */
		for (; k < 8 && b->v[at] >> k; k++)
			if (b->v[at] >> k & 1)
				return (int64_t)at * 8 + k;
	return -1;
}

void bits_free(struct bits *b)
{
	free(b->v);
	*b = (struct bits){0};
}
