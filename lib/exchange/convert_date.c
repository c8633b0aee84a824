/* SPDX-License-Identifier: GPL-2.0-or-later */
/* convert_date - dates as spreadsheets and other programs write them
 *
 * Four digits say where the year is, and dots mean day first; 3/11/2017 alone tells nothing. So
 * the column is read first, and the numbers above 12 in it decide for all its cells. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "base/when.h"
#include "exchange/convert_in.h"

enum { SERIAL_DIGITS = 5, PIVOT = 69 };

/* A date of three parts: 3/11/2017, 2017.11.03, 11-03-17, 5-Oct-26, 5 октября 2026 г., Oct 5, 2026. */
struct parts {
	int n[3], digits[3];
	bool named;       /* n is day, month, year whatever the column says */
	char sep;
	const char *rest; /* the time, or "" */
};

static const char *const months[12][3] = {
	{"january", "январь", "января"},     {"february", "февраль", "февраля"}, {"march", "март", "марта"},
	{"april", "апрель", "апреля"},       {"may", "май", "мая"},              {"june", "июнь", "июня"},
	{"july", "июль", "июля"},            {"august", "август", "августа"},    {"september", "сентябрь", "сентября"},
	{"october", "октябрь", "октября"},   {"november", "ноябрь", "ноября"},   {"december", "декабрь", "декабря"},
};

static const char *number(const char *s, int *value, int *digits)
{
	*value = 0;
	for (*digits = 0; *s >= '0' && *s <= '9' && *digits < 5; s++, ++*digits)
		*value = *value * 10 + (*s - '0');
	return s;
}

