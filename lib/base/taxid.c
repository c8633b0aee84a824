/* SPDX-License-Identifier: GPL-2.0-or-later */
/* taxid - check digits of the numbers that the tax office gives */
#include "base/taxid.h"

#include <stdbool.h>
#include <string.h>
#include "base/text.h"

/* The number of digits, or 0 when something else is among them. */
static size_t digits_only(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return s[n] ? 0 : n;
}

/* Weighted sum of the first n digits mod 11 mod 10. */
static int inn_check(const char *s, const int *weight, size_t n)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += weight[i] * (s[i] - '0');
	return sum % 11 % 10;
}

static bool lost_zero(const char *s, size_t n)
{
	char whole[13] = "0";

	memcpy(whole + 1, s, n + 1);
	return taxid_inn(whole, NULL) == 0;
}

int taxid_inn(const char *s, struct str *why)
{
	static const int weight[] = {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
	size_t n = digits_only(s);
	bool ok;

	if ((n == 9 || n == 11) && lost_zero(s, n))
		return text_refuse(why, s, "is not an INN: it has %zu digits; with the leading 0 that spreadsheets "
				   "drop it would be one", n);
	if (n != 10 && n != 12)
		return text_refuse(why, s, "is not an INN; expected 10 or 12 digits");
	if (n == 10)
		ok = inn_check(s, weight + 2, 9) == s[9] - '0';
	else
		ok = inn_check(s, weight + 1, 10) == s[10] - '0' &&
		     inn_check(s, weight, 11) == s[11] - '0';
	/* All zeros pass the sums. */
	if (!ok || strspn(s, "0") == n)
		return text_refuse(why, s, "is not an INN: the check digit is wrong");
	return 0;
}

int taxid_kpp(const char *s, struct str *why)
{
	bool ok = strlen(s) == 9;

	/* Digits, but for the reason code at 5 and 6, which may hold capital letters. */
	for (int i = 0; ok && i < 9; i++)
		ok = (s[i] >= '0' && s[i] <= '9') ||
		     ((i == 4 || i == 5) && s[i] >= 'A' && s[i] <= 'Z');
	return ok ? 0 : text_refuse(why, s, "is not a KPP; expected 9 digits");
}

int taxid_ogrn(const char *s, struct str *why)
{
	size_t n = digits_only(s);
	long long body = 0;

	if (n != 13 && n != 15)
		return text_refuse(why, s, "is not an OGRN; expected 13 or 15 digits");
	for (size_t i = 0; i + 1 < n; i++)
		body = body * 10 + (s[i] - '0');
	if (body % (n == 13 ? 11 : 13) % 10 != s[n - 1] - '0' || !body)
		return text_refuse(why, s, "is not an OGRN: the check digit is wrong");
	return 0;
}
