/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merge - two records become one, and nothing of either is lost
 *
 * The survivor keeps its number and its values; what it lacks is filled in from the other, and where both say
 * something, what does not stay is written into the note. Rows that refer to the other (whatever the registry knows)
 * refer to the survivor from now on; parts that both have (a telephone, a tax number, a post, a place in a programme)
 * become one in the same way. The other is deleted, and a redirect keeps its number working. */
#ifndef CRM_MERGE_H
#define CRM_MERGE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"
#include "store/db.h"
#include "store/registry.h"

enum merge_prefer { MERGE_SURVIVOR, MERGE_DUPLICATE, MERGE_NEWEST };

struct merge_choice {
	enum merge_prefer prefer;  /* whose values stay where both have one */
	const struct strs *take;   /* fields (also phone, email, inn, address …) whose value is the other's; may be NULL */
};

/* What was done, in words for people. {0} is empty; merge_report_free. */
struct merge_report {
	struct str moved;  /* "3 deal, 2 channel" */
	struct str filled; /* "site=example.com; segment=big" */
	struct str noted;  /* what did not stay: "class=B" */
};

/* Companies and contacts can be merged. */
bool merge_knows(const struct entity *);
/* Is it a field that take can name? -1 and why. */
int merge_takes(const struct entity *, const char *field, struct str *why);
/* Inside a change set: gone becomes part of survivor, two living records. Returns -1 and why, nothing done, when they were
 * said not to be the same. */
int merge_pair(struct db *, const struct entity *, int64_t survivor, int64_t gone, const struct merge_choice *,
               struct merge_report *, struct str *why);
void merge_report_free(struct merge_report *);

#endif
