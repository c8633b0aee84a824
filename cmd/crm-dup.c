/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-dup - suspected duplicates, and pairs said to be none */
#include <stdlib.h>
#include "base/die.h"
#include "exchange/dup.h"
#include "exchange/judge.h"
#include "io/opt.h"
#include "model/work.h"

static const char *threshold;
static bool apart, forget, all, found;

static const struct opt options[] = {
	{'t', "threshold", OPT_TEXT, &threshold, "SCORE", "list pairs from this score on, 0.01 to 0.999; else 0.5"},
	{'l', "limit", OPT_TEXT, &opt.limit, "N", "at most so many pairs, the likeliest; else all"},
	{'c', "columns", OPT_TEXT, &opt.columns, "LIST", "columns to show, such as company,duplicate,score"},
	{'s', "sort", OPT_TEXT, &opt.sort, "LIST", "sort by these columns; -column is downwards"},
	{'a', "all", OPT_FLAG, &all, NULL, "list also pairs that were said not to be the same"},
	{0, "not", OPT_FLAG, &apart, NULL, "these are not the same: never list them again"},
	{0, "forget", OPT_FLAG, &forget, NULL, "take that back"},
	{'e', "exit-empty", OPT_FLAG, &found, NULL, "exit 1 when there are none"},
	{'n', "dry-run", OPT_FLAG, &opt.dry_run, NULL, "of --not and --forget: change nothing"},
	{0, "key", OPT_TEXT, &opt.key, "TEXT", "of these: do nothing if a run with this key is already done"},
	OPT_INCLUDE(opt_past), OPT_INCLUDE(opt_output), OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-dup", "list suspected duplicates of companies or people",
	(const char *const[]){"company|contact [FILTER ...] [OPTION ...]", "company|contact --not|--forget RECORD RECORD",
	                      "company|contact --not|--forget < TABLE", NULL},
	(const char *const[]){
		"crm-dup company > pairs.tsv    # look through it, write 'no' into decision",
		"crm-merge company < pairs.tsv",
		"crm-dup company created_at=-7d..",
		"crm-dup contact --not 12 57", NULL},
	options
};

static int judge(const struct entity *e, char **operands, int n)
{
	struct judge *j = judge_open(e, operands, n, forget);
	struct db *db = work_begin(NULL);
	struct out *out = judge_run(j, db);
	int code = work_end(db, out, "pair", j->judged, forget ? "forgotten" : "set apart", feed_refused(j->feed));

	judge_free(j);
	return code;
}

static double read_threshold(void)
{
	char *end;
	double t = threshold ? strtod(threshold, &end) : DUP_THRESHOLD;

	if (threshold && (end == threshold || *end || !(t >= 0.01 && t <= 0.999)))
		opt_usage("--threshold: '%s' is no score, expected 0.01 to 0.999", threshold);
	return t;
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	struct dup_wish wish = {.entity = work_entity(argv[i]), .all = all};
	struct db *db;
	struct shape *out;
	long n;

	if (apart && forget)
		opt_usage("--not and --forget cannot be done at once");
	if (apart || forget)
		return judge(wish.entity, argv + i + 1, argc - i - 1);
	wish.filters = (const char *const *)argv + i + 1;
	wish.threshold = read_threshold();
	wish.limit = opt_limit(0);
	opt.limit = NULL; /* the likeliest, whatever they are sorted by */
	db = db_open(DB_READ);
	out = dup_find(db, &wish, &n);
	db_close(db);
	shape_finish(out);
	note("%ld pair%s", n, n == 1 ? "" : "s");
	return found && n == 0 ? CRM_SOME : CRM_DONE;
}
