/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace - one record's way through the steps of a funnel
 *
 * A step is entered once, however often a record comes back to it; steps that were jumped over
 * are entered as well, with the moment of the jump, or later steps would have more records than
 * earlier ones. */
#include "measure/trace.h"

#include <stdlib.h>
#include <string.h>

void trace_init(struct trace *t, size_t steps)
{
	t->steps = steps;
	t->entry = mem_zero((steps + 1) * sizeof *t->entry);
	trace_clear(t);
}

void trace_clear(struct trace *t)
{
	memset(t->entry, 0, t->steps * sizeof *t->entry);
	t->now = t->last = t->top = STEP_NONE;
	t->since[0] = '\0';
	t->first = (struct entry){0};
}

void trace_free(struct trace *t)
{
	free(t->entry);
}

static void stamp(char out[WHEN_SIZE], const char *at)
{
	size_t n = strnlen(at, WHEN_SIZE - 1);

	memcpy(out, at, n);
	out[n] = '\0';
}

static void enter(struct entry *e, const struct move_row *m, bool skipped)
{
	if (e->is)
		return;
	e->is = true;
	e->skipped = skipped;
	e->rep = m->rep;
	e->amount = m->amount;
	stamp(e->at, m->at);
}

static void leave(struct trace *t, const char *at)
{
	if (t->now < 0)
		return;
	t->entry[t->now].stay += when_seconds_between(t->since, at);
	t->entry[t->now].stayed = true;
}

bool trace_move(struct trace *t, const struct move_row *m, bool rising)
{
	int from = t->now >= 0 ? t->now : t->last;

	if (m->to == t->now || (rising && m->to >= 0 && m->to <= t->top))
		return false;
	/* History that begins in the middle: it stood somewhere before, nobody knows since when. */
	if (from < 0 && m->from >= 0)
		from = m->from;
	leave(t, m->at);
	if (t->now >= 0)
		t->last = t->now;
	t->now = m->to;
	stamp(t->since, m->at);
	t->rep = m->rep;
	if (m->to < 0)
		return true;
	enter(&t->first, m, false);
	for (int s = from >= 0 ? from + 1 : m->to; s < m->to; s++)
		enter(&t->entry[s], m, true);
	enter(&t->entry[m->to], m, false);
	for (int s = 0; s < m->to; s++)
		t->entry[s].went = t->entry[s].went || t->entry[s].is;
	if (m->to > t->top)
		t->top = m->to;
	return true;
}
