/* SPDX-License-Identifier: GPL-2.0-or-later */
/* number - digits with thousands and decimals as people write them
 *
 * A number is read in one pass from left to right. What the first comma or dot means is known
 * only from what follows it: exactly three digits behind it may be thousands, and only a further
 * group, a zero in front or the kind of number (enum lone) tells. A group that is neither ends
 * in a refusal: a wrong amount that was guessed is worse than a row that has to be typed again. */
#include "base/number.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"

enum { NUMBER_LONGEST = 32 }; /* of number_format's: twenty digits, a sign, a dot */

/* Letters that look like digits: the commonest slip in typed tables. */
static const struct {
	int32_t letter;
	char digit;
} lookalikes[] = {{0x417, '3'}, {0x437, '3'}, {0x41E, '0'}, {0x43E, '0'}, {'O', '0'},
		  {'o', '0'},   {'l', '1'},   {'I', '1'},   {0x431, '6'}, {'S', '5'}};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Steps over one space of the kinds that part thousands. */
static const char *after_gap(const char *s)
{
	const char *next = s;
	int32_t c;

	if (!*s)
		return NULL;
	c = text_next(&next);
	return c == ' ' || c == 0xA0 || c == 0x2007 || c == 0x2009 || c == 0x202F ? next : NULL;
}

const char *number_spaces(const char *s)
{
	for (const char *next = s; *s && text_is_space(text_next(&next)); s = next)
		;
	return s;
}

int number_sign(const char **s)
{
	static const char *const minus[] = {"-", "−", "–"};

	for (size_t i = 0; i < sizeof minus / sizeof *minus; i++) {
		size_t n = strlen(minus[i]);

		if (strncmp(*s, minus[i], n) == 0) {
			*s = number_spaces(*s + n);
			return -1;
		}
	}
	if (**s == '+')
		*s = number_spaces(*s + 1);
	return 1;
}

/* The digit that the letter at s looks like, or 0. */
static char lookalike(const char *s)
{
	int32_t c = *s ? text_next(&s) : 0;

	for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++)
		if (lookalikes[i].letter == c)
			return lookalikes[i].digit;
	return 0;
}

int number_odd(const struct number *num, const char *at, struct str *why)
{
	const char *next = at;
	char digit = lookalike(at);
	int n;

	text_next(&next);
	n = (int)(next - at);
	if (digit)
		return text_refuse(why, num->typed,
				   "is not a number: '%.*s' is a letter, not the digit %c", n, at,
				   digit);
	return text_refuse(why, num->typed, "is not a number: unexpected '%.*s'", n, at);
}

/* Reads up to max digits onto *v; -1 on overflow. */
static int take_digits(const char **s, int64_t *v, int max)
{
	int n = 0;

	for (; n < max && is_digit(**s); n++, ++*s)
		if (__builtin_mul_overflow(*v, 10, v) || __builtin_add_overflow(*v, **s - '0', v))
			return -1;
	return n;
}

static size_t digit_run(const char *s)
{
	size_t n = 0;

	while (is_digit(s[n]))
		n++;
	return n;
}

/* Is the first comma or dot of a number, at s, the decimal one? -1 when nobody can tell.
 * zero: only "0" stands in front. */
static int is_decimal(const struct number *num, const char *s, bool zero)
{
	if (digit_run(s + 1) != 3 || zero)
		return 1;
	if ((s[4] == ',' || s[4] == '.') && is_digit(s[5]))
		return 0;
	if (num->lone == LONE_REFUSED)
		return -1;
	return num->lone == LONE_DECIMAL || *s == '.';
}

static int refuse_group(const struct number *num, const char *group, struct str *why)
{
	const char *end = group + digit_run(group);

	if (lookalike(end))
		return number_odd(num, end, why);
	return text_refuse(why, num->typed, "is not a number: digits are grouped by three");
}

/* Digits behind the decimal separator, padded to the scale. Further ones must be zeros. Zeros
 * beyond the scale are no finer number: spreadsheets export 1500,0000. */
static int take_fraction(const struct number *num, const char **s, int64_t *v, struct str *why)
{
	int n = take_digits(s, v, num->scale);

	for (; n >= 0 && n < num->scale; n++)
		if (__builtin_mul_overflow(*v, 10, v))
			n = -2;
	if (n < 0)
		return text_refuse(why, num->typed, "is too large a number");
	for (; is_digit(**s); ++*s)
		if (**s != '0')
			return text_refuse(why, num->typed, "is finer than %s", num->unit);
	return 0;
}

/* Finds the next group of three digits behind *s and moves there: 1, or 0 at the decimal
 * separator or the end. *kind is what parts the groups, 0 before the first one. */
static int next_group(const struct number *num, const char **s, char *kind, bool zero,
		      struct str *why)
{
	bool point = **s == ',' || **s == '.';
	const char *next = point ? *s + 1 : after_gap(*s);
	char here = point ? **s : ' ';
	int decimal;

	if (!next || !is_digit(*next) || (point && *kind && *kind != here))
		return 0;
	if (point && !*kind) {
		decimal = is_decimal(num, *s, zero);
		if (decimal > 0)
			return 0;
		if (decimal < 0)
			return text_refuse(why, num->typed,
					   "is ambiguous: thousands or decimals? expected 1 234 "
					   "or 1234.00");
	}
	if ((*kind && *kind != here) || digit_run(next) != 3)
		return refuse_group(num, next, why);
	*kind = here;
	*s = next;
	return 1;
}

/* The digits in front of the decimal separator, with their groups. */
static int take_whole(const struct number *num, const char **s, int64_t *v, struct str *why)
{
	const char *from = *s;
	size_t lead = digit_run(from);
	char kind = 0;
	int more = 1, taken = take_digits(s, v, 99);

	while (taken >= 0) {
		more = next_group(num, s, &kind, lead == 1 && *from == '0', why);
		if (more > 0 && lead > 3)
			return refuse_group(num, *s, why);
		if (more <= 0)
			return more;
		taken = take_digits(s, v, 3);
	}
	return text_refuse(why, num->typed, "is too large a number");
}

int number_take(const struct number *num, const char **s, int64_t *v, struct str *why)
{
	bool whole = is_digit(**s);

	*v = 0;
	if (!whole && !((**s == ',' || **s == '.') && is_digit((*s)[1]))) {
		if (!**s)
			return text_refuse(why, num->typed, "is not a number; expected 1234.50");
		return number_odd(num, *s, why);
	}
	if (whole && take_whole(num, s, v, why) < 0)
		return -1;
	if ((**s == ',' || **s == '.') && is_digit((*s)[1])) {
		if (!num->scale)
			return text_refuse(why, num->typed, "is not a whole number");
		++*s;
	}
	return take_fraction(num, s, v, why);
}

/* By hand: lists and reports are full of numbers, and printf takes ten times as long. */
void number_format(int64_t v, int scale, int keep, char *out, size_t size)
{
	/* the magnitude of INT64_MIN exists only unsigned */
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char text[NUMBER_LONGEST], *end = text + sizeof text, *at = end;

	for (; scale > keep && rest % 10 == 0; scale--)
		rest /= 10;
	*--at = '\0';
	for (int i = 0; i < scale; i++, rest /= 10)
		*--at = (char)('0' + rest % 10);
	if (scale)
		*--at = '.';
	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	if (v < 0)
		*--at = '-';
	if ((size_t)(end - at) <= size)
		memcpy(out, at, (size_t)(end - at));
	else
		out[0] = '\0';
}

