/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-kpi - indicators by period and group, against plan, with the facts behind them */
#include <string.h>
#include "base/die.h"
#include "io/opt.h"
#include "measure/kpi_report.h"
#include "measure/kpi_show.h"

static struct kpi_wish wish;
static const char *rep;
static bool list;

static const struct opt options[] = {
	{'b', "by", OPT_TEXT, &wish.by, "LIST", "group by rep, team, territory, source, product, campaign, category, rep.territory, …"},
	OPT_INCLUDE(opt_period),
	{'r', "rep", OPT_TEXT, &rep, "REP", "only what this rep did; the same as rep=REP"},
	{0, "plan", OPT_FLAG, &wish.plan, NULL, "compare with the plan"},
	{0, "total", OPT_FLAG, &wish.total, NULL, "after the groups of a period all of them together, counted anew and not summed"},
	{0, "explain", OPT_MAYBE, &wish.explain, "WHICH", "print the facts themselves; of a rate only the hit or miss"},
	{0, "wide", OPT_FLAG, &wish.wide, NULL, "one row a period and group, the indicators side by side"},
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

int main(int argc, char **argv)
{
	struct str term = {0};
	struct shape *out;
	struct db *db;
	int i = opt_parse(&cmd, argc, argv);

	if (list) {
		shape_finish(kpi_list());
		return CRM_DONE;
	}
	for (; i < argc; i++)
		strs_add(strchr(argv[i], '=') ? &wish.terms : &wish.names, argv[i]);
	if (rep) {
		str_setf(&term, "rep=%s", rep);
		strs_add(&wish.terms, str_text(&term));
	}
	if (wish.explain && (wish.plan || wish.wide || wish.total))
		opt_usage("--explain prints facts: it goes without --plan, --wide and --total");
	if (wish.total && !wish.by)
		opt_usage("--total is of the groups that --by makes");
	if (!wish.names.n)
		opt_usage("which indicator? --list names them all");
	db = db_open(DB_READ);
	out = kpi_report(db, &wish);
	db_close(db);
	shape_finish(out);
	strs_free(&wish.names);
	strs_free(&wish.terms);
	str_free(&term);
	return CRM_DONE;
}
