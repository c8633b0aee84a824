/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xlsx_column - what the columns of a table hold, for a workbook
 *
 * A cell that becomes a number loses its zeros in front and its digits behind the 15th, and nobody sees it happen. So
 * a column is a number only when its name or every cell of it says so. */
#include "exchange/xlsx_column.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"
#include "base/when.h"
#include "model/value.h"

enum {
	LETTERS = 32767,  /* UTF-16 units in a cell */
	EXACT_DIGITS = 15,
	KEY_DIGITS = 10,  /* whole numbers of so many are numbers of accounts or telephones, not amounts */
	WIDTH_LOOKED = 300
};

bool xlsx_number(const char *cell, int *digits, int *decimals)
{
	const char *s = cell + (*cell == '-');
	size_t whole = strspn(s, "0123456789"), behind = 0;

	if (!whole || (whole > 1 && *s == '0'))
		return false;
	if (s[whole] == '.') {
		behind = strspn(s + whole + 1, "0123456789");
		if (!behind || s[whole + 1 + behind])
			return false;
	} else if (s[whole]) {
		return false;
	}
	*digits = (int)(whole + behind);
	*decimals = (int)behind;
	return whole + behind <= EXACT_DIGITS;
}

bool xlsx_date(const char *cell)
{
	/* Workbooks count a 29 February 1900 that never was: what is before it would be shown a
	 * day off. */
	return *cell >= '1' && strcmp(cell, "1900-03-01") >= 0 && (when_is_date(cell) || when_is_moment(cell));
}

/* What fields of this name hold wherever there are some. False: nobody knows, or they differ. */
static bool by_name(const char *name, enum out_kind *kind)
{
	const char *dot = strrchr(name, '.'), *last = dot ? dot + 1 : name;
	const struct entity *e = registry_entity(last);
	bool found = false;

	if (e) {
		*kind = e->code ? OUT_TEXT : OUT_NUMBER;
		return true;
	}
	for (size_t i = 0; (e = registry_at(i)); i++) {
		const struct field *f = registry_field(e, last);
		enum out_kind own;

		if (!f)
			continue;
		own = value_out_kind(f);
		if (found && own != *kind)
			return false;
		*kind = own;
		found = true;
	}
	return found;
}

static void look_at_name(struct xlsx_column *c, const char *name, const struct strs *text)
{
	*c = (struct xlsx_column){.number = true, .date = true, .width = text_width(name) + 3};
	c->known = strs_find(text, name) >= 0;
	if (c->known)
		c->kind = OUT_TEXT;
	else
		c->known = by_name(name, &c->kind);
}

/* Letters as a workbook counts them. */
static size_t letters(const char *s)
{
	size_t n = 0;

	for (; *s; s++) {
		unsigned char byte = (unsigned char)*s;

		n += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
	}
	return n;
}

/* Of the first line; what is longer is cut by the widest column anyway. */
static int width_of(const char *cell)
{
	char *line = mem_copyn(cell, strcspn(cell, "\n") < WIDTH_LOOKED ? strcspn(cell, "\n") : WIDTH_LOOKED);
	int width = text_width(line);

	free(line);
	return width;
}

static void look_at_cell(struct xlsx_column *c, const char *cell)
{
	int digits, decimals, width;

	if (!*cell)
		return;
	c->any = true;
	width = width_of(cell);
	if (width > c->width)
		c->width = width;
	if (!xlsx_number(cell, &digits, &decimals)) {
		c->number = false;
	} else {
		c->number = c->number && (decimals || digits < KEY_DIGITS);
		c->decimals = decimals > c->decimals ? decimals : c->decimals;
	}
	c->date = c->date && xlsx_date(cell);
}

static void check_length(const struct tablein *t, size_t column)
{
	const char *cell = t->cell[column];
	size_t n = strlen(cell) > LETTERS ? letters(cell) : 0;

	if (n > LETTERS)
		die(CRM_INPUT, "%s:%ld: column '%s': %zu letters, a cell of a workbook takes %d", t->source, t->line,
		    t->names.v[column], n, LETTERS);
}

struct xlsx_column *xlsx_columns(struct tablein *t, const struct strs *text, long *rows)
{
	struct xlsx_column *columns = mem_zero((t->names.n + 1) * sizeof *columns);

	for (size_t i = 0; i < t->names.n; i++)
		look_at_name(&columns[i], t->names.v[i], text);
	for (*rows = 0; tablein_next(t); ++*rows)
		for (size_t i = 0; i < t->names.n; i++) {
			check_length(t, i);
			look_at_cell(&columns[i], t->cell[i]);
		}
	tablein_rewind(t);
	for (size_t i = 0; i < t->names.n; i++) {
		struct xlsx_column *c = &columns[i];

		if (!c->known)
			c->kind = !c->any ? OUT_TEXT : c->number ? OUT_NUMBER : c->date ? OUT_DATE : OUT_TEXT;
	}
	return columns;
}
