/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-funnel - how many enter each step, go on, are lost, and how long it takes */
#include <string.h>
#include "base/die.h"
#include "io/opt.h"
#include "measure/funnel.h"

static const char *by, *rep;
static bool flow, cohort;

static const struct opt options[] = {
	{'b', "by", OPT_TEXT, &by, "LIST", "group by rep, team, territory, source, product, campaign, rep.territory, …"},
	OPT_INCLUDE(opt_period),
	{'r', "rep", OPT_TEXT, &rep, "REP", "only what was this rep's; the same as rep=REP"},
	{0, "cohort", OPT_FLAG, &cohort, NULL, "those that entered in the period and what became of them (default)"},
	{0, "flow", OPT_FLAG, &flow, NULL, "the moves in the period, whenever those that move came in"},
	OPT_INCLUDE(opt_select),
	OPT_INCLUDE(opt_past),
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_base),
	OPT_END
};

static const char *const synopsis[] = {
	"[--flow] [-b LIST] [-p PERIOD] [--per UNIT] [PIPELINE] [PATH=VALUE ...]",
	"[--flow] [-b LIST] [-p PERIOD] [--per UNIT] company|activity [PATH=VALUE ...]", NULL
};

static const char *const examples[] = {
	"crm-funnel --period 2026-Q3 --by rep -s -conversion -l 10",
	"crm-funnel sale --flow --per month -p 2026",
	"crm-funnel company --by territory -p last-quarter",
	"crm-funnel activity --by rep -p this-month team=Central",
	NULL
};

static const struct cmd cmd = {
	"crm-funnel", "how many enter each step, go on and are lost", synopsis, examples, options
};

static struct shape *report(struct db *db, const char *what, const struct strs *terms)
{
	struct funnel f = {.db = db, .flow = flow};
	struct str why = {0};
	struct spans spans;
	struct shape *out;

	spans_from_opt(db, &spans);
	f.spans = &spans;
	f.group = group_open(db, by, terms, &why);
	if (!f.group || funnel_run(&f, what, &why) < 0)
		opt_usage("%s", str_text(&why));
	out = funnel_show(&f);
	funnel_free(&f);
	group_free(f.group);
	spans_free(&spans);
	return out;
}

int main(int argc, char **argv)
{
	struct strs terms = {0};
	struct str term = {0};
	const char *what = NULL;
	struct shape *out;
	struct db *db;
	int i = opt_parse(&cmd, argc, argv);

	if (flow && cohort)
		opt_usage("give either --cohort or --flow");
	for (; i < argc; i++) {
		if (strchr(argv[i], '='))
			strs_add(&terms, argv[i]);
		else if (what)
			opt_usage("one funnel at a time: '%s' or '%s'", what, argv[i]);
		else
			what = argv[i];
	}
	if (rep) {
		str_setf(&term, "rep=%s", rep);
		strs_add(&terms, str_text(&term));
	}
	db = db_open(DB_READ);
	out = report(db, what, &terms);
	db_close(db);
	shape_finish(out);
	strs_free(&terms);
	str_free(&term);
	return CRM_DONE;
}
