/* SPDX-License-Identifier: GPL-2.0-or-later */
/* money - exact amounts: integers of minor units, and thousandths */
#include "base/money.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/number.h"
#include "base/text.h"

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

/* Behind the word or sign that begins at s: up to a digit, space, point or sign. */
static const char *word_end(const char *s)
{
	while (*s && !strchr("0123456789+-.,", *s)) {
		const char *next = s;
		int32_t c = text_next(&next);

		if (text_is_space(c) || c == 0x2212 || c == 0x2013)
			break;
		s = next;
	}
	return s;
}

static const char *currency_of_word(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++)
		if (strncmp(currencies[i].word, s, n) == 0 && !currencies[i].word[n])
			return currencies[i].code;
	return "";
}

static const char *currency_of_code(const char *s)
{
	for (const char *c = codes; *c; c += 4)
		if (strncasecmp(c, s, 3) == 0)
			return c;
	return "";
}

/* The currency that begins at s, its code in the first three bytes, or ""; *end goes
 * behind it. */
static const char *currency_at(const char *s, const char **end)
{
	const char *e = word_end(s), *found = "";
	size_t n = (size_t)(e - s);
	struct str folded = {0};
	char *word;

	/* the point of "руб." belongs to the word, the one of "руб.5" to the number */
	*end = *e == '.' && n && !(e[1] >= '0' && e[1] <= '9') ? e + 1 : e;
	/* codes and signs as they stand first: folding is what costs here */
	if (n == 3)
		found = currency_of_code(s);
	if (n && !*found)
		found = currency_of_word(s, n);
	if (!n || *found)
		return found;
	word = mem_copyn(s, n);
	text_fold(word, &folded);
	found = currency_of_word(folded.s, folded.n);
	free(word);
	str_free(&folded);
	return found;
}

int money_currency(const char *s, char code[4])
{
	const char *end, *known = currency_at(s, &end);
	size_t letters = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

	if (*known && *end)
		return -1;
	if (!*known && (letters != 3 || s[3]))
		return -1;
	memset(code, 0, 4);
	for (int i = 0; i < 3; i++)
		code[i] = (char)toupper((unsigned char)(*known ? known : s)[i]);
	return 0;
}

/* Where commas part thousands by custom: "$1,200". */
static bool comma_thousands(const char *code)
{
	return strncmp(code, "USD", 3) == 0 || strncmp(code, "GBP", 3) == 0;
}

int money_parse(const char *s, int64_t *minor, char currency[4], struct str *why)
{
	struct number num = {s, 2, LONE_REFUSED, "hundredths"};
	const char *at = number_spaces(s), *end, *code = "", *tail;
	int sign = number_sign(&at);

	if (*at && !strchr("0123456789,.", *at)) {
		code = currency_at(at, &end);
		if (!*code)
			return number_odd(&num, at, why);
		at = number_spaces(end);
		if (sign > 0)
			/* -$5 and $-5 are both written; a second sign is not read */
			sign = number_sign(&at);
	}
	tail = number_spaces(at + strspn(at, "0123456789,."));
	if (comma_thousands(*code ? code : currency_at(tail, &end)))
		num.lone = LONE_THOUSANDS;
	if (number_take(&num, &at, minor, why) < 0)
		return -1;
	*minor *= sign;
	tail = number_spaces(at);
	if (*tail && !*code) {
		code = currency_at(tail, &end);
		if (*code)
			tail = number_spaces(end);
	}
	if (*tail)
		return number_odd(&num, tail, why);
	if (currency) {
		memset(currency, 0, 4);
		memcpy(currency, code, strnlen(code, 3));
	}
	return 0;
}

/* A whole text that is one number, perhaps with a percent sign. */
static int parse_plain(const struct number *num, int64_t *v, bool percent, struct str *why)
{
	const char *at = number_spaces(num->typed);
	int sign = number_sign(&at);

	if (number_take(num, &at, v, why) < 0)
		return -1;
	*v *= sign;
	at = number_spaces(at);
	if (percent && *at == '%')
		at = number_spaces(at + 1);
	return *at ? number_odd(num, at, why) : 0;
}

int milli_parse(const char *s, int64_t *milli, struct str *why)
{
	struct number num = {s, 3, LONE_DECIMAL, "thousandths"};

	return parse_plain(&num, milli, false, why);
}

int micro_parse(const char *s, int64_t *micro, struct str *why)
{
	struct number num = {s, 6, LONE_DECIMAL, "millionths"};

	return parse_plain(&num, micro, false, why);
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

void money_format(int64_t minor, char out[MONEY_SIZE])
{
	number_format(minor, 2, 2, out, MONEY_SIZE);
}

void milli_format(int64_t milli, char out[MONEY_SIZE])
{
	number_format(milli, 3, 0, out, MONEY_SIZE);
}

void micro_format(int64_t micro, char out[MONEY_SIZE])
{
	number_format(micro, 6, 0, out, MONEY_SIZE);
}

void percent_format(int64_t milli, char out[MONEY_SIZE])
{
	number_format(milli, 1, 0, out, MONEY_SIZE);
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
