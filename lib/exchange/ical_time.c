/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ical_time - moments, durations and repetitions of a calendar coming in */
#include "exchange/ical_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Windows has names of its own, which its calendars use: each with " Standard Time" behind it, and one of its cities. */
static const char *const windows[][2] = {
	{"Altai", "Asia/Barnaul"}, {"Arabian", "Asia/Dubai"}, {"Astrakhan", "Europe/Astrakhan"},
	{"Azerbaijan", "Asia/Baku"}, {"Belarus", "Europe/Minsk"}, {"Caucasus", "Asia/Yerevan"},
	{"Central", "America/Chicago"}, {"Central Asia", "Asia/Bishkek"},
	{"Central Europe", "Europe/Budapest"}, {"Central European", "Europe/Warsaw"},
	{"China", "Asia/Shanghai"}, {"E. Europe", "Europe/Chisinau"},
	{"Eastern", "America/New_York"}, {"Ekaterinburg", "Asia/Yekaterinburg"},
	{"FLE", "Europe/Helsinki"}, {"GMT", "Europe/London"}, {"GTB", "Europe/Bucharest"},
	{"Georgian", "Asia/Tbilisi"}, {"Greenwich", "Atlantic/Reykjavik"},
	{"India", "Asia/Kolkata"}, {"Israel", "Asia/Jerusalem"},
	{"Kaliningrad", "Europe/Kaliningrad"}, {"Magadan", "Asia/Magadan"},
	{"Mountain", "America/Denver"}, {"N. Central Asia", "Asia/Novosibirsk"},
	{"North Asia", "Asia/Krasnoyarsk"}, {"North Asia East", "Asia/Irkutsk"},
	{"Omsk", "Asia/Omsk"}, {"Pacific", "America/Los_Angeles"},
	{"Qyzylorda", "Asia/Qyzylorda"}, {"Romance", "Europe/Paris"},
	{"Russian", "Europe/Moscow"}, {"Sakhalin", "Asia/Sakhalin"},
	{"Saratov", "Europe/Saratov"}, {"Singapore", "Asia/Singapore"}, {"Tokyo", "Asia/Tokyo"},
	{"Tomsk", "Asia/Tomsk"}, {"Transbaikal", "Asia/Chita"}, {"Turkey", "Europe/Istanbul"},
	{"Vladivostok", "Asia/Vladivostok"}, {"Volgograd", "Europe/Volgograd"},
	{"W. Europe", "Europe/Berlin"}, {"West Asia", "Asia/Tashkent"},
	{"Yakutsk", "Asia/Yakutsk"}};

static const char *city_of(const char *zone)
{
	static const char *const russia[][2] = {{"Russia Time Zone 3", "Europe/Samara"},
	                                        {"Russia Time Zone 10", "Asia/Srednekolymsk"},
	                                        {"Russia Time Zone 11", "Asia/Kamchatka"}};
	const char *end = strstr(zone, " Standard Time");
	size_t n = end && !strcmp(end, " Standard Time") ? (size_t)(end - zone) : 0;

	for (size_t i = 0; n && i < sizeof windows / sizeof *windows; i++)
		if (strlen(windows[i][0]) == n && !memcmp(windows[i][0], zone, n))
			return windows[i][1];
	for (size_t i = 0; i < sizeof russia / sizeof *russia; i++)
		if (!strcmp(russia[i][0], zone))
			return russia[i][1];
	return zone;
}

/* Continent/City, also at the end of what a program puts in front of it. */
static int from_zone(const char *moment, const char *zone, char out[WHEN_SIZE])
{
	zone = city_of(zone);
	for (; zone; zone = strchr(zone, '/')) {
		zone += *zone == '/';
		if (!when_from_zone(moment, zone, out))
			return 0;
	}
	return -1;
}

/* 20261122, 20261122T100500, with Z or TZID: the department's time. False: what it is not. */
bool ical_time(const struct vline *l, char out[WHEN_SIZE])
{
	const char *s = l->value, *zone = vline_param(l, "TZID");
	size_t n = strlen(s);
	char at[WHEN_SIZE];

	if (strspn(s, "0123456789") != 8)
		return false;
	(void)snprintf(at, sizeof at, "%.4s-%.2s-%.2s", s, s + 4, s + 6);
	if (n == 8) {
		memcpy(out, at, sizeof at);
		return when_is_date(out);
	}
	if (s[8] != 'T' || strspn(s + 9, "0123456789") != 6 || (s[15] && strcmp(s + 15, "Z") != 0))
		return false;
	(void)snprintf(at + 10, sizeof at - 10, "T%.2s:%.2s:%.2s", s + 9, s + 11, s + 13);
	memcpy(out, at, sizeof at);
	if (!when_is_moment(at))
		return false;
	if (s[15] || zone)
		return from_zone(at, s[15] ? "UTC" : zone, out) == 0;
	return true;
}

/* -P1DT2H30M */
bool ical_lasts(const char *s, int64_t *seconds)
{
	static const char units[] = "WDHMS";
	static const int64_t worth[] = {604800, 86400, 3600, 60, 1};
	bool minus = *s == '-';

	*seconds = 0;
	s += minus || *s == '+';
	if (*s++ != 'P')
		return false;
	while (*s) {
		char *end;
		long n;
		const char *unit;

		s += *s == 'T';
		n = strtol(s, &end, 10);
		unit = end > s && *end ? strchr(units, *end) : NULL;
		if (!unit || n < 0 || n > 1000000)
			return false;
		*seconds += n * worth[unit - units];
		s = end + 1;
	}
	if (minus)
		*seconds = -*seconds;
	return true;
}

const char *ical_rule_part(const char *rule, const char *name, size_t *n)
{
	size_t len = strlen(name);

	for (; *rule; rule += strcspn(rule, ";"), rule += *rule == ';')
		if (!strncasecmp(rule, name, len) && rule[len] == '=') {
			*n = strcspn(rule + len + 1, ";");
			return rule + len + 1;
		}
	return NULL;
}

long ical_last_day(const char *rule)
{
	size_t n = 0, m = 0;
	const char *days = ical_rule_part(rule, "BYMONTHDAY", &n), *which = ical_rule_part(rule, "BYSETPOS", &m);
	const char *last = days;

	if (!days || !which || m != 2 || strncmp(which, "-1", m) != 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (days[i] == ',')
			last = days + i + 1;
	return strtol(last, NULL, 10);
}
