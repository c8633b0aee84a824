/* SPDX-License-Identifier: GPL-2.0-or-later */
/* convert - how a column writes dates and numbers, decided over all of it, never row by row */
#include "exchange/convert.h"

#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "base/when.h"

/* So many cells of one way for each of the other, and the other ones are mistakes. */
enum { CLEAR_MAJORITY = 20 };

/* A date of three numbers, as 3/11/2017, 11-03-17 or 20.10.2016 3:05 PM. */
struct parts {
	int a, b, year;
	char sep;
	const char *rest; /* the time, or "" */
};

static bool is_date(const struct field *f)
{
	return f->type == F_DATE || f->type == F_TIME;
}

static bool is_number(const struct field *f)
{
	return f->type == F_MONEY || f->type == F_MILLI || f->type == F_MICRO || f->type == F_PERCENT;
}

bool convert_concerns(const struct field *f)
{
	return is_date(f) || is_number(f);
}

static const char *number(const char *s, int *value, int *digits)
{
	*value = 0;
	for (*digits = 0; *s >= '0' && *s <= '9' && *digits < 5; s++, ++*digits)
		*value = *value * 10 + (*s - '0');
	return s;
}

/* ISO dates and words are none of these. */
static bool split_date(const char *s, struct parts *p)
{
	int n, year;

	while (*s == ' ')
		s++;
	s = number(s, &p->a, &n);
	p->sep = *s;
	if (n < 1 || n > 2 || (*s != '/' && *s != '-' && *s != '.'))
		return false;
	s = number(s + 1, &p->b, &n);
	if (n < 1 || n > 2 || *s != p->sep)
		return false;
	s = number(s + 1, &year, &n);
	if ((n != 2 && n != 4) || (*s && *s != ' ' && *s != 'T' && *s != ','))
		return false;
	p->year = n == 4 ? year : year + (year < 70 ? 2000 : 1900);
	p->rest = s + strspn(s, " T,");
	return true;
}

static void learn_date(struct convert *c, const char *cell)
{
	struct parts p;

	if (!split_date(cell, &p) || p.sep == '.' || p.a > 31 || p.b > 31 || !p.a || !p.b)
		return;
	if (p.a > 12 && p.b <= 12) {
		c->dmy++;
	} else if (p.b > 12 && p.a <= 12) {
		c->mdy++;
	} else if (p.a <= 12 && p.a != p.b) {
		c->either++;
		(void)snprintf(c->sample, sizeof c->sample, "%.30s", cell);
	}
}

/* What the separators of a number say by themselves. */
enum decimal_hint { HINT_NONE, HINT_POINT, HINT_COMMA, HINT_GROUP };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Looks at what stands between the first and the last digit. */
static enum decimal_hint hint_of(const char *s)
{
	const char *first = s + strcspn(s, "0123456789"), *last = s + strlen(s), *sep = NULL;
	int points = 0, commas = 0;

	while (last > first && !is_digit(last[-1]))
		last--;
	for (const char *p = first; p < last; p++) {
		points += *p == '.';
		commas += *p == ',';
		if (*p == '.' || *p == ',')
			sep = p;
	}
	if (!sep)
		return HINT_NONE;
	if (points + commas > 1 && (!points || !commas)) /* several of one kind part thousands */
		return points ? HINT_COMMA : HINT_POINT;
	if (points + commas == 1 && last - sep == 4 && sep - first <= 3 && *first != '0' &&
	    strspn(first, "0123456789") == (size_t)(sep - first))
		return HINT_GROUP;
	return *sep == '.' ? HINT_POINT : HINT_COMMA;
}

static void learn_number(struct convert *c, const char *cell)
{
	switch (hint_of(cell)) {
	case HINT_POINT:
		c->point++;
		break;
	case HINT_COMMA:
		c->comma++;
		break;
	case HINT_GROUP:
		c->group++;
		(void)snprintf(c->sample, sizeof c->sample, "%.30s", cell);
		break;
	case HINT_NONE:
		break;
	}
}

void convert_learn(struct convert *c, const struct field *f, const char *cell)
{
	if (is_date(f))
		learn_date(c, cell);
	else if (is_number(f))
		learn_number(c, cell);
}

bool convert_waits(const struct convert *c, const struct field *f, const char *cell)
{
	struct parts p;

	if (is_date(f))
		return c->dates == DATES_OPEN && split_date(cell, &p) && p.sep != '.';
	if (!is_number(f) || c->decimal != DECIMAL_OPEN)
		return false;
	return strchr(cell, ',') || hint_of(cell) == HINT_GROUP || hint_of(cell) == HINT_COMMA;
}

static int decide_dates(struct convert *c, struct str *why)
{
	if (c->dmy > CLEAR_MAJORITY * c->mdy)
		c->dates = DATES_DMY;
	else if (c->mdy > CLEAR_MAJORITY * c->dmy)
		c->dates = DATES_MDY;
	else if (c->dmy || c->mdy)
		return str_setf(why, "%ld dates can only be day first and %ld only month first; "
				"give --dates dmy or --dates mdy", c->dmy, c->mdy);
	else if (c->either)
		return str_setf(why, "'%s' may have the day or the month first, and no other row tells; "
				"give --dates dmy or --dates mdy", c->sample);
	return 0;
}

