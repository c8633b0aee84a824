/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_when - arithmetic of dates, zones, and what people type */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/when.h"

static char out[WHEN_SIZE];

/* 2026-11-22 is a Sunday. */
static int fix_clock(void **state)
{
	(void)state;
	when_set_now("2026-11-22T10:05:00");
	return 0;
}

static void shapes(void **state)
{
	static const char *const no[] = {"", "2026", "2026-11-31", "2026-02-29", "1900-02-29",
					 "2026-00-01", "2026-13-01", "2026-1-1", "2026-11-22 ",
					 "0000-01-01", "2026/11/22", "２０２６-11-22"};

	(void)state;
	assert_true(when_is_date("2024-02-29"));
	assert_true(when_is_date("2000-02-29"));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(when_is_date(no[i]));
	assert_true(when_is_moment("2026-11-22T23:59:59"));
	assert_false(when_is_moment("2026-11-22T24:00:00"));
	assert_false(when_is_moment("2026-11-22T10:60:00"));
	assert_false(when_is_moment("2026-11-22T10:00"));
	assert_false(when_is_moment("2026-11-22"));
	assert_false(when_is_date("2026-11-22T10:00:00"));
}

static void every_day(void **state)
{
	char last[WHEN_SIZE] = "0001-01-01";

	(void)state;
	for (int64_t day = when_day(last) + 1; day <= when_day("9999-12-31"); day++) {
		when_of_day(day, out);
		if (!when_is_date(out) || when_day(out) != day || strcmp(last, out) >= 0)
			fail_msg("%s after %s", out, last);
		memcpy(last, out, WHEN_SIZE);
	}
	assert_string_equal(last, "9999-12-31");
	assert_int_equal(when_day("1970-01-01"), 0);
	when_of_day(INT64_MAX, out);
	assert_string_equal(out, "9999-12-31");
	when_of_day(INT64_MIN, out);
	assert_string_equal(out, "0001-01-01");
}

static void arithmetic(void **state)
{
	(void)state;
	when_add_days("2024-02-28T10:00:00", 1, out);
	assert_string_equal(out, "2024-02-29T10:00:00");
	when_add_days("2026-12-31", 1, out);
	assert_string_equal(out, "2027-01-01");
	when_add_days(out, -1, out);
	assert_string_equal(out, "2026-12-31");
	when_add_days("2026-12-31", INT64_MAX, out);
	assert_string_equal(out, "9999-12-31");
	when_add_months("2026-01-31", 1, out);
	assert_string_equal(out, "2026-02-28");
	when_add_months("2024-01-31", 1, out);
	assert_string_equal(out, "2024-02-29");
	when_add_months("2024-02-29", 12, out);
	assert_string_equal(out, "2025-02-28");
	when_add_months("2026-01-15T08:00:00", -1, out);
	assert_string_equal(out, "2025-12-15T08:00:00");
	when_add_months("0001-01-15", -1, out);
	assert_string_equal(out, "0001-01-01");
	when_add_seconds("2026-11-22", 3600, out);
	assert_string_equal(out, "2026-11-22T01:00:00");
	when_add_seconds("2026-11-22T00:00:00", -1, out);
	assert_string_equal(out, "2026-11-21T23:59:59");
	when_add_seconds("2026-11-22T23:59:59", 86401, out);
	assert_string_equal(out, "2026-11-24T00:00:00");
	when_after("2026-12-31", out);
	assert_string_equal(out, "2027-01-01");
	when_after("2026-12-31T23:59:59", out);
	assert_string_equal(out, "2027-01-01");
	assert_int_equal(when_days_between("2024-02-28T23:00:00", "2024-03-01"), 2);
	assert_int_equal(when_seconds_between("2026-11-22", "2026-11-21T23:59:00"), -60);
	assert_int_equal(when_weekday("2026-11-22"), 7);
	assert_int_equal(when_weekday("1969-12-29"), 1);
	assert_int_equal(when_weekday("0001-01-01"), 1);
}

