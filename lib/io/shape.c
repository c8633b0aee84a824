/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shape - -c, -s and -l for tables that are computed and not selected */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/text.h"
#include "io/opt.h"
#include "io/shape.h"

struct key {
	size_t column;
	int down;
};

struct row {
	char **cell;
	size_t at; /* order of arrival, which breaks ties */
};

struct shape {
	struct out_column *columns;
	size_t n;
	size_t *shown, shown_n;
	struct key *keys;
	size_t keys_n;
	struct out *out; /* unsorted rows go straight out */
	long limit;
	struct row *rows;
	size_t rows_n, rows_cap;
};

/* The nearest name; when none is near, all there are: the programs with such tables have a dozen. */
__attribute__((noreturn)) static void refuse(const struct shape *s, const char *what, const char *name)
{
	struct strs words = {0};
	struct str all = {0};
	const char *near;

	for (size_t i = 0; i < s->n; i++) {
		strs_add(&words, s->columns[i].name);
		str_addf(&all, "%s%s", i ? ", " : "", s->columns[i].name);
	}
	near = text_nearest_of(name, &words);
	if (near)
		opt_usage("%s: unknown column '%s', did you mean '%s'?", what, name, near);
	opt_usage("%s: unknown column '%s', expected one of %s", what, name, str_text(&all));
}

static size_t find(const struct shape *s, const char *what, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->columns[i].name, name) == 0)
			return i;
	refuse(s, what, name);
}

/* Calls each for every word of a comma-separated list. */
static void split(const char *list, void (*each)(struct shape *, const char *), struct shape *s)
{
	char *copy = mem_copy(list), *rest = copy, *word;

	while ((word = strsep(&rest, ",")))
		if (*text_trim(word))
			each(s, text_trim(word));
	free(copy);
}

static void add_column(struct shape *s, const char *name)
{
	s->shown = mem_resize(s->shown, (s->shown_n + 1) * sizeof *s->shown);
	s->shown[s->shown_n++] = find(s, "--columns", name);
}

static void add_key(struct shape *s, const char *name)
{
	int down = *name == '-';

	s->keys = mem_resize(s->keys, (s->keys_n + 1) * sizeof *s->keys);
	s->keys[s->keys_n++] = (struct key){find(s, "--sort", name + down), down};
}

static struct out *open_shown(const struct shape *s)
{
	struct out_column *columns = mem_alloc((s->shown_n + 1) * sizeof *columns);
	struct out *out;

	for (size_t i = 0; i < s->shown_n; i++)
		columns[i] = s->columns[s->shown[i]];
	out = out_open(columns, s->shown_n);
	free(columns);
	return out;
}

struct shape *shape_open(const struct out_column *columns, size_t n)
{
	struct shape *s = mem_zero(sizeof *s);

	s->columns = mem_alloc((n + 1) * sizeof *s->columns);
	for (size_t i = 0; i < n; i++)
		s->columns[i] = (struct out_column){mem_copy(columns[i].name), columns[i].kind};
	s->n = n;
	if (opt.columns && *opt.columns == '+')
		opt_usage("--columns: '%s': this table has no further columns", opt.columns);
	if (opt.columns)
		split(opt.columns, add_column, s);
	for (size_t i = 0; !opt.columns && i < n; i++)
		add_column(s, columns[i].name);
	if (opt.sort)
		split(opt.sort, add_key, s);
	s->limit = opt_limit(0);
	if (!s->keys_n)
		s->out = open_shown(s);
	return s;
}

static bool wanted(const struct shape *s, size_t row)
{
	return !s->limit || row < (size_t)s->limit;
}

void shape_row(struct shape *s, const char *const *cells)
{
	struct row *r;

	/* rows beyond the limit are counted all the same, see shape_count */
	if (s->out) {
		for (size_t i = 0; wanted(s, s->rows_n) && i < s->shown_n; i++)
			out_cell(s->out, cells[s->shown[i]]);
		s->rows_n++;
		return;
	}
	s->rows = mem_grow(s->rows, &s->rows_cap, s->rows_n + 1, sizeof *s->rows);
	r = &s->rows[s->rows_n];
	r->at = s->rows_n++;
	r->cell = mem_alloc(s->n * sizeof *r->cell);
	for (size_t i = 0; i < s->n; i++)
		r->cell[i] = mem_copy(cells[i] ? cells[i] : "");
}

bool shape_wants(const struct shape *s, size_t column)
{
	for (size_t i = 0; i < s->shown_n; i++)
		if (s->shown[i] == column)
			return true;
	for (size_t i = 0; i < s->keys_n; i++)
		if (s->keys[i].column == column)
			return true;
	return false;
}

size_t shape_count(const struct shape *s)
{
	return s->rows_n;
}

static const struct shape *sorting; /* qsort passes no context */

/* Decimal text compared as a number without floating point: sign, length of the whole part,
 * digits. None has leading zeros, so the longer whole part is the greater one. */
static int by_number(const char *a, const char *b)
{
	int minus = *a == '-';
	size_t wa, wb;
	int order;

	if (minus != (*b == '-'))
		return minus ? -1 : 1;
	a += minus;
	b += minus;
	wa = strcspn(a, ".");
	wb = strcspn(b, ".");
	order = wa != wb ? (wa > wb) - (wa < wb) : strcmp(a, b);
	return minus ? -order : order;
}

static int by_keys(const void *x, const void *y)
{
	const struct row *a = x, *b = y;

	for (size_t i = 0; i < sorting->keys_n; i++) {
		const struct key *k = &sorting->keys[i];
		const char *s = a->cell[k->column], *t = b->cell[k->column];
		int order;

		if (!*s || !*t) /* empty last, whichever way */
			order = (!*s) - (!*t);
		else if (sorting->columns[k->column].kind == OUT_NUMBER)
			order = by_number(s, t) * (k->down ? -1 : 1);
		else
			order = strcmp(s, t) * (k->down ? -1 : 1);
		if (order)
			return order;
	}
	return (a->at > b->at) - (a->at < b->at);
}

static void sort_out(struct shape *s)
{
	sorting = s;
	if (s->rows_n)
		qsort(s->rows, s->rows_n, sizeof *s->rows, by_keys);
	s->out = open_shown(s);
	for (size_t r = 0; r < s->rows_n; r++) {
		for (size_t i = 0; wanted(s, r) && i < s->shown_n; i++)
			out_cell(s->out, s->rows[r].cell[s->shown[i]]);
		for (size_t i = 0; i < s->n; i++)
			free(s->rows[r].cell[i]);
		free(s->rows[r].cell);
	}
}

bool shape_flush(struct shape *s)
{
	if (!s->out)
		opt_usage("option '--sort': a table without an end cannot be sorted");
	return out_flush(s->out);
}

static void free_shape(struct shape *s)
{
	for (size_t i = 0; i < s->n; i++)
		free((char *)s->columns[i].name);
	free(s->columns);
	free(s->rows);
	free(s->shown);
	free(s->keys);
	free(s);
}

void shape_finish(struct shape *s)
{
	if (!s->out)
		sort_out(s);
	out_finish(s->out);
	free_shape(s);
}
