/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-move - deals by stage, companies by category, both to another owner */
#include "io/opt.h"
#include "model/mover.h"
#include "model/work.h"

static struct mover_wish wish;

static const struct opt options[] = {
	{0, "to", OPT_TEXT, &wish.to, "PLACE", "the stage (of deals) or category (of companies) to go to"},
	{0, "owner", OPT_TEXT, &wish.owner, "LOGIN", "hand over to this rep instead; '' is nobody"},
	{0, "at", OPT_TEXT, &wish.at, "WHEN", "when it happened, not before the last change of that kind"},
	{0, "reason", OPT_TEXT, &wish.reason, "CODE", "why the deal is lost"},
	{0, "competitor", OPT_TEXT, &wish.competitor, "NAME", "to whom it is lost"},
	{0, "force", OPT_TEXT, &wish.force, "REASON", "pass a closed gate, for this reason; of --owner: why"},
	{0, "history", OPT_FLAG, &wish.history, NULL,
	 "moves of the past, also before known ones: no gates, no duties"},
	OPT_INCLUDE(opt_write), OPT_INCLUDE(opt_output), OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-move", "move deals through stages, companies through categories, both to another owner",
	(const char *const[]){"deal|company {--to PLACE | --owner LOGIN} [ID ...]",
	                      "deal|company [--to PLACE | --owner LOGIN] < TABLE", NULL},
	(const char *const[]){
		"crm-move deal 12 15 --to offer",
		"crm-move deal 12 --to lost --reason price --competitor Rival --at yesterday",
		"crm-list company territory=Tver | crm-move company --owner petrov -y",
		"printf 'deal\\tto\\tat\\n12\\toffer\\t2026-11-20\\n' | crm-move deal",
		NULL},
	options
};

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	struct mover *mover;
	struct out *out;
	struct db *db;
	int code;

	if (i == argc)
		opt_usage("nothing to move given: expected deal or company");
	mover = mover_open(argv[i], &wish, argv + i + 1, argc - i - 1);
	db = mover_begin(mover);
	out = mover_run(mover, db);
	code = work_end(db, out, argv[i], mover_moved(mover), wish.owner ? "handed over" : "moved",
	                mover_refused(mover));
	mover_free(mover);
	return code;
}
