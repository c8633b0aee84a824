/* SPDX-License-Identifier: GPL-2.0-or-later */
/* funnel_show - a funnel as a table */
#include <stdlib.h>
#include "measure/funnel.h"
#include "measure/table.h"

#define DAY 86400.0

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

static void show_step(const struct funnel *f, struct table *out, size_t step, struct funnel_cell *c,
                      struct figure *total)
{
	struct figure rate = conversion(f, c, step), norm = f->step[step].norm, days = survive_median(&c->stays);

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
	table_figure(out, (struct figure){rate.v - norm.v, rate.is && norm.is}, UNIT_PERCENT);
	days.v /= DAY;
	table_figure(out, days, UNIT_DAYS);
	table_figure(out, (struct figure){(double)c->amount, true}, UNIT_MONEY);
	*total = (struct figure){total->v * rate.v / 100, total->is && rate.is};
}

static void show_group(const struct funnel *f, struct table *out, size_t span, int group)
{
	size_t first = ((size_t)group * f->spans->n + span) * f->steps;
	struct figure total = {100, true};

	for (size_t s = 0; s < f->steps; s++) {
		struct funnel_cell nothing = {0};

		table_cell(out, f->spans->v[span].label);
		table_group(out, f->group, group);
		show_step(f, out, s, first + s < f->cells ? &f->cell[first + s] : &nothing, &total);
	}
}

struct shape *funnel_show(struct funnel *f)
{
	static const char *const numbers[] = {"entered", "here",       "onward", "lost", "back", "conversion",
	                                      "total",   "norm",       "gap",    "days", "amount"};
	struct table *out = table_new();
	size_t groups;
	int *order = group_order(f->group, &groups);

	table_column(out, "period", OUT_TEXT);
	table_group_columns(out, f->group);
	table_column(out, "stage", OUT_TEXT);
	table_column(out, "name", OUT_TEXT);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		table_column(out, numbers[i], OUT_NUMBER);
	table_start(out);
	for (size_t p = 0; p < f->spans->n; p++)
		for (size_t g = 0; g < groups; g++)
			show_group(f, out, p, order[g]);
	free(order);
	return table_end(out);
}
