/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-undo - take a change set back */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "io/opt.h"
#include "model/undoing.h"
#include "model/work.h"
#include "store/who.h"

static bool force;

static const struct opt options[] = {
	{'n', "dry-run", OPT_FLAG, &opt.dry_run, NULL, "show what would change, change nothing"},
	{0, "force", OPT_FLAG, &force, NULL, "restore also what somebody changed since"},
	{0, "key", OPT_TEXT, &opt.key, "TEXT", "do nothing if a run with this key is already done"},
	{0, "max", OPT_INT, &opt.max, "N", "refuse to touch more than so many records"},
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_base),
	OPT_END
};

static const char *const synopsis[] = {"[CHANGE] [-n] [--force] [--max N] [--key TEXT]", NULL};

static const char *const examples[] = {
	"crm-undo -n",
	"crm-undo",
	"crm-undo 7",
	NULL
};

static const struct cmd cmd = {
	"crm-undo", "take a change set back", synopsis, examples, options
};

static int64_t which(struct db *db, const char *text)
{
	int64_t id;

	if (text && (!*text || text[strspn(text, "0123456789")] || strlen(text) > 17))
		opt_usage("'%s' is not the number of a change set", text);
	if (text)
		return strtoll(text, NULL, 10);
	id = undoing_last(db, who_id(db));
	if (!id)
		die(CRM_USAGE, "there is nothing of yours to take back");
	return id;
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	struct str why = {0}, counts = {0};
	long rows, conflicts;
	struct out *out;
	struct db *db;
	int64_t id;

	if (argc - i > 1)
		opt_usage("expected one change set, not '%s' too", argv[i + 1]);
	db = db_open(DB_WRITE);
	work_start(db);
	id = which(db, argv[i]);
	out = undoing_run(db, id, force, &rows, &conflicts, &why);
	if (!out)
		die(CRM_USAGE, "%s", str_text(&why));
	if (opt.max >= 0 && rows > opt.max)
		die(CRM_USAGE, "change set %lld is about %ld records, --max is %ld: nothing was changed", (long long)id,
		    rows, opt.max);
	str_addf(&counts, "change set %lld taken back: %ld %s", (long long)id, rows, rows == 1 ? "record" : "records");
	if (conflicts)
		str_addf(&counts, ", %ld %s", conflicts, conflicts == 1 ? "conflict" : "conflicts");
	work_commit(db, out, str_text(&counts), conflicts ? CRM_SOME : CRM_DONE);
	note("%s%s", str_text(&counts), opt.dry_run ? " (not done: --dry-run)" : "");
	str_free(&counts);
	return conflicts ? CRM_SOME : CRM_DONE;
}
