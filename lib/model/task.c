/* SPDX-License-Identifier: GPL-2.0-or-later */
/* task - things to do: added, done, postponed, assigned, repeated
 *
 * What is over stays over: a done task is not cancelled, and the other way round. Asked for once
 * more it is no error, so that a script may run twice. A repeating task has its successor when
 * it is done. */
#include "model/task.h"

#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "base/when.h"
#include "model/codes.h"
#include "model/search.h"
#include "sql.h"
#include "store/registry.h"
#include "store/txn.h"
#include "store/who.h"

static const char *given(const char *s)
{
	return s && *s ? s : NULL;
}

/* The moment that is typed, else the change set's. earliest: "" or the last thing known to have happened. */
static int moment(struct db *db, const char *typed, const char *earliest, char at[WHEN_SIZE], struct str *why)
{
	if (!given(typed)) {
		snprintf(at, WHEN_SIZE, "%s", txn_at(db));
		return 0;
	}
	if (when_parse(typed, at, why) < 0)
		return text_place(why, "at");
	/* a day alone is compared with as much of the present moment: today is not after now */
	if (strncmp(at, txn_at(db), strlen(at)) > 0)
		return str_setf(why, "'%s' lies after now, %s", typed, txn_at(db));
	/* nor does the day on which the task was given lie before that moment */
	if (when_is_date(at) && strncmp(earliest, at, strlen(at)) == 0)
		snprintf(at, WHEN_SIZE, "%s", earliest);
	if (strcmp(at, earliest) < 0)
		return str_setf(why, "'%s' lies before the task was given, %s", typed, earliest);
	return 0;
}

static void insert(struct db *db, const struct task *t, const char *due, const char *at)
{
	struct stmt *st = db_prepare(db, sql_task_add);

	db_bind_text(st, "kind", t->kind ? t->kind : "task");
	db_bind_text(st, "title", t->title);
	db_bind_ref(st, "assignee", t->assignee);
	db_bind_ref(st, "by", who_id(db));
	db_bind_text(st, "now", at);
	db_bind_text(st, "due", due);
	db_bind_text(st, "every", t->every);
	db_bind_ref(st, "company", t->company);
	db_bind_ref(st, "contact", t->contact);
	db_bind_ref(st, "deal", t->deal);
	db_bind_ref(st, "activity", t->activity);
	db_run(st);
}

int64_t task_add(struct db *db, const struct task *t, struct str *why)
{
	struct task clean = *t;
	char due[WHEN_SIZE], at[WHEN_SIZE];
	int64_t id;

	clean.every = given(t->every);
	if (!given(t->title) || !t->title[strspn(t->title, " \t\n")])
		return str_setf(why, "a task needs a title");
	if (given(t->due) && when_parse(t->due, due, why) < 0)
		return text_place(why, "due");
	if (clean.every && task_repeat_check(clean.every, why) < 0)
		return text_place(why, "every");
	if (moment(db, t->at, "", at, why) < 0)
		return -1;
	insert(db, &clean, given(t->due) ? due : NULL, at);
	id = db_last_id(db);
	search_renew(db, "task", id);
	return id;
}

void task_for_owner(struct db *db, struct task *t)
{
	if (!t->assignee && t->deal)
		t->assignee = db_get_int_id(db, 0, "SELECT owner FROM deal WHERE id = :id", t->deal);
	if (!t->assignee && t->company)
		t->assignee = db_get_int_id(db, 0, "SELECT owner FROM company WHERE id = :id", t->company);
	if (!t->assignee)
		t->assignee = who_id(db);
}

/* What is needed of a task before it is changed. */
struct state {
	char status[12], due[WHEN_SIZE], every[40], given_at[WHEN_SIZE];
};

static int read_state(struct db *db, int64_t task, struct state *s, struct str *why)
{
	struct stmt *st = db_prepare(db, "SELECT status, due_at, every, created_at FROM task WHERE id = :id");

	db_bind_int(st, "id", task);
	if (!db_step(st))
		return str_setf(why, "there is no task %lld", (long long)task);
	snprintf(s->status, sizeof s->status, "%s", db_text0(st, 0));
	snprintf(s->due, sizeof s->due, "%s", db_text0(st, 1));
	snprintf(s->every, sizeof s->every, "%s", db_text0(st, 2));
	snprintf(s->given_at, sizeof s->given_at, "%s", db_text0(st, 3));
	db_reset(st);
	return 0;
}

