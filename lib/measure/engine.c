/* SPDX-License-Identifier: GPL-2.0-or-later */
/* engine - indicators counted over the same periods and groups
 *
 * Each indicator is run by itself over all periods: its facts are stepped through once a period
 * and put into cells [period][part][group]. Values are made of cells only when they are asked
 * for, so an indicator that others use is counted once. */
#include "measure/engine.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/lang.h"

#define USES_MAX 8 /* indicators made of indicators made of … */

/* A part in one period. */
struct cells {
	struct cell *v; /* of each group: they come up while facts are met */
	size_t n, cap;
	int64_t met;    /* facts that were counted, each once: for warnings a deal of three products is one */
};
/* One indicator over one set of periods. */
struct run {
	struct kpi *kpi;
	bool prev;          /* of the periods before */
	struct cells *cells;  /* [period][part] */
	int uses[KPI_PARTS]; /* for each name in the value: a run, or -1 - part */
};
struct engine {
	struct db *db;
	const struct spans *spans;
	struct group *group;
	struct run **runs;
	size_t n, cap;
};
/* What the facts that are met belong to. */
struct summing {
	struct engine *engine;
	const struct run *run;
	struct cells *cells; /* of the period */
	unsigned has;
};
/* What a formula's names are looked up in. */
struct asking {
	struct engine *engine;
	const struct run *run;
	int span, group;
};

struct engine *engine_open(struct db *db, const struct spans *spans, struct group *group)
{
	struct engine *e = mem_zero(sizeof *e);

	e->db = db;
	e->spans = spans;
	e->group = group;
	span_fill(db, &spans->v[0], false);
	facts_prepare(db, group);
	return e;
}

/* Over the same facts once more: views and periods are there already. */
struct engine *engine_beside(const struct engine *other, struct group *group)
{
	struct engine *e = mem_zero(sizeof *e);

	e->db = other->db;
	e->spans = other->spans;
	e->group = group;
	return e;
}

static void run_free(const struct engine *e, struct run *r)
{
	for (size_t i = 0; i < e->spans->n * KPI_PARTS; i++) {
		for (size_t g = 0; g < r->cells[i].n; g++)
			reduce_free(&r->cells[i].v[g]);
		free(r->cells[i].v);
	}
	free(r->cells);
	kpi_free(r->kpi);
	free(r);
}

void engine_close(struct engine *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->n; i++)
		run_free(e, e->runs[i]);
	free(e->runs);
	free(e);
}

static int find(const struct engine *e, const char *name, bool prev)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->runs[i]->prev == prev && strcmp(e->runs[i]->kpi->name, name) == 0)
			return (int)i;
	return -1;
}

static int refused(const struct engine *e, const struct kpi *kpi, struct str *why)
{
	struct strs names = {0};
	int rc = 0;

	group_names(e->group, &names);
	for (size_t i = 0; rc == 0 && i < names.n; i++)
		if (strs_find(&kpi->refuses, names.v[i]) >= 0)
			rc = str_setf(why, "%s cannot be grouped by '%s': %s", kpi->name, names.v[i],
			              kpi->refusal ? kpi->refusal : "it would mean nothing");
	strs_free(&names);
	return rc;
}

static int add(struct engine *e, const char *name, bool prev, int depth, struct str *why);

/* The indicators that the value speaks of. */
static int add_used(struct engine *e, struct run *r, int depth, struct str *why)
{
	const char *name;

	for (size_t i = 0; (name = formula_name(r->kpi->value, i)); i++) {
		size_t n = strcspn(name, "@");
		char *other;

		if (i == KPI_PARTS)
			return str_setf(why, "%s: the value speaks of too many things", r->kpi->name);
		if (!name[1]) {
			r->uses[i] = -1 - (name[0] - 'a');
			continue;
		}
		if (name[n] && strcmp(name + n, "@prev") != 0)
			return str_setf(why, "%s: '%s' is not known, expected: @prev", r->kpi->name, name + n);
		other = mem_copyn(name, n);
		r->uses[i] = add(e, other, r->prev || name[n], depth + 1, why);
		free(other);
		if (r->uses[i] < 0)
			return -1;
	}
	return 0;
}

static int add(struct engine *e, const char *name, bool prev, int depth, struct str *why)
{
	int at = find(e, name, prev);
	struct kpi *kpi;
	struct run *r;

	/* One that is still being read is not among the runs, so a circle is not found by its name. */
	if (depth > USES_MAX)
		return str_setf(why, "%s: indicators use each other without end", name);
	if (at >= 0)
		return at;
	kpi = kpi_load(name, why);
	if (!kpi)
		return -1;
	r = mem_zero(sizeof *r);
	r->kpi = kpi;
	r->prev = prev;
	r->cells = mem_zero((e->spans->n * KPI_PARTS + 1) * sizeof *r->cells);
	if (refused(e, kpi, why) < 0 || add_used(e, r, depth, why) < 0) {
		run_free(e, r);
		return -1;
	}
	e->runs = mem_grow(e->runs, &e->cap, e->n + 1, sizeof *e->runs);
	e->runs[e->n++] = r;
	return (int)e->n - 1;
}

int engine_add(struct engine *e, const char *name, struct str *why)
{
	return add(e, name, false, 0, why);
}

static struct cells *cells_of(const struct run *r, size_t span, int part)
{
	return &r->cells[span * KPI_PARTS + (size_t)part];
}

static struct cell *cell_make(struct cells *c, int group)
{
	size_t need = (size_t)group + 1;

