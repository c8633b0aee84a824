/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ical - tasks and planned meetings as a calendar
 *
 * What the standard has a place for stands there; the rest of a record stands in X-CRM- lines
 * beside it, so that a calendar that comes back unchanged makes the same record. */
#include "exchange/ical.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/lang.h"
#include "exchange/uid.h"
#include "exchange/vline.h"
#include "model/task.h"

/* 2026-11-22T10:05:00 as 20261122T100500 */
static void put_digits(struct str *out, const char *t)
{
	for (; *t; t++)
		if (*t != '-' && *t != ':')
			str_addc(out, *t);
}

static void put_date(struct ical *c, const char *name, const char *date)
{
	(void)str_setf(&c->line, "%s;VALUE=DATE:", name);
	put_digits(&c->line, date);
	vline_put(&c->out, c->line.s);
}

/* A moment of the record: of a date its midnight. */
static void put_utc(struct ical *c, const char *name, const char *t)
{
	char moment[WHEN_SIZE], utc[WHEN_SIZE];

	if (!t || !*t)
		return;
	when_add_seconds(t, 0, moment);
	if (when_in_zone(moment, "UTC", utc) != 0)
		return;
	(void)str_setf(&c->line, "%s:", name);
	put_digits(&c->line, utc);
	str_addc(&c->line, 'Z');
	vline_put(&c->out, c->line.s);
}

/* What is a day only stands beside the moment that the standard asks for. */
static void put_day(struct ical *c, const char *name, const char *t)
{
	if (t && strlen(t) == 10)
		put_date(c, name, t);
}

/* A moment of the department, at the same hour whatever summer time does to it. */
static void put_local(struct ical *c, const char *name, const char *t)
{
	if (!t || !*t)
		return;
	if (strlen(t) == 10) {
		put_date(c, name, t);
		return;
	}
	if (!*c->zone) {
		put_utc(c, name, t);
		return;
	}
	if (!*c->first || strcmp(t, c->first) < 0)
		memcpy(c->first, t, strlen(t) + 1);
	if (strcmp(t, c->last) > 0)
		memcpy(c->last, t, strlen(t) + 1);
	(void)str_setf(&c->line, "%s;TZID=%s:", name, c->zone);
	put_digits(&c->line, t);
	vline_put(&c->out, c->line.s);
}

static void put_uid(struct ical *c, const char *entity, int64_t id)
{
	struct str uid = {0};

	uid_make(c->db, registry_entity(entity), id, &uid);
	vline_put_text(&c->out, &c->line, "UID", str_text(&uid));
	str_free(&uid);
}

/* The last day up to that one which the month has: a rule that names the 31st alone leaves the short months out. */
static void add_last_day(struct str *rule, const char *due, bool yearly, int day)
{
	if (yearly)
		str_addf(rule, ";BYMONTH=%ld", strtol(due + 5, NULL, 10));
	str_add(rule, ";BYMONTHDAY=28");
	for (int d = 29; d <= day; d++)
		str_addf(rule, ",%d", d);
	str_add(rule, ";BYSETPOS=-1");
}

/* 2w as FREQ=WEEKLY;INTERVAL=2. False: a repetition that nobody knows. */
static bool put_rule(struct ical *c, const char *due, const char *every)
{
	static const char *const freq[][2] = {{"d", "DAILY"}, {"w", "WEEKLY"}, {"m", "MONTHLY"}, {"y", "YEARLY"},
	                                      {"wd", "DAILY"}};
	int n, day = task_repeat_day(every, due);
	char unit[3];

	if (task_repeat_parts(every, &n, unit) != 0)
		return false;
	for (size_t i = 0; i < sizeof freq / sizeof *freq; i++)
		if (!strcmp(unit, freq[i][0]))
			(void)str_setf(&c->line, "RRULE:FREQ=%s", freq[i][1]);
	if (n > 1)
		str_addf(&c->line, ";INTERVAL=%d", n);
	if (!strcmp(unit, "wd"))
		str_add(&c->line, ";BYDAY=MO,TU,WE,TH,FR");
	if (day > 28)
		add_last_day(&c->line, due, !strcmp(unit, "y"), day);
	vline_put(&c->out, c->line.s);
	return true;
}

