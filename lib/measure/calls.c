/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calls - whom to call today, and why: order, limit, and the rows */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/lang.h"
#include "base/money.h"
#include "base/phone.h"
#include "base/str.h"
#include "base/when.h"
#include "measure/calls_in.h"
#include "model/filter.h"
#include "model/find.h"
#include "sql.h"
#include "store/bits.h"

const struct out_column calls_columns[CALLS_COLUMNS] = {
	{"when", OUT_DATE}, {"company", OUT_NUMBER}, {"company_name", OUT_TEXT}, {"phone", OUT_TEXT},
	{"territory", OUT_TEXT}, {"contact", OUT_NUMBER}, {"contact_name", OUT_TEXT},
	{"local_time", OUT_TEXT}, {"why", OUT_WORDS}, {"last_talk", OUT_TEXT}, {"next_step", OUT_TEXT},
	{"deal", OUT_NUMBER}, {"amount", OUT_NUMBER}, {"rep", OUT_TEXT}, {"task", OUT_NUMBER},
	{"call", OUT_TEXT}, {"outcome", OUT_TEXT}, {"note", OUT_TEXT}, {"next", OUT_TEXT}, {"due", OUT_TEXT},
};

enum { C_WHEN, C_COMPANY, C_NAME, C_PHONE, C_TERRITORY, C_CONTACT, C_CONTACT_NAME, C_LOCAL, C_WHY,
       C_TALK, C_STEP, C_DEAL, C_AMOUNT, C_REP, C_TASK, C_CALL, C_N = CALLS_COLUMNS };

static int more_urgent(const void *a, const void *b)
{
	const struct call *x = a, *y = b;
	int order;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	order = strcmp(x->when, y->when);
	if (order)
		return order;
	if (x->amount != y->amount)
		return x->amount > y->amount ? -1 : 1;
	return (x->company > y->company) - (x->company < y->company);
}

/* Does the number as it was typed name its extension already? */
static bool says_extension(struct db *db, const char *value, const char *extension)
{
	struct str key = {0}, said = {0};
	bool says = phone_key(value, db_setting(db, "country", "RU"), &key, &said, NULL) == 0 &&
	            strcmp(str_text(&said), extension) == 0;

	str_free(&key);
	str_free(&said);
	return says;
}

/* The first telephone that may be dialled; the contact becomes its owner. blocked: there are others. */
static bool dial(struct calls *c, struct call *e, bool others, struct str *out, bool *blocked)
{
	struct stmt *st = db_prepare(c->db, sql_calls_phones);
	bool found = false;

	db_bind_int(st, "company", e->company);
	db_bind_ref(st, "contact", e->contact);
	db_bind_text(st, "today", when_today());
	db_bind_int(st, "others", others);
	while (!found && db_step(st)) {
		if (db_int(st, 3)) {
			*blocked = true;
			continue;
		}
		found = true;
		str_set(out, db_text0(st, 0));
		if (!db_null(st, 1) && !says_extension(c->db, str_text(out), db_text0(st, 1)))
			str_addf(out, " ext. %s", db_text0(st, 1));
		if (!db_null(st, 2))
			e->contact = db_int(st, 2);
	}
	db_reset(st);
	return found;
}

/* False when all there are blocked. */
static bool phone(struct calls *c, struct call *e, struct str *out)
{
	bool blocked = false;

	return dial(c, e, false, out, &blocked) || dial(c, e, true, out, &blocked) || !blocked;
}

/* Could the row be shown? For those behind the limit, which may be thousands: a telephone of the firm's own mostly
 * answers it. */
static bool can_be_called(struct calls *c, struct call *e, struct str *scratch)
{
	struct stmt *st = db_prepare(c->db, "SELECT 1 FROM channel ch WHERE ch.company = :company AND ch.kind = 'phone' "
	                                    "AND ch.state = 'ok' AND NOT EXISTS (SELECT 1 FROM channel no WHERE "
	                                    "no.key = ch.key AND no.do_not_contact_until > :today) LIMIT 1");
	bool own;

	db_bind_int(st, "company", e->company);
	db_bind_text(st, "today", when_today());
	own = db_step(st);
	db_reset(st);
	return own || phone(c, e, scratch);
}

/* Whom to ask for there; not the one it is about when he may not be spoken to. */
static void person(struct calls *c, struct call *e)
{
	struct stmt *st = db_prepare(c->db, sql_calls_people);

	db_bind_int(st, "company", e->company);
	db_bind_ref(st, "contact", e->contact);
	db_bind_text(st, "today", when_today());
	e->contact = db_step(st) ? db_int(st, 0) : 0;
	db_reset(st);
}

static void last_talk(struct calls *c, const struct call *e, struct str *out)
{
	struct stmt *st = db_prepare(c->db, sql_calls_talk);

	db_bind_int(st, "company", e->company);
	db_bind_text(st, "now", when_now());
	if (db_step(st)) {
		str_addn(out, db_text0(st, 0), 10);
		for (int i = 1; i <= 3; i++)
			if (!db_null(st, i))
				str_addf(out, " %s", db_text0(st, i));
	}
	db_reset(st);
}