/* The night when clocks change has 24 hours here, like every other. */
static void no_summer_time(void **state)
{
	(void)state;
	assert_int_equal(when_set_zone("Europe/Berlin"), 0);
	when_add_seconds("2026-03-29T01:30:00", 3600, out);
	assert_string_equal(out, "2026-03-29T02:30:00");
	assert_int_equal(when_seconds_between("2026-03-29", "2026-03-30"), 86400);
	assert_int_equal(when_set_zone(""), 0);
}

static bool new_year(void *arg, const char *date)
{
	assert_string_equal(arg, "RU");
	return strcmp(date, "2026-12-31") == 0 || strcmp(date, "2027-01-01") == 0 || strcmp(date, "2027-01-04") == 0;
}

static void workdays(void **state)
{
	static char country[] = "RU";

	(void)state;
	when_add_workdays("2026-11-20", 2, out);
	assert_string_equal(out, "2026-11-24");
	when_add_workdays("2026-11-21", 1, out);
	assert_string_equal(out, "2026-11-23");
	when_add_workdays("2026-11-23", -1, out);
	assert_string_equal(out, "2026-11-20");
	when_add_workdays("2026-11-21T09:00:00", 0, out);
	assert_string_equal(out, "2026-11-21T09:00:00");
	when_set_holidays(new_year, country);
	when_add_workdays("2026-12-30", 1, out);
	assert_string_equal(out, "2027-01-05");
	when_add_workdays("2027-01-05", -1, out);
	assert_string_equal(out, "2026-12-30");
	when_set_holidays(NULL, NULL);
	when_add_workdays("9999-12-30", 50, out);
	assert_string_equal(out, "9999-12-31");
}

static void typed(void **state)
{
	static const char *const cases[][2] = {
		{"2026-11-22", "2026-11-22"},
		{"2026-11-22T10:05:07", "2026-11-22T10:05:07"},
		{"2026-11-22 10:05", "2026-11-22T10:05:00"},
		{"2026-11-22t9:05", "2026-11-22T09:05:00"},
		{" 2024-02-29 ", "2024-02-29"},
		{"22.11.2026", "2026-11-22"},
		{"1.2.26", "2026-02-01"},
		{"05.03.71", "1971-03-05"},
		{"22.11.2026 15:30", "2026-11-22T15:30:00"},
		{"today", "2026-11-22"},
		{"Завтра", "2026-11-23"},
		{"ВЧЕРА", "2026-11-21"},
		{"послезавтра", "2026-11-24"},
		{"tomorrow 15:30", "2026-11-23T15:30:00"},
		{"завтра в 9:00", "2026-11-23T09:00:00"},
		{"tomorrow at 9:00", "2026-11-23T09:00:00"},
		{"now", "2026-11-22T10:05:00"},
		{"сейчас", "2026-11-22T10:05:00"},
		{"sunday", "2026-11-29"},
		{"Mon", "2026-11-23"},
		{"пт 10:00", "2026-11-27T10:00:00"},
		{"среду", "2026-11-25"},
		{"+3d", "2026-11-25"},
		{"-2w", "2026-11-08"},
		{"−2w", "2026-11-08"},
		{"+1m", "2026-12-22"},
		{"+1y 8:00", "2027-11-22T08:00:00"},
		{"+2wd", "2026-11-24"},
		{"+2рд", "2026-11-24"},
		{"+2h", "2026-11-22T12:05:00"},
		{"+30min", "2026-11-22T10:35:00"},
		{"+30мин", "2026-11-22T10:35:00"},
		{"+3 дня", "2026-11-25"},
		{"+1м", "2026-12-22"},
		{"+14h", "2026-11-23T00:05:00"},
		{"eow", "2026-11-22"},
		{"bow", "2026-11-16"},
		{"eom", "2026-11-30"},
		{"bom", "2026-11-01"},
		{"eoq", "2026-12-31"},
		{"boq", "2026-10-01"},
		{"eoy 18:00", "2026-12-31T18:00:00"},
		{"boy", "2026-01-01"},
		{"конец месяца", "2026-11-30"},
		{"начало-года", "2026-01-01"},
	};
	struct str why = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (when_parse(cases[i][0], out, &why) < 0)
			fail_msg("%s", why.s);
		if (strcmp(out, cases[i][1]) != 0)
			fail_msg("%s: %s, expected %s", cases[i][0], out, cases[i][1]);
	}
	str_free(&why);
}

