/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kpi_show - indicators as a table */
#include "measure/kpi_show.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "measure/plan.h"
#include "measure/table.h"
#include "model/metric.h"

/* One figure and what it was to be. */
struct compared {
	struct figure fact, plan;
	const char *verdict;
};

/* Those of a cohort that has not had the usual time may still succeed. */
static bool is_young(const struct kpi_table *t, const struct kpi *kpi, size_t span)
{
	char now[WHEN_SIZE];

	if (kpi->kind != KIND_COHORT)
		return false;
	span_now(t->db, now);
	return (double)when_seconds_between(t->spans->v[span].next, now) < t->cycle;
}

static struct compared compare(const struct kpi *kpi, struct figure fact, struct figure plan)
{
	struct compared c = {fact, plan, ""};
	bool reached;

	if (!fact.is || !plan.is || kpi->better == BETTER_NONE)
		return c;
	reached = kpi->better == BETTER_UP ? fact.v >= plan.v : fact.v <= plan.v;
	c.verdict = reached ? "good" : "bad";
	return c;
}

static struct figure difference(struct compared c)
{
	return (struct figure){c.fact.v - c.plan.v, c.fact.is && c.plan.is};
}

static struct figure attainment(struct compared c)
{
	bool is = c.fact.is && c.plan.is && (c.plan.v < 0 || c.plan.v > 0);

	return (struct figure){is ? 100 * c.fact.v / c.plan.v : 0, is};
}

const char *kpi_unit_text(struct db *db, enum kpi_unit unit, const char *currency)
{
	if (unit != UNIT_MONEY)
		return kpi_unit_name(unit);
	if (!currency || !*currency)
		currency = db_setting(db, "base_currency", "");
	return *currency ? currency : kpi_unit_name(unit);
}

static const char *unit_text(const struct kpi_table *t, enum kpi_unit unit, int group)
{
	return kpi_unit_text(t->db, unit, group_currency(t->group, group));
}

/* In the line of a currency that could not be converted only its money stands. */
static bool belongs(const struct kpi_table *t, size_t i, int group)
{
	return !*group_currency(t->group, group) || engine_kpi(t->engine, t->kpi[i])->unit == UNIT_MONEY;
}

static struct plans **open_plans(const struct kpi_table *t)
{
	struct plans **plans = mem_zero((t->n + 1) * sizeof *plans);

	for (size_t i = 0; t->plan && i < t->n; i++) {
		plans[i] = plans_open(t->db, engine_kpi(t->engine, t->kpi[i]));
		plans_groups(plans[i], t->spans, t->group);
	}
	return plans;
}

static void close_plans(struct plans **plans, size_t n)
{
	for (size_t i = 0; i < n; i++)
		plans_free(plans[i]);
	free(plans);
}

static struct compared figure_of(const struct kpi_table *t, size_t i, size_t span, int group, struct plans *plans)
{
	const struct kpi *kpi = engine_kpi(t->engine, t->kpi[i]);
	struct figure plan = {0, false};
	struct compared c;

	if (plans)
		plan = plans_value(plans, &t->spans->v[span], t->group, group);
	c = compare(kpi, engine_figure(t->engine, t->kpi[i], (int)span, group), plan);
	if (strcmp(c.verdict, "bad") == 0 && is_young(t, kpi, span))
		c.verdict = "young";
	return c;
}

/* The total is counted by itself and not summed: a company that two reps met is one company. */
static void group_cells(const struct kpi_table *t, struct table *out, int group)
{
	if (!t->whole_of) {
		table_group(out, t->group, group);
		return;
	}
	for (size_t i = 0; i < group_width(t->whole_of); i++) {
		table_cell(out, "(all)");
		if (group_has_label(t->whole_of, i))
			table_cell(out, "");
	}
}

static void long_row(const struct kpi_table *t, struct table *out, size_t i, size_t span, int group,
                     struct plans *plans)
{
	const struct kpi *kpi = engine_kpi(t->engine, t->kpi[i]);
	struct compared c = figure_of(t, i, span, group, plans);

	if (!belongs(t, i, group))
		return;
	table_cell(out, t->spans->v[span].label);
	group_cells(t, out, group);
	table_cell(out, kpi->name);
	table_figure(out, c.fact, kpi->unit);
	table_cell(out, unit_text(t, kpi->unit, group));
	if (t->plan) {
		table_figure(out, c.plan, kpi->unit);
		table_figure(out, difference(c), kpi->unit);
		table_figure(out, attainment(c), UNIT_PERCENT);
		table_cell(out, c.verdict);
		table_figure(out, (struct figure){span_gone(&t->spans->v[span]), true}, UNIT_PERCENT);
	}
	table_cell(out, kpi_title(kpi));
}

/* The groups of a table in the order in which they are printed, and their plans. */
struct listed {
	struct plans **plans;
	int *order;
	size_t groups;
};

static struct listed listed_open(const struct kpi_table *t)
{
	struct listed l = {.plans = open_plans(t)};

