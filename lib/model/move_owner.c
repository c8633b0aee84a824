/* SPDX-License-Identifier: GPL-2.0-or-later */
/* move_owner - companies through categories, companies and deals to another owner */
#include <stdlib.h>
#include <string.h>
#include "model/gate.h"
#include "model/move.h"
#include "model/trail.h"
#include "sql.h"
#include "store/registry.h"
#include "store/txn.h"
#include "store/who.h"

/* The present category or owner; 0: none. -1 and why: there is no such record. */
static int64_t present(struct db *db, const char *sql, const char *entity, int64_t id, struct str *why)
{
	int64_t value = db_get_int_id(db, -1, sql, id);

	if (value < 0)
		str_setf(why, "there is no %s %lld", entity, (long long)id);
	return value;
}

static void set_value(struct db *db, const char *sql, int64_t id, int64_t value)
{
	struct stmt *st = db_prepare(db, sql);

	db_bind_int(st, "id", id);
	db_bind_ref(st, "value", value);
	db_run(st);
}

int move_company(struct db *db, int64_t company, int64_t category, const struct move *m,
                 struct str *wish, struct str *why)
{
	int64_t now = present(db, "SELECT coalesce(category, 0) FROM company WHERE id = :id", "company",
	                      company, why);
	struct trail_place p;
	struct stmt *st;

	if (wish)
		str_clear(wish);
	if (now < 0 || trail_place(db, TRAIL_CATEGORY, company, now, m, &p, why) < 0)
		return -1;
	if (p.before == category)
		return 0;
	if (!m->imported && gate_pass(db, GATE_CATEGORY, category, company, wish, why) < 0 && !m->forced)
		return -1;
	st = db_prepare(db, "INSERT INTO category_change (company, from_category, to_category, at, rep, "
	                    "forced) VALUES (:company, :from, :to, :at, :rep, :forced)");
	db_bind_int(st, "company", company);
	db_bind_ref(st, "from", p.before);
	db_bind_int(st, "to", category);
	db_bind_text(st, "at", p.at);
	db_bind_ref(st, "rep", m->rep ? m->rep : who_id(db));
	db_bind_text(st, "forced", m->imported ? NULL : m->forced);
	db_run(st);
	trail_relink(db, TRAIL_CATEGORY, company, &p, category);
	if (p.last)
		set_value(db, "UPDATE company SET category = :value WHERE id = :id", company, category);
	return 1;
}

static void add_owner_change(struct db *db, bool deal, int64_t id, int64_t owner,
                             const struct trail_place *p, const char *reason)
{
	struct stmt *st = db_prepare(db, "INSERT INTO owner_change (company, deal, from_owner, to_owner, "
	                                 "at, rep, reason) VALUES (:company, :deal, :from, :to, :at, "
	                                 ":rep, :reason)");

	db_bind_ref(st, "company", deal ? 0 : id);
	db_bind_ref(st, "deal", deal ? id : 0);
	db_bind_ref(st, "from", p->before);
	db_bind_ref(st, "to", owner);
	db_bind_text(st, "at", p->at);
	db_bind_ref(st, "rep", who_id(db));
	db_bind_text(st, "reason", reason);
	db_run(st);
}

/* What is told of the past holds for the moves that the deal made then; one handed over now made them under its old owner. */
void move_owned(struct db *db, int64_t deal, int64_t owner, const char *at)
{
	struct stmt *st;

	if (strcmp(at, txn_at(db)) >= 0)
		return;
	st = db_prepare(db, sql_stage_owner);
	db_bind_int(st, "deal", deal);
	db_bind_ref(st, "owner", owner);
	db_bind_int(st, "compared", owner);
	db_bind_text(st, "at", at);
	db_run(st);
}

int move_owner(struct db *db, const char *entity, int64_t id, int64_t owner, const struct move *m,
               struct str *why)
{
	bool deal = strcmp(entity, "deal") == 0;
	enum trail trail = deal ? TRAIL_DEAL_OWNER : TRAIL_COMPANY_OWNER;
	int64_t now = present(db, deal ? "SELECT coalesce(owner, 0) FROM deal WHERE id = :id"
	                               : "SELECT coalesce(owner, 0) FROM company WHERE id = :id",
	                      entity, id, why);
	struct trail_place p;

	if (now < 0 || trail_place(db, trail, id, now, m, &p, why) < 0)
		return -1;
	if (p.before == owner)
		return 0;
	add_owner_change(db, deal, id, owner, &p, m->forced);
	trail_relink(db, trail, id, &p, owner);
	if (deal)
		move_owned(db, id, owner, p.at);
	if (p.last)
		set_value(db, deal ? "UPDATE deal SET owner = :value WHERE id = :id"
		                   : "UPDATE company SET owner = :value WHERE id = :id",
		          id, owner);
	return 1;
}
