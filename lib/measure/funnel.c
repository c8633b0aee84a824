/* SPDX-License-Identifier: GPL-2.0-or-later */
/* funnel - how many enter each step, go on, are lost, and how long it takes
 *
 * The moves of each record are read in the order of record and time; one trace follows a record
 * through its steps and is added to the cells when the next record begins. Memory: one trace and
 * the cells. */
#include "measure/funnel.h"

#include <stdlib.h>
#include <string.h>
#include "measure/facts.h"
#include "measure/funnel_sum.h"
#include "model/codes.h"
#include "sql.h"
#include "store/bits.h"

/* The kinds of funnels: where their steps, norms and moves come from. */
struct kind {
	const char *word;
	const char *steps;   /* id, code, name, lost; in order */
	const char *norms;   /* step, min_rate */
	const char *records; /* those that moved between :s and :e */
	const char *moves;
	unsigned has;
	bool rising;
};

static const struct kind kinds[] = {
	{"company",
	 "SELECT id, code, name, kind = 'lost' FROM category WHERE :pipeline = 0 ORDER BY position, id",
	 "SELECT from_category, min_rate FROM norm WHERE kind = 'category' ORDER BY id",
	 "SELECT company FROM category_change WHERE at >= :s AND at < :e "
	 "UNION ALL SELECT id FROM company WHERE created_at >= :s AND created_at < :e",
	 sql_funnel_company, FUNNEL_KEYS, false},
	{"activity", NULL,
	 "SELECT CASE from_step WHEN 'list' THEN 1 WHEN 'called' THEN 2 WHEN 'set' THEN 3 WHEN 'held' THEN 4 "
	 "ELSE 5 END, min_rate FROM norm WHERE kind = 'activity' ORDER BY id",
	 sql_funnel_touched, sql_funnel_activity, FUNNEL_KEYS, true},
	{"deal",
	 "SELECT id, code, name, kind = 'lost' FROM stage WHERE pipeline = :pipeline "
	 "ORDER BY CASE kind WHEN 'open' THEN 0 ELSE 1 END, position, id",
	 "SELECT from_stage, min_rate FROM norm WHERE kind = 'stage' ORDER BY id",
	 "SELECT deal FROM stage_change WHERE at >= :s AND at < :e",
	 sql_funnel_deal, FUNNEL_KEYS | 1u << KEY_DEAL, false},
};

/* Numbers of stages or categories as steps: [number] is step + 1, 0 unknown, -1 lost. */
struct map {
	int *v;
	size_t n, cap;
};

static void map_set(struct map *m, int64_t id, int value)
{
	size_t old = m->cap;

	m->v = mem_grow(m->v, &m->cap, (size_t)id + 1, sizeof *m->v);
	if (m->cap > old)
		memset(m->v + old, 0, (m->cap - old) * sizeof *m->v);
	if ((size_t)id >= m->n)
		m->n = (size_t)id + 1;
	m->v[id] = value;
}

static int map_get(const struct map *m, int64_t id)
{
	int v = id >= 0 && (size_t)id < m->n ? m->v[id] : 0;

	return v < 0 ? STEP_LOST : v > 0 ? v - 1 : STEP_NONE;
}

static void add_step(struct funnel *f, struct map *m, int64_t id, const char *code, const char *name)
{
	f->step = mem_grow(f->step, &f->cap_steps, f->steps + 1, sizeof *f->step);
	f->step[f->steps] = (struct funnel_step){.id = id, .code = mem_copy(code), .name = mem_copy(name)};
	f->steps++;
	map_set(m, id, (int)f->steps);
}

static void activity_steps(struct funnel *f, struct map *m)
{
	static const char *const words[][3] = {{"list", "in the list", "в списке"},
	                                       {"called", "called", "звонили"},
	                                       {"set", "meeting set", "встреча назначена"},
	                                       {"held", "meeting held", "встреча проведена"},
	                                       {"contract", "contract", "контракт"}};

	map_set(m, 0, -1);
	for (int i = 0; i < 5; i++)
		add_step(f, m, i + 1, words[i][0], words[i][1 + kpi_language()]);
}

static void read_steps(struct funnel *f, const struct kind *kind, int64_t pipeline, struct map *m)
{
	struct stmt *st;

	if (!kind->steps) {
		activity_steps(f, m);
		return;
	}
	st = db_prepare(f->db, kind->steps);
	db_bind_int(st, "pipeline", pipeline);
	while (db_step(st))
		if (db_int(st, 3))
			map_set(m, db_int(st, 0), -1);
		else
			add_step(f, m, db_int(st, 0), db_text0(st, 1), db_text0(st, 2));
}

static void read_norms(struct funnel *f, const struct kind *kind, const struct map *m)
{
	struct stmt *st = db_prepare(f->db, kind->norms);

	while (db_step(st)) {
		int step = map_get(m, db_int(st, 0));

		if (step >= 0 && !db_null(st, 1))
			f->step[step].norm = (struct figure){(double)db_int(st, 1) / 10, true};
	}
}