static void number(struct str *out, int64_t id)
{
	if (id)
		str_addf(out, "%lld", (long long)id);
}

/* What is open there and due first. Only the first row is read, see calls-people.sql. */
static void next_step(struct calls *c, const struct call *e, struct str *out)
{
	struct stmt *st = db_prepare(c->db, "SELECT ta.title FROM task ta WHERE ta.company = :company "
	                                    "AND ta.status = 'open' ORDER BY ta.due_at NULLS LAST, ta.id");

	db_bind_int(st, "company", e->company);
	if (db_step(st))
		str_set(out, db_text0(st, 0));
	db_reset(st);
}

/* Name, territory, the clock there, the next step. */
static void firm(struct calls *c, struct call *e, struct str *cells)
{
	struct stmt *st = db_prepare(c->db, sql_calls_firm);
	char there[WHEN_SIZE];

	db_bind_int(st, "company", e->company);
	if (db_step(st)) {
		str_set(&cells[C_NAME], db_text0(st, 0));
		str_set(&cells[C_TERRITORY], db_text0(st, 1));
		if (!db_null(st, 2) && when_in_zone(when_now(), db_text(st, 2), there) == 0)
			str_addn(&cells[C_LOCAL], there + 11, 5);
		if (e->step.n)
			str_set(&cells[C_STEP], e->step.s);
		else
			next_step(c, e, &cells[C_STEP]);
	}
	db_reset(st);
}

bool calls_cells(struct calls *c, struct call *e, const char *login, struct str *cells)
{
	char amount[MONEY_SIZE];

	for (size_t i = 0; i < C_N; i++)
		str_clear(&cells[i]);
	person(c, e);
	if (!phone(c, e, &cells[C_PHONE]))
		return false;
	firm(c, e, cells);
	str_set(&cells[C_WHEN], e->when);
	number(&cells[C_COMPANY], e->company);
	number(&cells[C_CONTACT], e->contact);
	if (e->contact)
		find_label(c->db, registry_entity("contact"), e->contact, &cells[C_CONTACT_NAME]);
	str_set(&cells[C_WHY], str_text(&e->why));
	last_talk(c, e, &cells[C_TALK]);
	number(&cells[C_DEAL], e->deal);
	if (e->has_amount) {
		money_format(e->amount, amount);
		str_set(&cells[C_AMOUNT], amount);
	}
	str_set(&cells[C_REP], login);
	number(&cells[C_TASK], e->task);
	str_addf(&cells[C_CALL], "%s:%s:%lld", when_today(), login, (long long)e->company);
	return true;
}

/* The oldest open claim of a company. The statement sorts nothing: that costs more than all the rest of it. */
static bool open_claim(struct stmt *st, int64_t company, const char *today, struct str *text)
{
	char oldest[WHEN_SIZE] = "";

	db_bind_int(st, "company", company);
	db_bind_text(st, "today", today);
	while (db_step(st))
		if (!*oldest || strcmp(db_text0(st, 0), oldest) < 0) {
			strncpy(oldest, db_text0(st, 0), sizeof oldest - 1);
			str_set(text, db_text0(st, 1));
		}
	return *oldest;
}

/* An open claim is heard before anybody sells again. */
static void claims(struct calls *c)
{
	struct stmt *st = db_prepare(c->db, "SELECT at, coalesce(text, kind, '') FROM claim WHERE company = :company "
	                                    "AND (closed_on IS NULL OR closed_on > :today)");
	char *today = mem_copy(when_today());
	struct str text = {0};

	for (size_t i = 0; i < c->n; i++) {
		struct call *e = &c->v[i];
		struct str why = {0};

		if (!open_claim(st, e->company, today, &text))
			continue;
		e->place = CALL_CLAIM;
		str_addf(&why, "%s%s%s", lang_pick("open claim", "открытая претензия"), text.n ? ": " : "",
			 str_text(&text));
		if (e->why.n)
			str_addf(&why, "; %s", str_text(&e->why));
		str_free(&e->why);
		e->why = why;
	}
	str_free(&text);
	free(today);
}

static bool holds(struct db *db, const char *filter, int64_t company)
{
	struct str why = {0};
	int yes = filter_holds(db, registry_entity("company"), company, filter, &why);

	if (yes < 0)
		die(CRM_USAGE, "%s", str_text(&why));
	return yes;
}

static bool wanted(struct db *db, const struct calls_wish *wish, int64_t company)
{
	if (!narrow_holds(wish->among, db, company))
		return false;
	for (const char *const *f = wish->filters; f && *f; f++)
		if (!holds(db, *f, company))
			return false;
	return true;
}

/* A list that is being printed. */
struct listing {
	struct calls c;
	const struct calls_wish *wish;
	const char *login;
	void (*row)(void *, int64_t, const char *const *);
	void *arg;
	struct str cells[C_N];
	long shown, left;
	struct lists *all;
};

