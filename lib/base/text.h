/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text - UTF-8: validity, folding, search keys, width, nearness */
#ifndef CRM_TEXT_H
#define CRM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"

/* Is this valid UTF-8 without NUL? bad gets the offset of the first bad byte. */
bool text_valid(const char *s, size_t n, size_t *bad);

/* Case-folds into out (NFC, folded, ё→е). ASCII and Cyrillic take a fast path
 * that equals utf8proc's answer; the rest goes through utf8proc. */
void text_fold(const char *s, struct str *out);
/* Search key of a name: folded, quotes and punctuation to spaces, legal forms
 * (ООО, АО, ПАО, ЗАО, ОАО, ИП, Ltd, LLC, GmbH, Inc, …) removed unless nothing
 * would be left, spaces squeezed. */
void text_name_key(const char *s, struct str *out);
/* Search key of an e-mail address: trimmed, folded. Returns false and a
 * reason (expectation) when it cannot be an address; why may be NULL. */
bool text_email_key(const char *s, struct str *out, struct str *why);
/* Does s contain what, case-blind in any script? */
bool text_contains(const char *s, const char *what);

/* Columns on a terminal. Control characters count as their escaped form. */
int text_width(const char *s);
/* Appends s with control, C1, bidirectional and invalid bytes written as
 * \xNN or \u{NNNN}, so that no cell can drive a terminal. */
void text_printable(const char *s, struct str *out);

/* Spaces of any kind (also U+00A0, U+2009, U+202F, U+FEFF) cut off both ends; in place. */
char *text_trim(char *s);
/* Number of characters (code points). */
size_t text_length(const char *s);

/* The word of the list (NULL-terminated) nearest to s, or NULL when none is
 * near enough to be worth suggesting (edit distance at most a third). */
const char *text_nearest(const char *s, const char *const *words);

/* FNV-1a, 64 bits, for in-memory keys. */
unsigned long long text_hash(const char *s, size_t n);

#endif
