/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ical_read - tasks and meetings of a calendar as rows of a table
 *
 * A component is read to its end before anything is settled: what a line means may depend on one
 * that comes later (DTEND on DTSTART, an alarm on DUE). Rows have all columns of tasks and
 * meetings; those of the other kind stay empty. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "base/when.h"
#include "exchange/ical_time.h"
#include "exchange/vtable_in.h"

enum {
	TASK_UID, TITLE, KIND, DUE, REMIND, EVERY, PRIORITY, STATUS, DONE, RESULT, GIVEN, ASSIGNEE,
	MEETING_UID, TALK, AT, PLANNED, MINUTES, OUTCOME, TEXT, REP, ENTERED,
	COMPANY_UID, COMPANY, CONTACT_UID, CONTACT, EMPLOYER, LOCATION, DESCRIPTION, REPEATS, COLUMNS
};

const struct vcolumn ical_columns[] = {
	[TASK_UID] = {"task_uid", "=task"}, [TITLE] = {"title", "title"}, [KIND] = {"kind", "kind"},
	[DUE] = {"due_at", "due_at"}, [REMIND] = {"remind_at", "remind_at"}, [EVERY] = {"every", "every"},
	[PRIORITY] = {"priority", "priority"}, [STATUS] = {"status", "status"},
	[DONE] = {"done_at", "done_at"}, [RESULT] = {"result", "result"}, [GIVEN] = {"given_at", "created_at"},
	[ASSIGNEE] = {"assignee", "assignee"},
	[MEETING_UID] = {"meeting_uid", "=activity"}, [TALK] = {"talk", "activity.kind"},
	[AT] = {"at", "activity.at"}, [PLANNED] = {"planned_at", "activity.planned_at"},
	[MINUTES] = {"minutes", "activity.minutes"}, [OUTCOME] = {"outcome", "activity.outcome"},
	[TEXT] = {"text", "activity.text"}, [REP] = {"rep", "activity.rep"},
	[ENTERED] = {"entered_at", "activity.created_at"},
	[COMPANY_UID] = {"company_uid", "=company"}, [COMPANY] = {"company", "company.name"},
	[CONTACT_UID] = {"contact_uid", "=contact"}, [CONTACT] = {"contact", "contact.name"},
	/* always empty: who is met at a company need not work there */
	[EMPLOYER] = {"contact_company", "contact.company"}, [LOCATION] = {"location", NULL},
	[DESCRIPTION] = {"description", NULL},
	/* of a meeting, or with an end: only the first of them comes in */
	[REPEATS] = {"repeats", NULL},
};
const size_t ical_columns_n = COLUMNS;

/* What is only known when the component ends. */
struct ical {
	bool event, ours, cancelled;
	char start[WHEN_SIZE], end[WHEN_SIZE];
	int64_t lasts;    /* seconds, 0: not told */
	bool alarm, to_end;
	int64_t before;   /* seconds from start or end to the alarm */
	long day;         /* of the month that the repetition means, 0: that of the start */
	struct str summary, text;
	struct str instance; /* which one of those that are repeated this is, moved or changed */
};

/* What cannot be read goes on as it is, for the row to be refused with it. */
static void put_time(struct vtable *v, const struct vline *l, int column, char out[WHEN_SIZE])
{
	const char *zone = vline_param(l, "TZID");

	out[0] = '\0';
	if (ical_time(l, out)) {
		str_set(&v->cell[column], out);
		return;
	}
	str_set(&v->cell[column], l->value);
	if (zone)
		str_addf(&v->cell[column], " (%s)", zone);
	out[0] = '\0';
}

static void take_alarm(struct vtable *v, struct ical *c, const struct vline *l)
{
	char at[WHEN_SIZE];

	if (strcmp(l->name, "TRIGGER") != 0 || c->alarm || v->cell[REMIND].n)
		return;
	if (ical_time(l, at)) {
		str_set(&v->cell[REMIND], at);
	} else if (ical_lasts(l->value, &c->before)) {
		c->alarm = true;
		c->to_end = vline_has(l, "RELATED", "END");
	}
}

