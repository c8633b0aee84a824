/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tasker - the work of crm-task */
#include "model/tasker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/die.h"
#include "io/opt.h"
#include "io/tablein.h"
#include "model/choice.h"
#include "model/codes.h"
#include "model/feed.h"
#include "model/find.h"
#include "model/listing.h"
#include "model/query.h"
#include "model/row.h"
#include "model/task.h"
#include "model/work.h"
#include "store/registry.h"
#include "store/who.h"

#define FIELDS 6

struct tasker {
	struct tasker_wish wish;
	struct value kind;           /* of wish, as it is stored */
	const char *verb;
	struct feed *feed;           /* NULL: one task that no record on stdin gives */
	long count, refused;
	struct row *row;
};

/* A pipe or file is a table of records; a terminal or /dev/null is not meant. cron gives
 * /dev/null, which is a character device like a terminal */
static bool has_table(void)
{
	struct stat st;

	return tablein_waiting() && fstat(STDIN_FILENO, &st) == 0 && !S_ISCHR(st.st_mode);
}

static void read_kind(struct tasker *t)
{
	struct str why = {0};

	str_set(&t->kind.text, t->wish.kind ? t->wish.kind : "task");
	if (choice_read(registry_field(registry_entity("task"), "kind"), &t->kind, &why) < 0)
		opt_usage("--kind: %s", str_text(&why));
}

struct tasker *tasker_add_open(const struct tasker_wish *wish)
{
	static const char *const sources[] = {"deal", "company", "contact", NULL};
	struct tasker *t = mem_zero(sizeof *t);

	t->wish = *wish;
	if (!wish->title || !*wish->title)
		opt_usage("no --title given");
	read_kind(t);
	if (wish->company || wish->deal || wish->contact || !has_table())
		return t;
	t->feed = feed_open_any(sources);
	work_confirm(feed_expected(t->feed), "add a task for", false);
	return t;
}

struct tasker *tasker_change_open(const char *verb, const struct tasker_wish *wish, char **operands,
                                  int n)
{
	struct tasker *t = mem_zero(sizeof *t);

	t->wish = *wish;
	t->verb = verb;
	if (strcmp(verb, "postpone") == 0 && !wish->due)
		opt_usage("no --due given: postponed until when?");
	if (wish->at && strcmp(verb, "done") && strcmp(verb, "cancel"))
		opt_usage("--at is for add, done and cancel");
	if (strcmp(verb, "assign") == 0 && !wish->assignee)
		opt_usage("no --to given: assigned to whom?");
	t->feed = feed_open(registry_entity("task"), operands, n);
	work_confirm(feed_expected(t->feed), verb, false);
	return t;
}

static const struct out_column columns[FIELDS + 1] = {
	{"task", OUT_NUMBER},   {"title", OUT_TEXT},     {"assignee", OUT_TEXT}, {"due_at", OUT_DATE},
	{"status", OUT_TEXT},   {"company", OUT_NUMBER}, {"deal", OUT_NUMBER}};

static struct out *open_out(struct tasker *t, struct db *db)
{
	const char *names[FIELDS];

	for (size_t i = 0; i < FIELDS; i++)
		names[i] = columns[i + 1].name;
	t->row = row_open(db, registry_entity("task"), names, FIELDS);
	return t->feed ? feed_out(t->feed, columns, FIELDS + 1) : out_open(columns, FIELDS + 1);
}

static void print(struct tasker *t, struct out *out, int64_t task)
{
	char number[24];
	const char *cells[FIELDS + 1] = {number};

	snprintf(number, sizeof number, "%lld", (long long)task);
	row_read(t->row, task);
	for (size_t i = 0; i < FIELDS; i++)
		cells[i + 1] = row_text(t->row, i);
	if (t->feed)
		feed_row(t->feed, out, cells);
	else
		out_row(out, cells);
}

static int64_t meant(struct db *db, const char *entity, const char *text)
{
	struct str why = {0};
	int64_t id = text ? find_record(db, registry_entity(entity), text, &why) : 0;

	if (id < 0)
		opt_usage("--%s: %s", strcmp(entity, "rep") == 0 ? "for" : entity, str_text(&why));
	return id;
}

