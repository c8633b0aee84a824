/* SPDX-License-Identifier: GPL-2.0-or-later */
/* keyset - a million keys and whose they are, in 8 bytes each */
#include "exchange/keyset.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include "base/str.h"

enum { TABLES = 24, LEAST = 4096 };

__extension__ typedef unsigned __int128 wide;

/* An open table: id in the low bits, what is compared of the hash in the others. A full one stays as it
 * is and a larger one is begun, so nothing is ever moved. */
struct table {
	uint64_t *slot;
	uint64_t slots, used;
	unsigned id_bits;
};

struct keyset {
	struct table table[TABLES];
	size_t n;
	uint64_t secret[2];
};

static unsigned bits_for(uint64_t n)
{
	unsigned bits = 1;

	while (bits < 48 && n >> bits)
		bits++;
	return bits;
}

static void begin(struct keyset *k, uint64_t slots, uint64_t last)
{
	struct table *t = &k->table[k->n++];

	t->slots = slots;
	t->slot = mem_zero(slots * sizeof *t->slot);
	t->id_bits = bits_for(last);
}

struct keyset *keyset_new(size_t expected, int64_t last)
{
	struct keyset *k = mem_zero(sizeof *k);

	/* Without it the keys are only easier to guess. */
	if (getrandom(k->secret, sizeof k->secret, GRND_NONBLOCK) != sizeof k->secret)
		k->secret[0] = (uint64_t)(uintptr_t)k;
	/* Room for the numbers that this run will give as well. */
	begin(k, expected * 4 / 3 + LEAST, (uint64_t)last * 2 + LEAST);
	return k;
}

/* The two halves of the product folded: every bit of both factors moves all others, in one instruction of the processor. */
static uint64_t mix(uint64_t a, uint64_t b)
{
	wide m = (wide)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

uint64_t keyset_digest(uint64_t seed, const char *s, size_t n)
{
	/* the length goes in first: the last piece is filled up with zeros */
	uint64_t h = seed ^ (uint64_t)n << 8, w;

	for (; n >= 8; n -= 8, s += 8) {
		memcpy(&w, s, 8);
		h = mix(h ^ w, 0x9E3779B97F4A7C15u);
	}
	w = 0;
	memcpy(&w, s, n);
	h = mix(h ^ w, 0xD6E8FEB86659FD93u);
	return mix(h, 0xA0761D6478BD642Fu);
}

uint64_t keyset_hash(const struct keyset *k, char kind, const char *s, size_t n)
{
	uint64_t h = keyset_digest(k->secret[0] ^ (uint64_t)(unsigned char)kind, s, n);

	return mix(h ^ k->secret[1], 0xE7037ED1A0B428DBu);
}

/* The upper bits choose the place, by a multiplication for any size; the lower ones are kept and compared. */
static uint64_t place(const struct table *t, uint64_t hash)
{
	return (uint64_t)((wide)hash * t->slots >> 64);
}

void keyset_touch(const struct keyset *k, uint64_t hash)
{
	const struct table *t = &k->table[k->n - 1];

	__builtin_prefetch(&t->slot[place(t, hash)]);
}

int64_t keyset_find(const struct keyset *k, uint64_t hash)
{
	/* The newest first: what comes again comes soon, as a rule. */
	for (size_t i = k->n; i-- > 0;) {
		const struct table *t = &k->table[i];
		uint64_t at = place(t, hash), want = hash << t->id_bits;

		for (; t->slot[at]; at = at + 1 < t->slots ? at + 1 : 0)
			if ((t->slot[at] ^ want) >> t->id_bits == 0)
				return (int64_t)(t->slot[at] & (((uint64_t)1 << t->id_bits) - 1));
	}
	return 0;
}

size_t keyset_all(const struct keyset *k, uint64_t hash, int64_t *ids, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n; i++) {
		const struct table *t = &k->table[i];
		uint64_t at = place(t, hash), want = hash << t->id_bits;

		for (; t->slot[at] && n < max; at = at + 1 < t->slots ? at + 1 : 0)
			if ((t->slot[at] ^ want) >> t->id_bits == 0)
				ids[n++] = (int64_t)(t->slot[at] & (((uint64_t)1 << t->id_bits) - 1));
	}
	return n;
}

void keyset_add(struct keyset *k, uint64_t hash, int64_t id)
{
	struct table *t = &k->table[k->n - 1];
	uint64_t at;

	/* Beyond seven eighths the walks along full places get long. */
	if (k->n < TABLES && (t->used * 8 > t->slots * 7 || (uint64_t)id >> t->id_bits)) {
		begin(k, t->slots * 2, (uint64_t)id * 4);
		t = &k->table[k->n - 1];
	}
	for (at = place(t, hash); t->slot[at]; at = at + 1 < t->slots ? at + 1 : 0)
		;
	t->slot[at] = hash << t->id_bits | (uint64_t)id;
	t->used++;
}

void keyset_free(struct keyset *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < k->n; i++)
		free(k->table[i].slot);
	free(k);
}
