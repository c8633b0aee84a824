/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kpi_report - the work of crm-kpi: indicators counted and shown as asked */
#ifndef CRM_KPI_REPORT_H
#define CRM_KPI_REPORT_H

#include "base/str.h"
#include "io/shape.h"
#include "store/db.h"

struct kpi_wish {
	const char *by;      /* paths of --by with commas between, or NULL */
	const char *explain; /* all, hit or miss: the facts instead of the figures; or NULL */
	bool plan, wide, total;
	struct strs names;   /* of indicators, at least one */
	struct strs terms;   /* PATH=VALUE */
};

/* The table that was asked for; the caller calls shape_finish after db_close. A word that is not known dies as a
 * mistake of usage; what was left out of a figure is said on stderr. */
struct shape *kpi_report(struct db *, const struct kpi_wish *);

#endif
