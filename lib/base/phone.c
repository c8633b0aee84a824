/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phone - telephone numbers in any spelling to E.164
 *
 * First the spelling becomes digits, a plus and an extension, then the digits are fitted to the
 * plan of the country: trunk prefix, country code, nothing or the code for abroad in front.
 * Lengths and first digits (struct country) decide; where a country's numbers differ in length a
 * guess could make another number of it, and it is refused. */
#include "base/phone.h"

#include <string.h>
#include "base/text.h"

enum { DIGITS_MAX = 24, EXT_MAX = 8, E164_MIN = 8, E164_MAX = 15 };

/* How a country numbers itself. A number without its trunk prefix is taken only where
 * all numbers are equally long (min = max): elsewhere it may be a local one. */
struct country {
	char iso[3];
	const char *code;   /* behind the + */
	const char *trunk;  /* what is dialled before the area code at home */
	const char *abroad; /* what is dialled before a country code */
	size_t min, max;    /* digits of area code and number */
	const char *first;  /* digits they may begin with */
	const char *like;
};

static const struct country countries[] = {
	{"RU", "7", "8", "810", 10, 10, "3456789", "8 495 123-45-67"},
	{"KZ", "7", "8", "810", 10, 10, "67", "8 727 123-45-67"},
	{"BY", "375", "80", "810", 9, 9, "123456789", "8 029 123-45-67"},
	{"UA", "380", "0", "00", 9, 9, "3456789", "044 123-45-67"},
	{"US", "1", "1", "011", 10, 10, "23456789", "212 555-01-00"},
	{"CA", "1", "1", "011", 10, 10, "23456789", "416 555-01-00"},
	{"DE", "49", "0", "00", 6, 12, "123456789", "030 1234567"},
	{"AT", "43", "0", "00", 6, 12, "123456789", "01 2345678"},
	{"CH", "41", "0", "00", 9, 9, "123456789", "044 123 45 67"},
	{"GB", "44", "0", "00", 9, 10, "123456789", "020 7946 0958"},
	{"IE", "353", "0", "00", 7, 9, "123456789", "01 234 5678"},
	{"FR", "33", "0", "00", 9, 9, "123456789", "01 23 45 67 89"},
	{"BE", "32", "0", "00", 8, 9, "123456789", "02 123 45 67"},
	{"NL", "31", "0", "00", 9, 9, "123456789", "020 123 4567"},
	{"IT", "39", "", "00", 8, 11, "03", "06 1234 5678"},
	{"ES", "34", "", "00", 9, 9, "6789", "912 34 56 78"},
	{"PT", "351", "", "00", 9, 9, "29", "21 234 5678"},
	{"PL", "48", "", "00", 9, 9, "123456789", "22 123 45 67"},
	{"CZ", "420", "", "00", 9, 9, "234567", "212 345 678"},
	{"SE", "46", "0", "00", 7, 9, "123456789", "08 123 456 78"},
	{"NO", "47", "", "00", 8, 8, "23456789", "21 23 45 67"},
	{"DK", "45", "", "00", 8, 8, "23456789", "32 12 34 56"},
	{"FI", "358", "0", "00", 5, 12, "123456789", "09 1234567"},
	{"LT", "370", "0", "00", 8, 8, "34567", "05 212 3456"},
	{"LV", "371", "", "00", 8, 8, "26789", "67 123 456"},
	{"EE", "372", "", "00", 7, 8, "345678", "612 3456"},
	{"MD", "373", "0", "00", 8, 8, "235678", "022 123 456"},
	{"AM", "374", "0", "00", 8, 8, "123456789", "010 123456"},
	{"GE", "995", "0", "00", 9, 9, "34578", "032 212 34 56"},
	{"AZ", "994", "0", "00", 9, 9, "123456789", "012 345 67 89"},
	{"UZ", "998", "", "00", 9, 9, "3456789", "71 123 45 67"},
	{"KG", "996", "0", "00", 9, 9, "23579", "0312 12 34 56"},
	{"TJ", "992", "", "810", 9, 9, "3459", "37 212 3456"},
	{"TM", "993", "8", "810", 8, 8, "123456", "8 12 123456"},
	{"TR", "90", "0", "00", 10, 10, "23458", "0212 123 45 67"},
	{"IL", "972", "0", "00", 8, 9, "23456789", "03 123 4567"},
	{"CN", "86", "0", "00", 9, 11, "123456789", "010 1234 5678"},
	{"IN", "91", "0", "00", 10, 10, "123456789", "011 2345 6789"},
};

/* Words that may stand before a number, and before its extension; folded. */
static const char *const greetings[] = {"телефон", "тел", "моб", "раб", "факс", "т", "tel",
					"phone", "mob", "fax", NULL};
static const char *const ext_words[] = {"добавочный", "доб", "внутренний", "внутр", "вн",
					"extension", "extn", "ext", "x", "х", "#", NULL};

