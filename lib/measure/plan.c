/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan - what was to be reached: the table plan, for a period and a group
 *
 * A plan may be told for the very period and group, for smaller periods that add up to it, or
 * for a role that the rep holds; the most exact one counts. All plans of an indicator are read
 * once: there are few. */
#include "measure/plan.h"

#include <stdlib.h>
#include <string.h>

#define EMPTY ((struct figure){0, false})

/* Which group a plan is for. */
struct scope {
	int64_t rep, territory, product;
	const char *role, *team; /* "" : none */
	const struct person *who; /* whose share it is, NULL: of nobody in particular */
};
struct target {
	char *period; /* "": every month */
	struct scope scope;
	int64_t value;
	int rank; /* of its kind */
};
struct person {
	int64_t id;
	char *team, *hired, *left;
};
struct post { /* a role held */
	int64_t rep;
	char *role, *since, *until;
};
struct plans {
	const struct kpi *kpi;
	bool adds_up; /* from rep to team; of a flow also from month to quarter */
	struct target *targets; /* the newest first */
	size_t n, cap;
	struct person *people;
	size_t n_people, cap_people;
	struct post *posts;
	size_t n_posts, cap_posts;
};

/* A forecast is no plan. */
static int rank_of(const char *kind)
{
	static const char *const kinds[] = {"plan", "floor", "aim"};

	for (int i = 0; i < 3; i++)
		if (strcmp(kinds[i], kind) == 0)
			return i;
	return -1;
}

static void read_targets(struct plans *p, struct db *db)
{
	struct stmt *st = db_prepare(db, "SELECT period, rep, role, team, territory, product, value, kind "
	                                 "FROM plan WHERE metric = :metric ORDER BY made_at DESC, id DESC");

	db_bind_text(st, "metric", p->kpi->name);
	while (db_step(st)) {
		struct target t = {.rank = rank_of(db_text0(st, 7)), .value = db_int(st, 6)};

		if (t.rank < 0)
			continue;
		t.period = mem_copy(db_text0(st, 0));
		t.scope = (struct scope){.rep = db_int(st, 1), .territory = db_int(st, 4), .product = db_int(st, 5),
		                         .role = mem_copy(db_text0(st, 2)), .team = mem_copy(db_text0(st, 3))};
		p->targets = mem_grow(p->targets, &p->cap, p->n + 1, sizeof *p->targets);
		p->targets[p->n++] = t;
	}
}

static void read_people(struct plans *p, struct db *db)
{
	struct stmt *st = db_prepare(db, "SELECT id, team, coalesce(hired_on, ''), coalesce(left_on, '9999') FROM rep "
	                                 "ORDER BY id");

	while (db_step(st)) {
		p->people = mem_grow(p->people, &p->cap_people, p->n_people + 1, sizeof *p->people);
		p->people[p->n_people++] = (struct person){db_int(st, 0), mem_copy(db_text0(st, 1)),
		                                              mem_copy(db_text(st, 2)), mem_copy(db_text(st, 3))};
	}
	st = db_prepare(db, "SELECT rep, role, coalesce(since, ''), coalesce(until, '9999') "
	                    "FROM rep_role ORDER BY id");
	while (db_step(st)) {
		p->posts = mem_grow(p->posts, &p->cap_posts, p->n_posts + 1, sizeof *p->posts);
		p->posts[p->n_posts++] = (struct post){db_int(st, 0), mem_copy(db_text(st, 1)),
		                                       mem_copy(db_text(st, 2)), mem_copy(db_text(st, 3))};
	}
}

struct plans *plans_open(struct db *db, const struct kpi *kpi)
{
	struct plans *p = mem_zero(sizeof *p);

	p->kpi = kpi;
	read_targets(p, db);
	if (p->n) {
		p->adds_up = kpi_adds_up(kpi);
		read_people(p, db);
	}
	return p;
}