	l.order = group_order(t->group, &l.groups);
	return l;
}

static void listed_free(struct listed *l, const struct kpi_table *t)
{
	free(l->order);
	close_plans(l->plans, t->n);
}

static void long_period(const struct kpi_table *t, struct table *out, size_t span, const struct listed *l)
{
	for (size_t g = 0; g < l->groups; g++)
		for (size_t i = 0; i < t->n; i++)
			long_row(t, out, i, span, l->order[g], l->plans[i]);
}

struct shape *kpi_long(const struct kpi_table *t)
{
	struct listed l = listed_open(t), all = {0};
	struct table *out = table_new();

	if (t->total)
		all = listed_open(t->total);
	table_column(out, "period", OUT_TEXT);
	table_group_columns(out, t->group);
	table_column(out, "kpi", OUT_TEXT);
	table_column(out, "value", OUT_NUMBER);
	table_column(out, "unit", OUT_TEXT);
	if (t->plan) {
		table_column(out, "plan", OUT_NUMBER);
		table_column(out, "difference", OUT_NUMBER);
		table_column(out, "attainment", OUT_NUMBER);
		table_column(out, "verdict", OUT_TEXT);
		table_column(out, "gone", OUT_NUMBER);
	}
	table_column(out, "title", OUT_TEXT);
	table_start(out);
	for (size_t s = 0; s < t->spans->n; s++) {
		long_period(t, out, s, &l);
		if (t->total)
			long_period(t->total, out, s, &all);
	}
	listed_free(&l, t);
	if (t->total)
		listed_free(&all, t->total);
	return table_end(out);
}

static void wide_columns(const struct kpi_table *t, struct table *out, bool currency)
{
	table_column(out, "period", OUT_TEXT);
	table_group_columns(out, t->group);
	if (currency)
		table_column(out, "currency", OUT_TEXT);
	for (size_t i = 0; i < t->n; i++) {
		const char *name = engine_kpi(t->engine, t->kpi[i])->name;
		char *plan = mem_printf("%s.plan", name), *rate = mem_printf("%s.attainment", name);

		table_column(out, name, OUT_NUMBER);
		if (t->plan) {
			table_column(out, plan, OUT_NUMBER);
			table_column(out, rate, OUT_NUMBER);
		}
		free(plan);
		free(rate);
	}
}

static void wide_row(const struct kpi_table *t, struct table *out, size_t span, int group, bool currency,
                     struct plans **plans)
{
	const struct compared nothing = {.verdict = ""};

	table_cell(out, t->spans->v[span].label);
	group_cells(t, out, group);
	if (currency)
		table_cell(out, unit_text(t, UNIT_MONEY, group));
	for (size_t i = 0; i < t->n; i++) {
		enum kpi_unit unit = engine_kpi(t->engine, t->kpi[i])->unit;
		struct compared f = belongs(t, i, group) ? figure_of(t, i, span, group, plans[i]) : nothing;

		table_figure(out, f.fact, unit);
		if (t->plan) {
			table_figure(out, f.plan, unit);
			table_figure(out, attainment(f), UNIT_PERCENT);
		}
	}
}

static void wide_period(const struct kpi_table *t, struct table *out, size_t span, bool currency,
			const struct listed *l)
{
	for (size_t g = 0; g < l->groups; g++)
		wide_row(t, out, span, l->order[g], currency, l->plans);
}

struct shape *kpi_wide(const struct kpi_table *t)
{
	struct listed l = listed_open(t), all = {0};
	struct table *out = table_new();
	bool currency = false;

	if (t->total)
		all = listed_open(t->total);
	for (size_t g = 0; g < l.groups; g++)
		currency = currency || *group_currency(t->group, l.order[g]);
	wide_columns(t, out, currency);
	table_start(out);
	for (size_t s = 0; s < t->spans->n; s++) {
		wide_period(t, out, s, currency, &l);
		if (t->total)
			wide_period(t->total, out, s, currency, &all);
	}
	listed_free(&l, t);
	if (t->total)
		listed_free(&all, t->total);
	return table_end(out);
}

struct shape *kpi_list(void)
{
	static const char *const columns[] = {"kpi", "unit", "better", "kind", "title"};
	struct table *out = table_new();
	struct strs names = {0};
	struct str why = {0};

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		table_column(out, columns[i], OUT_TEXT);
	table_start(out);
	metric_names(&names);
	for (size_t i = 0; i < names.n; i++) {
		struct kpi *kpi = kpi_load(names.v[i], &why);

		if (!kpi) {
			warn("%s", str_text(&why));
			continue;
		}
		table_cell(out, kpi->name);
		table_cell(out, kpi_unit_name(kpi->unit));
		table_cell(out, kpi_better_name(kpi->better));
		table_cell(out, kpi_kind_name(kpi->kind));
		table_cell(out, kpi_title(kpi));
		kpi_free(kpi);
	}
	strs_free(&names);
	str_free(&why);
	return table_end(out);
}
