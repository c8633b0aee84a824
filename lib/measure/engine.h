/* SPDX-License-Identifier: GPL-2.0-or-later */
/* engine - indicators counted over the same periods and groups
 *
 * Every indicator is a stream of facts (facts.h); the engine sums them in arrays as it steps, so that no
 * sorter and no GROUP BY is needed. */
#ifndef CRM_ENGINE_H
#define CRM_ENGINE_H

#include "measure/facts.h"
#include "measure/group.h"
#include "measure/kpi_file.h"
#include "measure/span.h"

struct engine;

struct engine *engine_open(struct db *, const struct spans *, struct group *);
/* Another over the same periods and the same notion of what is asked for, grouped in its own way. */
struct engine *engine_beside(const struct engine *, struct group *);
/* Takes an indicator and those it uses. Its index, or -1 and why: unknown, not readable, cannot be
 * grouped as asked. */
int engine_add(struct engine *, const char *name, struct str *why);
/* Steps through the facts of all. -1 and why: a statement that lacks a column. */
int engine_run(struct engine *, struct str *why);
const struct kpi *engine_kpi(const struct engine *, int i);
/* The figure of a period and group. */
struct figure engine_figure(struct engine *, int i, int span, int group);
/* Says on stderr what was left out (the parts with a warning). */
void engine_warn(struct engine *, int i);
void engine_close(struct engine *);

#endif
