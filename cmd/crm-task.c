/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-task - tasks: added, listed, done, postponed, assigned, cancelled */
#include <string.h>
#include "base/die.h"
#include "io/opt.h"
#include "model/tasker.h"
#include "model/work.h"

static struct tasker_wish wish;
static const char *to;
static bool exit_empty;

static const struct opt options[] = {
	{0, "title", OPT_TEXT, &wish.title, "TEXT", "add: what is to be done"},
	{0, "due", OPT_TEXT, &wish.due, "WHEN", "add, postpone: by when, such as 'tomorrow 15:30' or +2wd"},
	{0, "every", OPT_TEXT, &wish.every, "STEP", "add: again after it is done: 1d, 2w, 1m, 3wd, weekly"},
	{0, "company", OPT_TEXT, &wish.company, "WHO", "add: about this company"},
	{0, "deal", OPT_TEXT, &wish.deal, "ID", "add: about this deal"},
	{0, "contact", OPT_TEXT, &wish.contact, "WHO", "add: about this person"},
	{0, "kind", OPT_TEXT, &wish.kind, "KIND", "add: task, promise or debt"},
	{0, "for", OPT_TEXT, &wish.assignee, "LOGIN", "add: who does it; else who works, or who keeps the record"},
	{0, "to", OPT_TEXT, &to, "LOGIN", "assign: who does it from now on"},
	{0, "result", OPT_TEXT, &wish.result, "TEXT", "done, cancel: what came of it"},
	{0, "at", OPT_TEXT, &wish.at, "WHEN", "add, done, cancel: when that was, instead of now"},
	{'r', "rep", OPT_TEXT, &wish.rep, "LOGIN", "list: whose tasks, else one's own"},
	{0, "all", OPT_FLAG, &wish.all, NULL, "list: everybody's tasks"},
	{'e', "exit-empty", OPT_FLAG, &exit_empty, NULL, "list: exit 1 when there is none"},
	OPT_INCLUDE(opt_select), OPT_INCLUDE(opt_write), OPT_INCLUDE(opt_past),
	/* not the whole of opt_output: --for is a rep here */
	{'o', "output", OPT_TEXT, &opt.output, "FORMAT", "tsv, csv, table, json or jsonl"},
	{'H', "no-header", OPT_FLAG, &opt.no_header, NULL, "leave out the header line"},
	OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-task", "add, list, finish, postpone and assign tasks",
	(const char *const[]){"[list [-]] [-r LOGIN | --all] [FILTER ...]",
	                      "add --title TEXT [--due WHEN] [--every STEP] [--company WHO | --deal ID] [< TABLE]",
	                      "done|cancel [--result TEXT] [ID ...]", "postpone --due WHEN [ID ...]",
	                      "assign --to LOGIN [ID ...]", NULL},
	(const char *const[]){
		"crm-task",
		"crm-task add --title 'Send the offer' --due 'tomorrow 15:30' --company 12",
		"crm-list deal stage=offer moved_at=..-14d | crm-task add --title 'Call about the offer' --due tomorrow",
		"crm-task done 7 --result 'sent'",
		"crm-task list due_at=..today -r ivanova | crm-task assign --to petrov -y",
		NULL},
	options
};

/* Left unread, an option would look obeyed. */
static void check_options(const char *verb)
{
	const struct {
		const char *name, *given, *verbs;
	} list[] = {
		{"title", wish.title, "add"}, {"due", wish.due, "add or postpone"}, {"every", wish.every, "add"},
		{"company", wish.company, "add"}, {"deal", wish.deal, "add"}, {"contact", wish.contact, "add"},
		{"kind", wish.kind, "add"}, {"for", wish.assignee, "add"}, {"to", to, "assign"},
		{"result", wish.result, "done or cancel"}, {"at", wish.at, "add, done or cancel"},
		{"rep", wish.rep, "list"}, {"all", wish.all ? "" : NULL, "list"},
	};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (list[i].given && !strstr(list[i].verbs, verb))
			opt_usage("--%s goes with %s, not with %s", list[i].name, list[i].verbs, verb);
}

static int list(char *const *filters)
{
	bool narrow = *filters && strcmp(*filters, "-") == 0;
	struct narrow *among = narrow ? narrow_read(registry_entity("task")) : NULL;
	struct db *db = db_open(DB_READ);
	long n, refused;
	struct out *out = tasker_list(db, &wish, among, filters + narrow, &n, &refused);

	db_close(db);
	out_finish(out);
	narrow_free(among);
	return refused || (exit_empty && n == 0) ? CRM_SOME : CRM_DONE;
}

static int write_tasks(const char *verb, char **operands, int n)
{
	static const char *const done[][2] = {
		{"add", "added"}, {"done", "done"}, {"cancel", "cancelled"}, {"postpone", "postponed"},
		{"assign", "assigned"}};
	bool add = strcmp(verb, "add") == 0;
	const char *word = verb;
	struct tasker *t;
	struct out *out;
	struct db *db;
	int code;

	if (add && n)
		opt_usage("'%s' is left over: the text goes behind --title", operands[0]);
	t = add ? tasker_add_open(&wish) : tasker_change_open(verb, &wish, operands, n);
	db = work_begin(add ? registry_entity("task") : NULL);
	out = add ? tasker_add(t, db) : tasker_change(t, db);
	for (size_t i = 0; i < sizeof done / sizeof *done; i++)
		if (strcmp(done[i][0], verb) == 0)
			word = done[i][1];
	code = work_end(db, out, "task", tasker_count(t), word, tasker_refused(t));
	tasker_free(t);
	return code;
}

int main(int argc, char **argv)
{
	static const char *const verbs[] = {"add", "done", "cancel", "postpone", "assign"};
	int i = opt_parse(&cmd, argc, argv);

	bool named = i < argc && strcmp(argv[i], "list") == 0;

	/* The word may be left out, also before a filter. */
	if (i == argc || named || strpbrk(argv[i], "=<>~!( ")) {
		check_options("list");
		return list(argv + i + named);
	}
	for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++)
		if (strcmp(argv[i], verbs[k]) == 0) {
			check_options(verbs[k]);
			wish.assignee = to ? to : wish.assignee;
			return write_tasks(verbs[k], argv + i + 1, argc - i - 1);
		}
	opt_usage("unknown word '%s': expected list, add, done, cancel, postpone or assign", argv[i]);
}