static bool is_letter(char c)
{
	return (c & 0x80) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The month whose name or beginning of a name (three letters at least) stands at *s; 0: none. */
static int month_name(const char **s)
{
	const char *end = *s;
	struct str word = {0};
	char *copy;
	int found = 0;

	while (is_letter(*end))
		end++;
	copy = mem_copyn(*s, (size_t)(end - *s));
	text_fold(copy, &word);
	for (int i = 0; i < 36 && text_length(str_text(&word)) >= 3 && !found; i++)
		if (!strncmp(months[i / 3][i % 3], word.s, word.n))
			found = i / 3 + 1;
	free(copy);
	str_free(&word);
	if (found)
		*s = end + (*end == '.');
	return found;
}

/* "5-Oct-26", "5 октября 2026 г.", "Oct 5, 2026". */
static bool split_named(const char *s, struct parts *p)
{
	bool month_first = is_letter(*s);

	*p = (struct parts){.named = true};
	if (month_first && !(p->n[1] = month_name(&s)))
		return false;
	s = number(s + strspn(s, " "), &p->n[0], &p->digits[0]);
	s += strspn(s, month_first ? " ," : " -.");
	if (!month_first && !(p->n[1] = month_name(&s)))
		return false;
	s = number(s + strspn(s, " -."), &p->n[2], &p->digits[2]);
	if (p->digits[0] < 1 || p->digits[0] > 2 || (p->digits[2] != 2 && p->digits[2] != 4))
		return false;
	s += strspn(s, " ");
	if (!strncmp(s, "г", strlen("г"))) {
		s += strlen("г");
		s += strspn(s, ". ");
	}
	p->rest = s;
	return !*s || (*s >= '0' && *s <= '9');
}

/* Three numbers with the same sign between them, one of two or four digits first or last. */
static bool split_numbers(const char *s, struct parts *p)
{
	*p = (struct parts){.named = false};
	for (int i = 0; i < 3; i++) {
		s = number(s, &p->n[i], &p->digits[i]);
		if (!i)
			p->sep = *s;
		if (!p->digits[i] || (i < 2 && (!*s || *s != p->sep || !strchr("/-.", *s))))
			return false;
		s += i < 2;
	}
	if (*s && !strchr(" T,", *s))
		return false;
	p->rest = s + strspn(s, " T,");
	if (p->digits[0] == 4)
		return p->digits[1] <= 2 && p->digits[2] <= 2;
	return p->digits[0] <= 2 && p->digits[1] <= 2 && (p->digits[2] == 2 || p->digits[2] == 4);
}

static bool split(const char *s, struct parts *p)
{
	s += strspn(s, " ");
	return split_numbers(s, p) || split_named(s, p);
}

/* Does the order of its parts depend on the column? Dots part day, month, year everywhere. */
static bool is_open(const struct parts *p)
{
	return !p->named && p->sep != '.' && p->digits[0] <= 2;
}

bool convert_date_waits(const char *cell)
{
	struct parts p;

	return split_numbers(cell, &p) && is_open(&p);
}

void convert_date_learn(struct convert *c, const char *cell)
{
	struct parts p;
	int a, b;

	if (!split_numbers(cell, &p) || !is_open(&p))
		return;
	a = p.n[0];
	b = p.n[1];
	/* above 31 it is no day: a year of two digits in front */
	if (a > 31 && b <= 12 && p.digits[2] == 2) {
		c->ymd++;
	} else if (a > 12 && a <= 31 && b <= 12) {
		c->dmy++;
	} else if (b > 12 && b <= 31 && a <= 12) {
		c->mdy++;
	} else if (a <= 12 && b <= 12 && a != b) {
		c->either++;
		(void)snprintf(c->sample, sizeof c->sample, "%.30s", cell);
	}
}

/* Into year, month, day; the name of the order for a reason. */
static const char *put_in_order(const struct convert *c, const struct parts *p, int ymd[3])
{
	static const int of_ymd[] = {0, 1, 2}, of_dmy[] = {2, 1, 0}, of_mdy[] = {2, 0, 1};
	const int *at = of_dmy;
	const char *name = p->sep == '.' ? "dd.mm.yyyy" : "dd/mm/yyyy";

	if (p->digits[0] == 4 || (is_open(p) && c->dates == DATES_YMD)) {
		at = of_ymd;
		name = "yyyy-mm-dd";
	} else if (is_open(p) && c->dates == DATES_MDY) {
		at = of_mdy;
		name = "mm/dd/yyyy";
	}
	for (int i = 0; i < 3; i++)
		ymd[i] = p->n[at[i]];
	if (p->digits[at[0]] == 2)
		ymd[0] += ymd[0] < PIVOT ? 2000 : 1900;
	return name;
}

/* "3:05", "15:30:00", "3:05 PM", "15:30:00.000"; *end goes behind it. */
static bool clock_time(const char *s, int *h, int *m, int *sec, const char **end)
{
	int n = 0;
	char half = 0;

	*sec = 0;
	if (sscanf(s, "%2d:%2d%n", h, m, &n) != 2)
		return false;
	s += n;
	if (sscanf(s, ":%2d%n", sec, &n) == 1)
		s += n;
	if (*s == '.')
		s += 1 + strspn(s + 1, "0123456789");
	*end = s;
	s += strspn(s, " ");
	if ((*s == 'A' || *s == 'a' || *s == 'P' || *s == 'p') && (s[1] == 'M' || s[1] == 'm')) {
		half = *s;
		*end = s + 2;
	}
	if (*h < 0 || *m < 0 || *sec < 0 || *h > 23 || *m > 59 || *sec > 59 || (half && (*h < 1 || *h > 12)))
		return false;
	if (half)
		*h = *h % 12 + (half == 'P' || half == 'p' ? 12 : 0);
	return true;
}

/* "Z", "+03:00", "-0500": seconds to add for UTC. */
static bool offset(const char *s, int *seconds)
{
	int h, m, n = 0;

	*seconds = 0;
	if (!strcmp(s, "Z"))
		return true;
	if ((*s != '+' && *s != '-') || strspn(s + 1, "0123456789:") != strlen(s + 1))
		return false;
	if ((sscanf(s + 1, "%2d:%2d%n", &h, &m, &n) != 2 && sscanf(s + 1, "%2d%2d%n", &h, &m, &n) != 2) ||
	    s[1 + n] || h > 14 || m > 59)
		return false;
	*seconds = (h * 3600 + m * 60) * (*s == '+' ? -1 : 1);
	return true;
}

static int add_time(const char *cell, const char *rest, struct str *out, struct str *why)
{
	char at[WHEN_SIZE], here[WHEN_SIZE];
	int h, m, s, seconds;
	const char *zone;

	if (!clock_time(rest, &h, &m, &s, &zone))
		return text_refuse(why, cell, "has no time that can be read; expected 15:30 or 3:30 PM");
	str_addf(out, "T%02d:%02d:%02d", h, m, s);
	if (!*zone)
		return 1;
	if (!offset(zone, &seconds))
		return text_refuse(why, cell, "has no time that can be read; expected 15:30 or 3:30 PM");
	when_add_seconds(out->s, seconds, at);
	if (when_from_zone(at, "UTC", here) < 0)
		return text_refuse(why, cell, "is in a zone that this system does not know");
	str_set(out, here);
	return 1;
}

int convert_date(const struct convert *c, const char *cell, struct str *out, struct str *why)
{
	struct parts p;
	int ymd[3];
	const char *order;
	char plain[WHEN_SIZE];

	if (when_parse_iso(cell, plain))
		return 0;
	/* 43042 is 2017-11-03 in one workbook and four years later in another that counts from
	 * 1904. */
	if (strspn(cell, "0123456789") == SERIAL_DIGITS && !cell[SERIAL_DIGITS])
		return text_refuse(why, cell, "is no date but a spreadsheet's count of days; "
				   "give the column the format of a date there");
	if (!split(cell, &p))
		return 0;
	order = put_in_order(c, &p, ymd);
	str_setf(out, "%04d-%02d-%02d", ymd[0], ymd[1], ymd[2]);
	if (!when_is_date(str_text(out)))
		return p.named ? text_refuse(why, cell, "is no date")
		               : text_refuse(why, cell, "is no date; the column is written %s", order);
	return *p.rest ? add_time(cell, p.rest, out, why) : 1;
}
