/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decode_guess - the encoding of a text that does not say it
 *
 * In the order of certainty: NULs in every second byte, pure ASCII, valid UTF-8, single accented
 * letters; then the Russian encodings by the frequency of their letters, since each makes
 * nonsense of the others. */
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include "base/text.h"
#include "exchange/decode.h"

/* Percent of the high bytes that stand single. */
enum { WESTERN_SHARE = 60 };

/* How often а..я occur among 10,000 letters of Russian. */
static const short frequency[32] = {801, 159, 454, 170, 298, 845, 94,  165, 735, 121, 349,
				    440, 321, 670, 1097, 281, 473, 547, 626, 262, 26, 97,
				    48,  144, 73,  36,  4,   190, 174, 32,  64,  201};

/* Good for a letter that is frequent, bad for one that is rare. */
static int weight(int32_t c)
{
	int f = c == 0x451 || c == 0x401 ? 40 : frequency[(c - 0x410) & 31];

	return f >= 400 ? 4 : f >= 200 ? 2 : f >= 100 ? 1 : f >= 60 ? 0 : -2;
}

static bool is_upper(int32_t c)
{
	return (c >= 0x410 && c < 0x430) || c == 0x401;
}

static bool is_lower(int32_t c)
{
	return (c >= 0x430 && c < 0x450) || c == 0x451;
}

/* Characters above the letters that tables do hold: «», №, dashes, quotes, no-break space. */
static bool is_usual(int32_t c)
{
	return c == 0xA0 || c == 0xAB || c == 0xBB || c == 0x2116 || (c >= 0x2013 && c <= 0x2026) ||
	       c == 0xB0 || c == 0x20BD || (c >= 0x404 && c <= 0x45F) || c == 0x490 || c == 0x491;
}

/* The upper half of an 8-bit encoding; 0 where nothing is defined. */
static bool upper_half(const char *encoding, int32_t table[128])
{
	iconv_t cd = iconv_open("UTF-8", encoding);

	if (cd == (iconv_t)-1)
		return false;
	for (int i = 0; i < 128; i++) {
		char in = (char)(i + 128), out[8] = {0}, *from = &in, *to = out;
		size_t n = 1, room = sizeof out - 1;
		const char *s = out;

		table[i] = iconv(cd, &from, &n, &to, &room) == (size_t)-1 ? 0 : text_next(&s);
		(void)iconv(cd, NULL, NULL, NULL, NULL);
	}
	(void)iconv_close(cd);
	return true;
}

/* How much the text looks like Russian when read in an encoding. A capital behind a small letter
 * is what KOI8-R and CP1251 make of each other. */
static long score(const char *s, size_t n, const char *encoding)
{
	int32_t table[128], last = ' ';
	long sum = 0;

	if (!upper_half(encoding, table))
		return -1000000;
	for (size_t i = 0; i < n; i++) {
		unsigned char b = (unsigned char)s[i];
		int32_t c = b < 128 ? b : table[b - 128];

		if (is_upper(c) || is_lower(c)) {
			sum += weight(c);
			if (is_upper(c) && is_lower(last))
				sum -= 4;
		} else if (b >= 128) {
			sum -= is_usual(c) ? 0 : 6;
		}
		last = c;
	}
	return sum;
}

/* Accented letters of western languages stand single between ASCII letters; so do №, «, », dashes and
 * quotes, which say nothing. */
static bool is_western(const char *s, size_t n)
{
	static const char signs[] = "\x85\x91\x92\x93\x94\x95\x96\x97\xA0\xAB\xB0\xB9\xBB";
	long high = 0, single = 0;

	for (size_t i = 0; i < n; i++) {
		if (!(s[i] & 0x80) || strchr(signs, s[i]))
			continue;
		high++;
		single += (!i || !(s[i - 1] & 0x80)) && (i + 1 == n || !(s[i + 1] & 0x80));
	}
	return 100 * single > WESTERN_SHARE * high;
}

/* UTF-16 without a BOM: every second byte of ASCII is a NUL. */
static const char *is_wide(const char *s, size_t n)
{
	size_t nul[2] = {0, 0}, look = n < 4096 ? n : 4096;

	for (size_t i = 0; i < look; i++)
		nul[i & 1] += !s[i];
	if (look < 8 || (nul[0] + nul[1]) * 8 < look)
		return NULL;
	if (nul[1] > 4 * nul[0])
		return "UTF-16LE";
	return nul[0] > 4 * nul[1] ? "UTF-16BE" : NULL;
}

/* Mostly UTF-8 with a broken place or two is UTF-8: those rows will be refused. */
static bool is_mostly_utf8(const char *s, size_t n, bool whole)
{
	size_t bad, broken = 0, good = 0, at = 0;

	for (size_t i = 0; i < n; i++)
		good += ((unsigned char)s[i] & 0xE0) == 0xC0 || ((unsigned char)s[i] & 0xF0) == 0xE0;
	while (at < n && !text_valid(s + at, n - at, &bad)) {
		at += bad + 1;
		if (!whole && n - at < 4)
			break;
		broken += !!s[at - 1];
		if (broken * 4 > good)
			return false;
	}
	return true;
}

const char *decode_guess(const char *s, size_t n, bool whole)
{
	static const char *const russian[] = {"CP1251", "KOI8-R", "CP866"};
	const char *best = is_wide(s, n);
	long most = INT32_MIN;
	bool ascii = true;

	if (best)
		return best;
	for (size_t i = 0; i < n && ascii; i++)
		ascii = !(s[i] & 0x80);
	if (ascii)
		return "US-ASCII";
	if (is_mostly_utf8(s, n, whole))
		return "UTF-8";
	if (is_western(s, n))
		return "CP1252";
	for (size_t i = 0; i < sizeof russian / sizeof *russian; i++) {
		long points = score(s, n, russian[i]);

		if (points > most) {
			most = points;
			best = russian[i];
		}
	}
	return best;
}
