/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calls_gather - the reasons to call somebody today, source by source
 *
 * Each source adds its reason to the one entry that a company has (a hash by company). The entry has
 * the place of its most urgent reason; only open claims go before all of them (calls.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/money.h"
#include "base/str.h"
#include "base/when.h"
#include "measure/calls_in.h"
#include "sql.h"

static size_t *slot_of(struct calls *c, int64_t company)
{
	size_t i = (size_t)company * 0x9e3779b97f4a7c15u >> 20;

	while (c->slot[i & (c->slots - 1)] && c->v[c->slot[i & (c->slots - 1)] - 1].company != company)
		i++;
	return &c->slot[i & (c->slots - 1)];
}

void calls_index(struct calls *c)
{
	if (c->slots)
		memset(c->slot, 0, c->slots * sizeof *c->slot);
	for (size_t i = 0; i < c->n; i++)
		*slot_of(c, c->v[i].company) = i + 1;
}

/* Room for one more: at most half of the slots are taken. */
static void widen(struct calls *c)
{
	if (c->slots > 2 * (c->n + 1))
		return;
	free(c->slot);
	c->slots = c->slots ? 2 * c->slots : 64;
	c->slot = mem_zero(c->slots * sizeof *c->slot);
	calls_index(c);
}

/* A rep's own reasons come in the order of urgency; those of whom he stands in for come behind, and may be more urgent. */
static void hurry(struct call *e, enum calls_place place, const char *when)
{
	if (place > e->place || (place == e->place && strcmp(when, e->when) >= 0))
		return;
	e->place = place;
	snprintf(e->when, sizeof e->when, "%s", when);
}

/* The company's entry, made when it is new; a further reason adds its words, and the most urgent one gives it its place.
 * NULL for no company. */
static struct call *entry(struct calls *c, int64_t company, enum calls_place place, const char *when)
{
	struct call *e;
	size_t *slot;

	if (!company)
		return NULL;
	widen(c);
	slot = slot_of(c, company);
	if (*slot) {
		e = &c->v[*slot - 1];
		hurry(e, place, when);
		return e;
	}
	c->v = mem_grow(c->v, &c->cap, c->n + 1, sizeof *c->v);
	e = &c->v[c->n++];
	*slot = c->n;
	*e = (struct call){.company = company, .place = place};
	snprintf(e->when, sizeof e->when, "%s", when);
	return e;
}

static void reason(struct call *e, const char *fmt, const char *a)
{
	if (e->why.n)
		str_add(&e->why, "; ");
	str_add(&e->why, fmt);
	str_add(&e->why, a);
}

static void amount(struct call *e, struct stmt *st, int column)
{
	if (e->has_amount || db_null(st, column))
		return;
	e->amount = db_int(st, column);
	e->has_amount = true;
}

static const char *task_words(struct stmt *st, bool late)
{
	if (strcmp(db_text0(st, 7), "debt") == 0)
		return lang_pick("collect the debt: ", "взыскать долг: ");
	if (db_int(st, 6))
		return late ? lang_pick("overdue promise: ", "просроченное обещание: ")
		            : lang_pick("promised for today: ", "обещано на сегодня: ");
	return late ? lang_pick("overdue task: ", "просроченная задача: ")
	            : lang_pick("task for today: ", "задача на сегодня: ");
}

static void tasks(struct calls *c, int64_t rep)
{
	struct stmt *st = db_prepare(c->db, sql_calls_tasks);
	char tomorrow[WHEN_SIZE];

	when_add_days(when_today(), 1, tomorrow);
	db_bind_int(st, "rep", rep);
	db_bind_text(st, "tomorrow", tomorrow);
	while (db_step(st)) {
		const char *due = db_text0(st, 5);
		struct call *e = entry(c, db_int(st, 1), db_int(st, 6) ? CALL_PROMISE : CALL_TASK, due);
		if (!e) {
			c->homeless++;
			continue;
		}
		reason(e, task_words(st, strncmp(due, when_today(), 10) < 0), db_text0(st, 4));
		if (e->task)
			continue;
		e->task = db_int(st, 0);
		str_set(&e->step, db_text0(st, 4));
		if (!e->contact)
			e->contact = db_int(st, 2);
		if (!e->deal)
			e->deal = db_int(st, 3);
		amount(e, st, 8);
	}
}

/* What one company owes since when; what has no rate stands beside the sum in its own currency. */
struct debt {
	int64_t company, owed;
	char since[WHEN_SIZE];
	struct str foreign;
};

static void owes(struct calls *c, struct debt *d)
{
	struct call *e;
	char sum[MONEY_SIZE];

	if (!*d->since)
		return;
	e = entry(c, d->company, CALL_DEBT, d->since);
	reason(e, lang_pick("owes since ", "долг с "), d->since);
	str_add(&e->why, ": ");
	if (d->owed) {
		money_format(d->owed, sum);
		str_add(&e->why, sum);
	}
	if (d->foreign.n)
		str_addf(&e->why, "%s%s", d->owed ? ", " : "", d->foreign.s);
	if (d->owed && !e->has_amount) {
		e->amount = d->owed;
		e->has_amount = true;
	}
}

static void add_debt(struct debt *d, struct stmt *st)
{
	int64_t open = db_int(st, 2);
	bool foreign = !db_null(st, 3);
	char sum[MONEY_SIZE];

	if (open <= 0)
		return;
	if (!*d->since)
		snprintf(d->since, sizeof d->since, "%s", db_text0(st, 1));
	if (foreign && db_null(st, 4)) {
		money_format(open, sum);
		str_addf(&d->foreign, "%s%s %s", d->foreign.n ? ", " : "", sum, db_text0(st, 3));
	} else {
		d->owed += foreign ? db_int(st, 4) : open;
	}
}

static void debts(struct calls *c, int64_t rep)
{
	struct stmt *st = db_prepare(c->db, sql_calls_debts);
	struct debt d = {.company = 0};

	db_bind_int(st, "rep", rep);
	db_bind_text(st, "today", when_today());
	while (db_step(st)) {
		if (db_int(st, 0) != d.company) {
			owes(c, &d);
			d.company = db_int(st, 0);
			d.owed = 0;
			*d.since = '\0';
			str_clear(&d.foreign);
		}
		add_debt(&d, st);
	}
	owes(c, &d);
	str_free(&d.foreign);
}

static void stalled(struct calls *c, int64_t rep)
{
	struct stmt *st = db_prepare(c->db, sql_calls_stalled);

	db_bind_int(st, "rep", rep);
	db_bind_text(st, "now", when_now());
	db_bind_int(st, "stalled", db_setting_int(c->db, "stalled_days", 30));
	while (db_step(st)) {
		char due[WHEN_SIZE]; /* the last healthy day */
		struct call *e;

		when_add_days(db_text0(st, 4), db_int(st, 7), due);
		due[10] = '\0';
		e = entry(c, db_int(st, 1), CALL_STALLED, due);
		reason(e, lang_pick("deal stands in stage ", "сделка стоит на этапе "), db_text0(st, 5));
		str_addf(&e->why, lang_pick(" for %lld days, %lld are healthy", " %lld дн., норма %lld"),
		         (long long)db_int(st, 6), (long long)db_int(st, 7));
		if (e->deal)
			continue;
		e->deal = db_int(st, 0);
		if (!e->contact)
			e->contact = db_int(st, 2);
		amount(e, st, 8);
	}
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The days between purchases of one client and what follows from them. */
struct rhythm {
	int64_t company, *gap;
	size_t n, cap;
	char last[WHEN_SIZE];
	int64_t amount; /* of the last purchase */
	bool has_amount;
};

static void reorder(struct calls *c, struct rhythm *r)
{
	char due[WHEN_SIZE];
	int64_t days;
	struct call *e;

	if (r->n < 2)
		return;
	qsort(r->gap, r->n, sizeof *r->gap, by_size);
	days = (r->gap[(r->n - 1) / 2] + r->gap[r->n / 2] + 1) / 2;
	when_add_days(r->last, days, due);
	if (days == 0 || strcmp(due, when_today()) >= 0)
		return;
	e = entry(c, r->company, CALL_REORDER, due);
	reason(e, lang_pick("usually buys again by ", "обычно покупает снова к "), due);
	str_addf(&e->why, lang_pick(" (every %lld days)", " (раз в %lld дн.)"), (long long)days);
	if (r->has_amount && !e->has_amount) {
		e->amount = r->amount;
		e->has_amount = true;
	}
}

static void regulars(struct calls *c, int64_t rep, const char *recent)
{
	struct stmt *st = db_prepare(c->db, sql_calls_regulars);
	struct rhythm r = {0};

	db_bind_int(st, "rep", rep);
	db_bind_text(st, "recent", recent);
	while (db_step(st)) {
		const char *day = db_text0(st, 1);

		if (db_int(st, 0) != r.company) {
			reorder(c, &r);
			r.company = db_int(st, 0);
			r.n = 0;
		} else if (strcmp(day, r.last) != 0) { /* two deals of one day are one purchase */
			r.gap = mem_grow(r.gap, &r.cap, r.n + 1, sizeof *r.gap);
			r.gap[r.n++] = when_days_between(r.last, day);
		}
		strncpy(r.last, day, sizeof r.last - 1);
		r.amount = db_int(st, 2);
		r.has_amount = !db_null(st, 2);
	}
	reorder(c, &r);
	free(r.gap);
}

static bool has_entry(struct calls *c, int64_t company)
{
	return c->slots && *slot_of(c, company);
}

/* What is wrong is told before everything else, see calls.c: here the companies come in that have no other reason. */
static void complaints(struct calls *c, int64_t rep)
{
	struct stmt *st = db_prepare(c->db, sql_calls_claims);
	char due[WHEN_SIZE];

	db_bind_int(st, "rep", rep);
	db_bind_text(st, "today", when_today());
	while (db_step(st)) {
		snprintf(due, sizeof due, "%.10s", db_text0(st, 1));
		if (!has_entry(c, db_int(st, 0)))
			(void)entry(c, db_int(st, 0), CALL_CLAIM, due);
	}
}

/* The first day of callback_days. */
static void recent_day(struct calls *c, char out[WHEN_SIZE])
{
	when_add_days(when_today(), -db_setting_int(c->db, "callback_days", 14), out);
}

struct stmt *calls_cold(struct calls *c)
{
	struct stmt *st = db_prepare(c->db, sql_calls_cold);
	char cool[WHEN_SIZE], recent[WHEN_SIZE];

	when_add_days(when_today(), -db_setting_int(c->db, "recontact_days", 90), cool);
	recent_day(c, recent);
	db_bind_int(st, "rep", c->rep);
	db_bind_text(st, "recent", recent);
	db_bind_text(st, "cool", cool);
	return st;
}

/* An attempt that reached nobody is no talk, but it is what the order and callback_days go by. */
static void cold_words(struct calls *c, struct call *e, const char *tried)
{
	struct stmt *st = db_prepare(c->db, sql_calls_spoken);
	const char *spoken;

	db_bind_int(st, "company", e->company);
	spoken = db_step(st) && !db_null(st, 0) ? db_text(st, 0) : NULL;
	if (spoken) {
		reason(e, lang_pick("cold: last spoken to ", "холодный: последний разговор "), "");
		str_addn(&e->why, spoken, 10);
	} else {
		reason(e, lang_pick("cold: never spoken to", "холодный: ещё не говорили"), "");
	}
	if (tried && (!spoken || strncmp(spoken, tried, 10) != 0)) {
		str_add(&e->why, lang_pick(", last tried ", ", последняя попытка "));
		str_addn(&e->why, tried, 10);
	}
	db_reset(st);
}

bool calls_cold_next(struct calls *c, struct stmt *st, struct call *e)
{
	do {
		if (!db_step(st))
			return false;
	} while (has_entry(c, db_int(st, 0)) || !narrow_holds(c->among, c->db, db_int(st, 0)));
	*e = (struct call){.company = db_int(st, 0), .place = CALL_COLD};
	cold_words(c, e, db_null(st, 1) ? NULL : db_text(st, 1));
	return true;
}

static void gather(struct calls *c, int64_t rep, const char *recent)
{
	tasks(c, rep);
	if (c->invoices)
		debts(c, rep);
	stalled(c, rep);
	regulars(c, rep, recent);
	if (c->claims)
		complaints(c, rep);
}

void calls_gather(struct calls *c)
{
	struct stmt *away;
	char recent[WHEN_SIZE];

	/* Not every department keeps them, and each would be looked for in every company of a rep. */
	c->claims = db_get_int(c->db, 0, "SELECT 1 FROM claim LIMIT 1", NULL);
	c->invoices = db_get_int(c->db, 0, "SELECT 1 FROM invoice LIMIT 1", NULL);
	recent_day(c, recent);
	gather(c, c->rep, recent);
	if (!db_get_int(c->db, 0, "SELECT 1 FROM absence LIMIT 1", NULL))
		return;
	away = db_prepare_own(c->db, sql_calls_absent);
	db_bind_int(away, "rep", c->rep);
	db_bind_text(away, "today", when_today());
	while (db_step(away)) /* the work of the people he stands in for */
		gather(c, db_int(away, 0), recent);
	db_finalize(away);
}
