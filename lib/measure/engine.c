/* SPDX-License-Identifier: GPL-2.0-or-later */
/* engine - indicators counted over the same periods and groups
 *
 * Each indicator is run by itself over all periods: its facts are stepped through once a period
 * and put into cells [group][period][part]. Values are made of cells only when they are asked
 * for, so an indicator that others use is counted once. */
#include "measure/engine.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/lang.h"

#define USES_MAX 8 /* indicators made of indicators made of … */

/* One indicator over one set of periods. */
struct run {
	struct kpi *kpi;
	bool prev;          /* of the periods before */
	int place[KPI_PARTS]; /* of a part among the cells */
	size_t parts;
	/* Groups come up while facts are met: outermost, so that the places of the others stay. */
	struct cell *cells; /* [group][period][part] */
	size_t n, cap;
	int64_t *met;       /* facts of a part that were counted in a period, each once: [period][part] */
	int uses[KPI_PARTS]; /* for each name in the value: a run, or -1 - part */
};
struct engine {
	struct db *db;
	const struct spans *spans;
	struct group *group;
	struct run **runs;
	size_t n, cap;
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

static void run_free(struct run *r)
{
	for (size_t i = 0; i < r->n; i++)
		reduce_free(&r->cells[i]);
	free(r->cells);
	free(r->met);
	kpi_free(r->kpi);
	free(r);
}

void engine_close(struct engine *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->n; i++)
		run_free(e->runs[i]);
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
	for (int i = 0; i < KPI_PARTS; i++)
		if (kpi->part[i].is)
			r->place[i] = (int)r->parts++;
	r->met = mem_zero((e->spans->n * KPI_PARTS + 1) * sizeof *r->met);
	if (refused(e, kpi, why) < 0 || add_used(e, r, depth, why) < 0) {
		run_free(r);
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

static size_t stride(const struct engine *e, const struct run *r)
{
	return e->spans->n * r->parts;
}

static struct cell *cell_of(const struct engine *e, const struct run *r, int group, int span, int part)
{
	size_t i = (size_t)group * stride(e, r) + (size_t)span * r->parts + (size_t)r->place[part];

	return i < r->n ? &r->cells[i] : NULL;
}

static struct cell *cell_make(const struct engine *e, struct run *r, int group, int span, int part)
{
	size_t need = ((size_t)group + 1) * stride(e, r);

	if (need > r->n) {
		r->cells = mem_grow(r->cells, &r->cap, need, sizeof *r->cells);
		memset(r->cells + r->n, 0, (need - r->n) * sizeof *r->cells);
		r->n = need;
	}
	return cell_of(e, r, group, span, part);
}

static void sum_row(struct engine *e, struct run *r, int span, const struct row *row, unsigned has)
{
	const struct kpi_part *part = &r->kpi->part[row->part];
	const struct share *shares;
	size_t n;

	if ((reduce_has_units(part->reducer) && !row->has_unit) || (reduce_has_values(part->reducer) && !row->has_v))
		return;
	n = group_place(e->group, &row->fact, has, part->split, part->shared, &shares);
	/* For warnings: a deal of three products is one. */
	r->met[(size_t)span * KPI_PARTS + (size_t)row->part] += n > 0;
	for (size_t i = 0; i < n; i++)
		reduce_add(cell_make(e, r, shares[i].group, span, row->part), part->reducer,
		           shares[i].v, row->unit);
}

/* Does the indicator have facts of its own, or is it made of others only? */
static bool has_facts(const struct run *r)
{
	return r->parts > 0;
}

static int run_one(struct engine *e, struct run *r, struct str *why)
{
	const struct row *row;
	struct facts *f;
	int rc;

	if (!has_facts(r))
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
	for (size_t s = 0; rc == 0 && s < e->spans->n; s++) {
		facts_start(f, &e->spans->v[s], r->prev);
		while ((row = facts_next(f)))
			sum_row(e, r, (int)s, row, facts_has(f));
	}
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
	struct cell nothing = {0}, *c;

	if (p->shared)
		group = group_shared(e->group, group);
	c = cell_of(e, r, group, span, part);
	return reduce_figure(c ? c : &nothing, p->reducer);
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
static double part_met(const struct engine *e, struct run *r, int part)
{
	const struct kpi_part *p = &r->kpi->part[part];
	double sum = 0;

	for (size_t s = 0; p->reducer == REDUCE_COUNT && s < e->spans->n; s++) {
		double met = (double)r->met[s * KPI_PARTS + (size_t)part];

		if (r->kpi->kind != KIND_STOCK)
			sum += met;
		else if (met > sum && strcmp(e->spans->v[s].s, e->spans->v[s].e) < 0)
			sum = met;
	}
	if (p->reducer != REDUCE_COUNT)
		for (size_t c = (size_t)r->place[part]; c < r->n; c += r->parts)
			sum += reduce_figure(&r->cells[c], p->reducer).v;
	return sum;
}

void engine_warn(struct engine *e, int i)
{
	struct run *r = e->runs[i];

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
