/* SPDX-License-Identifier: GPL-2.0-or-later */
/* task_repeat - when a repeating task is due again
 *
 * A rule is a step and, for months and years, the day that is meant (@31): February has no 31st,
 * and without the day written down March would be due on the 28th. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "base/when.h"
#include "model/task.h"

#define MOST 999

static const struct {
	const char *word, *means;
} words[] = {
	{"daily", "1d"},       {"weekly", "1w"},      {"monthly", "1m"},    {"quarterly", "3m"},
	{"yearly", "1y"},      {"workdays", "1wd"},   {"ежедневно", "1d"},  {"еженедельно", "1w"},
	{"ежемесячно", "1m"},  {"ежеквартально", "3m"}, {"ежегодно", "1y"}, {"по рабочим дням", "1wd"},
};

/* How far one step goes, and the day of the month that is meant when a month is too short for it. */
struct rule {
	int n, day; /* day 0: the one that the due date has */
	char unit[3];
	size_t length; /* of what stands before the day */
};

static const char *spelled_out(const char *every)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].word, every) == 0)
			return words[i].means;
	return every;
}

static bool by_month(const char *unit)
{
	return *unit == 'm' || *unit == 'y';
}

/* The @31 behind a step of months or years; -1: there is something else. */
static int read_day(const char *s, const char *unit)
{
	char *end;
	long day;

	if (!*s)
		return 0;
	day = strtol(s + 1, &end, 10);
	return by_month(unit) && *s == '@' && s[1] != '0' && !*end && day >= 1 && day <= 31 ? (int)day : -1;
}

static int read_rule(const char *every, struct rule *r)
{
	static const char *const units[] = {"d", "w", "wd", "m", "y"};
	char typed[40], *end;
	const char *s;
	long n;

	r->length = strcspn(every, "@");
	if (r->length >= sizeof typed)
		return -1;
	snprintf(typed, sizeof typed, "%.*s", (int)r->length, every);
	s = spelled_out(typed);
	n = strtol(s, &end, 10);
	if (end == s || n < 1 || n > MOST)
		return -1;
	r->n = (int)n;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(units[i], end) == 0) {
			memcpy(r->unit, units[i], strlen(units[i]) + 1);
			r->day = read_day(every + r->length, r->unit);
			return r->day < 0 ? -1 : 0;
		}
	return -1;
}

int task_repeat_parts(const char *every, int *n, char unit[3])
{
	struct rule r;

	if (read_rule(every, &r) != 0)
		return -1;
	*n = r.n;
	memcpy(unit, r.unit, sizeof r.unit);
	return 0;
}

/* So many months after the month of due, on that day or the last one there is. January has all days. */
static void on_day(const char *due, int months, int day, char out[WHEN_SIZE])
{
	char january[WHEN_SIZE];
	int month = (due[5] - '0') * 10 + due[6] - '0';

	snprintf(january, sizeof january, "%s", due);
	memcpy(january + 5, "01", 2);
	january[8] = (char)('0' + day / 10);
	january[9] = (char)('0' + day % 10);
	when_add_months(january, month - 1 + months, out);
}

static int day_of(const char *due)
{
	return (due[8] - '0') * 10 + due[9] - '0';
}

/* When the due date is not what the rule makes of its day, a person put the task elsewhere and means that day. */
int task_repeat_day(const char *every, const char *due)
{
	char kept[WHEN_SIZE];
	struct rule r;

	if (read_rule(every, &r) != 0 || !by_month(r.unit))
		return 0;
	if (!r.day)
		return day_of(due);
	on_day(due, 0, r.day, kept);
	return strcmp(kept, due) == 0 ? r.day : day_of(due);
}

static void step(const struct rule *r, const char *due, int day, char out[WHEN_SIZE])
{
	if (strcmp(r->unit, "d") == 0)
		when_add_days(due, r->n, out);
	else if (strcmp(r->unit, "w") == 0)
		when_add_days(due, 7 * r->n, out);
	else if (strcmp(r->unit, "wd") == 0)
		when_add_workdays(due, r->n, out);
	else
		on_day(due, *r->unit == 'm' ? r->n : 12 * r->n, day, out);
}

int task_repeat_check(const char *every, struct str *why)
{
	struct rule r;

	if (read_rule(every, &r) == 0)
		return 0;
	return text_refuse(why, every, "is no repetition: 1d, 2w, 1m, 1y, 3wd, daily, weekly, monthly, quarterly, "
	                               "yearly or workdays; those of months and years also with a day, 1m@31");
}

int task_repeat(const char *every, const char *due, const char *after, char out[WHEN_SIZE], struct str *rule)
{
	struct rule r;
	char from[WHEN_SIZE];
	int day = task_repeat_day(every, due);

	if (read_rule(every, &r) != 0)
		return -1;
	snprintf(out, WHEN_SIZE, "%s", due);
	do {
		memcpy(from, out, sizeof from);
		step(&r, from, day, out);
	/* the year 9999 ends the calendar, and with it the steps */
	} while (strncmp(out, after, 10) <= 0 && strcmp(out, from) > 0);
	(void)str_setf(rule, "%.*s", (int)r.length, every);
	if (day && day != day_of(out))
		str_addf(rule, "@%d", day);
	return 0;
}
