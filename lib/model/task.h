/* SPDX-License-Identifier: GPL-2.0-or-later */
/* task - things to do: added, done, postponed, assigned, repeated */
#ifndef CRM_TASK_H
#define CRM_TASK_H

#include <stdint.h>
#include "store/db.h"

struct task {
	const char *title, *kind;          /* kind NULL: task */
	const char *due, *every, *at;      /* as typed, or NULL; at: when it was given */
	int64_t assignee, company, contact, deal, activity; /* 0: none; company and contact follow from the deal */
};

/* The number of the new task, or -1 and why. */
int64_t task_add(struct db *, const struct task *, struct str *why);
/* Fills in who keeps the deal, else the company, else who works, when nobody is to do it yet. */
void task_for_owner(struct db *, struct task *);
/* 1 done, 0 was done already, -1 and why. at: when, as typed, or NULL for now; not before it was given, of which day a bare
 * date takes the moment, and not after now. A repeating task makes its successor, whose number goes to next (else 0). */
int task_done(struct db *, int64_t task, const char *result, const char *at, int64_t *next, struct str *why);
/* The same for a task that need not be done any more; a repeating one ends. */
int task_cancel(struct db *, int64_t task, const char *result, const char *at, struct str *why);
int task_postpone(struct db *, int64_t task, const char *due /* as typed */, struct str *why);
int task_assign(struct db *, int64_t task, const char *rep /* as typed */, struct str *why);
/* The parts of a repetition: how many of d, w, m, y or wd (working days). -1: it is none. */
int task_repeat_parts(const char *every, int *n, char unit[3]);
/* "1d 2w 1m 3wd weekly monthly …": next due after a due; -1 and why when every is none of these. */
int task_repeat(const char *every, const char *due, char out[20], struct str *why);

#endif
