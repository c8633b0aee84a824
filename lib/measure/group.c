/* SPDX-License-Identifier: GPL-2.0-or-later */
/* group - facts into groups: what --by asks for, along relation paths
 *
 * A group is a tuple of small numbers, one a dimension and one for the currency, hashed into a
 * table; the texts come back only when the report is printed. With one dimension, no terms and
 * no products the value itself is the index of the group. */
#include "measure/group.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "measure/group_in.h"

/* FNV-1a; the upper bits come down because the table takes the lower ones. */
static size_t tuple_hash(const struct group *g, const struct tuple *t)
{
	uint64_t h = 1469598103934665603u;

	for (size_t i = 0; i <= g->dims; i++)
		h = (h ^ (uint32_t)t->v[i]) * 1099511628211u;
	return (size_t)(h ^ (h >> 29));
}

static bool tuple_same(const struct group *g, const struct tuple *a, const struct tuple *b)
{
	return memcmp(a->v, b->v, (g->dims + 1) * sizeof *a->v) == 0;
}

/* The table is never more than half full, so this ends soon. */
static size_t slot_of(const struct group *g, const struct tuple *t)
{
	size_t i = tuple_hash(g, t) & (g->slots - 1);

	while (g->slot[i] && !tuple_same(g, &g->tuples[g->slot[i] - 1], t))
		i = (i + 1) & (g->slots - 1);
	return i;
}

static void widen(struct group *g)
{
	g->slots = g->slots ? 2 * g->slots : 64;
	free(g->slot);
	g->slot = mem_zero(g->slots * sizeof *g->slot);
	for (size_t i = 0; i < g->n; i++)
		g->slot[slot_of(g, &g->tuples[i])] = (int32_t)i + 1;
}

static int tuple_group(struct group *g, const struct tuple *t)
{
	size_t i;

	/* Facts come in the order of time or of records: the next is often of the same group. */
	if (g->n && tuple_same(g, &g->tuples[g->last], t))
		return g->last;
	if (2 * (g->n + 1) > g->slots)
		widen(g);
	i = slot_of(g, t);
	if (!g->slot[i]) {
		g->tuples = mem_grow(g->tuples, &g->cap, g->n + 1, sizeof *g->tuples);
		g->tuples[g->n++] = *t;
		g->slot[i] = (int32_t)g->n;
	}
	return g->last = g->slot[i] - 1;
}

static int new_value(struct group *g, int32_t value)
{
	struct tuple t = {{value}};
	int group = tuple_group(g, &t);

	if (value >= 0 && value < GROUP_DIRECT)
		g->direct[value] = group + 1;
	return group;
}

/* The group of a value of the only dimension: the usual case, and the codes are small and dense, so nothing is hashed. */
static int value_group(struct group *g, int32_t value)
{
	if (value >= 0 && value < GROUP_DIRECT && g->direct[value])
		return g->direct[value] - 1;
	return new_value(g, value);
}

static int dims_parse(struct group *g, const char *by, struct str *why)
{
	char *copy = mem_copy(by ? by : ""), *rest = copy, *word;
	int rc = 0;

	while (rc == 0 && by && (word = strsep(&rest, ","))) {
		if (g->dims == GROUP_DIMS) {
			rc = str_setf(why, "at most %d groups at a time", GROUP_DIMS);
			break;
		}
		rc = path_parse(&g->columns, text_trim(word), &g->dim[g->dims], why);
		if (rc == 0 && g->dim[g->dims++].of_product)
			g->by_product = true;
	}
	free(copy);
	return rc;
}

struct group *group_open(struct db *db, const char *by, const struct strs *only, struct str *why)
{
	struct group *g = mem_zero(sizeof *g);
	struct tuple none = {{0}};
	int rc;

	g->db = db;
	g->columns.db = db;
	g->terms = mem_zero((only ? only->n + 1 : 1) * sizeof *g->terms);
	rc = dims_parse(g, by, why);
	for (size_t i = 0; rc == 0 && only && i < only->n; i++)
		rc = group_term(g, only->v[i], why);
	if (rc < 0) {
		group_free(g);
		return NULL;
	}
	/* Group 0 is (none), which is printed even if nothing is in it. */
	tuple_group(g, &none);
	if (g->dims == 1 && !g->n_terms && !g->by_product)
		g->direct = mem_zero(GROUP_DIRECT * sizeof *g->direct);
	g->bare = g->dims == 1 && g->dim[0].ways == 1 && g->dim[0].way[0].n == 0;
	return g;
}

void group_free(struct group *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->dims; i++)
		path_free(&g->dim[i]);
	for (size_t i = 0; i < g->n_terms; i++) {
		path_free(&g->terms[i].path);
		free(g->terms[i].values);
	}
	free(g->terms);
	path_columns_free(&g->columns);
	basket_free(g->basket);
	free(g->tuples);
	free(g->slot);
	free(g->direct);
	free(g->shares);
	str_free(&g->text);
	free(g);
}

static unsigned path_needs(const struct path *p)
{
	unsigned needs = 0;

	for (size_t w = 0; w < p->ways; w++)
		needs |= 1u << p->way[w].start;
	/* Products are those of the lines of a deal. */
	return p->of_product ? needs | 1u << KEY_DEAL : needs;
}

unsigned group_needs(const struct group *g)
{
	unsigned needs = 0;

	for (size_t i = 0; i < g->dims; i++)
		needs |= path_needs(&g->dim[i]);
	for (size_t i = 0; i < g->n_terms; i++)
		needs |= path_needs(&g->terms[i].path);
	return needs;
}

bool group_needs_at(const struct group *g)
{
	return g->columns.state != NULL;
}

