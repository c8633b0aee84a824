/* SPDX-License-Identifier: GPL-2.0-or-later */
/* figure - figures as people read them; rounding happens here and nowhere before */
#ifndef CRM_FIGURE_H
#define CRM_FIGURE_H

#include "measure/kpi_file.h"

#define FIGURE_SIZE 40

/* Money is in minor units. Counts are whole unless they are not; money, percent, days, ratio and index have two
 * decimals. Empty is "". */
void figure_text(struct figure, enum kpi_unit, char out[FIGURE_SIZE]);

#endif
