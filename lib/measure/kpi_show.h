/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kpi_show - indicators as a table */
#ifndef CRM_KPI_SHOW_H
#define CRM_KPI_SHOW_H

#include "io/shape.h"
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
	double cycle; /* seconds that a sale takes: so young a cohort is not judged */
	const struct kpi_table *total; /* of all groups together, for the last rows of a period; or NULL */
	const struct group *whole_of;  /* in such a total: the groups whose columns say "(all)" */
};

/* One row for each period, group and indicator. The caller calls shape_finish after db_close. */
struct shape *kpi_long(const struct kpi_table *);
/* One row for each period and group, the indicators side by side. */
struct shape *kpi_wide(const struct kpi_table *);
/* All there are: name, unit, better, kind, title. */
struct shape *kpi_list(void);

/* A unit in print. Money bears its currency: the base one, or that of what could not be converted. */
const char *kpi_unit_text(struct db *, enum kpi_unit, const char *currency);

#endif
