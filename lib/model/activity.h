/* SPDX-License-Identifier: GPL-2.0-or-later */
/* activity - a contact with a client written down, and what follows from it */
#ifndef CRM_ACTIVITY_H
#define CRM_ACTIVITY_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"

/* Texts as typed; NULL or "" where not given. */
struct activity {
	int64_t company, contact, deal, task; /* 0: none; task: the task this call did, closed with it */
	const char *kind, *direction, *outcome, *at, *minutes, *planned_at;
	const char *objection, *material, *campaign, *text;
	const char *next, *due;  /* next step: title and when */
	const char *rep;         /* login; NULL: who works */
};

/* Writes it down. kind is call and direction out unless given. Outcome callback or appointment makes the
 * follow-up task (due at planned_at or due, else the next working day), and so does next. The employer of the
 * contact, or company and contact of the deal, are filled in. The task is closed unless nobody answered.
 * Returns the activity's number, -1 and why. task gets the follow-up's number or 0. */
int64_t activity_log(struct db *, const struct activity *, int64_t *task, struct str *why);
/* Does a task follow, which may be due? */
bool activity_is_followed(const struct activity *);
/* Fills in who is meant: a company, else a person (who works somewhere). -1 and why. */
int activity_with(struct db *, const char *who, struct activity *, struct str *why);
/* Is it one of the outcomes; one of them or of the kinds? */
bool activity_is_outcome(const char *word);
bool activity_is_word(const char *word);
/* What to know before talking on, one line each: open claims of the company, what the objection
 * means and what to answer. Replaces out. */
void activity_hints(struct db *, const struct activity *, struct str *out);

#endif
