/* SPDX-License-Identifier: GPL-2.0-or-later */
/* money - exact amounts: integers of minor units, and thousandths */
#include "base/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"

/* What a comma or dot with exactly three digits behind it is when nothing else tells. */
enum lone { LONE_REFUSED, LONE_DECIMAL, LONE_THOUSANDS };

struct number {
	const char *whole;  /* what the user typed, for the reason */
	int scale;          /* digits behind the decimal separator that are kept */
	enum lone lone;
	const char *unit;   /* what the digits are finer than: "hundredths" */
};

/* Letters that look like digits: the commonest slip in typed tables. */
static const struct {
	int32_t letter;
	char digit;
} lookalikes[] = {{0x417, '3'}, {0x437, '3'}, {0x41E, '0'}, {0x43E, '0'}, {'O', '0'},
		  {'o', '0'},   {'l', '1'},   {'I', '1'},   {0x431, '6'}, {'S', '5'}};

static const struct {
	const char *word; /* folded, without a final dot */
	char code[4];
} currencies[] = {
	{"₽", "RUB"},       {"руб", "RUB"},     {"р", "RUB"},      {"рублей", "RUB"},
	{"рубль", "RUB"},   {"рубля", "RUB"},   {"rur", "RUB"},    {"$", "USD"},
	{"долл", "USD"},    {"долларов", "USD"}, {"us$", "USD"},   {"€", "EUR"},
	{"евро", "EUR"},    {"euro", "EUR"},    {"£", "GBP"},      {"¥", "JPY"},
	{"₸", "KZT"},       {"тенге", "KZT"},   {"тг", "KZT"},     {"₴", "UAH"},
	{"грн", "UAH"},     {"br", "BYN"},      {"₺", "TRY"},      {"₹", "INR"},
	{"₾", "GEL"},       {"֏", "AMD"},       {"₼", "AZN"},      {"сум", "UZS"},
	{"сом", "KGS"},     {"zł", "PLN"},      {"kč", "CZK"},     {"юаней", "CNY"},
};

static const char codes[] = "AED AMD ARS AUD AZN BGN BRL BYN CAD CHF CLP CNY CZK DKK EGP EUR GBP "
			    "GEL HKD HUF IDR ILS INR JPY KGS KRW KZT MDL MXN MYR NOK NZD PLN RON "
			    "RSD RUB SAR SEK SGD THB TJS TMT TRY TWD UAH USD UZS VND ZAR ";

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Steps over one space of the kinds that part thousands; also an apostrophe. */
static const char *after_gap(const char *s)
{
	const char *next = s;
	int32_t c;

	if (!*s)
		return NULL;
	c = text_next(&next);
	return c == ' ' || c == 0xA0 || c == 0x2007 || c == 0x2009 || c == 0x202F ? next : NULL;
}

static const char *skip_spaces(const char *s)
{
	for (const char *next = s; *s && text_is_space(text_next(&next)); s = next)
		;
	return s;
}

