/* SPDX-License-Identifier: GPL-2.0-or-later */
/* when_clock - the time now and the zones of the world
 *
 * The C library knows one zone at a time, TZ. It is the department's; converting sets another
 * one for a moment and puts it back. Nothing here is for threads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/die.h"
#include "base/when.h"

enum { ZONE_MAX = 64 };

static char department[ZONE_MAX];  /* "" is the system's */
static char system_zone[ZONE_MAX]; /* TZ as the program found it; "" for none */
static bool system_known;
static char fixed[WHEN_SIZE];

/* POSIX rules such as "MSK-3" are no zones here, and nothing outside the folder is. */
static bool zone_known(const char *zone)
{
	const char *dir = getenv("TZDIR");
	char path[512];

	if (strcmp(zone, "UTC") == 0)
		return true;
	if (!*zone || strlen(zone) >= ZONE_MAX || *zone == '/' || *zone == '.' ||
	    zone[strlen(zone) - 1] == '/' || strstr(zone, "..") || strchr(zone, ':'))
		return false;
	if (snprintf(path, sizeof path, "%s/%s", dir && *dir ? dir : "/usr/share/zoneinfo", zone) >=
	    (int)sizeof path)
		return false;
	return access(path, R_OK) == 0;
}

static void use_zone(const char *zone)
{
	const char *tz = getenv("TZ");

	/* what TZ was is known only before the first change */
	if (!system_known) {
		snprintf(system_zone, sizeof system_zone, "%s", tz ? tz : "");
		system_known = true;
	}
	if (!*zone)
		zone = system_zone;
	if ((*zone ? setenv("TZ", zone, 1) : unsetenv("TZ")) != 0)
		die(CRM_STORAGE, "out of memory");
	tzset();
}

int when_set_zone(const char *zone)
{
	if (*zone && !zone_known(zone))
		return -1;
	snprintf(department, sizeof department, "%s", zone);
	use_zone(zone);
	return 0;
}

static void put_local(time_t at, char out[WHEN_SIZE])
{
	struct tm tm;

	if (!localtime_r(&at, &tm) || !strftime(out, WHEN_SIZE, "%Y-%m-%dT%H:%M:%S", &tm))
		die(CRM_STORAGE, "the system's clock is out of range");
}

static void set_moment(const char *date_or_moment, char out[WHEN_SIZE])
{
	when_add_seconds(date_or_moment, 0, out);
}

void when_set_now(const char *moment)
{
	char iso[WHEN_SIZE];

	fixed[0] = '\0';
	if (!moment)
		return;
	if (!when_parse_iso(moment, iso))
		die(CRM_USAGE, "'%s' is not a moment; expected 2026-11-22T10:05:00", moment);
	set_moment(iso, fixed);
}

const char *when_now(void)
{
	static char now[WHEN_SIZE], read[2 * WHEN_SIZE]; /* CRM_NOW as it stood when now was read from it */
	const char *env;
	char iso[WHEN_SIZE];

	if (fixed[0])
		return fixed;
	env = getenv("CRM_NOW");
	if (!env || !*env) {
		read[0] = '\0';
		put_local(time(NULL), now);
		return now;
	}
	if (strcmp(env, read) == 0)
		return now;
	if (!when_parse_iso(env, iso))
		die(CRM_USAGE, "CRM_NOW: '%s' is not a moment; expected 2026-11-22T10:05:00", env);
	set_moment(iso, now);
	snprintf(read, sizeof read, "%s", env);
	return now;
}

const char *when_today(void)
{
	static char today[WHEN_SIZE];

	memcpy(today, when_now(), 10);
	today[10] = '\0';
	return today;
}

/* When the clock of the zone in use shows this. What it shows twice, in the night when summer ends, is taken for the first
 * time; what it never shows, when summer begins, for the winter's. Left to itself mktime decides by what it was asked before. */
static time_t instant(const struct tm *shown, const char *text)
{
	struct tm summer = *shown, winter = *shown;
	char back[WHEN_SIZE];
	time_t t;

	summer.tm_isdst = 1;
	t = mktime(&summer);
	if (summer.tm_isdst > 0) {
		put_local(t, back);
		if (strcmp(back, text) == 0)
			return t;
	}
	winter.tm_isdst = 0;
	return mktime(&winter);
}

/* What the clock of one zone shows at the moment that the clock of another does. */
static int convert(const char *moment, const char *from, const char *to, char out[WHEN_SIZE])
{
	char at[WHEN_SIZE];
	struct tm tm = {0};
	time_t t;

	set_moment(moment, at);
	if (strcmp(from, to) == 0) {
		memcpy(out, at, WHEN_SIZE);
		return 0;
	}
	if (!strptime(at, "%Y-%m-%dT%H:%M:%S", &tm))
		return -1;
	use_zone(from);
	t = instant(&tm, at);
	use_zone(to);
	put_local(t, out);
	use_zone(department);
	return 0;
}

int when_in_zone(const char *moment, const char *zone, char out[WHEN_SIZE])
{
	return zone_known(zone) ? convert(moment, department, zone, out) : -1;
}

int when_from_zone(const char *moment, const char *zone, char out[WHEN_SIZE])
{
	return zone_known(zone) ? convert(moment, zone, department, out) : -1;
}