/* Only records that moved in one of the periods can have entered a step in it; a flow also counts
 * those that stand still. */
static void choose_records(struct funnel *f, const struct kind *kind)
{
	struct stmt *st = db_prepare(f->db, kind->records);
	struct bits chosen = {0};

	db_bind_text(st, "s", f->flow ? "" : f->spans->v[0].s);
	db_bind_text(st, "e", f->spans->v[f->spans->n - 1].e);
	while (db_step(st))
		bits_add(&chosen, db_int(st, 0));
	/* Each once and in order: a table that refuses what it has would look for every move of a record. */
	db_temp_ids(f->db, "funnel_record");
	db_temp_fill(f->db, "funnel_record", &chosen);
	bits_free(&chosen);
}

static void finish(struct funnel *f, struct trace *t, const struct fact *who, unsigned has)
{
	if (f->flow)
		funnel_sum_move(f, t, NULL, who, has);
	else
		funnel_sum_trace(f, t, who, has);
}

static void walk(struct funnel *f, const struct kind *kind, int64_t pipeline, const struct map *m)
{
	struct stmt *st = db_prepare(f->db, kind->moves);
	struct fact who = {.v = 0};
	struct trace t;
	int64_t last = -1;

	trace_init(&t, f->steps);
	db_bind_int(st, "pipeline", pipeline);
	if (f->rising)
		db_bind_int(st, "flow", f->flow);
	while (db_step(st)) {
		int64_t id = db_int(st, 0);
		struct move_row move = {db_null(st, 1) ? STEP_NONE : map_get(m, db_int(st, 1)),
		                        db_null(st, 2) ? STEP_LOST : map_get(m, db_int(st, 2)),
		                        db_text0(st, 3), db_int(st, 4), db_int(st, 7)};

		if (id != last && last >= 0)
			finish(f, &t, &who, kind->has);
		if (id != last) {
			trace_clear(&t);
			who.id[KEY_DEAL] = kind->has & 1u << KEY_DEAL ? id : 0;
			who.id[KEY_COMPANY] = db_int(st, 5);
			who.id[KEY_CAMPAIGN] = 0;
		}
		if (!db_null(st, 6))
			who.id[KEY_CAMPAIGN] = db_int(st, 6);
		who.id[KEY_REP] = move.rep;
		last = id;
		if (move.to == STEP_NONE)
			continue; /* a stage of another pipeline, moved there by hand */
		if (f->flow && move.to != t.now && !(f->rising && move.to >= 0 && move.to <= t.top))
			funnel_sum_move(f, &t, &move, &who, kind->has);
		trace_move(&t, &move, f->rising);
	}
	if (last >= 0)
		finish(f, &t, &who, kind->has);
	trace_free(&t);
}

static const struct kind *kind_of(const char *what)
{
	for (int i = 0; i < 2; i++)
		if (what && strcmp(kinds[i].word, what) == 0)
			return &kinds[i];
	return &kinds[2];
}

int funnel_run(struct funnel *f, const char *what, struct str *why)
{
	const struct kind *kind = kind_of(what);
	struct map map = {0};
	int64_t pipeline = 0;

	if (strcmp(kind->word, "deal") == 0) {
		pipeline = what ? codes_id(f->db, registry_entity("pipeline"), what, why)
		                : db_get_int(f->db, -1, "SELECT min(id) FROM pipeline", NULL);
		if (pipeline < 0)
			return what ? -1 : str_setf(why, "the base has no pipeline");
	}
	if (group_allows(f->group, kind->has, why) < 0) {
		struct str reason = {0};

		str_setf(&reason, "the funnel %s", str_text(why));
		str_set(why, str_text(&reason));
		str_free(&reason);
		return -1;
	}
	f->rising = kind->rising;
	span_now(f->db, f->now);
	span_fill(f->db, &f->spans->v[0], false);
	facts_prepare(f->db, f->group);
	read_steps(f, kind, pipeline, &map);
	read_norms(f, kind, &map);
	if (f->flow && kind->has & 1u << KEY_DEAL && group_needs(f->group) & 1u << KEY_REP)
		f->owners = state_owners(f->db);
	choose_records(f, kind);
	walk(f, kind, pipeline, &map);
	if (f->flow)
		funnel_flow_count(f);
	free(map.v);
	return 0;
}

void funnel_free(struct funnel *f)
{
	for (size_t i = 0; i < f->steps; i++) {
		free(f->step[i].code);
		free(f->step[i].name);
	}
	for (size_t i = 0; i < f->cells; i++) {
		survive_free(&f->cell[i].stays);
		survive_free(&f->cell[i].waiting);
	}
	for (size_t i = 0; i < f->standings; i++)
		standing_free(&f->standing[i]);
	free(f->standing);
	state_free(f->owners);
	free(f->step);
	free(f->cell);
}
