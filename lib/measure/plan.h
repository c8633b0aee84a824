/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan - what was to be reached: the table plan, for a period and a group
 *
 * Of rep, team, territory and product a row must have exactly those that the group has; a rep without a row of
 * his own takes that of his role, a team without one the sum of its reps', the whole the sum of all
 * reps'. A longer period takes its own row, else, for counts and sums, those of the quarters or
 * months that tile it, for stocks that of the last one; a month also takes a row without a period. A plan is
 * never cut. Kind plan goes before floor, floor before aim; the row made last wins. */
#ifndef CRM_PLAN_H
#define CRM_PLAN_H

#include "measure/group.h"
#include "measure/kpi_file.h"
#include "measure/span.h"

struct plans;
struct plans *plans_open(struct db *, const struct kpi *);
/* In the units of the indicator's figures; empty: no plan. */
struct figure plans_value(struct plans *, const struct span *, struct group *, int group);
/* Makes the groups that have a plan and may have no facts, where one of rep, team, territory and
 * product alone is asked for. */
void plans_groups(struct plans *, const struct spans *, struct group *);
void plans_free(struct plans *);

#endif
