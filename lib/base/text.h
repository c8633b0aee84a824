/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text - UTF-8: validity, folding, search keys, width, nearness */
#ifndef CRM_TEXT_H
#define CRM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/str.h"

/* Is this valid UTF-8 without NUL? bad gets the offset of the first bad byte. */
bool text_valid(const char *s, size_t n, size_t *bad);

/* The code point at *s, which moves behind it; for a byte that is no valid
 * UTF-8 -1, and *s moves by that byte. Not to be called at the NUL. */
int32_t text_next(const char **s);

/* Case-folds into out (replacing what it held; NFC, folded, ё→е). ASCII and Cyrillic take a fast path
 * that equals utf8proc's answer; the rest goes through utf8proc. */
void text_fold(const char *s, struct str *out);
/* Search key of a name: folded, quotes and punctuation to spaces, legal forms
 * (ООО, АО, ПАО, ЗАО, ОАО, ИП, Ltd, LLC, GmbH, Inc, …) removed unless nothing
 * would be left, spaces squeezed. A name of punctuation only is its own key. */
void text_name_key(const char *s, struct str *out);
/* What tells web sites apart in the first n bytes: folded, without https://, www. and what follows ? or #. False: no site. */
bool text_site_key(const char *s, size_t n, struct str *out);
/* Search key of an e-mail address: trimmed, folded. Returns false and a
 * reason (expectation) when it cannot be an address; why may be NULL. */
bool text_email_key(const char *s, struct str *out, struct str *why);
/* Is it a space of any kind, also U+00A0, U+2009, U+202F, U+FEFF? */
bool text_is_space(int32_t c);
/* Does s contain what, case-blind in any script? */
bool text_contains(const char *s, const char *what);

/* Columns on a terminal. Control characters count as their escaped form. */
int text_width(const char *s);
/* Appends s with control, C1, bidirectional and invalid bytes written as
 * \xNN or \u{NNNN}, so that no cell can drive a terminal. */
void text_printable(const char *s, struct str *out);

/* Sets why to "'VALUE' MESSAGE", the value made printable and cut when long.
 * Returns -1 always; why may be NULL. All reasons in base are written by it. */
int text_refuse(struct str *why, const char *value, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Puts before a reason the column or option that it is about: "due: …". Returns -1 always; why may be NULL. */
int text_place(struct str *why, const char *place);

/* Spaces of any kind cut off both ends, in place; returns s itself. */
char *text_trim(char *s);
/* Number of characters (code points). */
size_t text_length(const char *s);

/* The word of the list (NULL-terminated) nearest to s, or NULL when none is
 * near enough to be worth suggesting (edit distance, case-blind, at most a third of the longer word). */
const char *text_nearest(const char *s, const char *const *words);
const char *text_nearest_of(const char *s, const struct strs *words);

/* FNV-1a, 64 bits, for in-memory keys. */
unsigned long long text_hash(const char *s, size_t n);
/* The first eight bytes as a number that sorts as they do: most comparisons of a sort need no more. */
uint64_t text_order(const char *s);

#endif
