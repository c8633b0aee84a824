/* SPDX-License-Identifier: GPL-2.0-or-later */
/* funnel - how many enter each step, go on, are lost, and how long it takes
 *
 * Cohort (KPI.md, conv.stage_to_next): those whose first entry into the step lies in the period, and what became of
 * them by now: entered = onward + here + lost + back. Young are those here for less than the median of their step,
 * over all periods and groups (without a median: a year): they may still go on. Flow: the moves of the period, whenever
 * those who move came in. The moves are stepped through once in the order of records and time and summed in arrays. */
#ifndef CRM_FUNNEL_H
#define CRM_FUNNEL_H

#include "io/shape.h"
#include "measure/group.h"
#include "measure/span.h"
#include "measure/standing.h"
#include "measure/state.h"
#include "measure/survive.h"

struct funnel_cell {
	int64_t entered, here, onward, lost, back, amount;
	int64_t reached, cohort; /* of those that entered the funnel in the period */
	struct stays stays;   /* of a flow those that ended in the period */
	struct figure days;   /* their median, with those that go on; funnel_show has it */
	struct stays waiting; /* of a cohort: how long those that are here have been */
};
struct funnel_step {
	int64_t id;
	char *code, *name;
	struct figure norm; /* percent that should go on */
	double due;         /* of a cohort: seconds after which one that is still here has had its time */
};
struct funnel {
	struct db *db;
	const struct spans *spans;
	struct group *group;
	bool flow;
	bool rising; /* steps are events, not states */
	struct state *owners; /* of deals, where a flow is asked for by rep; or NULL */
	char now[WHEN_SIZE];
	struct funnel_step *step;
	size_t steps, cap_steps;
	struct funnel_cell *cell; /* [group][period][step] */
	size_t cells, cap;
	struct standing *standing; /* of a flow: [group][step] */
	size_t standings, cap_standings;
};

/* what: "company", "activity", or the code of a pipeline; NULL: the only pipeline, or the first. -1 and why. */
int funnel_run(struct funnel *, const char *what, struct str *why);
/* As a table; the caller calls shape_finish after db_close. */
struct shape *funnel_show(struct funnel *);
void funnel_free(struct funnel *);

#endif
