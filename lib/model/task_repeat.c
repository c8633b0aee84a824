/* SPDX-License-Identifier: GPL-2.0-or-later */
/* task_repeat - when a repeating task is due again */
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

static const char *spelled_out(const char *every)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].word, every) == 0)
			return words[i].means;
	return every;
}

static void step(const char *due, int n, const char *unit, char out[WHEN_SIZE])
{
	if (strcmp(unit, "d") == 0)
		when_add_days(due, n, out);
	else if (strcmp(unit, "w") == 0)
		when_add_days(due, 7 * n, out);
	else if (strcmp(unit, "wd") == 0)
		when_add_workdays(due, n, out);
	else if (strcmp(unit, "m") == 0)
		when_add_months(due, n, out);
	else
		when_add_months(due, 12 * n, out);
}

int task_repeat_parts(const char *every, int *n, char unit[3])
{
	static const char *const units[] = {"d", "w", "wd", "m", "y"};
	const char *s = spelled_out(every);
	char *end;
	long many = strtol(s, &end, 10);

	if (end == s || many < 1 || many > MOST)
		return -1;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(units[i], end) == 0) {
			*n = (int)many;
			memcpy(unit, units[i], strlen(units[i]) + 1);
			return 0;
		}
	return -1;
}

int task_repeat(const char *every, const char *due, char out[WHEN_SIZE], struct str *why)
{
	char unit[3];
	int n;

	if (task_repeat_parts(every, &n, unit) == 0) {
		step(due, n, unit, out);
		return 0;
	}
	return text_refuse(why, every, "is no repetition: 1d, 2w, 1m, 1y, 3wd, daily, weekly, monthly, "
	                               "quarterly, yearly or workdays");
}
