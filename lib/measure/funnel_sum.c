/* SPDX-License-Identifier: GPL-2.0-or-later */
/* funnel_sum - traces added to the cells of a funnel */
#include "measure/funnel_sum.h"

#include <string.h>

/* What happens to a step's cell in one go. */
struct change {
	int entered, here, onward, lost, back, reached, cohort;
	int64_t amount, stay;
	bool has_stay, ended, waits;
};

struct funnel_cell *funnel_cell_of(struct funnel *f, int group, int span, int step)
{
	size_t stride = f->spans->n * f->steps, need = ((size_t)group + 1) * stride;

	if (need > f->cells) {
		f->cell = mem_grow(f->cell, &f->cap, need, sizeof *f->cell);
		memset(f->cell + f->cells, 0, (need - f->cells) * sizeof *f->cell);
		f->cells = need;
	}
	return &f->cell[(size_t)group * stride + (size_t)span * f->steps + (size_t)step];
}

static void apply(struct funnel_cell *cell, const struct change *c)
{
	cell->entered += c->entered;
	cell->here += c->here;
	cell->onward += c->onward;
	cell->lost += c->lost;
	cell->back += c->back;
	cell->reached += c->reached;
	cell->cohort += c->cohort;
	if (c->has_stay)
		survive_add(&cell->stays, c->stay, c->ended);
	if (c->has_stay && c->waits)
		survive_add(&cell->waiting, c->stay, false);
}

/* The same change for every group of the record; its money is split by product where that is asked. */
static void add(struct funnel *f, const struct fact *who, unsigned has, int span, int step,
                const struct change *c)
{
	struct shares shares = group_place(f->group, who, has, SPLIT_NONE, false);
	struct fact money = *who;

	for (size_t i = 0; i < shares.n; i++)
		apply(funnel_cell_of(f, shares.v[i].group, span, step), c);
	if (!c->amount)
		return;
	money.v = c->amount;
	shares = group_place(f->group, &money, has, SPLIT_AMOUNT, false);
	for (size_t i = 0; i < shares.n; i++)
		funnel_cell_of(f, shares.v[i].group, span, step)->amount += shares.v[i].v;
}

static struct fact credited(const struct fact *who, int64_t rep, const char *at)
{
	struct fact f = *who;

	f.id[KEY_REP] = rep;
	f.at = at;
	return f;
}

static void sum_entry(struct funnel *f, const struct trace *t, int s, const struct fact *who, unsigned has)
{
	const struct entry *e = &t->entry[s];
	struct fact own = credited(who, e->rep, e->at);
	int span = spans_find(f->spans, e->at);
	struct change c = {.entered = 1, .amount = e->amount};
	bool going = t->now == s;

	if (span < 0)
		return;
	c.onward = e->went;
	c.here = !e->went && going;
	c.lost = !e->went && !going && t->now == STEP_LOST;
	c.back = !e->went && !going && t->now != STEP_LOST;
	c.has_stay = e->stayed || going;
	c.ended = !going;
	c.waits = c.here;
	c.stay = e->stay + (going ? when_seconds_between(t->since, f->now) : 0);
	add(f, &own, has, span, s, &c);
}

void funnel_sum_trace(struct funnel *f, const struct trace *t, const struct fact *who, unsigned has)
{
	int span = t->first.is ? spans_find(f->spans, t->first.at) : -1;
	struct fact own = credited(who, t->first.rep, t->first.at);

	for (int s = 0; s < (int)f->steps; s++) {
		struct change c = {.cohort = 1, .reached = s <= t->top};

		if (t->entry[s].is)
			sum_entry(f, t, s, who, has);
		if (span >= 0)
			add(f, &own, has, span, s, &c);
	}
}

/* The stay that ends with the move, and every period that ended while it lasted. */
static void sum_stay(struct funnel *f, const struct trace *t, const char *until, bool ended,
                     const struct fact *who, unsigned has)
{
	int span = ended ? spans_find(f->spans, until) : -1;
	struct change c = {.has_stay = true, .ended = true};

	funnel_flow_stay(f, t, until, who, has);
	if (span < 0)
		return;
	c.stay = when_seconds_between(t->since, until);
	add(f, who, has, span, t->now, &c);
}

void funnel_sum_move(struct funnel *f, const struct trace *t, const struct move_row *m,
                     const struct fact *who, unsigned has)
{
	struct fact own = credited(who, m ? m->rep : who->id[KEY_REP], m ? m->at : f->now);
	/* History that begins in the middle: where it stood is known, not since when. */
	int now = m && t->now == STEP_NONE ? m->from : t->now, from = now >= 0 ? now : t->last;
	int span = m ? spans_find(f->spans, m->at) : -1;

	if (t->now >= 0)
		sum_stay(f, t, m ? m->at : f->now, m != NULL, &own, has);
	if (span < 0)
		return;
	if (m->to == STEP_LOST && now >= 0)
		add(f, &own, has, span, now, &(struct change){.lost = 1});
	if (m->to < 0)
		return;
	if (now > m->to)
		add(f, &own, has, span, now, &(struct change){.back = 1});
	else if (now >= 0)
		add(f, &own, has, span, now, &(struct change){.onward = 1});
	for (int s = from >= 0 ? from + 1 : m->to; s < m->to; s++)
		add(f, &own, has, span, s, &(struct change){.entered = 1, .onward = 1, .amount = m->amount});
	add(f, &own, has, span, m->to, &(struct change){.entered = 1, .amount = m->amount});
}
