/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mover - the work of crm-move */
#include "model/mover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"
#include "base/when.h"
#include "io/ask.h"
#include "io/opt.h"
#include "model/codes.h"
#include "model/feed.h"
#include "model/find.h"
#include "model/move.h"
#include "model/walk.h"
#include "model/work.h"
#include "store/load.h"
#include "store/registry.h"
#include "store/trigger.h"

/* From so many records on, hand-overs are written together. */
#define MANY 50

struct mover {
	const struct entity *entity;
	const struct entity *places; /* of what from and to are */
	struct mover_wish wish;
	bool deal, by_row;
	struct feed *feed;
	struct db *db;
	struct out *out;
	long expected, moved, stayed;
	bool together; /* handed over one by one, written at the end */
	struct str label, wanting, why;
};

struct mover *mover_open(const char *entity, const struct mover_wish *wish, char **operands, int n)
{
	struct mover *m = mem_zero(sizeof *m);

	m->deal = strcmp(entity, "deal") == 0;
	m->wish = *wish;
	if (!m->deal && strcmp(entity, "company") != 0)
		opt_usage("'%s' cannot be moved: expected deal or company", entity);
	if (wish->to && wish->owner)
		opt_usage("--to and --owner cannot be done at once");
	if (!m->deal && (wish->reason || wish->competitor))
		opt_usage("--reason and --competitor are for deals");
	m->entity = registry_entity(entity);
	m->by_row = !wish->to && !wish->owner;
	m->places = registry_entity(wish->owner ? "rep" : m->deal ? "stage" : "category");
	m->feed = feed_open(m->entity, operands, n);
	if (m->by_row && !feed_has(m->feed, "to"))
		opt_usage("no --to or --owner given, and no column 'to' on standard input");
	m->expected = feed_expected(m->feed);
	work_confirm(m->expected, "move", false);
	return m;
}

struct db *mover_begin(struct mover *m)
{
	struct db *db = db_open(DB_WRITE);

	m->together = m->wish.owner && !m->wish.history && m->expected >= MANY;
	if (m->together)
		load_trust_refs(db);
	else
		trigger_arm_table(db, m->entity->name); /* before all others have to wait */
	work_start(db);
	return db;
}

/* What the row says, if rows say where they go, else what the command line says. */
static const char *said(const struct mover *m, const char *column, const char *option)
{
	const char *cell = m->by_row ? feed_cell(m->feed, column) : NULL;

	return cell && *cell ? cell : option;
}

static int64_t target(struct mover *m, int64_t id)
{
	const char *to = said(m, "to", m->wish.owner ? m->wish.owner : m->wish.to);
	int64_t pipeline;

	if (m->wish.owner && !*to)
		return 0;
	if (!to || !*to)
		return str_setf(&m->why, "there is nothing in column 'to'");
	if (!m->deal || m->wish.owner)
		return codes_id(m->db, m->places, to, &m->why);
	pipeline = db_get_int_id(m->db, 0, "SELECT pipeline FROM deal WHERE id = :id", id);
	return codes_stage(m->db, pipeline, to, &m->why);
}

static int details(struct mover *m, struct move *how, char at[WHEN_SIZE])
{
	const char *when = said(m, "at", m->wish.at);
	const char *reason = m->deal ? said(m, "reason", m->wish.reason) : NULL;

	how->forced = m->wish.force;
	how->imported = m->wish.history;
	if (when && when_parse(when, at, &m->why) < 0)
		return text_place(&m->why, "at");
	how->at = when ? at : NULL;
	how->competitor = m->deal ? said(m, "competitor", m->wish.competitor) : NULL;
	if (reason)
		how->lost_reason = codes_id(m->db, registry_entity("lost_reason"), reason, &m->why);
	return how->lost_reason < 0 ? -1 : 0;
}

static int move_one(struct mover *m, int64_t id, int64_t to, const struct move *how)
{
	str_clear(&m->wanting);
	if (m->wish.owner)
		return move_owner(m->db, m->entity->name, id, to, how, &m->why);
	if (m->deal)
		return move_deal(m->db, id, to, how, &m->wanting, &m->why);
	return move_company(m->db, id, to, how, &m->wanting, &m->why);
}

static const char *place_now(struct mover *m, int64_t id, int64_t *place)
{
	const char *sql = m->wish.owner ? m->deal ? "SELECT owner FROM deal WHERE id = :id"
	                                          : "SELECT owner FROM company WHERE id = :id"
	                  : m->deal     ? "SELECT stage FROM deal WHERE id = :id"
	                                : "SELECT category FROM company WHERE id = :id";

	*place = db_get_int_id(m->db, 0, sql, id);
	return *place ? codes_text(m->db, m->places, *place) : "";
}

