/* SPDX-License-Identifier: GPL-2.0-or-later */
/* group_show - what groups are called and how they are ordered */
#include <stdlib.h>
#include <string.h>
#include "measure/group_in.h"
#include "model/codes.h"
#include "model/find.h"

static void add_name(struct strs *names, const char *path)
{
	char *word = mem_copyn(path, strcspn(path, "."));

	if (strs_find(names, word) < 0)
		strs_add(names, word);
	free(word);
}

void group_names(const struct group *g, struct strs *names)
{
	for (size_t i = 0; i < g->dims; i++)
		add_name(names, g->dim[i].name);
	for (size_t i = 0; i < g->n_terms; i++)
		add_name(names, g->terms[i].path.name);
}

size_t group_width(const struct group *g)
{
	return g->dims;
}

const char *group_column(const struct group *g, size_t i)
{
	return g->dim[i].name;
}

bool group_has_column(const struct group *g, const char *name)
{
	for (size_t i = 0; i < g->dims; i++)
		if (strcmp(g->dim[i].name, name) == 0)
			return true;
	return false;
}

bool group_has_label(const struct group *g, size_t i)
{
	return g->dim[i].ref && !g->dim[i].ref->code;
}

const char *group_text(struct group *g, int group, size_t i)
{
	const struct entity *ref = g->dim[i].ref;
	int32_t v = g->tuples[group].v[i];

	if (v <= 0)
		return v < 0 ? "(all)" : GROUP_NONE_TEXT;
	if (!ref)
		return dict_text(&g->columns.dict, v);
	if (ref->code)
		return codes_text(g->db, ref, v);
	str_setf(&g->text, "%d", v);
	return str_text(&g->text);
}

void group_label(struct group *g, int group, size_t i, struct str *out)
{
	int32_t v = g->tuples[group].v[i];

	str_clear(out);
	if (v > 0 && g->dim[i].ref)
		find_label(g->db, g->dim[i].ref, v, out);
}

int64_t group_value(const struct group *g, int group, const char *name)
{
	for (size_t i = 0; i < g->dims; i++)
		if (strcmp(g->dim[i].name, name) == 0)
			return g->tuples[group].v[i];
	for (size_t i = 0; i < g->n_terms; i++)
		if (strcmp(g->terms[i].path.name, name) == 0 && g->terms[i].single && g->terms[i].n)
			return g->terms[i].values[0];
	return -1;
}

const char *group_currency(const struct group *g, int group)
{
	return dict_text(&g->columns.dict, g->tuples[group].v[g->dims]);
}

const char *group_word(const struct group *g, int64_t code)
{
	return dict_text(&g->columns.dict, (int32_t)code);
}

static bool among(const char *word, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(*names, word) == 0)
			return true;
	return false;
}

bool group_only_by(const struct group *g, const char *const *names)
{
	for (size_t i = 0; i < g->dims; i++)
		if (!among(g->dim[i].name, names))
			return false;
	for (size_t i = 0; i < g->n_terms; i++)
		if (!g->terms[i].single || !among(g->terms[i].path.name, names))
			return false;
	return true;
}

/* qsort has no argument for it. */
static struct group *ordering;

static int compare_value(size_t dim, int32_t a, int32_t b)
{
	struct group *g = ordering;
	const struct entity *ref = g->dim[dim].ref;
	const char *x, *y;

	if (a == b)
		return 0;
	/* (none) and (all) stand behind the named ones */
	if (a <= 0 || b <= 0)
		return a > b ? -1 : 1;
	if (ref && !ref->code)
		return a < b ? -1 : 1;
	x = ref ? codes_text(g->db, ref, a) : dict_text(&g->columns.dict, a);
	y = ref ? codes_text(g->db, ref, b) : dict_text(&g->columns.dict, b);
	return strcmp(x, y);
}

static int compare(const void *a, const void *b)
{
	const struct tuple *x = &ordering->tuples[*(const int *)a], *y = &ordering->tuples[*(const int *)b];

	for (size_t i = 0; i < ordering->dims; i++) {
		int c = compare_value(i, x->v[i], y->v[i]);

		if (c)
			return c;
	}
	return strcmp(group_currency(ordering, *(const int *)a), group_currency(ordering, *(const int *)b));
}

int *group_order(struct group *g, size_t *n)
{
	int *order = mem_alloc((g->n + 1) * sizeof *order);

	*n = 0;
	for (size_t i = 0; i < g->n; i++)
		if (!group_is_shared(g, (int)i))
			order[(*n)++] = (int)i;
	ordering = g;
	qsort(order, *n, sizeof *order, compare);
	return order;
}
