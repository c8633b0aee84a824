/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dict - texts as small numbers, so that they can stand in arrays
 *
 * Codes begin at 1, so that 0 can be "nothing" in arrays; open addressing, at most half full. */
#include "measure/dict.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"

/* The slot of a text, or the free one where it belongs. */
static size_t place(const struct dict *d, const char *text)
{
	size_t i = (size_t)text_hash(text, strlen(text)) & (d->slots - 1);

	while (d->slot[i] && strcmp(d->words.v[d->slot[i] - 1], text) != 0)
		i = (i + 1) & (d->slots - 1);
	return i;
}

static void widen(struct dict *d)
{
	d->slots = d->slots ? 2 * d->slots : 64;
	free(d->slot);
	d->slot = mem_zero(d->slots * sizeof *d->slot);
	for (size_t w = 0; w < d->words.n; w++)
		d->slot[place(d, d->words.v[w])] = (int32_t)w + 1;
}

int32_t dict_code(struct dict *d, const char *text)
{
	size_t i;

	if (!text || !*text)
		return 0;
	if (2 * (d->words.n + 1) > d->slots)
		widen(d);
	i = place(d, text);
	if (!d->slot[i]) {
		strs_add(&d->words, text);
		d->slot[i] = (int32_t)d->words.n;
	}
	return d->slot[i];
}

int32_t dict_find(const struct dict *d, const char *text)
{
	int32_t code;

	if (!text || !*text)
		return 0;
	code = d->slots ? d->slot[place(d, text)] : 0;
	return code ? code : -1;
}

const char *dict_text(const struct dict *d, int32_t code)
{
	return code > 0 && (size_t)code <= d->words.n ? d->words.v[code - 1] : "";
}

void dict_free(struct dict *d)
{
	strs_free(&d->words);
	free(d->slot);
	*d = (struct dict){0};
}