static void print(struct mover *m, int64_t id, const char *from, int64_t to, const char *at)
{
	char number[24];
	const char *row[5] = {number, str_text(&m->label), from, to ? codes_text(m->db, m->places, to) : "", at};

	snprintf(number, sizeof number, "%lld", (long long)id);
	feed_row(m->feed, m->out, row);
}

/* Counts what became of it; true: it moved. */
static bool has_moved(struct mover *m, int moved)
{
	if (moved < 0)
		feed_refuse(m->feed, str_text(&m->why));
	m->stayed += moved == 0;
	m->moved += moved > 0;
	return moved > 0;
}

static void next_one(struct mover *m, int64_t id)
{
	char when[WHEN_SIZE], moment[WHEN_SIZE];
	struct move how = {.moment = moment};
	int64_t before, to = target(m, id);
	const char *from = place_now(m, id, &before);
	int moved = to < 0 || details(m, &how, when) < 0 ? -1 : move_one(m, id, to, &how);

	if (has_moved(m, moved)) {
		find_label(m->db, m->entity, id, &m->label);
		print(m, id, from, to, moment);
	}
	if (moved >= 0 && m->wanting.n)
		note("%s %lld: still wanted: %s", m->entity->name, (long long)id, str_text(&m->wanting));
}

static void hand_over(struct mover *m, struct walk *walk, struct handover *h, int64_t id, int64_t owner,
                      const struct move *how)
{
	int64_t now = db_int(walk_row(walk), 2);

	if (!has_moved(m, move_owners_one(h, id, now, how, &m->why)))
		return;
	str_set(&m->label, walk_label(walk));
	if (!m->label.n)
		find_label(m->db, m->entity, id, &m->label);
	print(m, id, now ? codes_text(m->db, m->places, now) : "", owner, how->moment);
}

static bool is_there(void *walk, int64_t id)
{
	return walk_to(walk, id);
}

static void hand_over_all(struct mover *m, int64_t owner, const struct move *how)
{
	static const char *const field[] = {"owner"};
	struct walk *walk = walk_open(m->db, m->entity, field, 1);
	struct handover *h = move_owners(m->db, m->entity, owner);
	int64_t id;

	feed_known(m->feed, is_there, walk);
	while (feed_next(m->feed, m->db, &id)) {
		if (walk_to(walk, id))
			hand_over(m, walk, h, id, owner, how);
		progress_at(m->moved + m->stayed + feed_refused(m->feed));
	}
	walk_leave(walk);
	move_owners_end(h, walk_whole(walk));
	walk_free(walk);
}

static void move_all(struct mover *m)
{
	char when[WHEN_SIZE], moment[WHEN_SIZE];
	struct move how = {.moment = moment};
	/* 0 is nobody, a good target as well. */
	int64_t id, owner = m->together ? target(m, 0) : -1;

	/* What is wrong with them all is said of each. */
	if (owner >= 0 && details(m, &how, when) == 0) {
		hand_over_all(m, owner, &how);
		return;
	}
	while (feed_next(m->feed, m->db, &id)) {
		next_one(m, id);
		progress_at(m->moved + m->stayed + feed_refused(m->feed));
	}
}

/* What no record could be moved with is a slip of the pen, not a refused row. */
static void check_wish(struct mover *m)
{
	const char *to = m->wish.owner ? m->wish.owner : m->wish.to;
	char at[WHEN_SIZE];
	int64_t *ids = NULL;

	if (to && *to && codes_ids(m->db, m->places, to, &ids, &m->why) == 0)
		opt_usage("%s: %s", m->wish.owner ? "--owner" : "--to", str_text(&m->why));
	free(ids);
	if (m->wish.at && when_parse(m->wish.at, at, &m->why) < 0)
		opt_usage("--at: %s", str_text(&m->why));
	if (m->wish.reason && codes_id(m->db, registry_entity("lost_reason"), m->wish.reason, &m->why) < 0)
		opt_usage("--reason: %s", str_text(&m->why));
}

struct out *mover_run(struct mover *m, struct db *db)
{
	const struct out_column columns[] = {{m->entity->name, OUT_NUMBER},
	                                     {m->entity->label, OUT_TEXT},
	                                     {"from", OUT_TEXT},
	                                     {"to", OUT_TEXT},
	                                     {"at", OUT_DATE}};

	m->db = db;
	check_wish(m);
	m->out = feed_out(m->feed, columns, sizeof columns / sizeof *columns);
	db_temp_ids(db, "told");
	progress_start("moving", m->expected);
	move_all(m);
	progress_end();
	move_told(db);
	if (m->stayed)
		note("%ld stood there already", m->stayed);
	return m->out;
}

long mover_moved(const struct mover *m)
{
	return m->moved;
}

long mover_refused(const struct mover *m)
{
	return feed_refused(m->feed);
}

void mover_free(struct mover *m)
{
	feed_free(m->feed);
	str_free(&m->label);
	str_free(&m->wanting);
	str_free(&m->why);
	free(m);
}
