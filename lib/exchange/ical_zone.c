/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ical_zone - a time zone described for a calendar, from the system's own tables
 *
 * The C library does not tell its rules, only what time it is. So the offset is asked for every
 * two weeks of a year, and where it differs the second is found by halving: some fifty
 * questions a year and twenty a turn. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "exchange/ical.h"
#include "exchange/vline.h"

enum { STEP_DAYS = 14 }; /* no zone has put its clocks forth and back within that */

struct zone {
	struct str *out;
	struct str line;
};

/* A moment at which the clocks are changed. */
struct turn {
	char utc[WHEN_SIZE];
	int64_t from, to; /* seconds east of Greenwich */
};

static int64_t offset(const char *utc)
{
	char local[WHEN_SIZE];

	return when_from_zone(utc, "UTC", local) ? 0 : when_seconds_between(utc, local);
}

/* Finds the second between a and b, which have different offsets. */
static void narrow(const char *a, const char *b, struct turn *t)
{
	int64_t low = 0, high = when_seconds_between(a, b);

	t->from = offset(a);
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;
		char at[WHEN_SIZE];

		when_add_seconds(a, middle, at);
		if (offset(at) == t->from)
			low = middle;
		else
			high = middle;
	}
	when_add_seconds(a, high, t->utc);
	t->to = offset(t->utc);
}

static void new_year(int year, char out[WHEN_SIZE])
{
	(void)snprintf(out, WHEN_SIZE, "%04u-01-01T00:00:00", (unsigned)year % 10000);
}

/* The first one after at and before the end of the year; at moves behind it. False: none. */
static bool next_turn(char at[WHEN_SIZE], int year, struct turn *t)
{
	char end[WHEN_SIZE], next[WHEN_SIZE];

	new_year(year + 1, end);
	while (strcmp(at, end) < 0) {
		when_add_days(at, STEP_DAYS, next);
		if (strcmp(next, end) > 0)
			memcpy(next, end, sizeof next);
		if (offset(next) != offset(at)) {
			narrow(at, next, t);
			memcpy(at, t->utc, WHEN_SIZE);
			return true;
		}
		memcpy(at, next, WHEN_SIZE);
	}
	return false;
}

static void put_offset(struct zone *z, const char *name, int64_t seconds)
{
	int64_t s = seconds < 0 ? -seconds : seconds;

	(void)str_setf(&z->line, "%s:%c%02" PRId64 "%02" PRId64, name, seconds < 0 ? '-' : '+', s / 3600,
	               s / 60 % 60);
	if (s % 60)
		str_addf(&z->line, "%02" PRId64, s % 60);
	vline_put(z->out, z->line.s);
}

/* The local day of a turn as "3;BYDAY=-1SU". */
static void day_rule(const struct turn *t, struct str *rule)
{
	static const char *const names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
	char local[WHEN_SIZE], later[WHEN_SIZE];
	long day;

	when_add_seconds(t->utc, t->from, local);
	when_add_days(local, 7, later);
	day = strtol(local + 8, NULL, 10);
	(void)str_setf(rule, "%ld;BYDAY=%ld%s", strtol(local + 5, NULL, 10),
	               strncmp(local, later, 7) != 0 ? -1 : (day + 6) / 7, names[when_weekday(local) - 1]);
}

/* What the clocks do from a moment on; rule: and on that day of every year after it. */
static void put_part(struct zone *z, const char *local, int64_t from, int64_t to, const char *rule)
{
	const char *kind = to > from ? "DAYLIGHT" : "STANDARD";

	(void)str_setf(&z->line, "BEGIN:%s", kind);
	vline_put(z->out, z->line.s);
	(void)str_setf(&z->line, "DTSTART:%.4s%.2s%.2sT%.2s%.2s%.2s", local, local + 5, local + 8, local + 11,
	               local + 14, local + 17);
	vline_put(z->out, z->line.s);
	put_offset(z, "TZOFFSETFROM", from);
	put_offset(z, "TZOFFSETTO", to);
	if (rule) {
		(void)str_setf(&z->line, "RRULE:FREQ=YEARLY;BYMONTH=%s", rule);
		vline_put(z->out, z->line.s);
	}
	(void)str_setf(&z->line, "END:%s", kind);
	vline_put(z->out, z->line.s);
}

/* Turns of the last year that the year after repeats go on for ever. */
static void put_year(struct zone *z, int year, bool last)
{
	char at[WHEN_SIZE], then[WHEN_SIZE], local[WHEN_SIZE];
	struct str rule = {0}, again = {0};
	struct turn t, same;

	new_year(year, at);
	new_year(year + 1, then);
	while (next_turn(at, year, &t)) {
		bool goes_on = false;

		when_add_seconds(t.utc, t.from, local);
		if (last && next_turn(then, year + 1, &same)) {
			day_rule(&t, &rule);
			day_rule(&same, &again);
			goes_on = !strcmp(rule.s, again.s);
		}
		put_part(z, local, t.from, t.to, goes_on ? rule.s : NULL);
	}
	str_free(&rule);
	str_free(&again);
}

void ical_zone(const char *zone, int first, int last, struct str *out)
{
	struct zone z = {.out = out};
	char at[WHEN_SIZE];
	int64_t before;

	new_year(first, at);
	before = offset(at);
	vline_put(out, "BEGIN:VTIMEZONE");
	(void)str_setf(&z.line, "TZID:%s", zone);
	vline_put(out, z.line.s);
	put_part(&z, "1970-01-01T00:00:00", before, before, NULL);
	for (int year = first; year <= last && year < 9999; year++)
		put_year(&z, year, year == last);
	vline_put(out, "END:VTIMEZONE");
	str_free(&z.line);
}