static int decide_decimal(struct convert *c, struct str *why)
{
	if (c->comma > CLEAR_MAJORITY * c->point)
		c->decimal = DECIMAL_COMMA;
	else if (c->point > CLEAR_MAJORITY * c->comma)
		c->decimal = DECIMAL_POINT;
	else if (c->comma || c->point)
		return str_setf(why, "%ld numbers have a decimal point and %ld a decimal comma; "
				"give --decimal point or --decimal comma", c->point, c->comma);
	else if (c->group)
		return str_setf(why, "'%s' may be a whole number or have three decimals, and no other "
				"row tells; give --decimal point or --decimal comma", c->sample);
	return 0;
}

int convert_decide(struct convert *c, const struct field *f, struct str *why)
{
	if (is_date(f))
		return c->dates == DATES_OPEN ? decide_dates(c, why) : 0;
	return c->decimal == DECIMAL_OPEN ? decide_decimal(c, why) : 0;
}

/* "3:05", "15:30:00", "3:05 PM". */
static bool clock_time(const char *s, int *h, int *m, int *sec)
{
	int n = 0, got;
	char half = 0;

	*sec = 0;
	got = sscanf(s, "%2d:%2d%n", h, m, &n);
	if (got != 2)
		return false;
	s += n;
	if (sscanf(s, ":%2d%n", sec, &n) == 1)
		s += n;
	s += strspn(s, " ");
	if ((*s == 'A' || *s == 'a' || *s == 'P' || *s == 'p') && (s[1] == 'M' || s[1] == 'm')) {
		half = *s;
		s += 2;
	}
	if (*s || *h > 23 || *m > 59 || *sec > 59 || (half && (*h < 1 || *h > 12)))
		return false;
	if (half)
		*h = *h % 12 + (half == 'P' || half == 'p' ? 12 : 0);
	return true;
}

static int convert_date(const struct convert *c, const char *cell, struct str *out, struct str *why)
{
	struct parts p;
	bool month_first = c->dates == DATES_MDY;
	int d, m, h, min, s;

	if (!split_date(cell, &p))
		return 0;
	if (p.sep == '.')
		month_first = false;
	d = month_first ? p.b : p.a;
	m = month_first ? p.a : p.b;
	str_setf(out, "%04d-%02d-%02d", p.year, m, d);
	if (!when_is_date(str_text(out)))
		return text_refuse(why, cell, "is no date; the column is written %s",
				   p.sep == '.' ? "dd.mm.yyyy" : month_first ? "mm/dd/yyyy" : "dd/mm/yyyy");
	if (!*p.rest)
		return 1;
	if (!clock_time(p.rest, &h, &min, &s))
		return text_refuse(why, cell, "has no time that can be read; expected 15:30 or 3:30 PM");
	str_addf(out, "T%02d:%02d:%02d", h, min, s);
	return 1;
}

static int convert_number(const struct convert *c, const char *cell, struct str *out, struct str *why)
{
	enum decimal_hint hint = hint_of(cell);
	char decimal = c->decimal == DECIMAL_COMMA ? ',' : '.', group = decimal == ',' ? '.' : ',';

	if (hint == HINT_NONE || (hint == HINT_POINT && c->decimal == DECIMAL_OPEN))
		return 0;
	if ((hint == HINT_COMMA && decimal == '.') || (hint == HINT_POINT && decimal == ','))
		return text_refuse(why, cell, "is no number; the column has a decimal %s",
				   decimal == ',' ? "comma" : "point");
	str_clear(out);
	for (const char *s = cell; *s; s++) {
		bool inside = s > cell && is_digit(s[-1]);

		if (*s == group && inside)
			continue;
		str_addc(out, *s == decimal && inside ? '.' : *s);
	}
	return 1;
}

int convert_cell(const struct convert *c, const struct field *f, const char *cell, struct str *out,
                 struct str *why)
{
	if (is_date(f))
		return convert_date(c, cell, out, why);
	return is_number(f) ? convert_number(c, cell, out, why) : 0;
}

int convert_dates_parse(const char *s, enum date_order *order, struct str *why)
{
	static const char *const names[] = {"dmy", "mdy"};

	for (int i = 0; i < 2; i++)
		if (!strcmp(s, names[i])) {
			*order = i ? DATES_MDY : DATES_DMY;
			return 0;
		}
	return text_refuse(why, s, "is no order of dates; dmy or mdy");
}

int convert_decimal_parse(const char *s, enum decimal *decimal, struct str *why)
{
	if (!strcmp(s, "comma") || !strcmp(s, ","))
		*decimal = DECIMAL_COMMA;
	else if (!strcmp(s, "point") || !strcmp(s, "."))
		*decimal = DECIMAL_POINT;
	else
		return text_refuse(why, s, "is no decimal sign; comma or point");
	return 0;
}
