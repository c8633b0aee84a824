/* SPDX-License-Identifier: GPL-2.0-or-later */
/* words - rows found by a text, several by the same */
#include "model/words.h"

#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "base/text.h"

static size_t *slot_of(const struct words *w, const char *text)
{
	size_t at = text_hash(text, strlen(text)) & (w->slots - 1);

	while (w->slot[at] && strcmp(w->v[w->slot[at] - 1].text, text) != 0)
		at = (at + 1) & (w->slots - 1);
	return &w->slot[at];
}

static void link_word(struct words *w, size_t i)
{
	size_t *slot = slot_of(w, w->v[i].text);
	struct word *first;

	w->v[i].next = w->v[i].last = 0;
	if (!*slot) {
		*slot = i + 1;
		return;
	}
	first = &w->v[*slot - 1];
	w->v[first->last ? first->last - 1 : *slot - 1].next = i + 1;
	first->last = i + 1;
}

void words_add(struct words *w, char *text, size_t row, bool name)
{
	w->v = mem_grow(w->v, &w->cap, w->n + 1, sizeof *w->v);
	w->v[w->n++] = (struct word){.text = text, .row = row, .name = name};
	if (w->n * 2 <= w->slots) {
		link_word(w, w->n - 1);
		return;
	}
	free(w->slot);
	w->slots = w->slots ? w->slots * 2 : 32;
	w->slot = mem_zero(w->slots * sizeof *w->slot);
	for (size_t i = 0; i < w->n; i++)
		link_word(w, i);
}

const struct word *words_find(const struct words *w, const char *text)
{
	size_t found = w->slots ? *slot_of(w, text) : 0;

	return found ? &w->v[found - 1] : NULL;
}

const struct word *words_next(const struct words *w, const struct word *word)
{
	return word->next ? &w->v[word->next - 1] : NULL;
}

void words_free(struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->v[i].text);
	free(w->v);
	free(w->slot);
}
