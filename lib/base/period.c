/* SPDX-License-Identifier: GPL-2.0-or-later */
/* period - spans of days: calendar periods, their names and neighbours
 *
 * A period is a pair of dates; what calendar kind it is follows from them (kind_of), so a label
 * never says more than the dates do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "base/when.h"

struct word {
	const char *text; /* folded */
	int value;
};

static const char forms[] =
	"expected 2026, 2026-Q3, 2026-11, 2026-W47, 2026-11-22, 2026-11-02..2026-11-20, today, "
	"yesterday, this-, last- or next- week, month, quarter, year";

static const struct word kinds[] = {
	{"day", PER_DAY},         {"день", PER_DAY},       {"week", PER_WEEK},
	{"неделя", PER_WEEK},     {"неделю", PER_WEEK},    {"month", PER_MONTH},
	{"месяц", PER_MONTH},     {"quarter", PER_QUARTER}, {"квартал", PER_QUARTER},
	{"year", PER_YEAR},       {"год", PER_YEAR},       {NULL, 0},
};

static const struct word shifts[] = {
	{"this", 0},      {"этот", 0},        {"эта", 0},         {"эту", 0},
	{"текущий", 0},   {"текущая", 0},     {"last", -1},       {"previous", -1},
	{"прошлый", -1},  {"прошлая", -1},    {"прошлую", -1},    {"предыдущий", -1},
	{"предыдущая", -1}, {"next", 1},      {"следующий", 1},   {"следующая", 1},
	{"следующую", 1}, {"будущий", 1},     {"будущая", 1},     {NULL, 0},
};

static const struct word *word_find(const struct word *list, const char *s, size_t n)
{
	for (; list->text; list++)
		if (strncmp(list->text, s, n) == 0 && !list->text[n])
			return list;
	return NULL;
}

int per_parse(const char *s, enum per *per, struct str *why)
{
	struct str folded = {0};
	const struct word *w;

	text_fold(s, &folded);
	w = word_find(kinds, folded.s, folded.n);
	str_free(&folded);
	if (!w)
		return text_refuse(why, s,
				   "is not a kind of period; expected day, week, month, quarter "
				   "or year");
	*per = (enum per)w->value;
	return 0;
}

/* An ISO week belongs to the year of its Thursday. */
static void label_week(struct period *p)
{
	char thursday[WHEN_SIZE], first[WHEN_SIZE];
	unsigned week;

	when_add_days(p->s, 3, thursday);
	snprintf(first, sizeof first, "%.4s-01-01", thursday);
	week = (unsigned)when_days_between(first, thursday) / 7 + 1;
	snprintf(p->label, sizeof p->label, "%.4s-W%02u", thursday, week);
}

/* The first day of month m (1..12) in the year of date, which may be out itself. */
static void first_of_month(const char *date, int m, char out[WHEN_SIZE])
{
	memmove(out, date, 4);
	memcpy(out + 4, m < 10 ? "-0" : "-1", 2);
	out[6] = (char)('0' + m % 10);
	memcpy(out + 7, "-01", 4);
}

void period_around(const char *date, enum per per, struct period *p)
{
	int month = (date[5] - '0') * 10 + (date[6] - '0'), quarter = (month - 1) / 3;
	int length = per == PER_MONTH ? 1 : per == PER_QUARTER ? 3 : 12;

	if (per == PER_DAY || per == PER_NONE) {
		when_of_day(when_day(date), p->s);
		when_add_days(p->s, 1, p->e);
		memcpy(p->label, p->s, sizeof p->s);
		return;
	}
	if (per == PER_WEEK) {
		when_of_day(when_day(date) - when_weekday(date) + 1, p->s);
		when_add_days(p->s, 7, p->e);
		label_week(p);
		return;
	}
	first_of_month(date, per == PER_MONTH ? month : per == PER_QUARTER ? quarter * 3 + 1 : 1,
		       p->s);
	when_add_months(p->s, length, p->e);
	snprintf(p->label, sizeof p->label, per == PER_MONTH ? "%.7s" : "%.4s", date);
	if (per == PER_QUARTER)
		snprintf(p->label + 4, sizeof p->label - 4, "-Q%d", quarter + 1);
}

/* The calendar kind that p is, or PER_NONE; p around is then equal to it. */
static enum per kind_of(const struct period *p)
{
	static const enum per order[] = {PER_DAY, PER_WEEK, PER_MONTH, PER_QUARTER, PER_YEAR};
	struct period around;

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		period_around(p->s, order[i], &around);
		if (strcmp(around.s, p->s) == 0 && strcmp(around.e, p->e) == 0)
			return order[i];
	}
	return PER_NONE;
}

void period_between(const char *s, const char *e, struct period *p)
{
	char last[WHEN_SIZE];
	enum per kind;

	when_of_day(when_day(s), p->s);
	when_of_day(when_day(e), p->e);
	kind = kind_of(p);
	if (kind != PER_NONE) {
		period_around(p->s, kind, p);
		return;
	}
	when_add_days(p->e, -1, last);
	snprintf(p->label, sizeof p->label, "%.10s..%.10s", p->s, last);
}

