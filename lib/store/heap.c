/* SPDX-License-Identifier: GPL-2.0-or-later */
/* heap - memory for SQLite, in lists of equal pieces */
#include "store/heap.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* Pieces of up to SMALL bytes are cut from chunks and kept for the next of their size; others are malloc's. */
enum { STEP = 16, SMALL = 1040, CHUNK = 64 << 10 };

/* In front of what SQLite gets, which wants places divisible by eight. */
struct piece {
	union {
		sqlite3_int64 size;
		struct piece *next; /* while nobody has it */
	};
};

static struct piece *spare[SMALL / STEP + 1];
static char *chunk;
static size_t left;

/* With room for the size: what is left of a chunk is given up when it is too little. Chunks are
 * never given back: what SQLite needed once it needs again, and the program ends soon. */
static struct piece *cut(size_t n)
{
	struct piece *p;

	if (left < n) {
		chunk = malloc(CHUNK);
		left = chunk ? CHUNK : 0;
		if (!chunk)
			return NULL;
	}
	p = (struct piece *)(void *)chunk;
	chunk += n;
	left -= n;
	return p;
}

static void *take(int size)
{
	size_t n = ((size_t)size + sizeof(struct piece) + STEP - 1) / STEP * STEP;
	struct piece *p;

	if (n > SMALL) {
		p = malloc(n);
	} else if ((p = spare[n / STEP])) {
		spare[n / STEP] = p->next;
	} else {
		p = cut(n);
	}
	if (!p)
		return NULL;
	p->size = (sqlite3_int64)n;
	return p + 1;
}

static void give(void *at)
{
	struct piece *p = (struct piece *)at - 1;
	size_t n = (size_t)p->size;

	if (n > SMALL) {
		free(p);
		return;
	}
	p->next = spare[n / STEP];
	spare[n / STEP] = p;
}

static int size_of(void *at)
{
	return (int)(((struct piece *)at - 1)->size - (sqlite3_int64)sizeof(struct piece));
}

static int round_up(int size)
{
	return (size + (int)sizeof(struct piece) + STEP - 1) / STEP * STEP - (int)sizeof(struct piece);
}

static void *resize_large(void *at, int size)
{
	size_t n = (size_t)size + sizeof(struct piece);
	struct piece *p = realloc((struct piece *)at - 1, n);

	if (!p)
		return NULL;
	p->size = (sqlite3_int64)n;
	return p + 1;
}

static void *resize(void *at, int size)
{
	int had = size_of(at), want = round_up(size);
	void *fresh;

	if (want == had)
		return at;
	/* a large piece is malloc's own and may grow in place */
	if (had > SMALL && want > SMALL)
		return resize_large(at, want);
	fresh = take(size);
	if (!fresh)
		return NULL;
	memcpy(fresh, at, (size_t)(had < size ? had : size));
	give(at);
	return fresh;
}

static int start(void *unused)
{
	(void)unused;
	return SQLITE_OK;
}

static void stop(void *unused)
{
	(void)unused;
}

/* It looks at every piece of malloc's. */
#ifdef __SANITIZE_ADDRESS__
enum { WATCHED = 1 };
#else
enum { WATCHED = 0 };
#endif

void heap_use(void)
{
	static const sqlite3_mem_methods ours = {take, give, resize, size_of, round_up, start, stop, NULL};

	if (!WATCHED)
		sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
}
