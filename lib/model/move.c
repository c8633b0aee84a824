/* SPDX-License-Identifier: GPL-2.0-or-later */
/* move - deals through stages
 *
 * A move is a row of stage_change; stage, moved_at, closed_at, lost_reason and competitor of the
 * deal are what its moves make of it (course), and are computed anew after each. History that is
 * entered later takes its place among the others, and the move behind it gets another origin
 * (trail). */
#include "model/move.h"

#include <string.h>
#include "model/codes.h"
#include "model/gate.h"
#include "model/trail.h"
#include "sql.h"
#include "store/course.h"
#include "store/registry.h"
#include "store/who.h"

enum kind { KIND_OPEN, KIND_WON, KIND_LOST };

struct deal {
	int64_t id, stage, pipeline, company, owner;
};

static enum kind kind_of(const char *text)
{
	if (strcmp(text, "won") == 0)
		return KIND_WON;
	return strcmp(text, "lost") == 0 ? KIND_LOST : KIND_OPEN;
}

static int read_deal(struct db *db, int64_t id, struct deal *d, struct str *why)
{
	struct stmt *st = db_prepare(db, "SELECT stage, pipeline, company, owner FROM deal WHERE id = :id");

	db_bind_int(st, "id", id);
	if (!db_step(st))
		return str_setf(why, "there is no deal %lld", (long long)id);
	*d = (struct deal){id, db_int(st, 0), db_int(st, 1), db_int(st, 2), db_int(st, 3)};
	db_reset(st);
	return 0;
}

/* The kind of the stage and whether it is of the deal's pipeline. */
static int read_stage(struct db *db, int64_t stage, const struct deal *d, enum kind *kind,
                      struct str *why)
{
	struct stmt *st = db_prepare(db, "SELECT kind, pipeline FROM stage WHERE id = :id");
	int64_t pipeline;

	db_bind_int(st, "id", stage);
	if (!db_step(st))
		return str_setf(why, "there is no stage %lld", (long long)stage);
	*kind = kind_of(db_text0(st, 0));
	pipeline = db_int(st, 1);
	db_reset(st);
	if (pipeline == d->pipeline)
		return 0;
	return str_setf(why, "stage '%s' is not of the deal's pipeline '%s'",
	                codes_text(db, registry_entity("stage"), stage),
	                codes_text(db, registry_entity("pipeline"), d->pipeline));
}

static void add_wish(struct str *wish, const char *text)
{
	if (!wish || !*text)
		return;
	if (wish->n)
		str_add(wish, "; ");
	str_add(wish, text);
}

/* -1 and what is missing, unless there is a reason to pass all the same. */
static int pass_gate(struct db *db, const struct deal *d, int64_t stage, enum kind kind,
                     const struct move *m, struct str *wish, struct str *why)
{
	struct str wanting = {0};
	int rc = gate_pass(db, GATE_STAGE, stage, d->id, &wanting, why);

	if (kind == KIND_WON && !d->company)
		rc = str_setf(why, "the deal needs a company to be won");
	add_wish(wish, str_text(&wanting));
	if (kind == KIND_LOST && !m->lost_reason)
		add_wish(wish, "the reason why it is lost");
	str_free(&wanting);
	return m->forced ? 0 : rc;
}

int move_gate(struct db *db, int64_t id, int64_t stage, const struct move *m, struct str *wish, struct str *why)
{
	struct deal d = {0};
	enum kind kind = KIND_OPEN;

	if (read_deal(db, id, &d, why) < 0 || read_stage(db, stage, &d, &kind, why) < 0)
		return -1;
	return pass_gate(db, &d, stage, kind, m, wish, why);
}

static void add_change(struct db *db, const struct deal *d, int64_t stage, enum kind kind,
                       const struct trail_place *p, const struct move *m)
{
	struct stmt *st = db_prepare(db, sql_stage_change_add);

	db_bind_int(st, "deal", d->id);
	db_bind_ref(st, "from", p->before);
	db_bind_int(st, "to", stage);
	db_bind_text(st, "at", p->at);
	db_bind_ref(st, "rep", who_id(db));
	db_bind_ref(st, "reason", kind == KIND_LOST ? m->lost_reason : 0);
	db_bind_text(st, "competitor", kind == KIND_LOST ? m->competitor : NULL);
	db_bind_text(st, "forced", m->imported ? NULL : m->forced);
	db_run(st);
}

