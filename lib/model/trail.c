/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trail - the dated changes of one record
 *
 * Four histories with the same rule, each with its three statements: a change takes the latest
 * place unless it is history from elsewhere, which may lie between others. Equal moments are in
 * the order of their numbers. */
#include "model/trail.h"

#include <stdio.h>
#include <string.h>
#include "store/txn.h"

/* last: moment of the last change and the value before and after; until: the same, up to a moment;
 * relink: the first change behind a moment gets another origin. */
static const struct {
	const char *what, *last, *until, *relink;
} trails[] = {
	[TRAIL_STAGE] = {
		"move",
		"SELECT at, to_stage FROM stage_change WHERE deal = :id ORDER BY at DESC, id DESC LIMIT 1",
		"SELECT at, to_stage FROM stage_change WHERE deal = :id AND at <= :at "
		"ORDER BY at DESC, id DESC LIMIT 1",
		"UPDATE stage_change SET from_stage = :value WHERE id = (SELECT s.id FROM stage_change s "
		"WHERE s.deal = :id AND s.at > :at ORDER BY s.at, s.id LIMIT 1)"},
	[TRAIL_CATEGORY] = {
		"move",
		"SELECT at, to_category FROM category_change WHERE company = :id "
		"ORDER BY at DESC, id DESC LIMIT 1",
		"SELECT at, to_category FROM category_change WHERE company = :id AND at <= :at "
		"ORDER BY at DESC, id DESC LIMIT 1",
		"UPDATE category_change SET from_category = :value WHERE id = (SELECT c.id "
		"FROM category_change c WHERE c.company = :id AND c.at > :at ORDER BY c.at, c.id LIMIT 1)"},
	[TRAIL_COMPANY_OWNER] = {
		"hand-over",
		"SELECT at, to_owner FROM owner_change WHERE company = :id ORDER BY at DESC, id DESC LIMIT 1",
		"SELECT at, to_owner FROM owner_change WHERE company = :id AND at <= :at "
		"ORDER BY at DESC, id DESC LIMIT 1",
		"UPDATE owner_change SET from_owner = :value WHERE id = (SELECT o.id FROM owner_change o "
		"WHERE o.company = :id AND o.at > :at ORDER BY o.at, o.id LIMIT 1)"},
	[TRAIL_DEAL_OWNER] = {
		"hand-over",
		"SELECT at, to_owner FROM owner_change WHERE deal = :id ORDER BY at DESC, id DESC LIMIT 1",
		"SELECT at, to_owner FROM owner_change WHERE deal = :id AND at <= :at "
		"ORDER BY at DESC, id DESC LIMIT 1",
		"UPDATE owner_change SET from_owner = :value WHERE id = (SELECT o.id FROM owner_change o "
		"WHERE o.deal = :id AND o.at > :at ORDER BY o.at, o.id LIMIT 1)"},
};

static void set_at(struct trail_place *p, const char *at)
{
	snprintf(p->at, sizeof p->at, "%s", at);
}

/* A date is over only when its day is: today is not yet in the future. */
static bool in_future(struct db *db, const char *at)
{
	return strncmp(at, txn_at(db), strlen(at)) > 0;
}

static void fill_between(struct db *db, enum trail t, int64_t id, struct trail_place *p)
{
	struct stmt *st = db_prepare(db, trails[t].until);

	db_bind_int(st, "id", id);
	db_bind_text(st, "at", p->at);
	p->before = 0;
	if (db_step(st)) {
		p->before = db_int(st, 1);
		db_reset(st);
	}
}

static int place(struct db *db, enum trail t, int64_t id, const char *last, const struct move *m,
                 struct trail_place *p, struct str *why)
{
	p->last = true;
	if (!m->at) {
		/* What is known to have happened last was before this. */
		set_at(p, strcmp(last, txn_at(db)) > 0 ? last : txn_at(db));
		return 0;
	}
	if (in_future(db, m->at))
		return str_setf(why, "'%s' lies after now, %s", m->at, txn_at(db));
	set_at(p, m->at);
	if (when_is_date(m->at) && strncmp(last, m->at, strlen(m->at)) == 0)
		set_at(p, last);
	if (strcmp(p->at, last) >= 0)
		return 0;
	if (!m->imported)
		return str_setf(why, "'%s' lies before the last %s, %s", m->at, trails[t].what, last);
	p->last = false;
	fill_between(db, t, id, p);
	return 0;
}

int trail_place(struct db *db, enum trail t, int64_t id, int64_t now, const struct move *m,
                struct trail_place *p, struct str *why)
{
	struct stmt *st = db_prepare(db, trails[t].last);
	char last[WHEN_SIZE] = "";

	db_bind_int(st, "id", id);
	if (db_step(st)) {
		snprintf(last, sizeof last, "%s", db_text0(st, 0));
		db_reset(st);
	}
	*p = (struct trail_place){.before = now};
	if (place(db, t, id, last, m, p, why) < 0)
		return -1;
	if (m->moment)
		memcpy(m->moment, p->at, sizeof p->at);
	return 0;
}

void trail_relink(struct db *db, enum trail t, int64_t id, const struct trail_place *p, int64_t value)
{
	struct stmt *st;

	if (p->last)
		return;
	st = db_prepare(db, trails[t].relink);
	db_bind_int(st, "id", id);
	db_bind_text(st, "at", p->at);
	db_bind_ref(st, "value", value);
	db_run(st);
}
