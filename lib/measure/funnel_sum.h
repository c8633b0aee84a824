/* SPDX-License-Identifier: GPL-2.0-or-later */
/* funnel_sum - traces added to the cells of a funnel; inside lib/measure/funnel*.c only */
#ifndef CRM_FUNNEL_SUM_H
#define CRM_FUNNEL_SUM_H

#include "measure/funnel.h"
#include "measure/trace.h"

/* Keys of the records of this funnel. */
#define FUNNEL_KEYS (1u << KEY_REP | 1u << KEY_COMPANY | 1u << KEY_CAMPAIGN)

/* Made when it is not there yet; valid until the next one is made. */
struct funnel_cell *funnel_cell_of(struct funnel *, int group, int span, int step);
/* A record whose moves are all known, for a cohort. who: its keys; has: which it bears. */
void funnel_sum_trace(struct funnel *, const struct trace *, const struct fact *who, unsigned has);
/* One move, for a flow: before it is put into the trace, and the end of the trace (m NULL). */
void funnel_sum_move(struct funnel *, const struct trace *before, const struct move_row *m,
                     const struct fact *who, unsigned has);

/* Of a flow: a stay in the step where the trace is, that lasted until then, at the ends of the periods. */
void funnel_flow_stay(struct funnel *, const struct trace *, const char *until, const struct fact *who, unsigned has);
/* When all stays are known: how many stand at the end of each period, and the median days. */
void funnel_flow_count(struct funnel *);

#endif