/* The nearest repetition that a task knows. */
static void take_rule(struct vtable *v, struct ical *c, const struct vline *l)
{
	static const char *const freq[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
	static const char *const unit[] = {"d", "w", "m", "y"};
	size_t n = 0, days = 0, skip;
	const char *f = ical_rule_part(l->value, "FREQ", &n), *by = ical_rule_part(l->value, "BYDAY", &days);
	const char *interval = ical_rule_part(l->value, "INTERVAL", &skip);
	long times = interval ? strtol(interval, NULL, 10) : 1;
	bool work = by && days == strlen("MO,TU,WE,TH,FR") && !strncasecmp(by, "MO,TU,WE,TH,FR", days);

	if (c->event || ical_rule_part(l->value, "UNTIL", &skip) || ical_rule_part(l->value, "COUNT", &skip))
		str_set(&v->cell[REPEATS], l->value);
	for (size_t i = 0; f && !c->event && i < 4; i++)
		if (strlen(freq[i]) == n && !strncasecmp(f, freq[i], n)) {
			/* every second week's working days are not every second working day */
			(void)str_setf(&v->cell[EVERY], "%ld%s", times > 0 ? times : 1,
			               work && (!i || (i == 1 && times < 2)) ? "wd" : unit[i]);
			c->day = i < 2 ? 0 : ical_last_day(l->value);
		}
}

static void take_text(struct vtable *v, const struct vline *l, int column)
{
	struct str text = {0};

	vline_text(l, &text);
	vtable_add(v, column, "\n", text.s);
	str_free(&text);
}

static void take_words(const struct vline *l, struct str *out, const char *between)
{
	struct str text = {0};

	vline_text(l, &text);
	if (text.n)
		str_addf(out, "%s%s", out->n ? between : "", text.s);
	str_free(&text);
}

static void take_status(struct vtable *v, struct ical *c, const char *status)
{
	bool cancelled = !strcasecmp(status, "CANCELLED");

	c->cancelled = c->event && cancelled;
	if (!c->event)
		str_set(&v->cell[STATUS], cancelled ? "cancelled" : !strcasecmp(status, "COMPLETED") ? "done" : "open");
}

/* Nine is lowest there, and most urgent here. */
static void take_priority(struct vtable *v, const char *text)
{
	long p = strtol(text, NULL, 10);

	if (p >= 1 && p <= 9 && !v->cell[PRIORITY].n)
		(void)str_setf(&v->cell[PRIORITY], "%ld", 10 - p);
}

/* Is the day that a line of ours tells no longer that of the moment beside it, which a calendar has moved since? */
static bool is_moved(const struct vtable *v, const struct vline *l, int column)
{
	char at[WHEN_SIZE];

	return !strncmp(l->name, "X-CRM-", 6) && v->cell[column].n && ical_time(l, at) &&
	       strncmp(v->cell[column].s, at, 10) != 0;
}

static bool take_moment(struct vtable *v, struct ical *c, const struct vline *l)
{
	static const struct {
		const char *name;
		int task, event;
	} moments[] = {{"DUE", DUE, -1}, {"DTSTART", -1, PLANNED}, {"COMPLETED", DONE, -1},
	               {"CREATED", GIVEN, ENTERED}, {"X-CRM-AT", -1, AT}, {"X-CRM-DONE", DONE, -1},
	               {"X-CRM-CREATED", GIVEN, ENTERED}, {"X-CRM-REMIND", REMIND, -1}};
	char at[WHEN_SIZE] = "";

	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
		int column = c->event ? moments[i].event : moments[i].task;

		if (strcmp(l->name, moments[i].name) != 0)
			continue;
		if (column >= 0 && !is_moved(v, l, column))
			put_time(v, l, column, at);
		else
			(void)ical_time(l, at);
		if (!strcmp(l->name, "DTSTART"))
			memcpy(c->start, at, sizeof at);
		else if (!strcmp(l->name, "DUE"))
			memcpy(c->end, at, sizeof at);
		return true;
	}
	return false;
}

