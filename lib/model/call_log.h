/* SPDX-License-Identifier: GPL-2.0-or-later */
/* call_log - the work of crm-log: one activity, or a call list that was filled in */
#ifndef CRM_CALL_LOG_H
#define CRM_CALL_LOG_H

#include "io/out.h"
#include "model/activity.h"
#include "store/db.h"

struct call_log;
/* One talk: who (NULL: only a deal is named) and deal as typed. */
struct call_log *call_log_one(const char *who, const char *deal, const struct activity *);
/* A table on stdin: company, contact, deal, task, call (its key), kind, outcome, note or text, next, due, at, minutes,
 * objection, material, rep; what a row does not say is as in given. Rows without an outcome are left out; rows whose key is
 * logged already with that outcome too. Dies with CRM_INPUT when there is no column outcome. */
struct call_log *call_log_table(const struct activity *given);
/* Writes down; refused rows are reported. Returns activity, company, contact, deal, outcome, the follow-up task and its due
 * time, and the table's other columns. */
struct out *call_log_run(struct call_log *, struct db *);
long call_log_written(const struct call_log *);
long call_log_refused(const struct call_log *);
void call_log_free(struct call_log *);

#endif