/* With --all: who stands in a list, and who in several. */
struct lists {
	struct bits seen, again;
};

static void show(struct listing *l, struct call *e)
{
	const char *text[C_N];

	bool full = l->wish->limit && l->shown >= l->wish->limit;

	/* who is left out is looked at only to be counted: half the time of a long list, and -q asks for no count */
	if ((full && die_quiet) || !wanted(l->c.db, l->wish, e->company))
		return;
	if (full) {
		l->left += can_be_called(&l->c, e, &l->cells[C_PHONE]);
		return;
	}
	if (!calls_cells(&l->c, e, l->login, l->cells))
		return;
	for (size_t k = 0; k < C_N; k++)
		text[k] = str_text(&l->cells[k]);
	l->row(l->arg, e->company, text);
	l->shown++;
	if (bits_has(&l->all->seen, e->company))
		bits_add(&l->all->again, e->company);
	bits_add(&l->all->seen, e->company);
}

/* Cold leads are looked at one by one until the list is full: filters and people who are not to be called leave out
 * nobody knows how many. */
static void fill(struct listing *l)
{
	struct stmt *st = calls_cold(&l->c);
	struct call e;

	while (l->shown < l->wish->limit && calls_cold_next(&l->c, st, &e)) {
		show(l, &e);
		str_free(&e.why);
	}
	db_reset(st);
}

static void list_one(struct db *db, const struct calls_wish *wish, int64_t rep, const char *login, struct lists *all,
                     void (*row)(void *, int64_t, const char *const *), void *arg)
{
	struct listing l = {.c = {.db = db, .rep = rep, .among = wish->among}, .wish = wish, .login = login, .row = row,
			    .arg = arg, .all = all};
	struct calls *c = &l.c;

	calls_gather(c);
	if (c->claims)
		claims(c);
	if (c->n)
		qsort(c->v, c->n, sizeof *c->v, more_urgent);
	calls_index(c);
	for (size_t i = 0; i < c->n; i++)
		show(&l, &c->v[i]);
	if (l.left)
		note("%s: %ld more beyond the limit of %ld (-l 0 shows all)", login, l.left, wish->limit);
	if (c->homeless)
		note("%s: due tasks of no company are not in the list: %zu (crm-task shows them)", login, c->homeless);
	if (wish->cold)
		fill(&l);
	for (size_t i = 0; i < c->n; i++) {
		str_free(&c->v[i].why);
		str_free(&c->v[i].step);
	}
	for (size_t k = 0; k < C_N; k++)
		str_free(&l.cells[k]);
	free(c->v);
	free(c->slot);
}

/* Nobody calls for who left, unless somebody stands in: what is due there is in no list until it is handed over. */
static void tell_of_left(struct db *db, int64_t rep)
{
	struct stmt *st = db_prepare(db, "SELECT r.login, (SELECT count(*) FROM task t WHERE t.assignee = r.id "
	                                 "AND t.status = 'open' AND t.due_at < :tomorrow) FROM rep r "
	                                 "WHERE r.left_on < :today AND (r.id = :rep OR :rep = 0) "
	                                 "AND NOT EXISTS (SELECT 1 FROM absence a WHERE a.rep = r.id AND a.since <= :today "
	                                 "AND (a.until IS NULL OR a.until >= :today) AND a.substitute IS NOT NULL) "
	                                 "ORDER BY r.login");
	char tomorrow[WHEN_SIZE];

	when_add_days(when_today(), 1, tomorrow);
	db_bind_int(st, "rep", rep);
	db_bind_text(st, "today", when_today());
	db_bind_text(st, "tomorrow", tomorrow);
	while (db_step(st))
		if (db_int(st, 1))
			note("%s has left: due tasks that are in no list: %lld (crm-task assign hands them over)",
			     db_text0(st, 0), (long long)db_int(st, 1));
}

void calls_list(struct db *db, const struct calls_wish *wish,
                void (*row)(void *, int64_t, const char *const *), void *arg)
{
	struct stmt *st = db_prepare_own(db, wish->rep ? "SELECT r.id, r.login FROM rep r WHERE r.id = :rep "
	                                                 "AND (r.left_on IS NULL OR r.left_on >= :today)"
	                                               : sql_calls_reps);
	struct lists all = {0};

	/* a filter that cannot be read is refused though nobody is to be called */
	for (const char *const *f = wish->filters; f && *f; f++)
		holds(db, *f, 0);
	if (wish->rep)
		db_bind_int(st, "rep", wish->rep);
	db_bind_text(st, "today", when_today());
	while (db_step(st))
		list_one(db, wish, db_int(st, 0), db_text0(st, 1), &all, row, arg);
	db_finalize(st);
	/* not put together: each has something of his own to do there, which would be in nobody's list */
	if (all.again.n)
		note("companies in the lists of several reps, who have each something to do there: %lld",
		     (long long)all.again.n);
	bits_free(&all.seen);
	bits_free(&all.again);
	tell_of_left(db, wish->rep);
}
