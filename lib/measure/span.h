/* SPDX-License-Identifier: GPL-2.0-or-later */
/* span - the periods of a report: S, E and A of every figure */
#ifndef CRM_SPAN_H
#define CRM_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include "base/when.h"
#include "store/db.h"

/* One period. s and next are dates, next exclusive. e = min(next, A) is a date or a moment, exclusive:
 * facts with s <= at < e count. prev_s and prev_e: the period before, cut after as many days when A cuts this one. */
struct span {
	char label[24];
	char s[WHEN_SIZE], next[WHEN_SIZE], e[WHEN_SIZE];
	char prev_s[WHEN_SIZE], prev_e[WHEN_SIZE];
};
struct spans {
	struct span *v; /* in order of time, without overlap */
	size_t n;
};

/* The moment A, exclusive: one second after now, or what --as-of and --known set. */
void span_now(struct db *, char out[WHEN_SIZE]);
/* -p, --from, --to and --per of opt.h; nothing given is this month. Dies with CRM_USAGE
 * on what is no period. The caller frees with spans_free. */
void spans_from_opt(struct db *, struct spans *);
/* The same from values, for tests and for plans: -1 and why. per may be NULL. */
int spans_make(const char *before, const struct period *, const char *per, struct spans *, struct str *why);
void spans_free(struct spans *);
/* Puts one period into the temporary table period(label, s, next, e, prev_s, prev_e) that indicators join,
 * instead of what was there; with prev it is the period before, under the same label. */
void span_fill(struct db *, const struct span *, bool prev);
/* Index of the period in which a date or moment lies, -1: none. */
int spans_find(const struct spans *, const char *at);
/* Percent of the days of a period that A leaves behind: 100 when it is over, 0 before it. */
double span_gone(const struct span *);

#endif
