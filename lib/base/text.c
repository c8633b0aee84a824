/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text - UTF-8: validity, folding, width, nearness
 *
 * Nearly all text here is ASCII and Cyrillic, one or two bytes a character. Validity, folding
 * and trimming take those by table, or eight bytes at a time, and ask utf8proc only for the
 * rest. Both ways give the same: tests/unit/test_text.c holds them against each other. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "base/die.h"

int32_t text_next(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	int32_t c = p[0], least;
	int more;

	*s += 1;
	if (c < 0x80)
		return c;
	if (c < 0xC2 || c > 0xF4)
		return -1;
	if (c < 0xE0) {
		if ((p[1] & 0xC0) != 0x80)
			return -1;
		*s += 1;
		return (c & 0x1F) << 6 | (p[1] & 0x3F);
	}
	if (c < 0xF0) {
		c &= 0x0F;
		more = 2;
		least = 0x800;
	} else {
		c &= 0x07;
		more = 3;
		least = 0x10000;
	}
	for (int i = 1; i <= more; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return -1;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (c < least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return -1;
	*s += more;
	return c;
}

/* s points to an ASCII letter; eight bytes are looked at together. */
static const char *past_ascii(const char *s, const char *end)
{
	uint64_t w;

	for (; end - s >= 8; s += 8) {
		memcpy(&w, s, 8);
		/* one over 0x7F, or a zero, which the rest of the test is for */
		if ((w | (w - 0x0101010101010101u)) & 0x8080808080808080u)
			break;
	}
	while (s < end && *s > 0)
		s++;
	return s;
}

bool text_valid(const char *s, size_t n, size_t *bad)
{
	const char *p = s, *end = s + n;
	char tail[8] = {0};

	while (p < end) {
		const char *at = p;
		int32_t c;

		if (*p > 0) {
			p = past_ascii(p, end);
			continue;
		}
		/* letters of two bytes, which need no further test: C2 to DF and one
		 * continuation byte */
		if ((unsigned char)(*p - '\xC2') <= 0xDF - 0xC2 && end - p > 1 && (p[1] & 0xC0) == 0x80) {
			p += 2;
			continue;
		}
		/* text_next stops at a NUL, which the bytes behind n need not have. */
		if (end - p < 4) {
			memcpy(tail, p, (size_t)(end - p));
			at = tail;
		}
		c = text_next(&at);
		if (c <= 0) {
			if (bad)
				*bad = (size_t)(p - s);
			return false;
		}
		p += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	}
	return true;
}

/* The folded form of a code point below U+0530, or 0 where only utf8proc knows:
 * what folds to two characters or joins with its neighbours. ё is е here. */
static int32_t fold_one(int32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 0x20 : c;
	if (c >= 0x430 && c <= 0x45F)
		return c == 0x451 ? 0x435 : c;
	if (c >= 0x400 && c < 0x430)
		return c == 0x401 ? 0x435 : c < 0x410 ? c + 0x50 : c + 0x20;
	if (c < 0x100) {
		if (c == 0xB5 || c == 0xDF)
			return 0;
		return c >= 0xC0 && c <= 0xDE && c != 0xD7 ? c + 0x20 : c;
	}
	if (c < 0x400 || c > 0x52F || (c >= 0x483 && c <= 0x489))
		return 0;
	/* capitals stand at even numbers with their small letters behind them, but for 4C1 to
	 * 4CE, where it is the other way round, and the palochka, whose small form came late */
	if (c == 0x4C0)
		return 0x4CF;
	if (c >= 0x4C1 && c <= 0x4CE)
		return c + (c & 1);
	return c == 0x4CF || c == 0x482 ? c : c | 1;
}

/* FOLD_END: behind what the lead bytes C2 to D4 reach. */
enum { FOLD_LAST = 0x52F, FOLD_END = 0x540 };

/* fold_one of every code point up to FOLD_LAST, made at the first question. */
static const uint16_t *fold_table(void)
{
	static uint16_t table[FOLD_END];

	/* The last entry is not 0 once the table is there. */
	if (!table[FOLD_LAST])
		for (int32_t c = 1; c <= FOLD_LAST; c++)
			table[c] = (uint16_t)fold_one(c);
	return table;
}

/* Characters above the alphabets that people put around names: dashes, quotes,
 * dots of U+2010..U+2027, currency signs, the number sign. None of them changes. */
static bool fold_keeps(const unsigned char *p)
{
	return p[0] == 0xE2 && ((p[1] == 0x80 && p[2] >= 0x90 && p[2] <= 0xA7) ||
				(p[1] == 0x82 && p[2] >= 0xA0 && p[2] <= 0xBF) ||
				(p[1] == 0x84 && p[2] == 0x96));
}

/* False at the first character that needs utf8proc; out is then half done. */
static bool fold_fast(const char *s, size_t n, struct str *out)
{
	const unsigned char *p = (const unsigned char *)s, *end = p + n;
	const uint16_t *table = fold_table();
	char *o = str_room(out, n);

	while (p < end) {
		uint16_t c = *p;

		if (c < 0x80) {
			*o++ = (char)table[c];
			p++;
		} else if (c >= 0xC2 && c <= 0xD4 && (p[1] & 0xC0) == 0x80) {
			c = table[(c & 0x1F) << 6 | (p[1] & 0x3F)];
			if (!c)
				return false;
			*o++ = (char)(0xC0 | c >> 6);
			*o++ = (char)(0x80 | (c & 0x3F));
			p += 2;
		} else if (fold_keeps(p)) {
			memcpy(o, p, 3);
			o += 3;
			p += 3;
		} else {
			return false;
		}
	}
	*o = '\0';
	out->n = (size_t)(o - out->s);
	return true;
}

static void fold_slow(const char *s, size_t n, struct str *out)
{
	utf8proc_uint8_t *done = NULL;
	utf8proc_ssize_t got = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &done,
					    UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE |
						    UTF8PROC_STABLE);
	char *text = (char *)done;

	if (got == UTF8PROC_ERROR_NOMEM)
		die(CRM_STORAGE, "out of memory");
	/* Text was checked at the door; what is invalid all the same stays as it is. */
	if (got < 0) {
		str_addn(out, s, n);
		return;
	}
	/* both are two bytes, so the text keeps its length */
	for (char *yo = text; (yo = strstr(yo, "ё"));)
		memcpy(yo, "е", 2);
	str_addn(out, text, (size_t)got);
	free(done);
}

void text_fold(const char *s, struct str *out)
{
	size_t n = strlen(s);

	str_clear(out);
	if (!fold_fast(s, n, out)) {
		str_clear(out);
		fold_slow(s, n, out);
	}
}

bool text_contains(const char *s, const char *what)
{
	struct str a = {0}, b = {0};
	bool found;

	text_fold(s, &a);
	text_fold(what, &b);
	found = strstr(str_text(&a), str_text(&b)) != NULL;
	str_free(&a);
	str_free(&b);
	return found;
}

bool text_is_space(int32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
	       c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

/* Does it begin and end with an ASCII or Cyrillic letter or sign? Nearly every cell does. */
static bool is_trim(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (!n || !((u[0] > ' ' && u[0] < 0x80) || u[0] == 0xD0 || u[0] == 0xD1))
		return false;
	return (u[n - 1] > ' ' && u[n - 1] < 0x80) ||
	       (n > 1 && (u[n - 1] & 0xC0) == 0x80 && (u[n - 2] == 0xD0 || u[n - 2] == 0xD1));
}

char *text_trim(char *s)
{
	size_t n = strlen(s);
	const char *from = s, *to = s + n, *at;

	if (is_trim(s, n))
		return s;
	for (at = from; *at && text_is_space(text_next(&at));)
		from = at;
	while (to > from) {
		const char *last = to - 1;

		while (last > from && (*last & 0xC0) == 0x80)
			last--;
		at = last;
		/* Stray bytes behind a character are not part of it, and no space. */
		if (!text_is_space(text_next(&at)) || at != to)
			break;
		to = last;
	}
	memmove(s, from, (size_t)(to - from));
	s[to - from] = '\0';
	return s;
}

size_t text_length(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += (*s & 0xC0) != 0x80;
	return n;
}

unsigned long long text_hash(const char *s, size_t n)
{
	unsigned long long h = 0xcbf29ce484222325ULL;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3ULL;
	return h;
}

uint64_t text_order(const char *s)
{
	uint64_t order = 0;

	for (int i = 0; i < 8; i++)
		order = order << 8 | (unsigned char)(*s ? *s++ : 0);
	return order;
}