static void refused(void **state)
{
	static const char *const impossible[] = {"31.02.2026", "2026-02-30", "29.02.2025", "0.1.2026",
						 "2026-13-01 10:00", "31.11.26"};
	static const char *const unknown[] = {
		"",	      " ",	    "foo",	 "2026",	 "22.11",      "22.11.",
		"22.11.202",  "22/11/2026", "11-22-2026", "3d",		 "+3",	       "+d",
		"+3x",	      "+999999d",   "tomorrow 25:00", "tomorrow 15:60", "tomorrow 15",
		"tomorrow tomorrow", "15:30", "now 15:30", "+2h 15:30", "2026-11-22Z",
		"2026-11-22T10:05:07Z", "2026-11-22 10:05:60", "22.11.2026x", "todayy", "+", "-",
		"2026-11-22 10:5", "конец", "конец света", "tomorrow at"};
	struct str why = {0};

	(void)state;
	for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++) {
		assert_int_equal(when_parse(impossible[i], out, &why), -1);
		assert_non_null(strstr(why.s, "no such day"));
	}
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
		if (when_parse(unknown[i], out, &why) != -1)
			fail_msg("'%s' taken as %s", unknown[i], out);
		assert_non_null(strstr(why.s, "+2wd"));
	}
	assert_int_equal(when_parse("foo", out, NULL), -1);
	str_free(&why);
}

static void clock_and_zones(void **state)
{
	(void)state;
	assert_string_equal(when_today(), "2026-11-22");
	when_set_now("2026-05-01");
	assert_string_equal(when_now(), "2026-05-01T00:00:00");
	when_set_now(NULL);
	setenv("CRM_NOW", "2025-01-02 03:04", 1);
	assert_string_equal(when_now(), "2025-01-02T03:04:00");
	unsetenv("CRM_NOW");
	assert_true(when_is_moment(when_now()));
	assert_int_equal(when_set_zone("Mars/Phobos"), -1);
	assert_int_equal(when_set_zone("../etc/passwd"), -1);
	assert_int_equal(when_set_zone("MSK-3"), -1);
	assert_int_equal(when_set_zone("Europe/Moscow"), 0);
	assert_int_equal(when_in_zone("2026-11-22T10:05:00", "Asia/Vladivostok", out), 0);
	assert_string_equal(out, "2026-11-22T17:05:00");
	assert_int_equal(when_in_zone("2026-11-22", "UTC", out), 0);
	assert_string_equal(out, "2026-11-21T21:00:00");
	assert_int_equal(when_in_zone("2026-11-22T10:05:00", "Europe/Moscow", out), 0);
	assert_string_equal(out, "2026-11-22T10:05:00");
	assert_int_equal(when_in_zone("2026-11-22T10:05:00", "No/Where", out), -1);
	assert_string_equal(getenv("TZ"), "Europe/Moscow");
	assert_int_equal(when_set_zone(""), 0);
	when_set_now("2026-11-22T10:05:00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shapes),   cmocka_unit_test(every_day), cmocka_unit_test(arithmetic),
		cmocka_unit_test(no_summer_time), cmocka_unit_test(workdays), cmocka_unit_test(typed),
		cmocka_unit_test(refused),  cmocka_unit_test(clock_and_zones),
	};

	return cmocka_run_group_tests(tests, fix_clock, NULL);
}
