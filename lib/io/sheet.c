/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sheet - a table that comes back from a spreadsheet
 *
 * Only changes that a spreadsheet makes when it saves are undone, each recognised by its exact
 * shape: its dates, its decimal comma, its code page, our guard. A cell of any other shape stays
 * as it is. */
#include "io/sheet.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/str.h"
#include "base/when.h"
#include "io/out_cell.h"

struct sheet {
	bool cp1251, comma;
	iconv_t cd;
	struct str *cell;
	size_t n, cap;
};

struct sheet *sheet_open(bool cp1251, bool comma)
{
	struct sheet *s = mem_zero(sizeof *s);

	s->cp1251 = cp1251;
	s->comma = comma;
	if (!cp1251)
		return s;
	s->cd = iconv_open("UTF-8", "CP1251");
	if (s->cd == (iconv_t)-1)
		die(CRM_INPUT, "cannot convert from CP1251: %s", strerror(errno));
	return s;
}

/* tablein has made sure that every byte has a meaning. */
static void recode(struct sheet *s, char *from, struct str *to)
{
	/* no byte of CP1251 becomes more than three (€ and № do) */
	size_t left = strlen(from), room = 3 * left;
	char *out = str_room(to, room), *start = out;

	if (iconv(s->cd, &from, &left, &out, &room) == (size_t)-1)
		die(CRM_INPUT, "cannot convert from CP1251: %s", strerror(errno));
	to->n = (size_t)(out - start);
	*out = '\0';
}

/* 22.11.2026, with h:mm or h:mm:ss behind it, or the ISO date with a space before the time. */
static bool read_date(const char *cell, char out[WHEN_SIZE])
{
	unsigned day, month, year, hour, minute, second = 0;
	int end = 0, time = 0;

	if (sscanf(cell, "%2u.%2u.%4u%n", &day, &month, &year, &end) != 3 || end != 10) {
		end = 0;
		if (sscanf(cell, "%4u-%2u-%2u%n", &year, &month, &day, &end) != 3 || end != 10)
			return false;
	}
	snprintf(out, WHEN_SIZE, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
	if (!cell[10])
		return when_is_date(out);
	if (sscanf(cell + 10, " %2u:%2u%n:%2u%n", &hour, &minute, &time, &second, &time) < 2 ||
	    cell[10] != ' ' || cell[10 + time])
		return false;
	snprintf(out + 10, WHEN_SIZE - 10, "T%02u:%02u:%02u", hour % 100, minute % 100,
	         second % 100);
	return when_is_moment(out);
}

/* -1234,5 and nothing else */
static char *decimal_comma(char *s)
{
	char *comma = s + (*s == '-');

	comma += strspn(comma, "0123456789");
	if (*comma != ',' || comma == s || !comma[1] ||
	    comma[1 + strspn(comma + 1, "0123456789")])
		return NULL;
	return comma;
}

static void restore(struct sheet *s, char *cell, struct str *to)
{
	char date[WHEN_SIZE];
	char *comma;

	str_clear(to);
	if (sheet_guarded(cell))
		cell++;
	else if (read_date(cell, date))
		cell = date;
	else if (s->comma && (comma = decimal_comma(cell)))
		*comma = '.';
	if (s->cp1251)
		recode(s, cell, to);
	else
		str_set(to, cell);
}

void sheet_row(struct sheet *s, char **cell, size_t n)
{
	/* one buffer a column, used again for every row */
	if (n > s->n) {
		s->cell = mem_grow(s->cell, &s->cap, n, sizeof *s->cell);
		memset(s->cell + s->n, 0, (n - s->n) * sizeof *s->cell);
		s->n = n;
	}
	for (size_t i = 0; i < n; i++) {
		restore(s, cell[i], &s->cell[i]);
		cell[i] = s->cell[i].n ? s->cell[i].s : cell[i];
		if (!s->cell[i].n)
			*cell[i] = '\0';
	}
}

bool sheet_guards(const char *cell)
{
	return out_cell_formula(cell);
}

bool sheet_guarded(const char *cell)
{
	return *cell == '\'' && out_cell_formula(cell + 1);
}

const char *sheet_cell(const char *cell, enum out_kind kind, bool comma, struct str *room)
{
	char date[WHEN_SIZE];
	char *point;

	switch (kind) {
	case OUT_DATE:
		if (!read_date(cell, date))
			return cell;
		str_set(room, date);
		return room->s;
	case OUT_NUMBER:
		str_set(room, cell);
		point = comma ? decimal_comma(room->s) : NULL;
		if (point)
			*point = '.';
		return room->s;
	case OUT_TEXT:
	case OUT_WORDS:
	case OUT_BOOL:
		break;
	}
	return cell + sheet_guarded(cell);
}

void sheet_close(struct sheet *s)
{
	if (!s)
		return;
	if (s->cp1251)
		iconv_close(s->cd);
	for (size_t i = 0; i < s->n; i++)
		str_free(&s->cell[i]);
	free(s->cell);
	free(s);
}
