/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kpi_report - the work of crm-kpi: indicators counted and shown as asked */
#include "measure/kpi_report.h"

#include <stdlib.h>
#include "io/opt.h"
#include "measure/explain.h"
#include "measure/kpi_show.h"
#include "measure/survive.h"

#define YEAR 365

/* How long a sale takes, in seconds: the median of the year until now; a year when there was none. */
static double usual_cycle(struct db *db)
{
	char now[WHEN_SIZE], from[WHEN_SIZE];
	struct stmt *st = db_prepare(db, "SELECT crm_seconds(created_at, at) FROM won WHERE at >= :since");
	struct stays stays = {0};
	struct figure median;

	span_now(db, now);
	when_add_days(now, -YEAR, from);
	db_bind_text(st, "since", from);
	while (db_step(st))
		if (db_int(st, 0) >= 0)
			survive_add(&stays, db_int(st, 0), true);
	median = survive_median(&stays);
	survive_free(&stays);
	return median.is ? median.v : YEAR * 86400.0;
}

/* After a run: the views are there. */
static void set_cycle(struct kpi_table *t)
{
	for (size_t i = 0; t->plan && i < t->n; i++)
		if (engine_kpi(t->engine, t->kpi[i])->kind == KIND_COHORT) {
			t->cycle = usual_cycle(t->db);
			return;
		}
}

/* The same indicators over everything that the groups divide. */
static void count_total(struct kpi_table *all, struct kpi_table *t, const struct kpi_wish *w)
{
	struct str why = {0};
	int *kpi = mem_zero(w->names.n * sizeof *kpi);

	*all = *t;
	all->kpi = kpi;
	all->whole_of = t->group;
	all->group = group_open(t->db, NULL, &w->terms, &why);
	all->engine = engine_beside(t->engine, all->group);
	for (size_t i = 0; i < w->names.n; i++)
		if ((kpi[i] = engine_add(all->engine, w->names.v[i], &why)) < 0)
			opt_usage("%s", str_text(&why));
	if (engine_run(all->engine, &why) < 0)
		opt_usage("%s", str_text(&why));
	t->total = all;
}

static void free_total(const struct kpi_table *all)
{
	if (!all->engine)
		return;
	engine_close(all->engine);
	group_free(all->group);
	free((int *)all->kpi);
}

struct shape *kpi_report(struct db *db, const struct kpi_wish *w)
{
	struct kpi_table t = {.db = db, .plan = w->plan, .n = w->names.n}, all = {0};
	enum explain_which which = EXPLAIN_ALL;
	struct str why = {0};
	struct spans spans;
	struct shape *out;
	int *kpi = mem_zero(w->names.n * sizeof *kpi), rc = 0;

	spans_from_opt(db, &spans);
	t.spans = &spans;
	t.kpi = kpi;
	t.group = group_open(db, w->by, &w->terms, &why);
	if (!t.group || (w->explain && explain_parse(w->explain, &which, &why) < 0))
		opt_usage("%s", str_text(&why));
	t.engine = engine_open(db, &spans, t.group);
	for (size_t i = 0; i < w->names.n; i++)
		if ((kpi[i] = engine_add(t.engine, w->names.v[i], &why)) < 0)
			opt_usage("%s", str_text(&why));
	if (w->explain)
		rc = explain_show(&t, which, &out, &why);
	else if ((rc = engine_run(t.engine, &why)) == 0) {
		set_cycle(&t);
		if (w->total)
			count_total(&all, &t, w);
		out = w->wide ? kpi_wide(&t) : kpi_long(&t);
	}
	if (rc < 0)
		opt_usage("%s", str_text(&why));
	for (size_t i = 0; !w->explain && i < w->names.n; i++)
		engine_warn(t.engine, kpi[i]);
	free_total(&all);
	engine_close(t.engine);
	group_free(t.group);
	spans_free(&spans);
	free(kpi);
	return out;
}