	if (need > c->n) {
		c->v = mem_grow(c->v, &c->cap, need, sizeof *c->v);
		memset(c->v + c->n, 0, (need - c->n) * sizeof *c->v);
		c->n = need;
	}
	return &c->v[group];
}

static void sum_row(void *arg, const struct row *row)
{
	const struct summing *s = arg;
	const struct kpi_part *part = &s->run->kpi->part[row->part];
	struct cells *cells = &s->cells[row->part];
	struct shares shares;

	if ((!row->has_unit && reduce_has_units(part->reducer)) || (!row->has_v && reduce_has_values(part->reducer)))
		return;
	shares = group_place(s->engine->group, &row->fact, s->has, part->split, part->shared);
	cells->met += shares.n > 0 ? row->times : 0;
	for (size_t i = 0; i < shares.n; i++)
		for (int64_t n = row->times; n > 0; n--)
			reduce_add(cell_make(cells, shares.v[i].group), part->reducer, shares.v[i].v, row->unit);
}

/* Does the indicator have facts of its own, or is it made of others only? */
static bool has_facts(const struct kpi *kpi)
{
	for (int i = 0; i < KPI_PARTS; i++)
		if (kpi->part[i].is)
			return true;
	return false;
}

static int run_one(struct engine *e, struct run *r, struct str *why)
{
	struct facts *f;
	int rc;

	if (!has_facts(r->kpi))
		return 0;
	f = facts_open(e->db, r->kpi, e->group, false, why);
	if (!f)
		return -1;
	rc = group_allows(e->group, facts_has(f), why);
	/* the reason is about the keys; whose they are has to stand in front */
	if (rc < 0) {
		struct str reason = {0};

		str_setf(&reason, "%s %s", r->kpi->name, str_text(why));
		str_set(why, str_text(&reason));
		str_free(&reason);
	}
	for (size_t s = 0; rc == 0 && s < e->spans->n; s++)
		facts_each(f, &e->spans->v[s], r->prev, sum_row,
		           &(struct summing){e, r, cells_of(r, s, 0), facts_has(f)});
	facts_close(f);
	return rc;
}

int engine_run(struct engine *e, struct str *why)
{
	size_t n;

	for (size_t i = 0; i < e->n; i++)
		if (run_one(e, e->runs[i], why) < 0)
			return -1;
	/* What is shared by all reps shows at least once, where nobody did anything. */
	n = group_count(e->group);
	for (size_t i = 0; i < n; i++)
		if (group_is_shared(e->group, (int)i))
			group_without_rep(e->group, (int)i);
	return 0;
}

const struct kpi *engine_kpi(const struct engine *e, int i)
{
	return e->runs[i]->kpi;
}

static struct figure part_figure(struct engine *e, const struct run *r, int span, int group, int part)
{
	const struct kpi_part *p = &r->kpi->part[part];
	const struct cells *c = cells_of(r, (size_t)span, part);
	struct cell nothing = {0};

	if (p->shared)
		group = group_shared(e->group, group);
	return reduce_figure((size_t)group < c->n ? &c->v[group] : &nothing, p->reducer);
}

static struct figure run_figure(struct engine *e, const struct run *r, int span, int group);

static struct figure given(void *arg, size_t i)
{
	const struct asking *a = arg;
	int use = a->run->uses[i];

	if (use < 0)
		return part_figure(a->engine, a->run, a->span, a->group, -1 - use);
	return run_figure(a->engine, a->engine->runs[use], a->span, a->group);
}

static struct figure run_figure(struct engine *e, const struct run *r, int span, int group)
{
	struct asking a = {e, r, span, group};

	return formula_value(r->kpi->value, given, &a);
}

struct figure engine_figure(struct engine *e, int i, int span, int group)
{
	const struct span *p = &e->spans->v[span];

	/* A period that has not begun has no end to look at. */
	if (e->runs[i]->kpi->kind == KIND_STOCK && strcmp(p->s, p->e) >= 0)
		return (struct figure){0, false};
	return run_figure(e, e->runs[i], span, group);
}

/* A deal of two products, or one that stays open for a year of months, is one deal to be told of. */
static double part_met(const struct engine *e, const struct run *r, int part)
{
	const struct kpi_part *p = &r->kpi->part[part];
	double sum = 0;

	for (size_t s = 0; s < e->spans->n; s++) {
		const struct cells *c = cells_of(r, s, part);
		double met = (double)c->met;

		for (size_t g = 0; p->reducer != REDUCE_COUNT && g < c->n; g++)
			sum += reduce_figure(&c->v[g], p->reducer).v;
		if (p->reducer != REDUCE_COUNT)
			continue;
		if (r->kpi->kind != KIND_STOCK)
			sum += met;
		else if (met > sum && strcmp(e->spans->v[s].s, e->spans->v[s].e) < 0)
			sum = met;
	}
	return sum;
}

void engine_warn(struct engine *e, int i)
{
	const struct run *r = e->runs[i];

	for (int part = 0; part < KPI_PARTS; part++) {
		const struct kpi_part *p = &r->kpi->part[part];
		bool russian = kpi_language() && p->warning[1];
		double sum = p->warning[0] ? part_met(e, r, part) : 0;
		const char *words;
		int n;

		if (sum <= 0)
			continue;
		words = lang_form(p->warning[russian], (long)sum, russian, &n);
		warn("%s: %.0f %.*s", r->kpi->name, sum, n, words);
	}
}
