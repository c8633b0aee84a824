/* SPDX-License-Identifier: GPL-2.0-or-later */
/* survive - how long things last when some of them have not ended yet
 *
 * The median by Kaplan and Meier: what is still going on counts for as long as it has lasted, and is
 * not dropped, which would make every young stage look quick. */
#ifndef CRM_SURVIVE_H
#define CRM_SURVIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "measure/formula.h"

struct stay {
	int64_t seconds;
	bool ended;
};
/* {0} is empty; the owner calls survive_free. */
struct stays {
	struct stay *v;
	size_t n, cap;
};
void survive_add(struct stays *, int64_t seconds, bool ended);
/* Seconds after which half have ended; with an even number and nothing going on the mean of the two middle
 * ones. Empty while fewer than half have ended. Sorts. */
struct figure survive_median(struct stays *);
/* The same with others going on besides: going(arg, seconds) of them have lasted so long or longer. */
struct figure survive_median_beside(struct stays *, size_t (*going)(void *, int64_t seconds), void *arg);
void survive_free(struct stays *);

#endif
