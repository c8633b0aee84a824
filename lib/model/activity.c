/* SPDX-License-Identifier: GPL-2.0-or-later */
/* activity - a contact with a client written down, and what follows from it */
#include "model/activity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "base/when.h"
#include "model/choice.h"
#include "model/codes.h"
#include "model/find.h"
#include "model/task.h"
#include "model/writer.h"
#include "sql.h"
#include "store/registry.h"
#include "store/txn.h"
#include "store/who.h"

static bool is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

static bool given(const char *text)
{
	return text && *text;
}

static const char *or_else(const char *text, const char *other)
{
	return given(text) ? text : other;
}

/* Who is meant from what is known: the deal's company and contact, the contact's employer. */
static void fill_in(struct db *db, struct activity *a)
{
	struct stmt *st;

	if (a->deal) {
		st = db_prepare(db, "SELECT company, contact FROM deal WHERE id = :id");
		db_bind_int(st, "id", a->deal);
		if (db_step(st)) {
			a->company = a->company ? a->company : db_int(st, 0);
			a->contact = a->contact ? a->contact : db_int(st, 1);
			db_reset(st);
		}
	}
	if (a->contact && !a->company)
		a->company = find_employer(db, a->contact);
}

static bool is_promise(const struct activity *a)
{
	return is(a->outcome, "callback") || is(a->outcome, "appointment");
}

bool activity_is_followed(const struct activity *a)
{
	return given(a->next) || is_promise(a);
}

static const char *number(int64_t id, char out[24])
{
	snprintf(out, 24, "%lld", (long long)id);
	return id ? out : NULL;
}

/* Only what happened can be written down. */
static int not_in_future(struct db *db, const char *at, struct str *why)
{
	char when[WHEN_SIZE];

	if (!given(at))
		return 0;
	if (when_parse(at, when, why) < 0)
		return text_place(why, "at");
	if (strncmp(when, txn_at(db), strlen(when)) > 0)
		return str_setf(why, "'%s' lies after now, %s; what is to come is --planned or a task", at,
		                txn_at(db));
	return 0;
}

static int64_t write_down(struct db *db, const struct activity *a, struct str *why)
{
	char company[24], contact[24], deal[24], follows[24], due[WHEN_SIZE];
	/* a call that did a task continues the talk in which the task was promised */
	int64_t before = a->task ? db_get_int_id(db, 0, "SELECT activity FROM task WHERE id = :id", a->task)
	                         : 0;
	/* what was not said to anybody has no direction */
	bool silent = is(a->kind, "note") || is(a->kind, "reference");
	const char *const fields[] = {"kind", "direction", "company", "contact", "deal", "campaign", "rep",
	                              "at", "minutes", "outcome", "planned_at", "follows", "objection",
	                              "material", "text"};
	const char *const cells[] = {
		or_else(a->kind, "call"),
		or_else(a->direction, silent ? NULL : "out"),
		number(a->company, company),
		number(a->contact, contact),
		number(a->deal, deal),
		a->campaign,
		or_else(a->rep, who_id(db) ? who_login(db) : NULL),
		or_else(a->at, txn_at(db)),
		a->minutes,
		a->outcome,
		or_else(a->planned_at, is_promise(a) ? a->due : NULL),
		number(before, follows),
		a->objection,
		a->material,
		a->text,
	};
	struct writer *w;
	int64_t id;

	if (not_in_future(db, a->at, why) < 0)
		return -1;
	if (given(a->due) && when_parse(a->due, due, why) < 0)
		return text_place(why, "due");
	w = writer_open(db, registry_entity("activity"), fields, sizeof fields / sizeof *fields, why);
	if (!w)
		return -1;
	id = writer_add(w, cells, why);
	writer_close(w);
	return id;
}

static const char *follow_up_title(struct db *db, const struct activity *a)
{
	bool russian = strcmp(db_setting(db, "lang", "en"), "ru") == 0;

	if (given(a->next))
		return a->next;
	if (is(a->outcome, "appointment"))
		return russian ? "встреча" : "meeting";
	return russian ? "перезвонить" : "call back";
}