void plans_free(struct plans *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n; i++) {
		free(p->targets[i].period);
		free((char *)p->targets[i].scope.role);
		free((char *)p->targets[i].scope.team);
	}
	for (size_t i = 0; i < p->n_people; i++) {
		free(p->people[i].team);
		free(p->people[i].hired);
		free(p->people[i].left);
	}
	for (size_t i = 0; i < p->n_posts; i++) {
		free(p->posts[i].role);
		free(p->posts[i].since);
		free(p->posts[i].until);
	}
	free(p->targets);
	free(p->people);
	free(p->posts);
	free(p);
}

static bool same(const struct scope *a, const struct scope *b)
{
	return a->rep == b->rep && a->territory == b->territory && a->product == b->product &&
	       strcmp(a->role, b->role) == 0 && strcmp(a->team, b->team) == 0;
}

/* The best row of one period ("": every month) and scope. */
static struct figure row(const struct plans *p, const char *period, const struct scope *scope)
{
	const struct target *best = NULL;

	for (size_t i = 0; i < p->n; i++) {
		const struct target *t = &p->targets[i];

		if (strcmp(t->period, period) == 0 && same(&t->scope, scope) && (!best || t->rank < best->rank))
			best = t;
	}
	if (!best)
		return EMPTY;
	/* Stored in thousandths of the unit; of money that is the major one. */
	return (struct figure){(double)best->value / (p->kpi->unit == UNIT_MONEY ? 10 : 1000), true};
}

static bool whole(const struct period *p, enum per per)
{
	struct period calendar;

	period_around(p->s, per, &calendar);
	return strcmp(calendar.s, p->s) == 0 && strcmp(calendar.e, p->e) == 0;
}

static bool months_add_up(const struct plans *p)
{
	return p->adds_up && (p->kpi->kind == KIND_FLOW || p->kpi->kind == KIND_FORWARD);
}

static struct figure period_value(const struct plans *p, const struct period *period, const struct scope *scope);

/* Did he work here in any part of it? Who was here for a part has the whole plan. */
static bool works(const struct person *who, const char *s, const char *e)
{
	return strcmp(who->hired, e) < 0 && strcmp(who->left, s) >= 0;
}

/* From the plans of the pieces; a piece without one makes the whole empty, but one before or after his time here
 * adds nothing. */
static struct figure tiled(const struct plans *p, const struct period *period, enum per per,
                           const struct scope *scope)
{
	bool last = p->kpi->kind == KIND_STOCK;
	struct figure sum = {0, true};
	struct period *pieces;
	size_t n = period_split(period, per, &pieces);

	for (size_t i = last && n ? n - 1 : 0; sum.is && i < n; i++) {
		struct figure one = whole(&pieces[i], per) ? period_value(p, &pieces[i], scope) : EMPTY;

		if (!last && scope->who && !works(scope->who, pieces[i].s, pieces[i].e))
			one = (struct figure){0, true};
		sum.is = one.is;
		sum.v += one.v;
	}
	sum.is = sum.is && n > 0;
	free(pieces);
	return sum;
}

static struct figure period_value(const struct plans *p, const struct period *period, const struct scope *scope)
{
	struct figure f = row(p, period->label, scope);

	if (!f.is && whole(period, PER_MONTH))
		return row(p, "", scope);
	if (f.is || !(months_add_up(p) || p->kpi->kind == KIND_STOCK))
		return f;
	if (!whole(period, PER_QUARTER) && when_days_between(period->s, period->e) > 31)
		f = tiled(p, period, PER_QUARTER, scope);
	return f.is ? f : when_days_between(period->s, period->e) > 31 ? tiled(p, period, PER_MONTH, scope) : f;
}

static bool holds(const struct post *post, int64_t rep, const struct period *period)
{
	return post->rep == rep && strcmp(post->since, period->e) < 0 && strcmp(post->until, period->s) >= 0;
}

static const struct person *person(const struct plans *p, int64_t rep)
{
	for (size_t i = 0; i < p->n_people; i++)
		if (p->people[i].id == rep)
			return &p->people[i];
	return NULL;
}