/* A sign of any typography: hyphen, minus, en dash, plus. Returns -1 or 1. */
static int take_sign(const char **s)
{
	static const char *const minus[] = {"-", "−", "–"};

	for (size_t i = 0; i < sizeof minus / sizeof *minus; i++) {
		size_t n = strlen(minus[i]);

		if (strncmp(*s, minus[i], n) == 0) {
			*s = skip_spaces(*s + n);
			return -1;
		}
	}
	if (**s == '+')
		*s = skip_spaces(*s + 1);
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

static int refuse_letter(const struct number *num, const char *at, struct str *why)
{
	const char *next = at;
	char digit = lookalike(at);
	int n;

	text_next(&next);
	n = (int)(next - at);
	if (digit)
		return text_refuse(why, num->whole,
				   "is not a number: '%.*s' is a letter, not the digit %c", n, at,
				   digit);
	return text_refuse(why, num->whole, "is not a number: unexpected '%.*s'", n, at);
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
	char other = *s == ',' ? '.' : ',';

	if (digit_run(s + 1) != 3 || zero)
		return 1;
	if (is_digit(s[4]) || ((s[4] == *s || s[4] == other) && is_digit(s[5])))
		return 0;
	if (num->lone == LONE_REFUSED)
		return -1;
	return num->lone == LONE_DECIMAL || *s == '.';
}

static int refuse_group(const struct number *num, const char *group, struct str *why)
{
	const char *end = group + digit_run(group);

	if (lookalike(end))
		return refuse_letter(num, end, why);
	return text_refuse(why, num->whole, "is not a number: digits are grouped by three");
}

/* Digits behind the decimal separator, padded to the scale. Further ones must be zeros. */
static int take_fraction(const struct number *num, const char **s, int64_t *v, struct str *why)
{
	int n = take_digits(s, v, num->scale);

	for (; n >= 0 && n < num->scale; n++)
		if (__builtin_mul_overflow(*v, 10, v))
			n = -2;
	if (n < 0)
		return text_refuse(why, num->whole, "is too large a number");
	for (; is_digit(**s); ++*s)
		if (**s != '0')
			return text_refuse(why, num->whole, "is finer than %s", num->unit);
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
			return text_refuse(why, num->whole,
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
	return text_refuse(why, num->whole, "is too large a number");
}

/* An unsigned number at *s in 10^-scale units. */
static int take_number(const struct number *num, const char **s, int64_t *v, struct str *why)
{
	bool whole = is_digit(**s);

	*v = 0;
	if (!whole && !((**s == ',' || **s == '.') && is_digit((*s)[1]))) {
		if (!**s)
			return text_refuse(why, num->whole, "is not a number; expected 1234.50");
		return refuse_letter(num, *s, why);
	}
	if (whole && take_whole(num, s, v, why) < 0)
		return -1;
	if ((**s == ',' || **s == '.') && is_digit((*s)[1])) {
		if (!num->scale)
			return text_refuse(why, num->whole, "is not a whole number");
		++*s;
	}
	return take_fraction(num, s, v, why);
}

/* The currency that begins at s, or "" ; *end goes behind it. */
static const char *currency_at(const char *s, const char **end)
{
	static _Thread_local char code[4];
	struct str word = {0};
	const char *e = s, *found = "";

	while (*e && !is_digit(*e) && *e != '-' && *e != '+' && *e != '.' && *e != ',') {
		const char *next = e;
		int32_t c = text_next(&next);

		if (text_is_space(c) || c == 0x2212 || c == 0x2013)
			break;
		e = next;
	}
	*end = *e == '.' && e > s && !is_digit(e[1]) ? e + 1 : e;
	str_addn(&word, s, (size_t)(e - s));
	if (word.n == 3 && !strpbrk(word.s, " ")) {
		for (int i = 0; i < 3; i++)
			code[i] = (char)(word.s[i] >= 'a' && word.s[i] <= 'z' ? word.s[i] - 0x20
									      : word.s[i]);
		for (const char *c = codes; *c && !*found; c += 4)
			if (strncmp(c, code, 3) == 0)
				found = code;
	}
	if (!*found) {
		struct str folded = {0};

		text_fold(word.s, &folded);
		for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++)
			if (strcmp(currencies[i].word, str_text(&folded)) == 0)
				found = currencies[i].code;
		str_free(&folded);
	}
	str_free(&word);
	return found;
}

/* Where commas part thousands by custom: "$1,200". */
static bool comma_thousands(const char *code)
{
	return strcmp(code, "USD") == 0 || strcmp(code, "GBP") == 0;
}

int money_parse(const char *s, int64_t *minor, char currency[4], struct str *why)
{
	struct number num = {s, 2, LONE_REFUSED, "hundredths"};
	const char *at = skip_spaces(s), *end, *code = "", *tail;
	int sign = take_sign(&at);

	if (*at && !is_digit(*at) && *at != ',' && *at != '.') {
		code = currency_at(at, &end);
		if (!*code)
			return refuse_letter(&num, at, why);
		at = skip_spaces(end);
		if (sign > 0)
			sign = take_sign(&at);
	}
	tail = skip_spaces(at + strspn(at, "0123456789,."));
	if (comma_thousands(*code ? code : currency_at(tail, &end)))
		num.lone = LONE_THOUSANDS;
	if (take_number(&num, &at, minor, why) < 0)
		return -1;
	*minor *= sign;
	tail = skip_spaces(at);
	if (*tail && !*code) {
		code = currency_at(tail, &end);
		if (*code)
			tail = skip_spaces(end);
	}
	if (*tail)
		return refuse_letter(&num, tail, why);
	if (currency)
		memcpy(currency, *code ? code : "\0\0\0", 4);
	return 0;
}

/* A whole text that is one number, perhaps with a percent sign. */
static int parse_plain(const struct number *num, int64_t *v, bool percent, struct str *why)
{
	const char *at = skip_spaces(num->whole);
	int sign = take_sign(&at);

	if (take_number(num, &at, v, why) < 0)
		return -1;
	*v *= sign;
	at = skip_spaces(at);
	if (percent && *at == '%')
		at = skip_spaces(at + 1);
	return *at ? refuse_letter(num, at, why) : 0;
}

int milli_parse(const char *s, int64_t *milli, struct str *why)
{
	struct number num = {s, 3, LONE_DECIMAL, "thousandths"};

	return parse_plain(&num, milli, false, why);
}

int percent_parse(const char *s, int64_t *milli, struct str *why)
{
	struct number num = {s, 1, LONE_DECIMAL, "a tenth of a percent"};

	if (parse_plain(&num, milli, true, why) < 0)
		return -1;
	if (*milli < 0 || *milli > 1000)
		return text_refuse(why, s, "is not a percentage from 0 to 100");
	return 0;
}

int int_parse(const char *s, int64_t *value, struct str *why)
{
	struct number num = {s, 0, LONE_DECIMAL, "one"};

	return parse_plain(&num, value, false, why);
}

/* v in 10^-scale units with the fraction cut to at least keep digits. */
static void format_scaled(int64_t v, int scale, int keep, char out[MONEY_SIZE])
{
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v, unit = 1;
	int n;

	for (int i = 0; i < scale; i++)
		unit *= 10;
	n = snprintf(out, MONEY_SIZE, "%s%" PRIu64 ".%0*" PRIu64, v < 0 ? "-" : "", rest / unit,
		     scale, rest % unit);
	for (; scale > keep && out[n - 1] == '0'; scale--)
		out[--n] = '\0';
	if (!scale)
		out[--n] = '\0';
}

void money_format(int64_t minor, char out[MONEY_SIZE])
{
	format_scaled(minor, 2, 2, out);
}

void milli_format(int64_t milli, char out[MONEY_SIZE])
{
	format_scaled(milli, 3, 0, out);
}

void percent_format(int64_t milli, char out[MONEY_SIZE])
{
	format_scaled(milli, 1, 0, out);
}

int64_t money_muldiv(int64_t a, int64_t b, int64_t c)
{
	__extension__ typedef __int128 wide;
	wide product = (wide)a * b, divisor = c, half;

	if (divisor < 0) {
		product = -product;
		divisor = -divisor;
	}
	half = divisor / 2;
	product = (product < 0 ? product - half : product + half) / divisor;
	/* Beyond 64 bits there is no right answer; the nearest is less wrong than a wrapped one. */
	if (product > INT64_MAX)
		return INT64_MAX;
	return product < INT64_MIN ? INT64_MIN : (int64_t)product;
}

int64_t money_times(int64_t milli, int64_t minor)
{
	return money_muldiv(milli, minor, 1000);
}
