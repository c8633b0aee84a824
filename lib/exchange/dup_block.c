/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup_block - which pairs are worth comparing
 *
 * Records are sorted by one key after another; those with the same key are compared. A key that very many share
 * says little: its records stand in the order of their names, and each is compared with the next few. */
#include <stdlib.h>
#include <string.h>
#include "base/latin.h"
#include "base/text.h"
#include "exchange/dup_in.h"

/* Up to ALL_PAIRS records are cheap to compare one with all; from BLOCK on a block costs more than its pairs are worth,
 * and each record meets the next NEAR. NEIGHBOURS in the order of all names catch what no key does. */
enum { ALL_PAIRS = 2000, BLOCK = 50, NEAR = 8, NEIGHBOURS = 5, KEYS = 8 };

struct entry {
	uint64_t key;
	uint32_t record;
};

/* ---- the order of names */

struct named {
	uint64_t head; /* the first eight letters, which decide most comparisons */
	const char *name, *more;
	uint32_t record;
};

static int by_name(const void *x, const void *y)
{
	const struct named *a = x, *b = y;
	int order = a->head < b->head ? -1 : a->head > b->head;

	if (!order)
		order = strcmp(a->name, b->name);
	if (!order)
		order = strcmp(a->more, b->more);
	return order ? order : a->record < b->record ? -1 : 1;
}

static struct named *sorted_names(const struct dup *d)
{
	struct named *v = mem_alloc((d->n + 1) * sizeof *v);
	int f = d->plan->name;

	for (uint32_t i = 0; i < d->n; i++) {
		const char *s = dup_value(d, &d->record[i], f);

		v[i] = (struct named){text_order(s), s, d->plan->parts ? dup_value(d, &d->record[i], f + 1) : "", i};
	}
	if (d->n > 1)
		qsort(v, d->n, sizeof *v, by_name);
	return v;
}

/* Memory is walked in this order a dozen times, so everything is laid down in it. */
void dup_order(struct dup *d)
{
	struct named *v = sorted_names(d);
	struct dup_record *record = mem_alloc((d->n + 1) * sizeof *record);
	int64_t *id = mem_alloc((d->n + 1) * sizeof *id);
	char *arena = mem_alloc(d->used + 1);
	size_t used = 0;

	for (uint32_t i = 0; i < d->n; i++) {
		struct dup_record *r = &d->record[v[i].record];

		memcpy(arena + used, d->arena + r->base, r->size);
		id[i] = d->id[v[i].record];
		record[i] = *r;
		record[i].base = used;
		used += r->size;
	}
	free(v);
	free(d->record);
	free(d->id);
	free(d->arena);
	d->record = record;
	d->id = id;
	d->arena = arena;
}

/* ---- keys */

