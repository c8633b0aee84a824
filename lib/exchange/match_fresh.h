/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_fresh - the records of this run, known from memory while their rows are still in bundles */
#ifndef CRM_MATCH_FRESH_H
#define CRM_MATCH_FRESH_H

#include "exchange/match.h"

/* For rows of several records whose new ones are written in bundles. What this run made is known from
 * memory, in all respects that match_find looks at. base: there are older records as well, to be asked for in the base. */
void match_fresh_open(struct match *, int64_t expected, bool base);
/* From here on everything is asked for in the base. */
void match_fresh_close(struct match *);
/* held: bundles are held, what is not in memory cannot be asked. True from match_stuck then: match_find had to, and its
 * answer counts for nothing. */
void match_held(struct match *, bool held);
bool match_stuck(const struct match *);
/* The row was added as record id, in these words. */
void match_fresh_learn(struct match *, const struct part *, int64_t id, uint64_t digest);
/* The row changed record id, or left it as it is, in the base; wrote_over: and not only filled its gaps. */
void match_fresh_changed(struct match *, int64_t id, uint64_t digest, bool wrote_over);
/* Does the row say what the last one of this record said? fill: or any one before. */
bool match_fresh_same(const struct match *, int64_t id, uint64_t digest, bool fill);
/* A field of a record of this run, and of the row: 1 the same, 0 another, -1 the record has none. */
int match_fresh_value(const struct match *, int64_t id, const char *field);

#endif