void period_before(const struct period *p, struct period *out)
{
	enum per kind = kind_of(p);
	char s[WHEN_SIZE], e[WHEN_SIZE];

	memcpy(e, p->s, sizeof e);
	if (kind != PER_NONE) {
		when_add_days(e, -1, s);
		period_around(s, kind, out);
		return;
	}
	when_add_days(e, -when_days_between(p->s, p->e), s);
	period_between(s, e, out);
}

size_t period_split(const struct period *p, enum per per, struct period **out)
{
	size_t n = 0, cap = 0;
	char at[WHEN_SIZE];

	*out = NULL;
	if (per == PER_NONE) {
		*out = mem_alloc(sizeof **out);
		**out = *p;
		return 1;
	}
	memcpy(at, p->s, sizeof at);
	while (strcmp(at, p->e) < 0) {
		struct period *piece;

		*out = mem_grow(*out, &cap, n + 1, sizeof **out);
		piece = &(*out)[n++];
		period_around(at, per, piece);
		/* Half a month under the name of the month would be taken for the whole. */
		if (strcmp(piece->s, at) < 0 || strcmp(piece->e, p->e) > 0)
			period_between(at, strcmp(piece->e, p->e) > 0 ? p->e : piece->e, piece);
		/* The calendar ends with the year 9999. */
		if (strcmp(piece->e, at) <= 0)
			break;
		memcpy(at, piece->e, sizeof at);
	}
	return n;
}

/* Is s the mark followed by exactly n digits? v gets the number. */
static bool marked(const char *s, const char *mark, size_t n, int *v)
{
	size_t skip = strlen(mark);

	if (strncmp(s, mark, skip) != 0 || strspn(s + skip, "0123456789") != n || s[skip + n])
		return false;
	*v = (int)strtol(s + skip, NULL, 10);
	return true;
}

/* "2026", "2026-q3", "2026-11", "2026-w47" (folded): does s look so, and is it one? */
static bool calendar(const char *s, struct period *p)
{
	char date[WHEN_SIZE];
	enum per kind = PER_WEEK;
	int v = 0;

	if (strspn(s, "0123456789") != 4)
		return false;
	/* 4 January lies in the first week of every year. */
	memcpy(date, s, 4);
	memcpy(date + 4, "-01-04", 7);
	if (!when_is_date(date))
		return false;
	s += 4;
	if (!*s)
		kind = PER_YEAR;
	else if (marked(s, "-q", 1, &v) && v >= 1 && v <= 4)
		kind = PER_QUARTER;
	else if (marked(s, "-", 2, &v) && v >= 1 && v <= 12)
		kind = PER_MONTH;
	else if (!marked(s, "-w", 2, &v) || v < 1)
		return false;
	if (kind == PER_QUARTER || kind == PER_MONTH)
		first_of_month(date, kind == PER_MONTH ? v : v * 3, date);
	else if (kind == PER_WEEK)
		when_add_days(date, ((int64_t)v - 1) * 7, date);
	period_around(date, kind, p);
	/* A week 53 that this year does not have is named otherwise. */
	return kind != PER_WEEK || strcmp(p->label + 6, s + 2) == 0;
}

/* "this-week", "прошлый месяц" (folded). */
static bool shifted(const char *s, struct period *p)
{
	size_t n = strcspn(s, "- _");
	const struct word *shift = word_find(shifts, s, n);
	const struct word *kind = shift && s[n] ? word_find(kinds, s + n + 1, strlen(s + n + 1))
						: NULL;
	struct period here;

	if (!kind)
		return false;
	period_around(when_today(), (enum per)kind->value, &here);
	if (shift->value < 0)
		period_before(&here, p);
	else if (shift->value > 0)
		period_around(here.e, (enum per)kind->value, p);
	else
		*p = here;
	return true;
}

static bool one_period(const char *s, struct period *p)
{
	char at[WHEN_SIZE];

	if (calendar(s, p) || shifted(s, p))
		return true;
	if (when_parse(s, at, NULL) < 0 || !when_is_date(at))
		return false;
	period_around(at, PER_DAY, p);
	return true;
}

/* The folded text: 0 read, -1 no such form, -2 the end lies before the beginning. */
static int read_period(char *s, struct period *p)
{
	char *dots = strstr(s, "..");
	struct period a, b;

	if (!dots)
		return one_period(s, p) ? 0 : -1;
	*dots = '\0';
	if (!one_period(text_trim(s), &a) || !one_period(text_trim(dots + 2), &b))
		return -1;
	if (strcmp(a.s, b.e) >= 0)
		return -2;
	period_between(a.s, b.e, p);
	return 0;
}

int period_parse(const char *s, struct period *p, struct str *why)
{
	struct str folded = {0};
	int got;

	text_fold(s, &folded);
	got = read_period(text_trim(folded.s), p);
	str_free(&folded);
	if (got == -2)
		return text_refuse(why, s, "is not a period: it ends before it begins");
	return got ? text_refuse(why, s, "is not a period; %s", forms) : 0;
}
