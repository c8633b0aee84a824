/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explain - the facts behind indicators, as a table */
#ifndef CRM_EXPLAIN_H
#define CRM_EXPLAIN_H

#include "measure/kpi_show.h"

enum explain_which { EXPLAIN_ALL, EXPLAIN_HIT, EXPLAIN_MISS };

/* "" all, "hit" or "miss"; -1 and why. */
int explain_parse(const char *word, enum explain_which *, struct str *why);
/* One row for each fact and group it counts in; of facts with one unit that are counted once, the
 * first. hit: the facts of part a; miss: those of the value's other parts whose unit (else deal, else
 * company) is not among a's. The caller calls shape_finish after db_close. -1 and why: nothing to tell hits
 * and misses apart by. */
int explain_show(const struct kpi_table *, enum explain_which, struct shape **, struct str *why);

#endif
