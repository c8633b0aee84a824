/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table - the table of a report: columns chosen, sorted and cut as -c, -s and -l ask */
#include "measure/table.h"

#include <stdlib.h>

struct table {
	struct strs names;
	enum out_kind *kinds;
	size_t cap_kinds;
	struct strs row; /* being filled */
	struct shape *shape;
};

struct table *table_new(void)
{
	return mem_zero(sizeof(struct table));
}

void table_column(struct table *t, const char *name, enum out_kind kind)
{
	t->kinds = mem_grow(t->kinds, &t->cap_kinds, t->names.n + 1, sizeof *t->kinds);
	t->kinds[t->names.n] = kind;
	strs_add(&t->names, name);
}

void table_group_columns(struct table *t, const struct group *g)
{
	for (size_t i = 0; i < group_width(g); i++) {
		char *label = mem_printf("%s_name", group_column(g, i));

		table_column(t, group_column(g, i), OUT_TEXT);
		if (group_has_label(g, i))
			table_column(t, label, OUT_TEXT);
		free(label);
	}
}

void table_start(struct table *t)
{
	struct out_column *columns = mem_zero((t->names.n + 1) * sizeof *columns);

	for (size_t i = 0; i < t->names.n; i++)
		columns[i] = (struct out_column){t->names.v[i], t->kinds[i]};
	t->shape = shape_open(columns, t->names.n);
	free(columns);
}

void table_cell(struct table *t, const char *text)
{
	strs_add(&t->row, text ? text : "");
	if (t->row.n < t->names.n)
		return;
	shape_row(t->shape, (const char *const *)t->row.v);
	strs_free(&t->row);
	t->row = (struct strs){0};
}

void table_figure(struct table *t, struct figure f, enum kpi_unit unit)
{
	char text[FIGURE_SIZE];

	figure_text(f, unit, text);
	table_cell(t, text);
}

void table_group(struct table *t, struct group *g, int group)
{
	struct str label = {0};

	for (size_t i = 0; i < group_width(g); i++) {
		table_cell(t, group_text(g, group, i));
		if (!group_has_label(g, i))
			continue;
		group_label(g, group, i, &label);
		table_cell(t, str_text(&label));
	}
	str_free(&label);
}

struct shape *table_end(struct table *t)
{
	struct shape *shape = t->shape;

	strs_free(&t->names);
	free(t->kinds);
	free(t);
	return shape;
}
