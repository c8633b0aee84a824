/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-history - who changed what: change sets, and their fields one by one */
#include <stdlib.h>
#include <string.h>

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

/* "7", "7..", "..9" or "7..9" into the wish; false: it is none of them. */
static bool take_range(const char *s)
{
	size_t n = strspn(s, "0123456789"), dots = s[n] == '.' && s[n + 1] == '.' ? 2 : 0;
	size_t m = dots ? strspn(s + n + dots, "0123456789") : 0;

	if (n > 17 || m > 17 || n + m == 0 || s[n + dots + m])
		return false;
	wish.fields = true;
	wish.one = !dots;
	wish.first = strtoll(s, NULL, 10);
	wish.last = dots ? strtoll(s + n + dots, NULL, 10) : wish.first;
	return true;
}

/* A name of a record may hold a sign as well, but no word stands right before it. */
static bool is_filter(const char *s, bool name)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz_.");

	return name ? n > 0 && s[n] && strchr("=<>~!(", s[n]) : strpbrk(s, "=<>~(") != NULL;
}

/* What the operands are about; the filters stand behind it. */
static char **take_subject(char **operand)
{
	struct str why = {0};

	if (!*operand || is_filter(*operand, false))
		return operand;
	if (take_range(*operand))
		return operand + 1;
	if (strchr("0123456789", **operand))
		opt_usage("'%s' is no change set: expected a number, or a range such as 7..9", *operand);
	wish.entity = registry_entity(*operand);
	if (!wish.entity) {
		registry_unknown_entity(*operand, &why);
		opt_usage("%s", str_text(&why));
	}
	wish.record = operand[1] && strcmp(operand[1], "-") != 0 && !is_filter(operand[1], true) ? operand[1] : NULL;
	if (!wish.record)
		wish.feed = feed_open(wish.entity, NULL, 0);
	return operand + 1 + (operand[1] && (wish.record || strcmp(operand[1], "-") == 0));
}

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

	wish.filters = take_subject(argv + i);
	wish.limit = opt_limit(0);
	/* both say where to begin; the later one counts */
	if (from_set >= wish.first)
		wish.first = from_set + 1;
	if (following && wish.feed)
		opt_usage("--follow follows one record, or all: expected which %s", wish.entity->name);
	if (following && (wish.one || wish.last))
		opt_usage("--follow has no end: expected N.. and not '%s'", argv[i]);
	if (following) {
		follow(&wish);
		return CRM_DONE;
	}
	db = db_open(DB_READ);
	h = history_open(&wish);
	if (history_read(h, db, &why) < 0)
		die(CRM_USAGE, "%s", str_text(&why));
	return (int)print(h, db);
}