/* 0 when the task is open; -1 and why when it is over. */
static int still_open(struct db *db, int64_t task, struct state *s, struct str *why)
{
	if (read_state(db, task, s, why) < 0)
		return -1;
	if (strcmp(s->status, "open") == 0)
		return 0;
	return str_setf(why, "task %lld is %s already", (long long)task, s->status);
}

/* 1: it was open, 0: it has that status already. s gets what it was. */
static int finish(struct db *db, int64_t task, const char *status, const char *result, const char *typed,
                  struct state *s, struct str *why)
{
	char at[WHEN_SIZE];
	struct stmt *st;

	if (read_state(db, task, s, why) < 0)
		return -1;
	if (strcmp(s->status, status) == 0)
		return 0;
	if (still_open(db, task, s, why) < 0 || moment(db, typed, s->given_at, at, why) < 0)
		return -1;
	st = db_prepare(db, "UPDATE task SET status = :status, done_at = :at, "
	                    "result = coalesce(:result, result) WHERE id = :id");
	db_bind_text(st, "status", status);
	db_bind_text(st, "at", at);
	db_bind_text(st, "result", given(result));
	db_bind_int(st, "id", task);
	db_run(st);
	if (given(result))
		search_renew(db, "task", task);
	return 1;
}

/* The next time that is still to come: weeks that were missed are not made up for. */
static int64_t add_successor(struct db *db, int64_t task, const struct state *s)
{
	char due[WHEN_SIZE];
	struct str rule = {0};
	struct stmt *st;
	int64_t id;

	if (task_repeat(s->every, *s->due ? s->due : when_today(), when_today(), due, &rule) < 0)
		return 0;
	st = db_prepare(db, sql_task_again);
	db_bind_int(st, "id", task);
	db_bind_ref(st, "by", who_id(db));
	db_bind_text(st, "now", txn_at(db));
	db_bind_text(st, "due", due);
	db_bind_text(st, "every", str_text(&rule));
	db_run(st);
	str_free(&rule);
	id = db_last_id(db);
	search_renew(db, "task", id);
	return id;
}

int task_done(struct db *db, int64_t task, const char *result, const char *at, int64_t *next,
              struct str *why)
{
	struct state s;
	int rc = finish(db, task, "done", result, at, &s, why);

	*next = rc > 0 && *s.every ? add_successor(db, task, &s) : 0;
	return rc;
}

/* No successor: who cancels a repeating task ends the row of them. */
int task_cancel(struct db *db, int64_t task, const char *result, const char *at, struct str *why)
{
	struct state s;

	return finish(db, task, "cancelled", result, at, &s, why);
}

int task_postpone(struct db *db, int64_t task, const char *due, struct str *why)
{
	struct state s;
	char at[WHEN_SIZE];
	struct stmt *st;

	if (still_open(db, task, &s, why) < 0)
		return -1;
	if (when_parse(due, at, why) < 0)
		return text_place(why, "due");
	if (strcmp(at, s.due) == 0)
		return 0;
	if (strncmp(at, when_today(), 10) < 0)
		return str_setf(why, "'%s' lies before today, %s", due, when_today());
	st = db_prepare(db, "UPDATE task SET due_at = :due WHERE id = :id");
	db_bind_text(st, "due", at);
	db_bind_int(st, "id", task);
	db_run(st);
	return 1;
}

int task_assign(struct db *db, int64_t task, const char *rep, struct str *why)
{
	int64_t to = codes_id(db, registry_entity("rep"), rep, why);
	struct state s;
	struct stmt *st;

	if (to < 0 || still_open(db, task, &s, why) < 0)
		return -1;
	st = db_prepare(db, "UPDATE task SET assignee = :rep "
	                    "WHERE id = :id AND (assignee IS NULL OR assignee <> :rep)");
	db_bind_int(st, "rep", to);
	db_bind_int(st, "id", task);
	db_run(st);
	return db_changes(db) > 0;
}
