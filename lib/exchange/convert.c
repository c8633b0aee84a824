/* SPDX-License-Identifier: GPL-2.0-or-later */
/* convert - how a column writes dates and numbers, decided over all of it, never row by row
 *
 * A cell alone cannot say whether 03.04 is in March or in April, nor whether 1,234 is a
 * thousand. What is not to be mistaken elsewhere in the column decides; the table is read twice
 * when only later rows tell. A column of which nothing tells is refused before anything is
 * written. */
#include "exchange/convert_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

/* So many cells of one way for each of the other, and the other ones are mistakes. */
enum { CLEAR_MAJORITY = 20 };

static bool is_number(const struct field *f)
{
	return f->type == F_MONEY || f->type == F_MILLI || f->type == F_MICRO || f->type == F_PERCENT;
}

bool convert_concerns(const struct field *f)
{
	return registry_is_time(f) || is_number(f);
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
	if (registry_is_time(f))
		convert_date_learn(c, cell);
	else if (is_number(f))
		learn_number(c, cell);
}

bool convert_waits(const struct convert *c, const struct field *f, const char *cell)
{
	if (registry_is_time(f))
		return c->dates == DATES_OPEN && convert_date_waits(cell);
	if (!is_number(f) || c->decimal != DECIMAL_OPEN)
		return false;
	return strchr(cell, ',') || hint_of(cell) == HINT_GROUP || hint_of(cell) == HINT_COMMA;
}

static int decide_dates(struct convert *c, struct str *why)
{
	if (c->dmy > CLEAR_MAJORITY * (c->mdy + c->ymd))
		c->dates = DATES_DMY;
	else if (c->mdy > CLEAR_MAJORITY * (c->dmy + c->ymd))
		c->dates = DATES_MDY;
	else if (c->ymd > CLEAR_MAJORITY * c->mdy) /* 26/11/22 among them looks like day first */
		c->dates = DATES_YMD;
	else if (c->dmy || c->mdy)
		return str_setf(why, "%ld dates can only be day first and %ld only month first; "
				"give --dates dmy, mdy or ymd", c->dmy, c->mdy);
	else if (c->either)
		return str_setf(why, "'%s' may have the day or the month first, and no other row tells; "
				"give --dates dmy, mdy or ymd", c->sample);
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
	if (registry_is_time(f))
		return c->dates == DATES_OPEN ? decide_dates(c, why) : 0;
	return c->decimal == DECIMAL_OPEN ? decide_decimal(c, why) : 0;
}

/* Without the apostrophes that part thousands, and with a minus for the brackets of bookkeepers; false: has neither. */
static bool plain_number(const char *cell, struct str *out)
{
	static const char curly[] = "\xE2\x80\x99"; /* ’ */
	size_t n = strlen(cell);
	bool brackets = n > 2 && cell[0] == '(' && cell[n - 1] == ')';

	if (!brackets && !strchr(cell, '\'') && !strstr(cell, curly))
		return false;
	str_set(out, brackets ? "-" : "");
	for (const char *s = cell + brackets, *end = cell + n - brackets; s < end; s++) {
		size_t mark = *s == '\'' ? 1 : !strncmp(s, curly, 3) ? 3 : 0;

		if (mark && s > cell && is_digit(s[-1]) && is_digit(s[mark]))
			s += mark;
		str_addc(out, *s);
	}
	return true;
}

static int convert_number(const struct convert *c, const char *cell, struct str *out, struct str *why)
{
	enum decimal_hint hint = hint_of(cell);
	char decimal = c->decimal == DECIMAL_COMMA ? ',' : '.', group = decimal == ',' ? '.' : ',';
	bool changed = plain_number(cell, out);
	char *text;

	if (hint == HINT_NONE || (hint == HINT_POINT && c->decimal == DECIMAL_OPEN))
		return changed;
	if ((hint == HINT_COMMA && decimal == '.') || (hint == HINT_POINT && decimal == ','))
		return text_refuse(why, cell, "is no number; the column has a decimal %s",
				   decimal == ',' ? "comma" : "point");
	text = mem_copy(changed ? str_text(out) : cell);
	str_clear(out);
	for (const char *s = text; *s; s++) {
		bool inside = s > text && is_digit(s[-1]);

		if (*s == group && inside)
			continue;
		str_addc(out, *s == decimal && inside ? '.' : *s);
	}
	free(text);
	return 1;
}

const char *convert_said(const struct field *f, const char *cell)
{
	static const char *const dashes[] = {"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212"};

	if (((unsigned char)*cell < 0x80 && *cell != '-') ||
	    !(convert_concerns(f) || f->type == F_INT || (f->type >= F_PHONE && f->type <= F_OGRN)))
		return cell;
	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
		if (!strcmp(cell, dashes[i]))
			return "";
	return cell;
}

/* Words that people and spreadsheets put where they have nothing; what they mean they have to say. */
static bool is_nothing(const char *cell)
{
	static const char *const words[] = {"n/a", "na", "none", "null", "nil", "нет", "н/д", "нд", "#n/a", "#н/д", "?", "--", "---"};
	struct str fold = {0};
	bool found = false;

	if (strlen(cell) > 8)
		return false;
	text_fold(cell, &fold);
	for (size_t i = 0; i < sizeof words / sizeof *words && !found; i++)
		found = !strcmp(str_text(&fold), words[i]);
	str_free(&fold);
	return found;
}

bool convert_shortened(const char *cell)
{
	const char *s = cell + (*cell == '-');
	size_t n;

	if (!is_digit(*s) || (s[1] != ',' && s[1] != '.' && s[1] != 'E'))
		return false;
	s++;
	if (*s != 'E') {
		n = strspn(s + 1, "0123456789");
		s += n + 1;
		if (!n)
			return false;
	}
	return s[0] == 'E' && (s[1] == '+' || s[1] == '-') && is_digit(s[2]) && is_digit(s[3]) &&
	       !s[4 + strspn(s + 4, "0123456789")];
}

/* Either half; nothing behind the stroke is no КПП, as sole traders have none. */
static int convert_half(const struct field *f, const char *cell, struct str *out)
{
	size_t n = strcspn(cell, "/\\");
	char *half = f->type == F_INN ? mem_copyn(cell, n) : mem_copy(cell[n] ? cell + n + 1 : "");

	str_set(out, text_trim(half));
	free(half);
	return 1;
}

int convert_cell(const struct convert *c, const struct field *f, const char *cell, struct str *out,
                 struct str *why)
{
	if (c->paired)
		return convert_half(f, cell, out);
	if (convert_concerns(f) && !(*cell >= '0' && *cell <= '9') && is_nothing(cell))
		return text_refuse(why, cell, "is no %s; where there is none, an empty cell or a dash is expected",
				   registry_is_time(f) ? "date" : "number");
	if (registry_is_time(f))
		return convert_date(c, cell, out, why);
	return is_number(f) ? convert_number(c, cell, out, why) : 0;
}

int convert_dates_parse(const char *s, enum date_order *order, struct str *why)
{
	static const char *const names[] = {
		[DATES_DMY] = "dmy", [DATES_MDY] = "mdy", [DATES_YMD] = "ymd"};

	for (enum date_order i = DATES_DMY; i <= DATES_YMD; i++)
		if (!strcmp(s, names[i])) {
			*order = i;
			return 0;
		}
	return text_refuse(why, s, "is no order of dates; dmy, mdy or ymd");
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
