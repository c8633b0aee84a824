/* SPDX-License-Identifier: GPL-2.0-or-later */
/* latin - names in Latin letters, and as they sound, for comparing what different hands wrote */
#ifndef CRM_LATIN_H
#define CRM_LATIN_H

#include "base/str.h"

/* Replaces out by s folded, Cyrillic letters transliterated ("Щукин" → "shchukin"), marks on Latin letters taken
 * off ("Müller" → "muller"), everything that is no letter or digit turned into single spaces. Letters of other
 * scripts stay as they are. */
void latin_text(const char *s, struct str *out);
/* Appends the skeleton of one word of latin_text: what is left of it however it was transliterated or misheard
 * ("romashka", "romaschka", "romachka" → "rmsk"). The first letter stays, other vowels go; digits stay. */
void latin_skeleton(const char *word, size_t n, struct str *out);

#endif
