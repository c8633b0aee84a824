/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_period - names of periods, their neighbours and pieces */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/when.h"

static int fix_clock(void **state)
{
	(void)state;
	when_set_now("2026-11-22T10:05:00");
	return 0;
}

static void assert_period(const struct period *p, const char *label, const char *s, const char *e)
{
	assert_string_equal(p->label, label);
	assert_string_equal(p->s, s);
	assert_string_equal(p->e, e);
}

static void names(void **state)
{
	static const char *const cases[][4] = {
		{"2026", "2026", "2026-01-01", "2027-01-01"},
		{"2026-Q3", "2026-Q3", "2026-07-01", "2026-10-01"},
		{"2026-q4", "2026-Q4", "2026-10-01", "2027-01-01"},
		{"2026-11", "2026-11", "2026-11-01", "2026-12-01"},
		{"2026-W47", "2026-W47", "2026-11-16", "2026-11-23"},
		{"2026-W01", "2026-W01", "2025-12-29", "2026-01-05"},
		{"2026-W53", "2026-W53", "2026-12-28", "2027-01-04"},
		{"2020-W53", "2020-W53", "2020-12-28", "2021-01-04"},
		{"2024-02-29", "2024-02-29", "2024-02-29", "2024-03-01"},
		{"22.11.2026", "2026-11-22", "2026-11-22", "2026-11-23"},
		{"2026-11-02..2026-11-20", "2026-11-02..2026-11-20", "2026-11-02", "2026-11-21"},
		{"2026-11-01..2026-11-30", "2026-11", "2026-11-01", "2026-12-01"},
		{"2026-01..2026-02", "2026-01-01..2026-02-28", "2026-01-01", "2026-03-01"},
		{" -14d .. today ", "2026-11-08..2026-11-22", "2026-11-08", "2026-11-23"},
		{"today", "2026-11-22", "2026-11-22", "2026-11-23"},
		{"yesterday", "2026-11-21", "2026-11-21", "2026-11-22"},
		{"вчера", "2026-11-21", "2026-11-21", "2026-11-22"},
		{"this-day", "2026-11-22", "2026-11-22", "2026-11-23"},
		{"this-week", "2026-W47", "2026-11-16", "2026-11-23"},
		{"last-week", "2026-W46", "2026-11-09", "2026-11-16"},
		{"next-week", "2026-W48", "2026-11-23", "2026-11-30"},
		{"this-month", "2026-11", "2026-11-01", "2026-12-01"},
		{"last month", "2026-10", "2026-10-01", "2026-11-01"},
		{"next-quarter", "2027-Q1", "2027-01-01", "2027-04-01"},
		{"Last-Year", "2025", "2025-01-01", "2026-01-01"},
		{"эта-неделя", "2026-W47", "2026-11-16", "2026-11-23"},
		{"прошлый-месяц", "2026-10", "2026-10-01", "2026-11-01"},
		{"прошлая неделя", "2026-W46", "2026-11-09", "2026-11-16"},
		{"Следующий квартал", "2027-Q1", "2027-01-01", "2027-04-01"},
		{"этот-год", "2026", "2026-01-01", "2027-01-01"},
	};
	struct str why = {0};
	struct period p;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (period_parse(cases[i][0], &p, &why) < 0)
			fail_msg("%s", why.s);
		assert_period(&p, cases[i][1], cases[i][2], cases[i][3]);
	}
	str_free(&why);
}

static void refused(void **state)
{
	static const char *const cases[] = {
		"",	     "26",	  "2026-",     "2026-13",   "2026-00", "2026-Q0", "2026-Q5",
		"2026-Q11",  "2026-W00",  "2026-W54",  "2025-W53",  "2026-W1", "2026-1",  "2026-02-30",
		"31.02.2026", "0000",	  "20266",     "2026-Q",    "this",    "this-",	  "this-era",
		"week",	     "..",	  "2026..",    "..2026",    "2026...2027", "now", "tomorrow 10:00",
		"2026-11-02..foo", "2026-+1", "2026- 1"};
	struct str why = {0};
	struct period p;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (period_parse(cases[i], &p, &why) != -1)
			fail_msg("'%s' taken as %s", cases[i], p.label);
		assert_non_null(strstr(why.s, "2026-W47"));
	}
	assert_int_equal(period_parse("2026-11-20..2026-11-02", &p, &why), -1);
	assert_non_null(strstr(why.s, "ends before it begins"));
	str_free(&why);
}

static void weeks_around_new_year(void **state)
{
	static const char *const cases[][2] = {
		{"2026-01-01", "2026-W01"}, {"2027-01-01", "2026-W53"}, {"2021-01-03", "2020-W53"},
		{"2021-01-04", "2021-W01"}, {"2024-12-30", "2025-W01"}, {"2023-01-01", "2022-W52"},
		{"2019-12-30", "2020-W01"}, {"2016-01-03", "2015-W53"},
	};
	struct period p;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		period_around(cases[i][0], PER_WEEK, &p);
		assert_string_equal(p.label, cases[i][1]);
		assert_int_equal(when_days_between(p.s, p.e), 7);
		assert_int_equal(when_weekday(p.s), 1);
	}
}

static void before(void **state)
{
	static const char *const cases[][2] = {
		{"2026", "2025"},
		{"2026-Q1", "2025-Q4"},
		{"2026-03", "2026-02"},
		{"2026-W01", "2025-W52"},
		{"2026-03-01", "2026-02-28"},
		{"2026-11-10..2026-11-19", "2026-10-31..2026-11-09"},
	};
	struct period p;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(period_parse(cases[i][0], &p, NULL), 0);
		period_before(&p, &p);
		assert_string_equal(p.label, cases[i][1]);
	}
}

static void pieces(void **state)
{
	struct period p, *out;
	size_t n;

	(void)state;
	assert_int_equal(period_parse("2026-Q1", &p, NULL), 0);
	n = period_split(&p, PER_MONTH, &out);
	assert_int_equal(n, 3);
	assert_period(&out[2], "2026-03", "2026-03-01", "2026-04-01");
	free(out);
	n = period_split(&p, PER_WEEK, &out);
	assert_int_equal(n, 14);
	assert_period(&out[0], "2026-01-01..2026-01-04", "2026-01-01", "2026-01-05");
	assert_period(&out[13], "2026-03-30..2026-03-31", "2026-03-30", "2026-04-01");
	free(out);
	n = period_split(&p, PER_DAY, &out);
	assert_int_equal(n, 90);
	free(out);
	n = period_split(&p, PER_NONE, &out);
	assert_int_equal(n, 1);
	assert_period(out, "2026-Q1", "2026-01-01", "2026-04-01");
	free(out);
	assert_int_equal(period_parse("9999", &p, NULL), 0);
	n = period_split(&p, PER_MONTH, &out);
	assert_int_equal(n, 12);
	free(out);
}

static void kinds(void **state)
{
	struct str why = {0};
	enum per per;

	(void)state;
	assert_int_equal(per_parse("Month", &per, &why), 0);
	assert_int_equal(per, PER_MONTH);
	assert_int_equal(per_parse("квартал", &per, NULL), 0);
	assert_int_equal(per, PER_QUARTER);
	assert_int_equal(per_parse("", &per, &why), -1);
	assert_int_equal(per_parse("decade", &per, &why), -1);
	assert_non_null(strstr(why.s, "day, week"));
	str_free(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),  cmocka_unit_test(refused),
		cmocka_unit_test(before), cmocka_unit_test(weeks_around_new_year),
		cmocka_unit_test(pieces), cmocka_unit_test(kinds),
	};

	return cmocka_run_group_tests(tests, fix_clock, NULL);
}
