/* SPDX-License-Identifier: GPL-2.0-or-later */
/* task - things to do: added, done, postponed, assigned, repeated */
#ifndef CRM_TASK_H
#define CRM_TASK_H

#include <stdint.h>
#include "store/db.h"

struct task {
	const char *title, *kind;          /* kind as stored; NULL: task */
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
/* A repetition: "1d 2w 1m 3wd weekly monthly …", with months and years also "1m@31", the day of the month that is meant
 * where a month is too short for it. 0; or -1 and why. */
int task_repeat_check(const char *every, struct str *why);
/* Its parts: how many of d, w, m, y or wd (working days). -1: it is none. */
int task_repeat_parts(const char *every, int *n, char unit[3]);
/* The day of the month that a task of months or years due then comes back to; 0 for the others. */
int task_repeat_day(const char *every, const char *due);
/* The first due behind that day, counted from the last one, and in rule the repetition of the task that is due then,
 * which names the day (monthly@31) only where that month has no such day. -1: every is none. */
int task_repeat(const char *every, const char *due, const char *after, char out[20], struct str *rule);

#endif
