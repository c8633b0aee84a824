/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kpi_show - indicators as a table */
#ifndef CRM_KPI_SHOW_H
#define CRM_KPI_SHOW_H

#include "io/out.h"
#include "measure/engine.h"

/* What to print: figures that the engine has counted. */
struct kpi_table {
	struct db *db;
	struct engine *engine;
	const struct spans *spans;
	struct group *group;
	const int *kpi; /* indexes in the engine */
	size_t n;
	bool plan; /* compare with the plan */
};

/* One row for each period, group and indicator. The caller calls out_finish after db_close. */
struct out *kpi_long(const struct kpi_table *);
/* One row for each period and group, the indicators side by side. */
struct out *kpi_wide(const struct kpi_table *);
/* All there are: name, unit, better, kind, title. */
struct out *kpi_list(void);

#endif