static void add_one(struct tasker *t, struct db *db, struct task task, struct out *out)
{
	struct str why = {0};
	int64_t id;

	if (task.contact && !task.company)
		task.company = find_employer(db, task.contact);
	if (t->feed)
		task_for_owner(db, &task);
	else if (!task.assignee)
		task.assignee = who_id(db);
	id = task_add(db, &task, &why);
	if (id < 0)
		die(CRM_USAGE, "%s", str_text(&why));
	t->count++;
	print(t, out, id);
}

struct out *tasker_add(struct tasker *t, struct db *db)
{
	struct out *out = open_out(t, db);
	struct task task = {.title = t->wish.title,
	                    .kind = str_text(&t->kind.text),
	                    .due = t->wish.due,
	                    .every = t->wish.every,
	                    .at = t->wish.at,
	                    .assignee = meant(db, "rep", t->wish.assignee),
	                    .company = meant(db, "company", t->wish.company),
	                    .deal = meant(db, "deal", t->wish.deal),
	                    .contact = meant(db, "contact", t->wish.contact)};
	int64_t id;

	if (!t->feed)
		add_one(t, db, task, out);
	while (t->feed && feed_next(t->feed, db, &id)) {
		const char *source = feed_entity(t->feed)->name;

		task.deal = strcmp(source, "deal") == 0 ? id : 0;
		task.company = strcmp(source, "company") == 0 ? id : 0;
		task.contact = strcmp(source, "contact") == 0 ? id : 0;
		add_one(t, db, task, out);
	}
	return out;
}

static int change_one(struct tasker *t, struct db *db, int64_t id, int64_t *next, struct str *why)
{
	*next = 0;
	if (strcmp(t->verb, "done") == 0)
		return task_done(db, id, t->wish.result, t->wish.at, next, why);
	if (strcmp(t->verb, "cancel") == 0)
		return task_cancel(db, id, t->wish.result, t->wish.at, why);
	if (strcmp(t->verb, "postpone") == 0)
		return task_postpone(db, id, t->wish.due, why);
	return task_assign(db, id, t->wish.assignee, why);
}

struct out *tasker_change(struct tasker *t, struct db *db)
{
	struct out *out = open_out(t, db);
	struct str why = {0};
	int64_t id, next;
	long same = 0;

	/* A slip of the pen is none of the records' fault. */
	if (t->wish.assignee && codes_id(db, registry_entity("rep"), t->wish.assignee, &why) < 0)
		opt_usage("--to: %s", str_text(&why));
	while (feed_next(t->feed, db, &id)) {
		int rc = change_one(t, db, id, &next, &why);

		if (rc < 0)
			feed_refuse(t->feed, str_text(&why));
		same += rc == 0;
		t->count += rc > 0;
		if (rc > 0)
			print(t, out, id);
		/* The next one of a repeating task can be acted on at once. */
		if (next)
			print(t, out, next);
	}
	if (same)
		note("%ld already so", same);
	str_free(&why);
	return out;
}

long tasker_count(const struct tasker *t)
{
	return t->count;
}

long tasker_refused(const struct tasker *t)
{
	return t->feed ? feed_refused(t->feed) : 0;
}

void tasker_free(struct tasker *t)
{
	feed_free(t->feed);
	value_free(&t->kind);
	free(t);
}

static void add_filter(struct query *q, const char *expression)
{
	struct str why = {0};

	if (query_filter(q, expression, &why) < 0)
		opt_usage("%s", str_text(&why));
}

struct out *tasker_list(struct db *db, const struct tasker_wish *wish, struct narrow *among, char *const *filters,
                        long *n, long *refused)
{
	struct query *q = query_new(db, registry_entity("task"));
	struct str why = {0};
	struct out *out;
	char *mine;

	listing_columns(q, among, "task,due_at,title,assignee,company,company_name,deal");
	if (query_sort(q, opt.sort ? opt.sort : "due_at,-priority", &why) < 0)
		opt_usage("--sort: %s", str_text(&why));
	add_filter(q, "status=open");
	mine = mem_printf("assignee=%s", wish->rep ? wish->rep : who_login(db));
	if (!wish->all)
		add_filter(q, mine);
	for (; *filters; filters++)
		add_filter(q, *filters);
	query_limit(q, opt_limit(0));
	*refused = listing_narrow(among, db, q);
	out = listing_out(among, db, q, n);
	query_free(q);
	free(mine);
	return out;
}
