/* SPDX-License-Identifier: GPL-2.0-or-later */
/* metric - the names of indicators: ours in the program, the department's in its folder */
#ifndef CRM_METRIC_H
#define CRM_METRIC_H

#include <stdbool.h>
#include "base/str.h"

/* The text of one of ours; NULL: it is none. */
const char *metric_ours(const char *name);
/* Where the department's own are, $XDG_CONFIG_HOME/crm/kpi; empty when there is no home to look in. */
void metric_folder(struct str *path);
/* The file of an own indicator, be it there or not; false: the name cannot be one, or nobody's home is known. */
bool metric_path(const char *name, struct str *path);
/* Lower-case letters, digits, dots and underscores: never a path. */
bool metric_is_name(const char *name);
/* All names, sorted. An own file may not bear the name of one of ours, which is warned of. */
void metric_names(struct strs *names);
/* -1, and that nothing is called so, with the nearest name. */
int metric_unknown(const char *name, struct str *why);
/* 0 when there is such an indicator, else -1 and why. */
int metric_check(const char *name, struct str *why);

#endif
