/* SPDX-License-Identifier: GPL-2.0-or-later */
/* funnel_sum - traces added to the cells of a funnel; inside lib/measure/funnel*.c only */
#ifndef CRM_FUNNEL_SUM_H
#define CRM_FUNNEL_SUM_H

#include "measure/funnel.h"
#include "measure/trace.h"

/* Keys of the records of this funnel. */
#define FUNNEL_KEYS (1u << KEY_REP | 1u << KEY_COMPANY | 1u << KEY_CAMPAIGN)

/* A record whose moves are all known, for a cohort. who: its keys; has: which it bears. */
void funnel_sum_trace(struct funnel *, const struct trace *, const struct fact *who, unsigned has);
/* One move, for a flow: before it is put into the trace, and the end of the trace (m NULL). */
void funnel_sum_move(struct funnel *, const struct trace *before, const struct move_row *m,
                     const struct fact *who, unsigned has);

#endif
