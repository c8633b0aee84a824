/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_learn - how the columns are written, from the beginning of the table or all of it
 *
 * The first 200 rows are looked at; the whole table is read through only when a cell can be read
 * in two ways, there or later. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/die.h"
#include "base/text.h"
#include "exchange/import_in.h"

enum { LOOK_ROWS = 200, LOOK_BYTES = 1 << 20, SAMPLE_WIDTH = 24 };

static bool is_mapped(const struct mapped *col)
{
	return col->entity && col->field && !col->constant;
}

static void keep_sample(struct strs *samples, const char *cell)
{
	char *cut;
	const char *end = cell;

	if (samples->n == IMPORT_SAMPLES || !*cell || strs_find(samples, cell) >= 0)
		return;
	for (int i = 0; i < SAMPLE_WIDTH && *end; i++)
		(void)text_next(&end);
	cut = mem_printf("%.*s%s", (int)(end - cell), cell, *end ? "…" : "");
	for (char *s = cut; (s = strpbrk(s, "\r\n\t")); s++)
		*s = ' '; /* on one line, whatever it holds */
	strs_add(samples, cut);
	free(cut);
}

static void preset(struct import *im)
{
	enum date_order dates = DATES_OPEN;
	enum decimal decimal = DECIMAL_OPEN;

	if (im->told.dates && convert_dates_parse(im->told.dates, &dates, &im->why) < 0)
		die(CRM_USAGE, "--dates: %s", str_text(&im->why));
	if (im->told.decimal && convert_decimal_parse(im->told.decimal, &decimal, &im->why) < 0)
		die(CRM_USAGE, "--decimal: %s", str_text(&im->why));
	for (size_t i = 0; i < im->map->n; i++) {
		im->map->col[i].convert.dates = dates;
		im->map->col[i].convert.decimal = decimal;
	}
}

/* False when the row cannot be looked at. */
static bool usable(const struct intake *in)
{
	return in->row.n >= in->width && !in->row.broken;
}

/* Some, and nothing but digits. */
static bool are_numbers(const struct strs *samples)
{
	for (size_t i = 0; i < samples->n; i++)
		if (samples->v[i][strspn(samples->v[i], "0123456789")])
			return false;
	return samples->n > 0;
}

static bool has_column(const struct mapping *m, const char *name)
{
	for (size_t i = 0; i < m->columns; i++)
		if (!strcasecmp(m->col[i].name, name))
			return true;
	return false;
}

/* A table that the toolkit wrote has the number of the record in a column called like it. Elsewhere 'deal' is what a deal
 * is called: all of them would be entered once more, each called by its number. */
static void refuse_own(const struct import *im)
{
	for (size_t i = 0; i < im->map->columns; i++) {
		const struct mapped *col = &im->map->col[i];
		const char *main = im->map->main->name;

		if (col->given || !is_mapped(col) || col->entity != im->map->main || strcasecmp(col->name, main) != 0 ||
		    !strcasecmp(col->field->name, main) || !has_column(im->map, col->field->name) ||
		    !are_numbers(&im->samples[i]))
			continue;
		die(CRM_USAGE, "%s: column '%s' holds numbers of records such as '%s', expected what they are called; "
		    "'crm-set %s' changes the records of such a table, --map '%s=-' enters them as new ones",
		    im->in->name, col->name, im->samples[i].v[0], main, col->name);
	}
}

void import_look(struct import *im)
{
	struct intake *in = intake_again(im->in);
	bool waits = false;
	long rows = 0;

	preset(im);
	im->samples = mem_zero((im->map->n + 1) * sizeof *im->samples);
	while (rows < LOOK_ROWS && intake_next(in, NULL) > 0) {
		rows++;
		for (size_t i = 0; i < im->map->n && usable(in); i++) {
			const struct mapped *col = &im->map->col[i];
			const char *cell = col->constant ? "" : text_trim(in->row.cell[col->from]);

			if (!text_valid(cell, strlen(cell), NULL))
				continue;
			keep_sample(&im->samples[i], cell);
			waits = waits || (is_mapped(col) && convert_waits(&col->convert, col->field, cell));
		}
	}
	im->expected = rows;
	if (rows == LOOK_ROWS) { /* the rest is like the beginning; the reader was somewhat ahead */
		while (intake_next(in, NULL) > 0 && ++rows && decode_done(in->decode) < LOOK_BYTES)
			;
		im->expected = decode_size(in->decode) / (decode_done(in->decode) / rows + 1) + 1;
	}
	intake_close(in);
	refuse_own(im);
	if (waits)
		import_learn(im);
}

/* A column that says nothing by itself is written as the others of its kind. */
static void follow_others(struct import *im)
{
	enum date_order dates = DATES_OPEN;
	enum decimal decimal = DECIMAL_OPEN;

	for (size_t i = 0; i < im->map->n; i++) {
		const struct convert *c = &im->map->col[i].convert;

		if (c->dates != DATES_OPEN)
			dates = c->dates;
		if (c->decimal != DECIMAL_OPEN)
			decimal = c->decimal;
	}
	for (size_t i = 0; i < im->map->n; i++) {
		struct convert *c = &im->map->col[i].convert;

		if (c->dates == DATES_OPEN && !c->dmy && !c->mdy)
			c->dates = dates;
		if (c->decimal == DECIMAL_OPEN && !c->point && !c->comma)
			c->decimal = decimal;
	}
}

static void decide(struct import *im, bool last)
{
	for (size_t i = 0; i < im->map->n; i++) {
		struct mapped *col = &im->map->col[i];

		if (is_mapped(col) && convert_concerns(col->field) &&
		    convert_decide(&col->convert, col->field, &im->why) < 0 && last)
			die(CRM_USAGE, "%s: column '%s': %s", im->in->name, col->name, str_text(&im->why));
	}
}

void import_learn(struct import *im)
{
	struct intake *in = intake_again(im->in);

	while (intake_next(in, NULL) > 0)
		for (size_t i = 0; i < im->map->n && usable(in); i++) {
			struct mapped *col = &im->map->col[i];

			if (is_mapped(col) && convert_concerns(col->field))
				convert_learn(&col->convert, col->field, text_trim(in->row.cell[col->from]));
		}
	intake_close(in);
	decide(im, false);
	follow_others(im);
	decide(im, true);
}

bool import_known(struct import *im)
{
	struct part *p = &im->parts.part[0];
	struct intake *in;
	long rows = 0, known = 0;

	if (!p->key)
		return false;
	in = intake_again(im->in);
	while (rows < LOOK_ROWS && intake_next(in, NULL) > 0) {
		const char *ref = usable(in) ? part_ref(p, in->row.cell) : NULL;

		rows++;
		known += ref && refs_alias(im->refs, p->entity, p->key->system, ref) > 0;
	}
	intake_close(in);
	return known * 2 > rows;
}
