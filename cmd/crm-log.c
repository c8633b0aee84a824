/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-log - contacts with clients written down */
#include "io/opt.h"
#include "io/tablein.h"
#include "model/call_log.h"
#include "model/work.h"

static struct activity what;
static const char *deal;

static const struct opt options[] = {
	{0, "text", OPT_TEXT, &what.text, "TEXT", "what was said"},
	{0, "next", OPT_TEXT, &what.next, "TEXT", "the next step; becomes a task"},
	{0, "due", OPT_TEXT, &what.due, "WHEN", "when the next step is due, such as 'tomorrow 15:30'"},
	{0, "planned", OPT_TEXT, &what.planned_at, "WHEN", "when the promised call or meeting is to be"},
	{0, "deal", OPT_TEXT, &deal, "ID", "about this deal"},
	{0, "at", OPT_TEXT, &what.at, "WHEN", "when it happened, instead of now"},
	{0, "minutes", OPT_TEXT, &what.minutes, "N", "how long it took"},
	{0, "direction", OPT_TEXT, &what.direction, "WAY", "in (from the client) or out, the default"},
	{0, "objection", OPT_TEXT, &what.objection, "CODE", "objection heard; says what it means and what to answer"},
	{0, "material", OPT_TEXT, &what.material, "CODE", "material sent or shown"},
	{0, "campaign", OPT_TEXT, &what.campaign, "NAME", "the programme it belongs to"},
	{'r', "rep", OPT_TEXT, &what.rep, "LOGIN", "who did it; else the one who is working"},
	OPT_INCLUDE(opt_write), OPT_INCLUDE(opt_output), OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-log", "write down a call, a meeting or a whole call list",
	(const char *const[]){"WHO [KIND] [OUTCOME]", "--deal ID [KIND] [OUTCOME]", "< CALL-LIST", NULL},
	(const char *const[]){
		"crm-log '482 123-45-67' call callback --text 'on holiday' --due 'tomorrow 15:30'",
		"crm-log Ромашка meeting held --deal 12 --minutes 40 --next 'send the offer' --due +2wd",
		"crm-log 12 talked --objection no-budget",
		"crm-log < today.csv",
		NULL},
	options
};

/* A single word may be the kind or the outcome: outcomes are told by their name. */
static void read_words(int n, char **words)
{
	if (n > 2)
		opt_usage("'%s' is left over: expected who, kind and outcome; text goes behind --text", words[2]);
	if (n == 1 && activity_is_outcome(words[0]))
		what.outcome = words[0];
	else if (n > 0)
		what.kind = words[0];
	if (n == 2)
		what.outcome = words[1];
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv), skip = deal ? 0 : 1;
	struct call_log *log;
	struct out *out;
	struct db *db;
	int code;

	if (i == argc && !deal && !tablein_waiting())
		opt_usage("nobody given: expected who, or a call list on standard input");
	if (deal && i < argc && !activity_is_word(argv[i]))
		skip = 1;
	if (i < argc || deal) {
		read_words(argc - i - skip, argv + i + skip);
		log = call_log_one(skip ? argv[i] : NULL, deal, &what);
	} else {
		log = call_log_table(&what);
	}
	db = work_begin(registry_entity("activity"));
	out = call_log_run(log, db);
	code = work_end(db, out, "activity", call_log_written(log), "logged", call_log_refused(log));
	call_log_free(log);
	return code;
}