void move_settle(struct db *db, int64_t deal)
{
	struct course c = {.stage = 0};
	struct stmt *st = db_prepare(db, sql_stage_changes);

	db_bind_int(st, "deal", deal);
	while (db_step(st))
		course_follow(&c, st);
	if (!c.stage)
		return;
	st = db_prepare(db, "UPDATE deal SET stage = :stage, moved_at = :moved_at, closed_at = :closed_at, "
	                    "lost_reason = :lost_reason, competitor = :competitor WHERE id = :deal");
	course_bind(&c, st);
	db_bind_int(st, "deal", deal);
	db_run(st);
	course_free(&c);
}

/* The first category of clients, unless the company stands in one already. */
static void make_customer(struct db *db, const struct deal *d, const struct trail_place *p,
                          struct str *wish)
{
	struct move m = {.at = p->at};
	struct str why = {0};
	struct stmt *st = db_prepare(db, sql_first_client_category);
	int64_t category = 0;

	db_bind_int(st, "company", d->company);
	if (db_step(st)) {
		category = db_int(st, 0);
		db_reset(st);
	}
	if (category && move_company(db, d->company, category, &m, NULL, &why) < 0) {
		struct str text = {0};

		str_addf(&text, "company %lld is no customer yet, %s", (long long)d->company,
		         str_text(&why));
		add_wish(wish, str_text(&text));
		str_free(&text);
	}
	str_free(&why);
}

void move_opened(struct db *db, int64_t deal, const char *at)
{
	struct stmt *st = db_prepare(db, "UPDATE deal SET created_at = :at "
	                                 "WHERE id = :id AND created_at > :at");

	db_bind_int(st, "id", deal);
	db_bind_text(st, "at", at);
	db_run(st);
}

/* Why and to whom, told after the deal was lost, belongs to the move that lost it. 1: it says so now. */
static int tell_loss(struct db *db, const struct deal *d, const struct trail_place *p, const struct move *m)
{
	struct stmt *st;

	if (!m->lost_reason && !m->competitor)
		return 0;
	st = db_prepare(db, "UPDATE stage_change SET lost_reason = coalesce(:reason, lost_reason), "
			    "competitor = coalesce(:competitor, competitor) "
			    "WHERE id = (SELECT c.id FROM stage_change c WHERE c.deal = :deal AND c.at <= :at "
			    "ORDER BY c.at DESC, c.id DESC LIMIT 1) "
			    "AND (coalesce(lost_reason, 0) <> coalesce(:reason, lost_reason, 0) "
			    "OR coalesce(competitor, '') <> coalesce(:competitor, competitor, ''))");
	db_bind_ref(st, "reason", m->lost_reason);
	db_bind_text(st, "competitor", m->competitor);
	db_bind_int(st, "deal", d->id);
	db_bind_text(st, "at", p->at);
	db_run(st);
	if (db_changes(db) == 0)
		return 0;
	move_settle(db, d->id);
	return 1;
}

int move_deal(struct db *db, int64_t id, int64_t stage, const struct move *m, struct str *wish,
              struct str *why)
{
	struct deal d = {0};
	struct trail_place p;
	enum kind kind = KIND_OPEN;

	if (wish)
		str_clear(wish);
	if (read_deal(db, id, &d, why) < 0 || read_stage(db, stage, &d, &kind, why) < 0 ||
	    trail_place(db, TRAIL_STAGE, id, d.stage, m, &p, why) < 0)
		return -1;
	/* the stage it stands in at that moment, which for history is not today's */
	if (p.before == stage)
		return kind == KIND_LOST ? tell_loss(db, &d, &p, m) : 0;
	if (!m->imported && pass_gate(db, &d, stage, kind, m, wish, why) < 0)
		return -1;
	add_change(db, &d, stage, kind, &p, m);
	/* no move lies before it */
	if (!p.before)
		move_opened(db, id, p.at);
	trail_relink(db, TRAIL_STAGE, id, &p, stage);
	move_settle(db, id);
	if (!m->imported)
		move_duties(db, id, stage, p.at);
	if (m->imported)
		move_tell(db, id);
	else if (kind == KIND_WON)
		move_closer(db, id, d.owner);
	if (!m->imported && kind == KIND_WON && d.company)
		make_customer(db, &d, &p, wish);
	return 1;
}