/* What is repeated needs a start to be counted from; a task with both would have to be due behind it. */
static void put_due(struct ical *c, const char *due, const char *every)
{
	bool repeated = *due && *every && put_rule(c, due, every);

	put_local(c, repeated ? "DTSTART" : "DUE", due);
	if (*every && !repeated)
		vline_put_text(&c->out, &c->line, "X-CRM-EVERY", every);
}

/* Nine is lowest there, and most urgent here. */
static void put_priority(struct ical *c, int64_t p)
{
	if (!p)
		return;
	(void)str_setf(&c->line, "PRIORITY:%" PRId64, p > 9 ? 1 : p < 1 ? 9 : 10 - p);
	vline_put(&c->out, c->line.s);
	if (p >= 1 && p <= 9)
		return;
	(void)str_setf(&c->line, "X-CRM-PRIORITY:%" PRId64, p);
	vline_put(&c->out, c->line.s);
}

static void put_status(struct ical *c, const char *status)
{
	static const char *const words[][2] = {{"open", "NEEDS-ACTION"}, {"done", "COMPLETED"}};
	const char *word = "CANCELLED";

	for (size_t i = 0; i < 2; i++)
		if (!strcmp(words[i][0], status))
			word = words[i][1];
	vline_put_text(&c->out, &c->line, "STATUS", word);
}

/* In UTC, as the standard asks for. */
static void put_alarm(struct ical *c, const char *remind, const char *title)
{
	if (!*remind)
		return;
	vline_put(&c->out, "BEGIN:VALARM");
	vline_put(&c->out, "ACTION:DISPLAY");
	vline_put_text(&c->out, &c->line, "DESCRIPTION", title);
	put_utc(c, "TRIGGER;VALUE=DATE-TIME", remind);
	vline_put(&c->out, "END:VALARM");
}

/* A record of ours by name, and by a UID that is in the address book too. */
static void put_known(struct ical *c, const char *entity, const char *name, int64_t id)
{
	struct str uid = {0};

	if (!id)
		return;
	uid_make(c->db, registry_entity(entity), id, &uid);
	(void)str_setf(&c->line, "X-CRM-%s;UID=\"%s\":", !strcmp(entity, "company") ? "COMPANY" : "CONTACT", uid.s);
	vline_escape(&c->line, name);
	vline_put(&c->out, c->line.s);
	str_free(&uid);
}

/* Whose it is and with whom: columns rep, company, contact and the numbers of the two from there on. */
static void put_people(struct ical *c, struct stmt *st, int column)
{
	vline_put_text(&c->out, &c->line, "X-CRM-REP", db_text(st, column));
	put_known(c, "company", db_text0(st, column + 1), db_int(st, column + 3));
	put_known(c, "contact", db_text0(st, column + 2), db_int(st, column + 4));
}

/* A copy: the calendar's head is written when the base is closed. */
static void know_zone(struct ical *c)
{
	if (!c->zone)
		c->zone = mem_copy(db_setting(c->db, "time_zone", ""));
}

void ical_task(struct ical *c, int64_t task)
{
	struct stmt *st = db_prepare(c->db,
		"SELECT t.title, t.kind, t.created_at, t.due_at, t.remind_at, t.every, t.priority, t.status, t.done_at, "
		"t.result, r.login, f.name, p.name, f.id, p.id FROM task t LEFT JOIN rep r ON r.id = t.assignee "
		"LEFT JOIN company f ON f.id = t.company LEFT JOIN contact p ON p.id = t.contact WHERE t.id = :id");

	know_zone(c);
	db_bind_int(st, "id", task);
	if (!db_step(st))
		return;
	vline_put(&c->out, "BEGIN:VTODO");
	put_uid(c, "task", task);
	put_utc(c, "DTSTAMP", db_text(st, 2));
	put_utc(c, "CREATED", db_text(st, 2));
	vline_put_text(&c->out, &c->line, "SUMMARY", db_text(st, 0));
	put_due(c, db_text0(st, 3), db_text0(st, 5));
	put_priority(c, db_int(st, 6));
	put_status(c, db_text0(st, 7));
	put_utc(c, "COMPLETED", db_text(st, 8));
	put_day(c, "X-CRM-DONE", db_text(st, 8));
	put_day(c, "X-CRM-CREATED", db_text(st, 2));
	put_day(c, "X-CRM-REMIND", db_text(st, 4));
	vline_put_text(&c->out, &c->line, "COMMENT", db_text(st, 9));
	vline_put_text(&c->out, &c->line, "X-CRM-KIND", db_text(st, 1));
	put_people(c, st, 10);
	put_alarm(c, db_text0(st, 4), db_text(st, 0));
	vline_put(&c->out, "END:VTODO");
	db_reset(st);
}