static bool take_plain(struct vtable *v, const struct ical *c, const struct vline *l)
{
	static const struct {
		const char *name;
		int task, event;
	} plain[] = {{"UID", TASK_UID, MEETING_UID}, {"X-CRM-REP", ASSIGNEE, REP},
	             {"X-CRM-KIND", KIND, TALK}, {"X-CRM-OUTCOME", STATUS, OUTCOME},
	             {"X-CRM-PRIORITY", PRIORITY, -1}, {"X-CRM-EVERY", EVERY, -1}, {"X-CRM-MINUTES", -1, MINUTES},
	             {"COMMENT", RESULT, DESCRIPTION}, {"LOCATION", LOCATION, LOCATION}};

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		int column = c->event ? plain[i].event : plain[i].task;

		if (strcmp(l->name, plain[i].name) != 0)
			continue;
		/* Nearer than what the standard could say, unless a calendar says something else since. */
		if (column == PRIORITY && v->cell[PRIORITY].n && strcmp(v->cell[PRIORITY].s, "9") != 0 &&
		    strcmp(v->cell[PRIORITY].s, "1") != 0)
			return true;
		if (column == PRIORITY)
			str_clear(&v->cell[PRIORITY]);
		if (column >= 0)
			take_text(v, l, column);
		return true;
	}
	return false;
}

/* A company or contact, and by which UID it is known. */
static bool take_known(struct vtable *v, const struct vline *l)
{
	bool company = !strcmp(l->name, "X-CRM-COMPANY");
	const char *uid = vline_param(l, "UID");

	if (!company && strcmp(l->name, "X-CRM-CONTACT") != 0)
		return false;
	take_text(v, l, company ? COMPANY : CONTACT);
	if (uid)
		str_set(&v->cell[company ? COMPANY_UID : CONTACT_UID], uid);
	return true;
}

static void take(struct vtable *v, struct ical *c, const struct vline *l)
{
	if (take_moment(v, c, l))
		return;
	if (!strcmp(l->name, "X-CRM-KIND"))
		c->ours = true;
	if (take_known(v, l) || take_plain(v, c, l))
		return;
	if (!strcmp(l->name, "SUMMARY"))
		take_words(l, &c->summary, " ");
	else if (!strcmp(l->name, "DESCRIPTION"))
		take_words(l, &c->text, "\n");
	else if (!strcmp(l->name, "STATUS"))
		take_status(v, c, l->value);
	else if (!strcmp(l->name, "PRIORITY") && !c->event)
		take_priority(v, l->value);
	else if (!strcmp(l->name, "RRULE"))
		take_rule(v, c, l);
	else if (!strcmp(l->name, "RECURRENCE-ID"))
		str_set(&c->instance, l->value);
	else if (!strcmp(l->name, "DTEND"))
		(void)ical_time(l, c->end);
	else if (!strcmp(l->name, "DURATION"))
		(void)ical_lasts(l->value, &c->lasts);
}

static void settle_event(struct vtable *v, struct ical *c)
{
	int64_t seconds = *c->start && *c->end ? when_seconds_between(c->start, c->end) : c->lasts;

	if (!c->ours && seconds > 0 && strlen(c->start) > 10)
		(void)str_setf(&v->cell[MINUTES], "%" PRId64, seconds / 60);
	if (!c->ours) {
		vtable_add(v, TEXT, "", str_text(&c->summary));
		vtable_add(v, TALK, "", "meeting");
	}
	vtable_add(v, TEXT, "\n", str_text(&c->text));
	if (c->cancelled)
		str_set(&v->cell[OUTCOME], "cancelled");
	if (!v->cell[OUTCOME].n && !c->ours)
		str_set(&v->cell[OUTCOME], "appointment");
}

