/* SPDX-License-Identifier: GPL-2.0-or-later */
/* funnel_show - a funnel as a table */
#include <stdlib.h>
#include "base/die.h"
#include "base/lang.h"
#include "measure/funnel.h"
#include "measure/table.h"

#define DAY 86400.0
#define YEAR (365 * DAY)

static struct figure share(int64_t part, int64_t whole)
{
	return (struct figure){whole ? 100.0 * (double)part / (double)whole : 0, whole != 0};
}

static struct figure count(int64_t n)
{
	return (struct figure){(double)n, true};
}

/* Of a cohort those that went on by now; of a flow those of the leavers that went on. The last step leads nowhere. */
static struct figure conversion(const struct funnel *f, const struct funnel_cell *c, size_t step)
{
	if (step + 1 == f->steps)
		return (struct figure){0, false};
	return share(c->onward, f->flow ? c->onward + c->lost + c->back : c->entered);
}

/* How long those that leave a step take, over all periods and groups: one period alone may have nobody who left. */
static void set_due(const struct funnel *f, size_t step)
{
	struct stays all = {0};
	struct figure median;

	for (size_t i = step; i < f->cells; i += f->steps)
		for (size_t k = 0; k < f->cell[i].stays.n; k++)
			survive_add(&all, f->cell[i].stays.v[k].seconds, f->cell[i].stays.v[k].ended);
	median = survive_median(&all);
	f->step[step].due = median.is ? median.v : YEAR;
	survive_free(&all);
}

static int64_t young(const struct funnel *f, const struct funnel_cell *c, size_t step)
{
	int64_t n = 0;

	for (size_t i = 0; step + 1 < f->steps && i < c->waiting.n; i++)
		n += (double)c->waiting.v[i].seconds < f->step[step].due;
	return n;
}

/* A norm is judged when the young cannot change the verdict. */
static struct figure gap(const struct funnel_cell *c, struct figure rate, struct figure norm, int64_t may_go)
{
	struct figure best = share(c->onward + may_go, c->entered);

	if (!rate.is || !norm.is || (may_go && rate.v < norm.v && best.v >= norm.v))
		return (struct figure){0, false};
	return (struct figure){rate.v - norm.v, true};
}

/* Returns how many are young. */
static int64_t show_step(const struct funnel *f, struct table *out, size_t step, struct funnel_cell *c,
                         struct figure *total)
{
	struct figure rate = conversion(f, c, step), norm = f->step[step].norm, days = f->flow ? c->days : survive_median(&c->stays);
	int64_t may_go = f->flow ? 0 : young(f, c, step);

	table_cell(out, f->step[step].code);
	table_cell(out, f->step[step].name);
	table_figure(out, count(c->entered), UNIT_COUNT);
	table_figure(out, count(c->here), UNIT_COUNT);
	table_figure(out, count(c->onward), UNIT_COUNT);
	table_figure(out, count(c->lost), UNIT_COUNT);
	table_figure(out, count(c->back), UNIT_COUNT);
	table_figure(out, rate, UNIT_PERCENT);
	table_figure(out, f->flow ? *total : share(c->reached, c->cohort), UNIT_PERCENT);
	table_figure(out, norm, UNIT_PERCENT);
	table_figure(out, gap(c, rate, norm, may_go), UNIT_PERCENT);
	days.v /= DAY;
	table_figure(out, days, UNIT_DAYS);
	table_figure(out, (struct figure){(double)c->amount, true}, UNIT_MONEY);
	table_figure(out, (struct figure){(double)may_go, !f->flow}, UNIT_COUNT);
	*total = (struct figure){total->v * rate.v / 100, total->is && rate.is};
	return may_go;
}

/* Returns in how many rows somebody is young. */
static long show_group(const struct funnel *f, struct table *out, size_t span, int group)
{
	size_t first = ((size_t)group * f->spans->n + span) * f->steps;
	struct figure total = {100, true};
	long rows = 0;

	for (size_t s = 0; s < f->steps; s++) {
		struct funnel_cell nothing = {0};

		table_cell(out, f->spans->v[span].label);
		table_group(out, f->group, group);
		rows += show_step(f, out, s, first + s < f->cells ? &f->cell[first + s] : &nothing, &total) > 0;
	}
	return rows;
}

struct shape *funnel_show(struct funnel *f)
{
	static const char *const numbers[] = {"entered", "here",       "onward", "lost", "back", "conversion",
	                                      "total",   "norm",       "gap",    "days", "amount", "young"};
	struct table *out = table_new();
	size_t groups;
	long rows = 0;
	int *order = group_order(f->group, &groups);

	table_column(out, "period", OUT_TEXT);
	table_group_columns(out, f->group);
	table_column(out, "stage", OUT_TEXT);
	table_column(out, "name", OUT_TEXT);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		table_column(out, numbers[i], OUT_NUMBER);
	table_start(out);
	for (size_t s = 0; !f->flow && s < f->steps; s++)
		set_due(f, s);
	for (size_t p = 0; p < f->spans->n; p++)
		for (size_t g = 0; g < groups; g++)
			rows += show_group(f, out, p, order[g]);
	if (rows)
		warn(lang_pick("in %ld row%s some have not had the usual time to go on yet (young): conversion and total may rise",
		               "строк %ld%s, где не все прошли обычный срок (young): conversion и total ещё могут вырасти"),
		     rows, lang_pick(rows == 1 ? "" : "s", ""));
	free(order);
	return table_end(out);
}
