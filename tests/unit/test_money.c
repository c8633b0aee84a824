/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_money - every spelling of an amount, and what is refused */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "base/money.h"

static void amounts(void **state)
{
	static const struct {
		const char *s;
		int64_t minor;
		const char *currency;
	} cases[] = {
		{"0", 0, ""},
		{"1234567.89", 123456789, ""},
		{"1 234 567,89", 123456789, ""},
		{"1\xC2\xA0" "234\xC2\xA0" "567,89", 123456789, ""},
		{"1\xE2\x80\x89" "234\xE2\x80\xAF" "567", 123456700, ""},
		{"1,234.50", 123450, ""},
		{"1.234,50", 123450, ""},
		{"1,234,567", 123456700, ""},
		{"1.234.567,8", 123456780, ""},
		{"1234,5 ₽", 123450, "RUB"},
		{"-12", -1200, ""},
		{"−5,00 руб.", -500, "RUB"},
		{"$1,200", 120000, "USD"},
		{"-$1,200.50", -120050, "USD"},
		{"$-5", -500, "USD"},
		{"1,200 USD", 120000, "USD"},
		{"100 usd", 10000, "USD"},
		{"EUR 99,90", 9990, "EUR"},
		{"99.90€", 9990, "EUR"},
		{"500р.", 50000, "RUB"},
		{"500 р", 50000, "RUB"},
		{"10 ТЕНГЕ", 1000, "KZT"},
		{"  7  ", 700, ""},
		{"+3,5", 350, ""},
		{",5", 50, ""},
		{"5,500000", 550, ""},
		{"1 234,500", 123450, ""},
		{"0,500", 50, ""},
		{"92233720368547758.07", INT64_MAX, ""},
	};
	struct str why = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t minor = -1;
		char currency[4] = "???";

		if (money_parse(cases[i].s, &minor, currency, &why) < 0)
			fail_msg("%s: %s", cases[i].s, str_text(&why));
		if (minor != cases[i].minor)
			fail_msg("%s: %lld", cases[i].s, (long long)minor);
		assert_string_equal(currency, cases[i].currency);
		assert_int_equal(money_parse(cases[i].s, &minor, NULL, NULL), 0);
	}
	str_free(&why);
}

static void refused(void **state)
{
	static const char *const cases[][2] = {
		{"1 2З4", "'З' is a letter, not the digit 3"},
		{"1О0", "not the digit 0"},
		{"1,234", "ambiguous"},
		{"1.234", "ambiguous"},
		{"-1,000", "ambiguous"},
		{"", "is not a number"},
		{"  ", "is not a number"},
		{"-", "is not a number"},
		{"abc", "unexpected 'a'"},
		{"12 34", "grouped by three"},
		{"1234 567", "grouped by three"},
		{"1 2345", "grouped by three"},
		{"1,23,456", "not a number"},
		{"1.2.3", "not a number"},
		{"1,234.567,89", "finer than hundredths"},
		{"0,500,000", "unexpected ','"},
		{"1 234,567", "finer than hundredths"},
		{"0.001", "finer than hundredths"},
		{"5,", "unexpected ','"},
		{"1e5", "unexpected 'e'"},
		{"5 %", "unexpected '%'"},
		{"5 тыс.", "unexpected 'т'"},
		{"5 QQQ", "unexpected 'Q'"},
		{"$5 USD", "unexpected 'U'"},
		{"--5", "unexpected '-'"},
		{"5-", "unexpected '-'"},
		{"92233720368547758.08", "too large"},
		{"99999999999999999999999", "too large"},
		{"99 999 999 999 999 999 999", "too large"},
	};
	struct str why = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t minor;

		if (money_parse(cases[i][0], &minor, NULL, &why) != -1)
			fail_msg("'%s' taken as %lld", cases[i][0], (long long)minor);
		if (!strstr(why.s, cases[i][1]))
			fail_msg("%s, expected: %s", why.s, cases[i][1]);
	}
	str_free(&why);
}

static void plain_numbers(void **state)
{
	struct str why = {0};
	int64_t v;

	(void)state;
	assert_int_equal(milli_parse("1,5", &v, &why), 0);
	assert_int_equal(v, 1500);
	assert_int_equal(milli_parse("1.234", &v, &why), 0);
	assert_int_equal(v, 1234);
	assert_int_equal(milli_parse("-1 234,567", &v, &why), 0);
	assert_int_equal(v, -1234567);
	assert_int_equal(milli_parse("1,234.5", &v, &why), 0);
	assert_int_equal(v, 1234500);
	assert_int_equal(milli_parse("0,0001", &v, &why), -1);
	assert_int_equal(milli_parse("5 шт", &v, &why), -1);
	assert_int_equal(percent_parse("30", &v, &why), 0);
	assert_int_equal(v, 300);
	assert_int_equal(percent_parse("12,5 %", &v, &why), 0);
	assert_int_equal(v, 125);
	assert_int_equal(percent_parse("100%", &v, &why), 0);
	assert_int_equal(v, 1000);
	assert_int_equal(percent_parse("100,1", &v, &why), -1);
	assert_int_equal(percent_parse("-1", &v, &why), -1);
	assert_int_equal(percent_parse("12,55", &v, &why), -1);
	assert_int_equal(int_parse("1 000 000", &v, &why), 0);
	assert_int_equal(v, 1000000);
	assert_int_equal(int_parse("-7", &v, &why), 0);
	assert_int_equal(v, -7);
	assert_int_equal(int_parse("1,5", &v, &why), -1);
	assert_non_null(strstr(why.s, "whole number"));
	assert_int_equal(int_parse("9223372036854775808", &v, &why), -1);
	str_free(&why);
}

static void formats(void **state)
{
	char out[MONEY_SIZE];

	(void)state;
	money_format(123456789, out);
	assert_string_equal(out, "1234567.89");
	money_format(-5, out);
	assert_string_equal(out, "-0.05");
	money_format(INT64_MIN, out);
	assert_string_equal(out, "-92233720368547758.08");
	money_format(0, out);
	assert_string_equal(out, "0.00");
	milli_format(1500, out);
	assert_string_equal(out, "1.5");
	milli_format(-12000, out);
	assert_string_equal(out, "-12");
	milli_format(1, out);
	assert_string_equal(out, "0.001");
	milli_format(0, out);
	assert_string_equal(out, "0");
	percent_format(125, out);
	assert_string_equal(out, "12.5");
	percent_format(1000, out);
	assert_string_equal(out, "100");
}

static void products(void **state)
{
	(void)state;
	assert_int_equal(money_times(1500, 333), 500);
	assert_int_equal(money_times(500, 1), 1);
	assert_int_equal(money_times(-500, 1), -1);
	assert_int_equal(money_times(499, 1), 0);
	assert_int_equal(money_muldiv(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
	assert_int_equal(money_muldiv(7, 1, -2), -4);
	assert_int_equal(money_muldiv(INT64_MAX, 2, 1), INT64_MAX);
	assert_int_equal(money_muldiv(INT64_MIN, 1, 1), INT64_MIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts), cmocka_unit_test(refused), cmocka_unit_test(plain_numbers),
		cmocka_unit_test(formats), cmocka_unit_test(products),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
