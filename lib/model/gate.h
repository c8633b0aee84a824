/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gate - what must be known before a record may enter a stage or category */
#ifndef CRM_GATE_H
#define CRM_GATE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"
#include "store/db.h"

enum gate_of { GATE_STAGE, GATE_CATEGORY };
/* Tests the gates of a target for one record (deal or company). missing gets what is required and
 * not there, wanting what is desirable and not there, in words, separated by "; ". True: open. A company's gates
 * build up: entering a category asks for those of all open categories before it as well. */
bool gate_open(struct db *, enum gate_of, int64_t target, int64_t id, struct str *missing, struct str *wanting);
/* The same in one sentence: 0, or -1 and why, which names the target and what is required and missing. */
int gate_pass(struct db *, enum gate_of, int64_t target, int64_t id, struct str *wish, struct str *why);
/* What a target asks for, to be stepped: id, stage or category, needs, test, required, part, at_least; rows of a part
 * stand together. */
struct stmt *gate_rows(struct db *, enum gate_of, int64_t target);

/* Records that were written down where they stand, many of them. */
struct gate_among {
	int64_t after;    /* those with greater numbers, */
	const char *temp; /* or, unless NULL, those in this temporary table of numbers */
	long most;        /* of each stage or category so many are looked at, which is then told; 0: all */
};
/* Is this where records of its kind begin (the first stage of its pipeline, the first category)? Its gate is asked only
 * by moves back. */
bool gate_begins(struct db *, enum gate_of, int64_t target);
bool gate_any(struct db *, enum gate_of); /* are there any gates? */
/* What they lack of what the gates ask for where they stand: a line for each stage or category, with counts; what is
 * only desirable is not told. Statements over all of them, so their indexes should be there. */
void gate_lacks(struct db *, enum gate_of, const struct gate_among *, struct strs *lines);
/* All records that lack something of it, into a temporary table of numbers; and what one lacks where it stands. */
void gate_find(struct db *, enum gate_of, const char *into);
void gate_missing(struct db *, enum gate_of, int64_t id, struct str *missing);

#endif