struct dialled {
	char digit[DIGITS_MAX + 1];
	size_t n;
	char ext[EXT_MAX + 1];
	size_t ext_n;
	bool plus;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Spaces, dashes, dots, brackets and slashes part digits as people like. */
static bool is_filler(int32_t c)
{
	if (c < 0x80)
		return c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == '/' ||
		       c == '\t';
	return text_is_space(c) || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

static const char *skip_fillers(const char *s)
{
	for (const char *next = s; *s && is_filler(text_next(&next)); s = next)
		;
	return s;
}

/* Steps over one of the words with what follows it (a dot, a colon). */
static const char *skip_word(const char *s, const char *const *words)
{
	struct str folded = {0};
	const char *end = NULL;

	text_fold(s, &folded);
	for (; *words && !end; words++) {
		size_t n = strlen(*words);

		/* Folding keeps the length of these words, so the place is the same in s. */
		if (strncmp(folded.s, *words, n) == 0)
			end = s + n;
	}
	str_free(&folded);
	if (!end)
		return NULL;
	end = skip_fillers(end);
	return *end == ':' ? skip_fillers(end + 1) : end;
}

static bool read_extension(const char *s, struct dialled *d)
{
	s = skip_word(s, ext_words);
	if (!s)
		return false;
	if (*s == '#')
		s = skip_fillers(s + 1);
	for (; is_digit(*s) && d->ext_n < EXT_MAX; s++)
		d->ext[d->ext_n++] = *s;
	return d->ext_n && !*skip_fillers(s);
}

/* Digits, plus sign and extension out of the spelling; NULL, or what was not understood. */
static const char *read_spelling(const char *s, struct dialled *d)
{
	s = skip_fillers(s);
	if (*s && *s != '+' && !is_digit(*s)) {
		const char *after = skip_word(s, greetings);

		if (!after)
			return s;
		s = after;
	}
	if (*s == '+') {
		d->plus = true;
		s = skip_fillers(s + 1);
	}
	while (*s) {
		const char *next = s;

		if (is_digit(*s)) {
			if (d->n == DIGITS_MAX)
				return s;
			d->digit[d->n++] = *s++;
			continue;
		}
		/* "+44 (0)20": the home prefix as a reminder. */
		if (d->plus && d->n && strncmp(s, "(0)", 3) == 0)
			next = s + 3;
		else if (!is_filler(text_next(&next)) && *s != '~')
			return read_extension(s, d) ? NULL : s;
		s = next;
	}
	return NULL;
}

static const struct country *country_find(const char *iso)
{
	for (size_t i = 0; i < sizeof countries / sizeof *countries; i++)
		if (strcmp(countries[i].iso, iso) == 0)
			return &countries[i];
	return NULL;
}

/* The one whose code begins the digits; no code is the beginning of another. */
static const struct country *country_of(const char *digits)
{
	for (size_t i = 0; i < sizeof countries / sizeof *countries; i++)
		if (strncmp(digits, countries[i].code, strlen(countries[i].code)) == 0)
			return &countries[i];
	return NULL;
}

/* Can these n digits be area code and number there? */
static bool fits(const struct country *c, const char *digits, size_t n)
{
	return n >= c->min && n <= c->max && strchr(c->first, digits[0]);
}

static bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* Are the digits behind a + a number? Only equally long ones can be judged further. */
static bool international_ok(const char *digits, size_t n)
{
	const struct country *c = country_of(digits);
	size_t code = c ? strlen(c->code) : 0;

	if (n < E164_MIN || n > E164_MAX || digits[0] == '0')
		return false;
	return !c || c->min != c->max || fits(c, digits + code, n - code);
}

/* Digits dialled at home: puts country code and number into key. */
static bool home_number(const struct country *c, const struct dialled *d, struct str *key)
{
	size_t trunk = strlen(c->trunk), code = strlen(c->code), abroad = strlen(c->abroad);
	const char *p = d->digit;
	size_t n = d->n, skip;

	/* Lengths and first digits keep these readings apart: of 8 10 44 … the 8 is no trunk
	 * prefix, because no number there begins with 1. */
	if (trunk && starts(p, c->trunk) && fits(c, p + trunk, n - trunk))
		skip = trunk;
	else if (starts(p, c->code) && n > c->max && fits(c, p + code, n - code))
		skip = code;
	else if ((!trunk || c->min == c->max) && fits(c, p, n))
		skip = 0;
	else if (starts(p, "00") && international_ok(p + 2, n - 2))
		return str_add(key, p + 2), true;
	else if (starts(p, c->abroad) && international_ok(p + abroad, n - abroad))
		return str_add(key, p + abroad), true;
	else
		return false;
	str_add(key, c->code);
	str_add(key, p + skip);
	return true;
}

static int refuse(const char *s, const struct country *c, const struct dialled *d, struct str *why)
{
	if (d->plus)
		return text_refuse(why, s,
				   "is not a phone number: %zu digits; expected a + with country "
				   "code and number, 8 to 15 digits",
				   d->n);
	if (!c)
		return text_refuse(why, s,
				   "is not a phone number; expected it with + and country code");
	if (d->n >= 5 && d->n < c->min)
		return text_refuse(why, s,
				   "is not a phone number: the area code is missing; expected %s "
				   "or +%s …",
				   c->like, c->code);
	return text_refuse(why, s, "is not a phone number: %zu digits; expected %s or +%s …", d->n,
			   c->like, c->code);
}

int phone_key(const char *s, const char *country, struct str *key, struct str *ext, struct str *why)
{
	struct dialled d = {.n = 0};
	const struct country *home = country_find(country ? country : "RU");
	const char *odd = read_spelling(s, &d), *end = odd;
	bool ok;

	if (odd && *odd) {
		text_next(&end);
		return text_refuse(why, s, "is not a phone number: unexpected '%.*s'",
				   (int)(end - odd), odd);
	}
	str_set(key, "+");
	if (d.plus) {
		ok = international_ok(d.digit, d.n);
		str_addn(key, d.digit, d.n);
	} else if (home) {
		ok = home_number(home, &d, key);
	} else {
		ok = starts(d.digit, "00") && international_ok(d.digit + 2, d.n - 2);
		str_add(key, d.digit + (ok ? 2 : 0));
	}
	if (!ok) {
		str_clear(key);
		return refuse(s, home, &d, why);
	}
	if (ext)
		str_set(ext, d.ext);
	return 0;
}

void phone_digits(const char *s, struct str *out)
{
	str_clear(out);
	for (; *s; s++)
		if (is_digit(*s))
			str_addc(out, *s);
}
