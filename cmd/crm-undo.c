/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-undo - take change sets back */
#include <stdlib.h>
#include <unistd.h>

#include "base/die.h"
#include "base/when.h"
#include "io/ask.h"
#include "io/opt.h"
#include "model/codes.h"
#include "model/undo_pick.h"
#include "model/undoing.h"
#include "model/work.h"

static const char *rep, *since, *until;
static bool all, force;

static const struct opt options[] = {
	{0, "since", OPT_TEXT, &since, "WHEN", "the change sets from this day or moment on"},
	{0, "until", OPT_TEXT, &until, "WHEN", "those up to this day or moment, included"},
	{'r', "rep", OPT_TEXT, &rep, "LOGIN", "those of this rep instead of one's own"},
	{0, "all", OPT_FLAG, &all, NULL, "those of everybody"},
	{0, "force", OPT_FLAG, &force, NULL, "restore also what somebody changed since"},
	OPT_INCLUDE(opt_write),
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_base),
	OPT_END
};

static const char *const synopsis[] = {
	"[-n] [--force] [CHANGE | FIRST..LAST | -] ...",
	"[-n] [--force] --since WHEN [--until WHEN] [--rep LOGIN | --all]", NULL
};

static const char *const examples[] = {
	"crm-undo -n",
	"crm-undo",
	"crm-undo 7",
	"crm-undo 12..15",
	"crm-undo --since today -y",
	"crm-history command~crm-import at=today | crm-undo - -n",
	NULL
};

static const struct cmd cmd = {
	"crm-undo", "take change sets back", synopsis, examples, options
};

static const char *moment(const char *typed, const char *name, char at[WHEN_SIZE])
{
	struct str why = {0};

	if (typed && when_parse(typed, at, &why) != 0)
		opt_usage("--%s: %s", name, str_text(&why));
	return typed ? at : NULL;
}

static void pick(struct db *db, struct undo_pick *p)
{
	static char from[WHEN_SIZE], to[WHEN_SIZE];
	struct str why = {0};

	p->since = moment(since, "since", from);
	p->until = moment(until, "until", to);
	p->all = all;
	p->named = rep != NULL;
	if (rep && all)
		opt_usage("--rep and --all do not go together");
	if (rep && (p->rep = codes_id(db, registry_entity("rep"), rep, &why)) < 0)
		opt_usage("%s", str_text(&why));
	if (undo_pick(db, p, &why) != 0)
		die(CRM_USAGE, "%s", str_text(&why));
}

/* Before the change set begins: nobody is kept waiting by a question. */
static void confirm(struct db *db, const struct undo_pick *p)
{
	struct str words = {0};
	long size;

	if (opt.dry_run || !isatty(STDERR_FILENO))
		return;
	size = undoing_size(db, p->ids, p->n);
	undo_pick_words(p, &words);
	if ((size > 1 || p->n > 1) &&
	    !ask_yes("take back %s: %ld record%s", str_text(&words), size, size == 1 ? "" : "s"))
		die(CRM_USAGE, "not confirmed, nothing was changed");
	str_free(&words);
}

static void counted(const struct undo_pick *p, const struct undoing_result *r, struct str *counts)
{
	undo_pick_words(p, counts);
	if (opt.max >= 0 && r->records > opt.max)
		die(CRM_USAGE, "%s: %ld record%s more than --max %ld, nothing was changed", str_text(counts),
		    r->records, r->records == 1 ? " is" : "s are", opt.max);
	str_addf(counts, " taken back: %ld record%s", r->records, r->records == 1 ? "" : "s");
	if (r->conflicts)
		str_addf(counts, ", %ld conflict%s", r->conflicts, r->conflicts == 1 ? "" : "s");
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	struct undo_pick p = {.operands = undo_pick_operands(argv + i, argc - i)};
	struct str why = {0}, counts = {0};
	struct undoing_result result;
	struct out *out;
	struct db *db;

	db = db_open(DB_WRITE);
	work_done_before(db);
	pick(db, &p);
	confirm(db, &p);
	undoing_prepare(db, p.ids, p.n);
	work_start(db);
	out = undoing_run(db, p.ids, p.n, force, &result, &why);
	if (!out)
		die(CRM_USAGE, "%s", str_text(&why));
	counted(&p, &result, &counts);
	work_commit(db, out, str_text(&counts), result.conflicts ? CRM_SOME : CRM_DONE);
	note("%s%s", str_text(&counts), opt.dry_run ? " (not done: --dry-run)" : "");
	if (p.others)
		note("%ld of others left alone, --all takes them too", p.others);
	if (p.founding)
		note("change set %ld brought you into the base and stays", p.founding);
	str_free(&counts);
	free(p.ids);
	return result.conflicts ? CRM_SOME : CRM_DONE;
}