static struct figure rep_value(const struct plans *p, const struct period *period, struct scope scope)
{
	int64_t rep = scope.rep;
	struct figure f;

	scope.who = person(p, rep);
	if (scope.who && !works(scope.who, period->s, period->e))
		return EMPTY;
	f = period_value(p, period, &scope);
	scope.rep = 0;
	for (size_t i = 0; !f.is && i < p->n_posts; i++) {
		if (!holds(&p->posts[i], rep, period))
			continue;
		scope.role = p->posts[i].role;
		f = period_value(p, period, &scope);
	}
	return f;
}

/* What the reps of a team, or all, have to reach together. */
static struct figure people_value(const struct plans *p, const struct period *period, const struct scope *scope)
{
	struct figure sum = EMPTY;

	for (size_t i = 0; p->adds_up && i < p->n_people; i++) {
		struct scope own = *scope;
		struct figure one;

		if (*scope->team && strcmp(scope->team, p->people[i].team) != 0)
			continue;
		own.team = "";
		own.rep = p->people[i].id;
		one = rep_value(p, period, own);
		sum.is = sum.is || one.is;
		sum.v += one.is ? one.v : 0;
	}
	return sum;
}

/* The group of a rep, or of his team. */
static void make_one(struct plans *p, const struct spans *spans, struct group *g, int64_t rep)
{
	const struct person *who = person(p, rep);

	if (!who || !works(who, spans->v[0].s, spans->v[spans->n - 1].next))
		return;
	if (strcmp(group_column(g, 0), "rep") == 0)
		group_make(g, rep, NULL);
	else if (*who->team)
		group_make(g, 0, who->team);
}

static void make_rep(struct plans *p, const struct spans *spans, struct group *g, const struct target *t)
{
	if (t->scope.rep)
		make_one(p, spans, g, t->scope.rep);
	for (size_t i = 0; *t->scope.role && i < p->n_posts; i++)
		if (strcmp(p->posts[i].role, t->scope.role) == 0)
			make_one(p, spans, g, p->posts[i].rep);
}

void plans_groups(struct plans *p, const struct spans *spans, struct group *g)
{
	for (size_t i = 0; group_width(g) == 1 && i < p->n; i++) {
		const struct target *t = &p->targets[i];
		const char *column = group_column(g, 0);

		if (strcmp(column, "team") == 0 && *t->scope.team)
			group_make(g, 0, t->scope.team);
		else if (strcmp(column, "rep") == 0 || strcmp(column, "team") == 0)
			make_rep(p, spans, g, t);
		else if (strcmp(column, "territory") == 0 && t->scope.territory)
			group_make(g, t->scope.territory, NULL);
		else if (strcmp(column, "product") == 0 && t->scope.product)
			group_make(g, t->scope.product, NULL);
	}
}

struct figure plans_value(struct plans *p, const struct span *span, struct group *g, int group)
{
	static const char *const names[] = {"rep", "team", "territory", "product", NULL};
	struct scope scope = {.role = "", .team = ""};
	struct period period;
	struct figure f;
	int64_t v[4];

	if (!p->n || !group_only_by(g, names) || *group_currency(g, group))
		return EMPTY;
	for (int i = 0; i < 4; i++)
		if ((v[i] = group_value(g, group, names[i])) == 0)
			return EMPTY; /* (none) has nothing to reach */
	scope.rep = v[0] > 0 ? v[0] : 0;
	scope.team = v[1] > 0 ? group_word(g, v[1]) : "";
	scope.territory = v[2] > 0 ? v[2] : 0;
	scope.product = v[3] > 0 ? v[3] : 0;
	period_between(span->s, span->next, &period);
	if (scope.rep)
		return rep_value(p, &period, scope);
	f = period_value(p, &period, &scope);
	return f.is ? f : people_value(p, &period, &scope);
}
