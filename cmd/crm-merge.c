/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-merge - duplicates become one record */
#include <stdlib.h>
#include <string.h>
#include "exchange/merger.h"
#include "io/opt.h"
#include "model/work.h"

static struct strs lists;
static const char *prefer;

static const struct opt options[] = {
	{0, "take", OPT_LIST, &lists, "FIELDS", "of these fields the duplicate's value stays, such as name,phone"},
	{0, "prefer", OPT_TEXT, &prefer, "WHOSE", "of all fields: survivor (unless told), duplicate or newest"},
	OPT_INCLUDE(opt_write), OPT_INCLUDE(opt_output), OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-merge", "merge duplicates of companies or people",
	(const char *const[]){"company|contact SURVIVOR DUPLICATE ... [OPTION ...]", "company|contact < TABLE", NULL},
	(const char *const[]){
		"crm-merge company 12 57",
		"crm-merge contact 12 57 --take phone,birthday -n",
		"crm-dup company > pairs.tsv    # look through it",
		"crm-merge company -y < pairs.tsv", NULL},
	options
};

static enum merge_prefer read_prefer(void)
{
	if (!prefer || strcmp(prefer, "survivor") == 0)
		return MERGE_SURVIVOR;
	if (strcmp(prefer, "duplicate") == 0)
		return MERGE_DUPLICATE;
	if (strcmp(prefer, "newest") != 0)
		opt_usage("--prefer: '%s' is not known, expected survivor, duplicate or newest", prefer);
	return MERGE_NEWEST;
}

static void read_take(struct strs *take)
{
	for (size_t i = 0; i < lists.n; i++)
		for (char *rest = lists.v[i], *word; (word = strsep(&rest, ", "));)
			if (*word)
				strs_add(take, word);
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv), code;
	const struct entity *entity = work_entity(argv[i]);
	enum merge_prefer whose = read_prefer();
	struct strs take = {0};
	struct merger *merger;
	struct out *out;
	struct db *db;

	read_take(&take);
	merger = merger_open(entity, argv + i + 1, argc - i - 1, &take, whose);
	db = work_begin(NULL);
	out = merger_run(merger, db);
	code = work_end(db, out, "pair", merger->merged, "merged", feed_refused(merger->feed));
	merger_free(merger);
	strs_free(&take);
	strs_free(&lists);
	return code;
}
