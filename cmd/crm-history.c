/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-history - who changed what: change sets, and their fields one by one */
#include "base/die.h"
#include "io/opt.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/history.h"

static struct history_wish wish;
static bool exit_empty, following;
static long from_set = -1;

static const struct opt options[] = {
	{0, "fields", OPT_FLAG, &wish.fields, NULL, "a row for each field changed, not for each change set"},
	{'r', "rep", OPT_TEXT, &wish.rep, "LOGIN", "only what this rep did"},
	{'p', "period", OPT_TEXT, &wish.period, "PERIOD", "only of this period: 2026-11, this-week, yesterday, …"},
	{0, "from", OPT_TEXT, &wish.from, "WHEN", "from this day or moment on"},
	{0, "to", OPT_TEXT, &wish.to, "WHEN", "up to this day or moment, included"},
	{0, "from-set", OPT_INT, &from_set, "N", "only change sets behind this number"},
	{0, "follow", OPT_FLAG, &following, NULL, "go on printing change sets as they are committed"},
	{'e', "exit-empty", OPT_FLAG, &exit_empty, NULL, "exit 1 when nothing is found"},
	OPT_INCLUDE(opt_select),
	OPT_INCLUDE(opt_past),
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_base),
	OPT_END
};

static const char *const synopsis[] = {
	"[--fields] [FILTER ...] [-r LOGIN] [-p PERIOD] [--from WHEN] [--to WHEN] [-l N]",
	"CHANGE[..[CHANGE]] [FILTER ...]", "ENTITY WHAT [FILTER ...]",
	"ENTITY [-] [FILTER ...] < TABLE",
	"--follow [--from-set N] [--fields] [ENTITY WHAT] [FILTER ...]", NULL
};

static const char *const examples[] = {
	"crm-history -l 10",
	"crm-history --rep ivanova --from yesterday",
	"crm-history 7",
	"crm-history company 12",
	"crm-list deal owner=petrov | crm-history deal field=stage -s -change -l 20",
	"crm-history --follow --fields entity=deal field=stage -o jsonl",
	"crm-history entity=deal field=amount --period this-week",
	NULL
};

static const struct cmd cmd = {
	"crm-history", "show who changed what", synopsis, examples, options
};

/* What was asked for is printed; the base is closed before. */
static enum exit_code print(struct history *h, struct db *db)
{
	struct shape *out = history_shape(h);
	long refused = wish.feed ? feed_refused(wish.feed) : 0;
	size_t n = shape_count(out);

	history_free(h);
	db_close(db);
	shape_finish(out);
	feed_free(wish.feed);
	return refused || (exit_empty && n == 0) ? CRM_SOME : CRM_DONE;
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	struct history *h;
	struct db *db;
	struct str why = {0};

	history_subject(&wish, argv + i);
	wish.limit = opt_limit(0);
	/* both say where to begin; the later one counts */
	if (from_set >= wish.first)
		wish.first = from_set + 1;
	if (following) {
		if (wish.feed)
			opt_usage("--follow follows one record, or all: expected which %s", wish.entity->name);
		if (wish.one || wish.last)
			opt_usage("--follow has no end: expected N.. and not '%s'", argv[i]);
		follow(&wish);
		return CRM_DONE;
	}
	db = db_open(DB_READ);
	h = history_open(&wish);
	if (history_read(h, db, &why) < 0)
		die(CRM_USAGE, "%s", str_text(&why));
	return (int)print(h, db);
}
