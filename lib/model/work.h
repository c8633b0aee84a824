/* SPDX-License-Identifier: GPL-2.0-or-later */
/* work - the frame of a command that writes: the change set, --key, --at, --max, counts, exit code */
#ifndef CRM_WORK_H
#define CRM_WORK_H

#include <stdbool.h>
#include "io/out.h"
#include "store/db.h"
#include "store/registry.h"

/* The kind of record that an operand names; NULL (no operand) or an unknown one dies with CRM_USAGE. */
const struct entity *work_entity(const char *name);
/* An operand FIELD=VALUE of a record that is added or changed goes into the two lists; dies with CRM_USAGE when it is none,
 * the field cannot be set, or stands there already. */
void work_assignment(const struct entity *, const char *operand, struct strs *fields, struct strs *texts);
/* What writing such a record needs is made ready before a change set begins, since all other writers wait from then on:
 * its words for the full-text index, and if it is changed what records that. */
void work_ready(struct db *, const struct entity *, bool changed);
/* Opens the base for writing, is ready for such records (NULL: for none) and begins the change set. A --key that was used before, by the same program, ends
 * this one with what that run printed and returned; by another one, with CRM_USAGE. */
struct db *work_begin(const struct entity *added);
/* The same over a base that is open. */
void work_start(struct db *);
/* Only the question whether the --key was used before. */
void work_done_before(struct db *);
/* Before work_begin, for changes of many: refuses more than --max, and asks on a terminal when there is more than one
 * (always: also for one, and without a terminal --yes is needed for more than one). Declined: CRM_USAGE. */
void work_confirm(long records, const char *what, bool always);
/* --at as a moment in the change set's clock, NULL when not given; dies when it is none or in the future. */
const char *work_at(const char *typed);
/* "3 companies added, 1 refused" on stderr; commits with it, closes the base, writes out, and returns the exit code.
 * done: what was done to how many, such as "added". out may be NULL. */
int work_end(struct db *, struct out *out, const char *entity, long n, const char *done, long refused);
/* Appends the kind of record in words: "legal entities", or "legal entity" when n is 1. */
void work_noun(const char *entity, long n, struct str *out);
/* Before the commit, with --key: keeps what this run prints (out may be NULL) and returns for the next one. */
void work_answer(struct db *, const struct out *out, int code);
/* The last steps of work_end alone: keeps the answer, commits, closes, writes out (to a file: before the commit, so
 * that what could not be printed is not done). */
void work_commit(struct db *, struct out *out, const char *counts, int code);

#endif