/* "Meeting: Acme Ltd, Ann Smith" */
static void put_summary(struct ical *c, const char *company, const char *contact)
{
	struct str text = {0};

	str_set(&text, lang_pick("Meeting", "Встреча"));
	if (*company || *contact)
		str_addf(&text, ": %s%s%s", company, *company && *contact ? ", " : "", contact);
	vline_put_text(&c->out, &c->line, "SUMMARY", text.s);
	str_free(&text);
}

/* A meeting takes an hour unless it says so; how long the talk was in which it was agreed on is no matter. */
static void put_length(struct ical *c, const char *kind, struct stmt *st, int column)
{
	bool own = !strcmp(kind, "meeting") || !strcmp(kind, "visit");

	(void)str_setf(&c->line, "DURATION:PT%" PRId64 "M", own && !db_null(st, column) ? db_int(st, column) : 60);
	vline_put(&c->out, c->line.s);
	vline_put_text(&c->out, &c->line, "X-CRM-MINUTES", db_text(st, column));
}

void ical_meeting(struct ical *c, int64_t activity)
{
	struct stmt *st = db_prepare(c->db,
		"SELECT a.kind, a.at, a.created_at, a.planned_at, a.minutes, a.outcome, a.text, r.login, f.name, p.name, "
		"f.id, p.id FROM activity a LEFT JOIN rep r ON r.id = a.rep LEFT JOIN company f ON f.id = a.company "
		"LEFT JOIN contact p ON p.id = a.contact WHERE a.id = :id");

	know_zone(c);
	db_bind_int(st, "id", activity);
	if (!db_step(st))
		return;
	vline_put(&c->out, "BEGIN:VEVENT");
	put_uid(c, "activity", activity);
	put_utc(c, "DTSTAMP", db_text(st, 2));
	put_utc(c, "CREATED", db_text(st, 2));
	put_local(c, "DTSTART", db_text(st, 3));
	if (strlen(db_text0(st, 3)) > 10)
		put_length(c, db_text0(st, 0), st, 4);
	else
		vline_put_text(&c->out, &c->line, "X-CRM-MINUTES", db_text(st, 4));
	put_summary(c, db_text0(st, 8), db_text0(st, 9));
	vline_put_text(&c->out, &c->line, "DESCRIPTION", db_text(st, 6));
	vline_put_text(&c->out, &c->line, "STATUS", strcmp(db_text0(st, 5), "cancelled") != 0 ? "CONFIRMED" : "CANCELLED");
	vline_put_text(&c->out, &c->line, "X-CRM-KIND", db_text(st, 0));
	vline_put_text(&c->out, &c->line, "X-CRM-OUTCOME", db_text(st, 5));
	put_utc(c, "X-CRM-AT", db_text(st, 1));
	put_day(c, "X-CRM-AT", db_text(st, 1));
	put_day(c, "X-CRM-CREATED", db_text(st, 2));
	put_people(c, st, 7);
	vline_put(&c->out, "END:VEVENT");
	db_reset(st);
}

void ical_head(struct ical *c, struct str *out)
{
	vline_put(out, "BEGIN:VCALENDAR");
	vline_put(out, "VERSION:2.0");
	vline_put(out, "PRODID:-//crm//crm-export//EN");
	vline_put(out, "CALSCALE:GREGORIAN");
	if (*c->first)
		ical_zone(c->zone, (int)strtol(c->first, NULL, 10), (int)strtol(c->last, NULL, 10), out);
}

void ical_tail(struct str *out)
{
	vline_put(out, "END:VCALENDAR");
}

void ical_free(struct ical *c)
{
	str_free(&c->out);
	str_free(&c->line);
	free(c->zone);
}