/* Words run together: "Prom Pribor" is heard as "Prompribor". */
static void sound(const char *s, struct str *out)
{
	struct str word = {0};

	for (; *s; s++)
		if (*s != ' ')
			str_addc(&word, *s);
	latin_skeleton(str_text(&word), word.n, out);
	str_free(&word);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The sounds of all words in the order of the alphabet. */
static void sorted_sounds(const char *const *texts, size_t n_texts, struct str *out)
{
	char *word[16] = {NULL};
	size_t n = 0;

	for (size_t i = 0; i < n_texts; i++)
		for (const char *s = texts[i]; *s && n < 16;) {
			size_t length = strcspn(s, " ");
			struct str one = {0};

			latin_skeleton(s, length, &one);
			word[n++] = str_take(&one);
			s += length + (s[length] == ' ');
		}
	if (n > 1)
		qsort(word, n, sizeof *word, by_text);
	for (size_t i = 0; i < n; i++) {
		str_addc(out, ' ');
		str_add(out, word[i]);
		free(word[i]);
	}
}

/* One piece of a key, ended so that pieces cannot run into each other. */
static void cut(const struct dup *d, const struct dup_record *r, const struct dup_piece *p, const char *value,
                struct str *out)
{
	const char *both[2] = {value, dup_value(d, r, p->field + 1)};
	size_t n = strlen(value), from = out->n;

	switch (p->cut) {
	case CUT_SOUND:
	case CUT_SOUND3:
		sound(value, out);
		if (p->cut == CUT_SOUND3 && out->n > from + 3)
			out->n = from + 3;
		break;
	case CUT_WORDS:
		sorted_sounds(&value, 1, out);
		break;
	case CUT_BOTH:
		sorted_sounds(both, 2, out);
		break;
	case CUT_HEAD:
		str_addn(out, value, n < 6 ? n : 6);
		break;
	case CUT_TAIL:
		n = strcspn(value, "/");
		str_addn(out, value + (n < 5 ? 0 : n - 5), n < 5 ? n : 5);
		break;
	case CUT_YEAR:
		str_addn(out, value, n < 4 ? n : 4);
		break;
	case CUT_DAY:
		str_add(out, n > 4 ? value + 4 : "");
		break;
	case CUT_LOCAL:
		str_addn(out, value, strcspn(value, "@"));
		break;
	case CUT_FIRM: /* whichever branch */
		str_addn(out, value, strcspn(value, "/"));
		break;
	case CUT_LETTER:
		latin_skeleton(value, 1, out);
		break;
	default:
		str_add(out, value);
	}
	str_addc(out, '\x1F');
}

/* The two rarest words of a name, each a key. */
static size_t rare_words(const struct dup *d, const char *name, uint64_t *key)
{
	uint32_t least[2] = {UINT32_MAX, UINT32_MAX};
	size_t n = 0;

	while (*name) {
		size_t length = strcspn(name, " ");
		struct str word = {0};
		uint64_t h;
		uint32_t c;

		latin_skeleton(name, length, &word);
		h = dup_hash(31, str_text(&word));
		c = d->count[h & d->count_mask];
		if (word.n > 1 && c < least[1]) {
			size_t at = c < least[0] ? 0 : 1;

			if (at == 0) {
				least[1] = least[0];
				key[1] = key[0];
			}
			least[at] = c;
			key[at] = h;
			n = n < 2 ? n + 1 : 2;
		}
		str_free(&word);
		name += length + (name[length] == ' ');
	}
	return n;
}

/* The keys of a record in a pass; 0 when a piece is missing. */
static size_t keys_of(const struct dup *d, uint32_t record, const struct dup_pass *pass, uint64_t key[KEYS],
                      struct str *text)
{
	const struct dup_record *r = &d->record[record];
	const struct dup_piece *p = pass->piece;
	size_t n = 0;

	for (int i = 0; i < DUP_PARTS && p[i].cut; i++)
		if (!(r->given >> p[i].field & 1))
			return 0;
	for (const char *v = dup_value(d, r, p->field); *v && n + 2 <= KEYS; v += strlen(v) + 1) {
		if (p->cut == CUT_RARE) {
			n += rare_words(d, v, key + n);
			continue;
		}
		str_clear(text);
		cut(d, r, &p[0], v, text);
		/* nothing but the end of the piece: there is no sound in it */
		if (text->n == 1)
			continue;
		for (int i = 1; i < DUP_PARTS && p[i].cut; i++)
			cut(d, r, &p[i], dup_value(d, r, p[i].field), text);
		key[n++] = dup_hash((int)(pass - d->plan->pass), text->s);
	}
	return n;
}

/* ---- passes */

/* By key; those with equal keys stay in the order of names. A radix sort, because it is stable:
 * by keys it keeps the order of names that the records stand in. */
static void sort_entries(struct entry *e, size_t n)
{
	struct entry *other = mem_alloc((n + 1) * sizeof *other), *from = e, *to = other, *swap;

	for (int shift = 0; shift < 64; shift += 16) {
		size_t *start = mem_zero(65537 * sizeof *start);

		for (size_t i = 0; i < n; i++)
			start[(from[i].key >> shift & 0xFFFF) + 1]++;
		for (size_t k = 0; k < 65536; k++)
			start[k + 1] += start[k];
		for (size_t i = 0; i < n; i++)
			to[start[from[i].key >> shift & 0xFFFF]++] = from[i];
		free(start);
		swap = from;
		from = to;
		to = swap;
	}
	free(other);
}

typedef void dup_each(struct dup *, uint32_t a, uint32_t b, void *);

/* A record with two equal keys meets itself. */
static void give(struct dup *d, uint32_t a, uint32_t b, dup_each *each, void *arg)
{
	if (a != b)
		each(d, a < b ? a : b, a < b ? b : a, arg);
}

/* Returns the size of the block when it was too large to be compared as a whole. */
static size_t block(struct dup *d, const struct entry *e, size_t n, dup_each *each, void *arg)
{
	size_t reach = n <= BLOCK ? n : NEAR;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n && j <= i + reach; j++)
			give(d, e[i].record, e[j].record, each, arg);
	return n <= BLOCK ? 0 : n;
}

static void run_pass(struct dup *d, const struct dup_pass *pass, dup_each *each, void *arg)
{
	struct entry *e = NULL;
	size_t n = 0, cap = 0, large = 0, in_large = 0, got;
	uint64_t key[KEYS];
	struct str text = {0};

	for (uint32_t i = 0; i < d->n; i++) {
		got = keys_of(d, i, pass, key, &text);
		e = mem_grow(e, &cap, n + got + 1, sizeof *e);
		for (size_t k = 0; k < got; k++)
			e[n++] = (struct entry){key[k], i};
	}
	if (n)
		sort_entries(e, n);
	for (size_t i = 0, j; i < n; i = j) {
		for (j = i + 1; j < n && e[j].key == e[i].key; j++)
			;
		got = block(d, e + i, j - i, each, arg);
		large += got > 0;
		in_large += got;
	}
	if (large && !d->noted) {
		char *s = mem_printf("%s: %zu shared by more than %d records each, %zu in all: compared with neighbours by name",
		                     pass->name, large, BLOCK, in_large);

		strs_add(&d->notes, s);
		free(s);
	}
	str_free(&text);
	free(e);
}

void dup_block(struct dup *d, dup_each *each, void *arg)
{
	if (d->n <= ALL_PAIRS) {
		for (uint32_t a = 0; a < d->n; a++)
			for (uint32_t b = a + 1; b < d->n; b++)
				each(d, a, b, arg);
		return;
	}
	for (int p = 0; p < d->plan->passes; p++)
		run_pass(d, &d->plan->pass[p], each, arg);
	for (uint32_t i = 0; i < d->n; i++)
		for (uint32_t j = i + 1; j < d->n && j <= i + NEIGHBOURS; j++)
			give(d, i, j, each, arg);
	d->noted = true;
}