/* The number of the task, 0 when nothing follows. */
static int64_t follow_up(struct db *db, const struct activity *a, int64_t activity, struct str *why)
{
	struct task t = {.title = follow_up_title(db, a), .due = or_else(a->due, a->planned_at),
	                 .company = a->company, .contact = a->contact, .deal = a->deal,
	                 .activity = activity};

	if (!activity_is_followed(a))
		return 0;
	if (!given(t.due))
		t.due = "+1wd";
	t.assignee = db_get_int_id(db, 0, "SELECT rep FROM activity WHERE id = :id", activity);
	return task_add(db, &t, why);
}

/* What was done is done, unless nobody answered; a task that is over already stays as it is. */
static int close_task(struct db *db, const struct activity *a, struct str *why)
{
	int64_t next;

	if (!a->task || !given(a->outcome) || is(a->outcome, "no-answer") ||
	    db_get_int_id(db, 0, "SELECT 1 FROM task WHERE id = :id AND status <> 'open'", a->task))
		return 0;
	return task_done(db, a->task, or_else(a->text, a->outcome), NULL, &next, why);
}

int64_t activity_log(struct db *db, const struct activity *what, int64_t *task, struct str *why)
{
	struct activity a = *what;
	int64_t id;

	*task = 0;
	fill_in(db, &a);
	if (!a.company && !a.contact && !a.deal && !is(a.kind, "meeting") && !is(a.kind, "note"))
		return str_setf(why, "nobody to have talked to: a company, contact or deal is needed");
	/* Of the talk, the task that follows and the one that it closes, all or nothing stays. */
	txn_mark(db);
	id = write_down(db, &a, why);
	if (id >= 0)
		*task = follow_up(db, &a, id, why);
	if (id < 0 || *task < 0 || close_task(db, &a, why) < 0) {
		txn_back(db);
		*task = 0;
		return -1;
	}
	txn_keep(db);
	return id;
}

/* A phone or an e-mail address belongs to a person as well as to the firm he works for. */
static bool is_channel(const char *who)
{
	size_t digits = 0;

	for (const char *p = who; *p; p++)
		digits += *p >= '0' && *p <= '9';
	return strchr(who, '@') || digits >= 7;
}

int activity_with(struct db *db, const char *who, struct activity *a, struct str *why)
{
	int64_t id = find_record(db, registry_entity("company"), who, why);

	a->company = id > 0 ? id : 0;
	/* Who is called by number may be a person, and the firm is known too. */
	if (id < 0 || is_channel(who)) {
		id = find_record(db, registry_entity("contact"), who, NULL);
		a->contact = id > 0 ? id : 0;
	}
	if (a->company || a->contact)
		return 0;
	if (why && strncmp(str_text(why), "no company", 10) == 0)
		str_setf(why, "no company or person fits '%s'", who);
	return -1;
}

static bool is_choice(const char *field, const char *word)
{
	struct str choice = {0};
	bool is = choice_find(registry_field(registry_entity("activity"), field)->choices, word, &choice);

	str_free(&choice);
	return is;
}

bool activity_is_outcome(const char *word)
{
	return is_choice("outcome", word);
}

bool activity_is_word(const char *word)
{
	return is_choice("outcome", word) || is_choice("kind", word);
}

static void claims(struct db *db, int64_t company, struct str *out)
{
	struct stmt *st = db_prepare(db, "SELECT id, at, coalesce(text, kind, '') FROM claim "
	                                 "WHERE company = :company "
	                                 "AND (closed_on IS NULL OR closed_on > crm_today()) ORDER BY at, id");

	db_bind_int(st, "company", company);
	while (db_step(st))
		str_addf(out, "open claim %lld of %.10s: %s\n", (long long)db_int(st, 0), db_text0(st, 1),
		         db_text0(st, 2));
}

static void replies(struct db *db, const char *objection, struct str *out)
{
	int64_t id = codes_id(db, registry_entity("objection"), objection, NULL);
	struct stmt *st;

	if (id < 0)
		return;
	st = db_prepare(db, sql_objection_advice);
	db_bind_int(st, "id", id);
	while (db_step(st)) {
		if (!db_int(st, 0))
			str_addf(out, "objection '%s' means: ", objection);
		else
			str_addf(out, "answer%s%s: ", db_null(st, 2) ? "" : ", ", db_text0(st, 2));
		str_addf(out, "%s\n", db_text0(st, 1));
	}
}

void activity_hints(struct db *db, const struct activity *what, struct str *out)
{
	struct activity a = *what;

	str_clear(out);
	fill_in(db, &a);
	if (a.company)
		claims(db, a.company, out);
	if (given(a.objection))
		replies(db, a.objection, out);
}
