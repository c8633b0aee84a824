/* SPDX-License-Identifier: GPL-2.0-or-later */
/* funnel_flow - who stands in a step when a period ends
 *
 * A deal that stands for three years stands at the ends of a thousand days. It is kept once, with the first and
 * last of them; how many stand and how long it takes is told period by period when all are known. */
#include <stdlib.h>
#include <string.h>

#include "measure/funnel_sum.h"

/* Periods in a report come in order, and only the last of them can lie in the future. */
static int begun(const struct spans *s)
{
	size_t n = s->n;

	while (n && strcmp(s->v[n - 1].s, s->v[n - 1].e) >= 0)
		n--;
	return (int)n;
}

/* The first period that ends after that moment, or at it where that will do. */
static int first_end(const struct spans *s, const char *at, bool will_do)
{
	int low = 0, high = begun(s);

	while (low < high) {
		int mid = (low + high) / 2, order = strcmp(s->v[mid].e, at);

		if (order < 0 || (order == 0 && !will_do))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct standing *standing_of(struct funnel *f, size_t i)
{
	if (i >= f->standings) {
		f->standing = mem_grow(f->standing, &f->cap_standings, i + 1, sizeof *f->standing);
		memset(f->standing + f->standings, 0, (i + 1 - f->standings) * sizeof *f->standing);
		f->standings = i + 1;
	}
	return &f->standing[i];
}

static void stand(struct funnel *f, const struct fact *who, unsigned has, int step, int64_t since, int first, int last)
{
	struct shares shares = group_place(f->group, who, has, SPLIT_NONE, false);

	for (size_t i = 0; i < shares.n; i++)
		standing_add(standing_of(f, (size_t)shares.v[i].group * f->steps + (size_t)step), since, first, last);
}

/* Does everything that groups are told apart by stay as it is between these moments? */
static bool stays_put(const struct funnel *f, const struct fact *who, const char *from, const char *until)
{
	return !group_needs_at(f->group) && !(f->owners && state_turns(f->owners, who->id[KEY_DEAL], from, until));
}

void funnel_flow_stay(struct funnel *f, const struct trace *t, const char *until, const struct fact *who, unsigned has)
{
	const struct span *v = f->spans->v;
	int first = first_end(f->spans, t->since, false), last = first_end(f->spans, until, true);
	int64_t since;
	bool whole;

	if (last == begun(f->spans) || strcmp(v[last].e, until) > 0)
		last--;
	if (first > last)
		return;
	since = when_seconds_between(v[0].s, t->since);
	whole = stays_put(f, who, v[first].e, v[last].e);
	for (int p = first, to; p <= last; p = to + 1) {
		struct fact keeper = *who;

		to = whole ? last : p;
		/* Whoever keeps the deal when the period ends, as the deals in work are counted; else who brought it there. */
		keeper.id[KEY_REP] = f->owners ? state_at(f->owners, who->id[KEY_DEAL], v[p].e, (int32_t)t->rep) : t->rep;
		keeper.at = v[p].e;
		stand(f, &keeper, has, t->now, since, p, to);
	}
}

struct risk {
	struct tally *tally;
	int64_t end; /* of the period */
};

static size_t going(void *arg, int64_t seconds)
{
	const struct risk *r = arg;

	return tally_since(r->tally, r->end - seconds);
}

void funnel_flow_count(struct funnel *f)
{
	size_t n = f->steps * group_count(f->group);

	for (size_t i = 0; i < n; i++) {
		struct risk r = {.tally = tally_open(standing_of(f, i))};
		int group = (int)(i / f->steps), step = (int)(i % f->steps);

		for (int p = 0; p < begun(f->spans); p++) {
			size_t here = tally_at(r.tally, p);
			struct funnel_cell *c = funnel_cell_of(f, group, p, step);

			c->here = (int64_t)here;
			r.end = when_seconds_between(f->spans->v[0].s, f->spans->v[p].e);
			c->days = survive_median_beside(&c->stays, going, &r);
		}
		tally_free(r.tally);
	}
}
