/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-find - records by words, parts of words and parts of numbers */
#include "base/die.h"
#include "io/opt.h"
#include "model/finder.h"

static const char *entity;
static bool exit_empty;

static const struct opt options[] = {
	{'E', "entity", OPT_TEXT, &entity, "KIND", "only records of this kind: company, contact, deal, …"},
	{'e', "exit-empty", OPT_FLAG, &exit_empty, NULL, "exit 1 when nothing is found"},
	OPT_INCLUDE(opt_select), OPT_INCLUDE(opt_past), OPT_INCLUDE(opt_output), OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-find", "find records by words and parts of numbers",
	(const char *const[]){"[-E KIND] [-e] [-l N] [-c COLUMNS] [-s COLUMNS] WORD ...", NULL},
	(const char *const[]){
		"crm-find ромашка",
		"crm-find 212-34-56",
		"crm-find -E activity -l 0 discount delivery | sort -k 2n",
		"crm-find -E company север | crm-list company - -c company,name,owner",
		NULL},
	options
};

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	struct str why = {0};
	struct shape *found;
	struct db *db;
	long n;

	if (i == argc)
		opt_usage("no words to look for given");
	if (entity && finder_knows(entity, &why) < 0)
		opt_usage("--entity: %s", str_text(&why));
	db = db_open(DB_READ);
	found = finder_run(db, entity, argv + i, opt_limit(50), &n);
	db_close(db);
	opt.limit = NULL; /* was kept while searching */
	shape_finish(found);
	return exit_empty && n == 0 ? CRM_SOME : CRM_DONE;
}
