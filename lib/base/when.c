/* SPDX-License-Identifier: GPL-2.0-or-later */
/* when - arithmetic of dates and moments, without zones
 *
 * Everything goes through the number of the day since 1970, which makes arithmetic of a few
 * additions and knows nothing of zones: a moment is what the clock on the wall shows, and days
 * have 24 hours. */
#include "base/when.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_SECONDS = 86400, DATE_LENGTH = 10, MOMENT_LENGTH = 19 };

static bool (*holiday)(void *arg, const char *date);
static void *holiday_arg;

/* n digits as a number, or -1. */
static int digits(const char *s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

static void put_digits(char *s, int n, int v)
{
	for (; n > 0; v /= 10)
		s[--n] = (char)('0' + v % 10);
}

static int days_in_month(int y, int m)
{
	static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return m == 2 && (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)) ? 29 : days[m - 1];
}

/* Days since 1970 in the Gregorian calendar, counted in years that begin in March,
 * so that the leap day is the last one. */
static int64_t day_of(int y, int m, int d)
{
	int shifted = m > 2 ? y : y - 1, era = shifted / 400, of_era = shifted % 400;
	int of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;

	return (int64_t)era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void put_date(char *out, int y, int m, int d)
{
	put_digits(out, 4, y);
	out[4] = '-';
	put_digits(out + 5, 2, m);
	out[7] = '-';
	put_digits(out + 8, 2, d);
	out[DATE_LENGTH] = '\0';
}

static bool date_ok(const char *s)
{
	int y, m, d;

	for (int i = 0; i < DATE_LENGTH; i++)
		if (!s[i])
			return false;
	y = digits(s, 4);
	m = digits(s + 5, 2);
	d = digits(s + 8, 2);
	return s[4] == '-' && s[7] == '-' && y >= 1 && m >= 1 && m <= 12 && d >= 1 &&
	       d <= days_in_month(y, m);
}

/* "T10:05:00" at s. */
static bool clock_ok(const char *s)
{
	int h, m, sec;

	if (strlen(s) != MOMENT_LENGTH - DATE_LENGTH || s[0] != 'T' || s[3] != ':' || s[6] != ':')
		return false;
	h = digits(s + 1, 2);
	m = digits(s + 4, 2);
	sec = digits(s + 7, 2);
	return h >= 0 && h < 24 && m >= 0 && m < 60 && sec >= 0 && sec < 60;
}

bool when_is_date(const char *s)
{
	return date_ok(s) && !s[DATE_LENGTH];
}

bool when_is_moment(const char *s)
{
	return date_ok(s) && clock_ok(s + DATE_LENGTH);
}

bool when_parse_iso(const char *s, char out[WHEN_SIZE])
{
	char clock[] = "T00:00:00";
	size_t n;

	if (!date_ok(s))
		return false;
	memcpy(out, s, DATE_LENGTH);
	out[DATE_LENGTH] = '\0';
	s += DATE_LENGTH;
	if (!*s)
		return true;
	n = strlen(s);
	if ((n != 6 && n != 9) || (*s != 'T' && *s != ' '))
		return false;
	memcpy(clock + 1, s + 1, n - 1);
	memcpy(out + DATE_LENGTH, clock, sizeof clock);
	return clock_ok(clock);
}

int64_t when_day(const char *t)
{
	return day_of(digits(t, 4), digits(t + 5, 2), digits(t + 8, 2));
}

void when_of_day(int64_t day, char out[WHEN_SIZE])
{
	int64_t first = day_of(1, 1, 1), last = day_of(9999, 12, 31), z, era;
	int of_era, year, of_year, month;

	day = day < first ? first : day > last ? last : day;
	z = day + 719468;
	era = z / 146097;
	of_era = (int)(z % 146097);
	/* the quotients take out the leap days, so that 29 February stays in the year it ends */
	year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	put_date(out, (int)era * 400 + year + (month >= 10), month + (month < 10 ? 3 : -9),
		 of_year - (153 * month + 2) / 5 + 1);
}

/* Writes the date with the time part of t, which may be out itself. */
static void put_day(int64_t day, const char *t, char out[WHEN_SIZE])
{
	size_t n = strlen(t + DATE_LENGTH) + 1;
	char clock[WHEN_SIZE];

	memcpy(clock, t + DATE_LENGTH, n);
	when_of_day(day, out);
	memcpy(out + DATE_LENGTH, clock, n);
}

void when_add_days(const char *t, int64_t days, char out[WHEN_SIZE])
{
	int64_t day;

	if (__builtin_add_overflow(when_day(t), days, &day))
		day = days < 0 ? INT64_MIN : INT64_MAX;
	put_day(day, t, out);
}

void when_add_months(const char *t, int months, char out[WHEN_SIZE])
{
	int64_t total = (int64_t)digits(t, 4) * 12 + digits(t + 5, 2) - 1 + months;
	int y = (int)(total / 12), m = (int)(total % 12) + 1, d = digits(t + 8, 2), last;

	if (total < 12 || total >= 120000) {
		put_day(total < 12 ? INT64_MIN : INT64_MAX, t, out);
		return;
	}
	last = days_in_month(y, m);
	put_day(day_of(y, m, d < last ? d : last), t, out);
}

static int64_t clock_seconds(const char *t)
{
	if (!t[DATE_LENGTH])
		return 0;
	return digits(t + 11, 2) * 3600 + digits(t + 14, 2) * 60 + digits(t + 17, 2);
}

void when_add_seconds(const char *t, int64_t seconds, char out[WHEN_SIZE])
{
	int64_t days = seconds / DAY_SECONDS, left = clock_seconds(t) + seconds % DAY_SECONDS;
	int s;

	if (left < 0 || left >= DAY_SECONDS) {
		days += left < 0 ? -1 : 1;
		left += left < 0 ? DAY_SECONDS : -DAY_SECONDS;
	}
	s = (int)left;
	when_of_day(when_day(t) + days, out);
	memcpy(out + DATE_LENGTH, "T00:00:00", 10);
	put_digits(out + 11, 2, s / 3600);
	put_digits(out + 14, 2, s / 60 % 60);
	put_digits(out + 17, 2, s % 60);
}

void when_set_holidays(bool (*is)(void *arg, const char *date), void *arg)
{
	holiday = is;
	holiday_arg = arg;
}

/* Day 0 was a Thursday; the 7 in the 10 keeps days before it positive. */
static int weekday_of(int64_t day)
{
	return (int)((day % 7 + 10) % 7) + 1;
}

static bool is_workday(int64_t day)
{
	char date[WHEN_SIZE];

	if (weekday_of(day) > 5)
		return false;
	if (!holiday)
		return true;
	when_of_day(day, date);
	return !holiday(holiday_arg, date);
}

void when_add_workdays(const char *t, int days, char out[WHEN_SIZE])
{
	int64_t day = when_day(t), last = day_of(9999, 12, 31);
	int step = days < 0 ? -1 : 1;

	while (days && day > day_of(1, 1, 1) && day < last) {
		day += step;
		if (is_workday(day))
			days -= step;
	}
	put_day(day, t, out);
}

int64_t when_days_between(const char *a, const char *b)
{
	return when_day(b) - when_day(a);
}

int64_t when_seconds_between(const char *a, const char *b)
{
	return when_days_between(a, b) * DAY_SECONDS + clock_seconds(b) - clock_seconds(a);
}

int when_weekday(const char *t)
{
	return weekday_of(when_day(t));
}

void when_after(const char *t, char out[WHEN_SIZE])
{
	if (!t[DATE_LENGTH]) {
		when_add_days(t, 1, out);
		return;
	}
	when_add_seconds(t, 1, out);
	/* What bears only tomorrow's date is not before it, and as text a date comes before its midnight. */
	if (clock_seconds(out) == 0)
		out[DATE_LENGTH] = '\0';
}
