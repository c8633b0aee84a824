/* SPDX-License-Identifier: GPL-2.0-or-later */
/* figure - figures as people read them */
#include "measure/figure.h"

#include <math.h>
#include <stdio.h>
#include "base/number.h"

#define EXACT 1e15 /* doubles below it hold every whole number, and hundredths print as they are */

void figure_text(struct figure f, enum kpi_unit unit, char out[FIGURE_SIZE])
{
	double v = unit == UNIT_MONEY ? f.v / 100 : f.v;
	bool whole = unit == UNIT_COUNT && !(v < floor(v) || v > floor(v));

	out[0] = '\0';
	if (!f.is)
		return;
	/* Half a cent and the like goes away from zero, as everywhere; doubles of exact halves are exact enough. */
	if (!whole)
		v = floor(fabs(v) * 100 + 0.5 + 1e-7) * (v < 0 ? -1 : 1);
	if (fabs(v) < EXACT) {
		number_format((int64_t)v, whole ? 0 : 2, 2, out, FIGURE_SIZE);
		return;
	}
	snprintf(out, FIGURE_SIZE, whole ? "%.0f" : "%.2f", whole ? v : v / 100);
}