static void settle_task(struct vtable *v, struct ical *c)
{
	const char *base = *c->start && !c->to_end ? c->start : *c->end ? c->end : c->start;
	char at[WHEN_SIZE];

	vtable_add(v, TITLE, "", str_text(&c->summary));
	vtable_add(v, v->cell[TITLE].n ? DESCRIPTION : TITLE, "", str_text(&c->text));
	if (!v->cell[STATUS].n && v->cell[DONE].n)
		str_set(&v->cell[STATUS], "done");
	if (!v->cell[DUE].n && *c->start) {
		memcpy(at, c->start, sizeof at);
		if (c->lasts > 0 && strlen(at) > 10)
			when_add_seconds(c->start, c->lasts, at);
		str_set(&v->cell[DUE], at);
	}
	if (c->day > 28 && c->day <= 31 && *c->start && strtol(c->start + 8, NULL, 10) != c->day)
		str_addf(&v->cell[EVERY], "@%ld", c->day);
	if (c->alarm && *base) {
		when_add_seconds(base, c->before, at);
		str_set(&v->cell[REMIND], at);
	}
}

/* Up to END of the component; what is inside of it is an alarm or passed over. */
static int read_component(struct vtable *v, struct ical *c, struct str *why)
{
	bool alarm = false;
	int depth = 1, got;
	struct vline l;

	while ((got = vlines_next(v->lines, &l, why)) > 0) {
		if (!strcmp(l.name, "BEGIN")) {
			alarm = ++depth == 2 && !strcasecmp(l.value, "VALARM");
		} else if (!strcmp(l.name, "END")) {
			if (!--depth)
				break;
		} else if (depth == 1) {
			take(v, c, &l);
		} else if (alarm && depth == 2 && !c->event) {
			take_alarm(v, c, &l);
		}
	}
	if (got == 0)
		return vtable_fail(v, v->line, why, "what begins here has no END");
	return got;
}

static int read_row(struct vtable *v, bool event, struct str *why)
{
	struct ical c = {.event = event};
	int got;

	for (size_t i = 0; i < v->n; i++)
		str_clear(&v->cell[i]);
	got = read_component(v, &c, why);
	if (got > 0 && event)
		settle_event(v, &c);
	else if (got > 0)
		settle_task(v, &c);
	/* It has the UID of all of them, and is a record of its own. */
	if (c.instance.n && v->cell[event ? MEETING_UID : TASK_UID].n)
		str_addf(&v->cell[event ? MEETING_UID : TASK_UID], "/%s", c.instance.s);
	str_free(&c.instance);
	str_free(&c.summary);
	str_free(&c.text);
	return got;
}

static int pass_over(struct vtable *v, struct str *why)
{
	struct ical c = {.event = true};
	int got = read_component(v, &c, why);

	str_free(&c.instance);
	str_free(&c.summary);
	str_free(&c.text);
	return got;
}

int ical_read(struct vtable *v, struct str *why)
{
	struct vline l;
	int got;

	while ((got = vlines_next(v->lines, &l, why)) > 0) {
		bool begin = !strcmp(l.name, "BEGIN");
		const char *what = begin || !strcmp(l.name, "END") ? text_trim(l.value) : "";

		if (begin && !strcasecmp(what, "VCALENDAR") && !v->in_calendar) {
			v->in_calendar = true;
			v->opened = l.line;
			continue;
		}
		if (!v->in_calendar)
			return vtable_fail(v, l.line, why, "no calendar begins here, expected BEGIN:VCALENDAR");
		if (!begin) {
			v->in_calendar = strcasecmp(what, "VCALENDAR") != 0;
			continue;
		}
		v->line = l.line;
		if (!strcasecmp(what, "VTODO") || !strcasecmp(what, "VEVENT"))
			return read_row(v, !strcasecmp(what, "VEVENT"), why);
		if (pass_over(v, why) < 0)
			return -1;
	}
	if (!got && v->in_calendar)
		return vtable_fail(v, v->opened, why, "the calendar that begins here has no END:VCALENDAR");
	return got;
}
