/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_report - what was found in the table, and what became of its rows */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"
#include "exchange/import_in.h"
#include "io/opt.h"

enum { NAME_WIDTH = 28, FIELD_WIDTH = 24, SHOWN = 40 };

static void pad(struct str *s, int width)
{
	for (int w = text_width(str_text(s)); w < width; w++)
		str_addc(s, ' ');
}

static void add_way(const struct mapped *col, struct str *line)
{
	static const char *const orders[] = {
		[DATES_DMY] = "day/month", [DATES_MDY] = "month/day", [DATES_YMD] = "year/month/day"};

	if (col->convert.dates != DATES_OPEN && (col->field->type == F_DATE || col->field->type == F_TIME))
		str_addf(line, " %s", orders[col->convert.dates]);
	else if (col->convert.decimal != DECIMAL_OPEN && convert_concerns(col->field) &&
	         col->field->type != F_DATE && col->field->type != F_TIME)
		str_add(line, col->convert.decimal == DECIMAL_COMMA ? " decimal comma" : " decimal point");
}

static void report_column(const struct import *im, const struct mapped *col, const struct strs *samples)
{
	struct str line = {0};

	str_add(&line, "  ");
	text_printable(col->name, &line);
	pad(&line, NAME_WIDTH);
	str_add(&line, " ");
	if (!col->field)
		str_addf(&line, "key of %s in '%s'", col->entity->name, col->system);
	else
		str_addf(&line, "%s%s%s", im->parts.n > 1 ? mapping_called(col) : "",
		         im->parts.n > 1 ? "." : "", col->field->name);
	if (col->field && col->system)
		str_addf(&line, " by key of '%s'", col->system);
	if (col->field)
		add_way(col, &line);
	if (samples->n || col->constant)
		pad(&line, NAME_WIDTH + FIELD_WIDTH);
	if (col->constant)
		str_addf(&line, " = %s", col->constant);
	for (size_t i = 0; i < samples->n; i++) {
		str_add(&line, i ? " | " : " ");
		text_printable(samples->v[i], &line);
	}
	note("%s", str_text(&line));
	str_free(&line);
}

/* A card could have all sorts of things. */
static bool is_absent(const struct import *im, size_t column)
{
	return im->in->form && !im->samples[column].n;
}

static void report_ignored(const struct import *im)
{
	struct str line = {0};

	for (size_t i = 0; i < im->map->columns; i++) {
		const struct mapped *col = &im->map->col[i];

		if (col->entity || is_absent(im, i))
			continue;
		str_addf(&line, "%s'", line.n ? ", " : "  not imported: ");
		text_printable(col->name, &line);
		str_addf(&line, "' (%s)", col->why ? col->why : "no field");
	}
	if (line.n)
		note("%s", line.s);
	str_free(&line);
}

static void report_dialect(const struct intake *in)
{
	struct str line = {0};

	str_addf(&line, "%s: %s%s, ", in->name, decode_encoding(in->decode),
	         decode_bom(in->decode) ? " with BOM" : "");
	if (in->form) {
		str_addf(&line, "%s, a row each", vtable_name(in->form));
	} else {
		str_addf(&line, "%s, %s, ",
		         in->dialect.escapes ? "tab with escapes" : dialect_name(in->dialect.delim),
		         dialect_eol_name(in->dialect.eol));
		if (in->dialect.quote != '"')
			str_add(&line, in->dialect.quote ? "single quotes, " : "no quotes, ");
		if (in->headless)
			str_add(&line, "names given");
		else
			str_addf(&line, "header on line %ld", in->header_line);
	}
	note("%s", line.s);
	str_free(&line);
}

void import_report(const struct import *im)
{
	const struct intake *in = im->in;
	int shown = 0;

	if (opt.quiet)
		return;
	report_dialect(in);
	if (im->map_name)
		note("  by the saved mapping '%s'", im->map_name);
	for (size_t i = 0; i < im->map->n && shown < SHOWN; i++) {
		const struct mapped *col = &im->map->col[i];

		if (!col->entity || is_absent(im, i) || (col->share && col->constant == col->share->kind))
			continue;
		report_column(im, col, &im->samples[i]);
		shown++;
	}
	report_ignored(im);
}

