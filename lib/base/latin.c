/* SPDX-License-Identifier: GPL-2.0-or-later */
/* latin - names in Latin letters, and as they sound
 *
 * Two spellings of one name are made equal in two steps: latin_text takes script, case and marks
 * away and keeps the words readable; latin_skeleton then keeps only what is heard of a word, so
 * that transliterations of several schools meet. */
#include "base/latin.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "base/text.h"

/* U+0430 to U+045F, as passports and most programs write them. */
static const char *const cyrillic[] = {
	"a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p",
	"r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
	"e", "e", "dj", "g", "e", "dz", "i", "i", "j", "lj", "nj", "c", "k", "i", "u", "dz"};

/* Further letters of Cyrillic and Latin that have no decomposition. */
static const struct {
	int32_t c;
	const char *latin;
} further[] = {
	{0xDF, "ss"}, {0xE6, "ae"}, {0xF0, "d"}, {0xF8, "o"}, {0xFE, "th"}, {0x111, "d"}, {0x131, "i"},
	{0x142, "l"}, {0x153, "oe"}, {0x491, "g"}, {0x493, "g"}, {0x49B, "k"}, {0x4A3, "n"},
	{0x4AF, "u"}, {0x4B1, "u"}, {0x4BB, "h"}, {0x4D9, "a"}, {0x4E9, "o"}};

static const char *lookup(int32_t c)
{
	if (c >= 0x430 && c <= 0x45F)
		return cyrillic[c - 0x430];
	for (size_t i = 0; i < sizeof further / sizeof *further; i++)
		if (further[i].c == c)
			return further[i].latin;
	return NULL;
}

static void add_raw(int32_t c, struct str *out)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char(c, bytes);

	str_addn(out, (const char *)bytes, n > 0 ? (size_t)n : 0);
}

/* The base letter of one with marks; letters of other scripts as they are, all else a gap. LU to
 * NO are the letters, marks and digits in utf8proc's order of categories; MN are the marks that
 * a decomposition splits off. */
static void add_other(int32_t c, bool *gap, struct str *out)
{
	utf8proc_int32_t parts[16];
	utf8proc_ssize_t n = utf8proc_decompose_char(c, parts, 16, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, NULL);
	utf8proc_category_t kind = utf8proc_category(c);

	if (kind == UTF8PROC_CATEGORY_CF || kind == UTF8PROC_CATEGORY_MN)
		return;
	if (kind < UTF8PROC_CATEGORY_LU || kind > UTF8PROC_CATEGORY_NO) {
		*gap = true;
		return;
	}
	if (*gap && out->n)
		str_addc(out, ' ');
	*gap = false;
	for (utf8proc_ssize_t i = 0; i < n && i < 16; i++)
		if (utf8proc_category(parts[i]) >= UTF8PROC_CATEGORY_LU &&
		    utf8proc_category(parts[i]) <= UTF8PROC_CATEGORY_NO &&
		    utf8proc_category(parts[i]) != UTF8PROC_CATEGORY_MN)
			add_raw(parts[i], out);
}

void latin_text(const char *s, struct str *out)
{
	struct str folded = {0};
	bool gap = false;

	text_fold(s, &folded);
	str_clear(out);
	for (const char *p = str_text(&folded); *p;) {
		int32_t c = text_next(&p);
		const char *latin = c < 0x80 ? NULL : lookup(c);

		if (c == '\'' || c == 0x2019) /* O'Neill, Лук'яненко: one word */
			continue;
		if (latin || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			if (gap && out->n)
				str_addc(out, ' ');
			gap = false;
			if (latin)
				str_add(out, latin);
			else
				str_addc(out, (char)c);
		} else if (c < 0x80) {
			gap = true;
		} else {
			add_other(c, &gap, out);
		}
	}
	str_free(&folded);
}

/* What each letter sounds like, a to z; '.' is a vowel, ' ' is not heard. */
static const char heard[] = ".bkd.fk .sklmn.pkrst.vvk.s";

/* Letters at s (n there) that are one sound; to gets it. */
static size_t sound(const char *s, size_t n, char *to)
{
	char next = n > 1 ? s[1] : '\0';

	*to = *s >= 'a' && *s <= 'z' ? heard[*s - 'a'] : *s;
	switch (*s) {
	case 's': /* shch, sch, sh */
		return n > 3 && memcmp(s, "shch", 4) == 0 ? 4 : n > 2 && next == 'c' && s[2] == 'h' ? 3 : next == 'h' ? 2 : 1;
	case 't': /* tch, ts, tz; th */
		*to = (next == 'c' && n > 2 && s[2] == 'h') || next == 's' || next == 'z' ? 's' : 't';
		return *to == 't' ? next == 'h' ? 2 : 1 : next == 'c' ? 3 : 2;
	case 'c': /* ch; ck */
		*to = next == 'h' ? 's' : 'k';
		return next == 'h' || next == 'k' ? 2 : 1;
	case 'p': /* ph */
		*to = next == 'h' ? 'f' : 'p';
		return next == 'h' ? 2 : 1;
	case 'q':
		return next == 'u' ? 2 : 1;
	case 'z':
	case 'k':
	case 'g':
		return next == 'h' ? 2 : 1;
	default:
		return 1;
	}
}

void latin_skeleton(const char *word, size_t n, struct str *out)
{
	char *o = str_room(out, n + 1), *start = o, to, last = '\0';
	size_t i = 0;

	/* which vowel begins the word differs between schools (Yeltsin, Eltsin), that one does
	 * begins it */
	if (n && *word >= 'a' && *word <= 'z' && heard[*word - 'a'] == '.') {
		*o++ = 'a';
		i = 1;
	}
	while (i < n) {
		i += sound(word + i, n - i, &to);
		/* a letter twice is heard once; a digit twice is another number */
		if (to != '.' && to != ' ' && (to != last || (to >= '0' && to <= '9')))
			*o++ = to;
		last = to;
	}
	*o = '\0';
	out->n += (size_t)(o - start);
}