static int path_allows(const struct path *p, unsigned has, struct str *why)
{
	struct str list = {0};

	if (path_needs(p) & has)
		return 0;
	for (int k = 0; k < KEYS; k++)
		if (has & 1u << k)
			str_addf(&list, "%s%s", list.n ? ", " : "", key_names[k]);
	str_setf(why, "cannot be grouped by '%s': its facts bear %s%s", p->name,
	         list.n ? "only " : "nothing to group by", str_text(&list));
	str_free(&list);
	return -1;
}

int group_allows(const struct group *g, unsigned has, struct str *why)
{
	for (size_t i = 0; i < g->dims; i++)
		if (path_allows(&g->dim[i], has, why) < 0)
			return -1;
	for (size_t i = 0; i < g->n_terms; i++)
		if (path_allows(&g->terms[i].path, has, why) < 0)
			return -1;
	return 0;
}

static bool term_meets(const struct group *g, const struct term *t, const struct fact *f, int64_t product)
{
	int32_t value = path_value(&g->columns, &t->path, f, product);

	for (size_t i = 0; i < t->n; i++)
		if (t->values[i] == value)
			return true;
	return false;
}

/* One share for one product (0: none). */
static void place(struct group *g, const struct fact *f, int64_t product, int64_t v, bool shared)
{
	struct tuple t = {{0}};
	int group;

	for (size_t i = 0; i < g->n_terms; i++)
		if (!(shared && g->terms[i].path.of_rep) && !term_meets(g, &g->terms[i], f, product))
			return;
	for (size_t i = 0; i < g->dims; i++)
		t.v[i] = shared && g->dim[i].of_rep
		                 ? GROUP_ANY
		                 : path_value(&g->columns, &g->dim[i], f, product);
	if (f->currency)
		t.v[g->dims] = dict_code(&g->columns.dict, f->currency);
	group = tuple_group(g, &t);
	for (size_t i = 0; i < g->n_shares; i++)
		if (g->shares[i].group == group) {
			/* Two products of one product group: one deal, their money added up. */
			g->shares[i].v += v;
			return;
		}
	g->shares = mem_grow(g->shares, &g->cap_shares, g->n_shares + 1, sizeof *g->shares);
	g->shares[g->n_shares++] = (struct share){group, v};
}

static int64_t line_value(const struct basket_line *line, enum kpi_split split)
{
	switch (split) {
	case SPLIT_AMOUNT:
		return line->amount;
	case SPLIT_MARGIN:
		return line->margin;
	case SPLIT_QUANTITY:
		return line->quantity;
	case SPLIT_NONE:
		break;
	}
	return 0;
}

/* A deal's v over its products; what they do not explain has none. */
static void place_deal(struct group *g, const struct fact *f, enum kpi_split split, bool shared)
{
	const struct basket_line *lines;
	int64_t rest = f->v;
	size_t n;

	if (!g->basket)
		g->basket = basket_open(g->db);
	lines = basket_of(g->basket, f->id[KEY_DEAL], &n);
	for (size_t i = 0; i < n; i++) {
		int64_t v = line_value(&lines[i], split);

		place(g, f, lines[i].product, v, shared);
		rest -= v;
	}
	if (n == 0 || (split != SPLIT_NONE && rest != 0))
		place(g, f, 0, rest, shared);
	/* Whole facts count in full in every product: added up above, they were 0. */
	for (size_t i = 0; split == SPLIT_NONE && i < g->n_shares; i++)
		g->shares[i].v = f->v;
}

static struct shares place_all(struct group *g, const struct fact *f, unsigned has, enum kpi_split split, bool shared)
{
	g->n_shares = 0;
	if (g->by_product && !(has & 1u << KEY_PRODUCT) && (has & 1u << KEY_DEAL))
		place_deal(g, f, split, shared);
	else
		place(g, f, f->id[KEY_PRODUCT], f->v, shared);
	return (struct shares){g->shares, g->n_shares};
}

struct shares group_place(struct group *g, const struct fact *f, unsigned has, enum kpi_split split, bool shared)
{
	int32_t value;

	if (!g->direct || f->currency || (shared && g->dim[0].of_rep))
		return place_all(g, f, has, split, shared);
	value = g->bare ? (int32_t)f->id[g->dim[0].way[0].start]
	                : path_value(&g->columns, &g->dim[0], f, f->id[KEY_PRODUCT]);
	g->only = (struct share){value_group(g, value), f->v};
	return (struct shares){&g->only, 1};
}

void group_make(struct group *g, int64_t id, const char *text)
{
	struct tuple t = {{0}};

	/* Whether what is only planned would meet the terms nobody can tell. */
	if (g->n_terms)
		return;
	t.v[0] = text ? dict_code(&g->columns.dict, text) : (int32_t)id;
	tuple_group(g, &t);
}

size_t group_count(const struct group *g)
{
	return g->n;
}

static int with_rep(struct group *g, int group, int32_t value, bool only_any)
{
	struct tuple t = g->tuples[group];

	for (size_t i = 0; i < g->dims; i++)
		if (g->dim[i].of_rep && (!only_any || t.v[i] == GROUP_ANY))
			t.v[i] = value;
	return tuple_group(g, &t);
}

int group_shared(struct group *g, int group)
{
	return with_rep(g, group, GROUP_ANY, false);
}

int group_without_rep(struct group *g, int group)
{
	return with_rep(g, group, 0, true);
}

bool group_is_shared(const struct group *g, int group)
{
	for (size_t i = 0; i < g->dims; i++)
		if (g->tuples[group].v[i] == GROUP_ANY)
			return true;
	return false;
}