static void tell_dashes(const struct import *im)
{
	struct str line = {0};

	for (size_t i = 0; i < im->map->n; i++) {
		if (!im->map->col[i].dashes)
			continue;
		str_add(&line, line.n ? ", '" : "'");
		text_printable(im->map->col[i].name, &line);
		str_addc(&line, '\'');
	}
	if (line.n)
		note("a dash was read as an empty cell: %s", line.s);
	str_free(&line);
}

void import_out_open(struct import *im)
{
	struct out_column *col;
	struct strs names = {0};
	size_t n = 0;

	if (!im->wish->rows && !opt.dry_run)
		return;
	col = mem_zero((2 * im->parts.n + 3) * sizeof *col);
	col[n++] = (struct out_column){"line", OUT_NUMBER};
	for (size_t i = 0; i < im->parts.n; i++) {
		const char *entity = im->parts.part[i].called;
		char *result = im->parts.n > 1 ? mem_printf("%s_result", entity) : mem_copy("result");

		strs_add(&names, result);
		free(result);
		col[n++] = (struct out_column){entity, OUT_NUMBER};
		col[n++] = (struct out_column){names.v[i], OUT_TEXT};
	}
	col[n++] = (struct out_column){"name", OUT_TEXT};
	col[n++] = (struct out_column){"why", OUT_TEXT};
	im->out = out_open(col, n);
	strs_free(&names);
	free(col);
}

static const char *const fates[PART_FATES] = {"", "new", "changed", "same", "refused", "asked"};

void import_out_row(struct import *im, long line, const char *reason)
{
	const char *name = "", *rule = "";

	if (!im->out)
		return;
	out_int(im->out, line);
	for (size_t i = 0; i < im->parts.n; i++) {
		const struct part *p = &im->parts.part[i];
		/* Numbers that a dry run gave are nobody's. */
		bool known = p->id > 0 && !reason && !(opt.dry_run && p->fate == PART_NEW);

		if (known)
			out_int(im->out, p->id);
		else
			out_cell(im->out, "");
		out_cell(im->out, reason ? fates[PART_REFUSED] : fates[p->fate]);
		if (!*name && p->here)
			name = p->label;
		if (!*rule && p->fate == PART_NEW)
			rule = p->again ? "was deleted" : "";
		else if (!*rule && p->rule)
			rule = p->rule;
	}
	out_cell(im->out, name);
	out_cell(im->out, reason ? reason : rule);
}

void import_counts(const struct import *im, struct str *out)
{
	static const char *const also[] = {[PART_NEW] = "new", [PART_CHANGED] = "changed", [PART_SAME] = "same"};

	for (size_t i = 0; i < im->parts.n; i++) {
		const struct part *p = &im->parts.part[i];

		str_addf(out, "%s%s: ", out->n ? "; " : "", p->called);
		for (int f = PART_NEW; f <= PART_SAME; f++)
			str_addf(out, "%s%ld %s", f > PART_NEW ? ", " : "", p->count[f], also[f]);
	}
	if (im->refused)
		str_addf(out, "; %ld row%s refused", im->refused, im->refused == 1 ? "" : "s");
}

/* Codes and equal contents need not be told. */
static bool is_telling(const char *rule)
{
	return strcmp(rule, "all") != 0;
}

void import_found(const struct import *im)
{
	struct str line = {0};

	tell_dashes(im);
	for (size_t i = 0; i < im->parts.n; i++) {
		const struct part *p = &im->parts.part[i];
		bool first = true;

		for (size_t k = 0; k < PART_RULES && p->by[k].rule; k++) {
			if (!is_telling(p->by[k].rule))
				continue;
			if (first)
				str_addf(&line, "%s%s found by", line.n ? "; " : "", p->called);
			str_addf(&line, "%s %s %ld", first ? "" : ",", p->by[k].rule, p->by[k].n);
			if (p->by[k].unlike)
				str_addf(&line, " (%ld under quite another name)", p->by[k].unlike);
			first = false;
		}
	}
	if (line.n)
		note("%s", line.s);
	str_free(&line);
}
