/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-kpi - indicators by period and group, against plan, with the facts behind them */
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "io/opt.h"
#include "measure/explain.h"
#include "measure/kpi_show.h"

static const char *by, *rep, *explain;
static bool plan, wide, list, total;

static const struct opt options[] = {
	{'b', "by", OPT_TEXT, &by, "LIST", "group by rep, team, territory, source, product, campaign, category, rep.territory, …"},
	OPT_INCLUDE(opt_period),
	{'r', "rep", OPT_TEXT, &rep, "REP", "only what this rep did; the same as rep=REP"},
	{0, "plan", OPT_FLAG, &plan, NULL, "compare with the plan"},
	{0, "total", OPT_FLAG, &total, NULL, "after the groups of a period all of them together, counted anew and not summed"},
	{0, "explain", OPT_MAYBE, &explain, "WHICH", "print the facts themselves; of a rate only the hit or miss"},
	{0, "wide", OPT_FLAG, &wide, NULL, "one row a period and group, the indicators side by side"},
	{0, "list", OPT_FLAG, &list, NULL, "print all indicators there are"},
	OPT_INCLUDE(opt_select),
	OPT_INCLUDE(opt_past),
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_base),
	OPT_END
};

static const char *const synopsis[] = {
	"[-b LIST] [-p PERIOD] [--per UNIT] [--plan] [--total] [--wide] NAME ... [PATH=VALUE ...]",
	"--explain[=hit|miss] [-b LIST] [-p PERIOD] NAME ... [PATH=VALUE ...]", "--list", NULL
};

static const char *const examples[] = {
	"crm-kpi revenue.won meetings.held --by rep --per month --plan",
	"crm-kpi deals.won deals.win_rate -p 2026 --per quarter --wide",
	"crm-kpi deals.win_rate --explain=miss -p last-month team=Central",
	"crm-kpi tasks.overdue --by rep --as-of 2026-06-30",
	NULL
};

static const struct cmd cmd = {"crm-kpi", "indicators by period and group", synopsis, examples, options};

/* The same indicators over everything that the groups divide. */
static void count_total(struct kpi_table *all, struct kpi_table *t, const struct strs *names, const struct strs *terms)
{
	struct str why = {0};
	int *kpi = mem_zero(names->n * sizeof *kpi);

	*all = *t;
	all->kpi = kpi;
	all->whole_of = t->group;
	all->group = group_open(t->db, NULL, terms, &why);
	all->engine = engine_beside(t->engine, all->group);
	for (size_t i = 0; i < names->n; i++)
		if ((kpi[i] = engine_add(all->engine, names->v[i], &why)) < 0)
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

/* Counts the indicators and makes the table that was asked for. */
static struct shape *report(struct db *db, const struct strs *names, const struct strs *terms)
{
	struct kpi_table t = {.db = db, .plan = plan, .n = names->n}, all = {0};
	enum explain_which which = EXPLAIN_ALL;
	struct str why = {0};
	struct spans spans;
	struct shape *out;
	int *kpi = mem_zero(names->n * sizeof *kpi), rc = 0;

	spans_from_opt(db, &spans);
	t.spans = &spans;
	t.kpi = kpi;
	t.group = group_open(db, by, terms, &why);
	if (!t.group || (explain && explain_parse(explain, &which, &why) < 0))
		opt_usage("%s", str_text(&why));
	t.engine = engine_open(db, &spans, t.group);
	for (size_t i = 0; i < names->n; i++)
		if ((kpi[i] = engine_add(t.engine, names->v[i], &why)) < 0)
			opt_usage("%s", str_text(&why));
	if (explain)
		rc = explain_show(&t, which, &out, &why);
	else if ((rc = engine_run(t.engine, &why)) == 0) {
		if (total)
			count_total(&all, &t, names, terms);
		out = wide ? kpi_wide(&t) : kpi_long(&t);
	}
	if (rc < 0)
		opt_usage("%s", str_text(&why));
	for (size_t i = 0; !explain && i < names->n; i++)
		engine_warn(t.engine, kpi[i]);
	free_total(&all);
	engine_close(t.engine);
	group_free(t.group);
	spans_free(&spans);
	free(kpi);
	return out;
}

int main(int argc, char **argv)
{
	struct strs names = {0}, terms = {0};
	struct str term = {0};
	struct shape *out;
	struct db *db;
	int i = opt_parse(&cmd, argc, argv);

	if (list) {
		shape_finish(kpi_list());
		return CRM_DONE;
	}
	for (; i < argc; i++)
		strs_add(strchr(argv[i], '=') ? &terms : &names, argv[i]);
	if (rep) {
		str_setf(&term, "rep=%s", rep);
		strs_add(&terms, str_text(&term));
	}
	if (explain && (plan || wide || total))
		opt_usage("--explain prints facts: it goes without --plan, --wide and --total");
	if (total && !by)
		opt_usage("--total is of the groups that --by makes");
	if (!names.n)
		opt_usage("which indicator? --list names them all");
	db = db_open(DB_READ);
	out = report(db, &names, &terms);
	db_close(db);
	shape_finish(out);
	strs_free(&names);
	strs_free(&terms);
	str_free(&term);
	return CRM_DONE;
}
