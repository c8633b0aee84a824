/* SPDX-License-Identifier: GPL-2.0-or-later */
/* similar - how near two words are: typing errors and common letters
 *
 * Both work on bytes and are meant for latin_text, where a byte is a letter. */
#ifndef CRM_SIMILAR_H
#define CRM_SIMILAR_H

#include <stddef.h>

/* Letters put in, left out, changed, or two neighbours exchanged (optimal string alignment, Damerau-Levenshtein
 * without edits between exchanged letters), at most `most` (0 to 8); `most` + 1 when there are more. */
int similar_edits(const char *a, size_t na, const char *b, size_t nb, int most);
/* Jaro's similarity with Winkler's bonus for up to four equal letters at the beginning (Winkler 1990, p = 0.1), in
 * thousandths. Only the first 64 bytes count. */
int similar_jaro(const char *a, size_t na, const char *b, size_t nb);

#endif
