/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table - the table of a report: columns chosen, sorted and cut as -c, -s and -l ask */
#include "measure/table.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"
#include "io/opt.h"

struct order {
	size_t column;
	bool down;
};
struct table {
	struct strs names;
	enum out_kind *kinds;
	size_t cap_kinds;
	size_t *shown; /* columns that are printed */
	size_t n_shown;
	struct order *order;
	size_t n_order;
	struct strs row;  /* being filled */
	char ***rows;     /* kept for sorting */
	size_t n, cap;
	long limit, sent;
	struct out *out;
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

static size_t find(struct table *t, const char *name)
{
	int i = strs_find(&t->names, name);
	struct str list = {0};

	if (i >= 0)
		return (size_t)i;
	for (size_t c = 0; c < t->names.n; c++)
		str_addf(&list, "%s%s", c ? ", " : "", t->names.v[c]);
	die(CRM_USAGE, "unknown column '%s', expected: %s", name, str_text(&list));
}

/* The words of "a,b,c", n of them; the caller frees. */
static char **cut(char *list, size_t *n)
{
	char **words = NULL, *word;
	size_t cap = 0;

	*n = 0;
	while ((word = strsep(&list, ","))) {
		words = mem_grow(words, &cap, *n + 1, sizeof *words);
		words[(*n)++] = text_trim(word);
	}
	return words;
}

static void choose(struct table *t)
{
	char *list = mem_copy(opt.columns ? opt.columns : ""), **words;
	size_t n;

	words = cut(list, &n);
	t->n_shown = opt.columns ? n : t->names.n;
	t->shown = mem_zero((t->n_shown + 1) * sizeof *t->shown);
	for (size_t i = 0; i < t->n_shown; i++)
		t->shown[i] = opt.columns ? find(t, words[i]) : i;
	free(words);
	free(list);
}

static void read_order(struct table *t)
{
	char *list = mem_copy(opt.sort ? opt.sort : ""), **words;
	size_t n;

	words = cut(list, &n);
	t->order = mem_zero((n + 1) * sizeof *t->order);
	for (size_t i = 0; opt.sort && i < n; i++) {
		bool down = words[i][0] == '-';

		t->order[t->n_order++] = (struct order){find(t, words[i] + down), down};
	}
	free(words);
	free(list);
}

void table_start(struct table *t)
{
	struct out_column *columns;

	choose(t);
	read_order(t);
	t->limit = opt_limit(0);
	columns = mem_zero((t->n_shown + 1) * sizeof *columns);
	for (size_t i = 0; i < t->n_shown; i++)
		columns[i] = (struct out_column){t->names.v[t->shown[i]], t->kinds[t->shown[i]]};
	t->out = out_open(columns, t->n_shown);
	free(columns);
}

static void send(struct table *t, char *const *cells)
{
	if (t->limit && t->sent == t->limit)
		return;
	t->sent++;
	for (size_t i = 0; i < t->n_shown; i++)
		out_cell(t->out, cells[t->shown[i]]);
}

void table_cell(struct table *t, const char *text)
{
	strs_add(&t->row, text ? text : "");
	if (t->row.n < t->names.n)
		return;
	if (t->n_order) {
		t->rows = mem_grow(t->rows, &t->cap, t->n + 1, sizeof *t->rows);
		t->rows[t->n++] = t->row.v;
		t->row = (struct strs){0};
		return;
	}
	send(t, t->row.v);
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

/* qsort has no argument for it. */
static const struct table *sorting;

static int compare_cells(const char *a, const char *b, enum out_kind kind)
{
	double x, y;

	if (kind != OUT_NUMBER)
		return strcmp(a, b);
	x = strtod(a, NULL);
	y = strtod(b, NULL);
	return (x > y) - (x < y);
}

/* Empty cells last, whichever way; rows that are equal stay as they were. */
static int compare(const void *a, const void *b)
{
	char **x = *(char **const *)a, **y = *(char **const *)b;

	for (size_t i = 0; i < sorting->n_order; i++) {
		struct order o = sorting->order[i];
		const char *p = x[o.column], *q = y[o.column];
		int c;

		if (!*p || !*q)
			c = !*p - !*q;
		else
			c = compare_cells(p, q, sorting->kinds[o.column]) * (o.down ? -1 : 1);
		if (c)
			return c;
	}
	return 0;
}

struct out *table_end(struct table *t)
{
	struct out *out = t->out;

	sorting = t;
	if (t->n)
		qsort(t->rows, t->n, sizeof *t->rows, compare);
	for (size_t i = 0; i < t->n; i++) {
		struct strs row = {t->rows[i], t->names.n, t->names.n};

		send(t, t->rows[i]);
		strs_free(&row);
	}
	strs_free(&t->names);
	free(t->kinds);
	free(t->shown);
	free(t->order);
	free(t->rows);
	free(t);
	return out;
}
