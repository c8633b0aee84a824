/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace - one record's way through the steps of a funnel
 *
 * Fed the moves of one record in order of time, it knows which steps it entered, when, and whether it went
 * on. A jump forward enters and passes the steps between; being opened or lost does not. */
#ifndef CRM_TRACE_H
#define CRM_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/when.h"

#define STEP_NONE (-1)
#define STEP_LOST (-2)

struct move_row {
	int from, to; /* steps, STEP_NONE or STEP_LOST */
	const char *at;
	int64_t rep;
	int64_t amount;
};
/* A first entry into a step. */
struct entry {
	bool is, skipped, went; /* skipped: jumped over; went: a later step was entered since */
	char at[WHEN_SIZE];
	int64_t rep, amount;
	int64_t stay;  /* seconds in it over all visits that have ended */
	bool stayed;
};
struct trace {
	struct entry *entry; /* one a step */
	size_t steps;
	int now;             /* where it stands */
	char since[WHEN_SIZE];
	int64_t rep;         /* who brought it there */
	int last;            /* where it stood before it was lost */
	int top;             /* the furthest step it ever reached */
	struct entry first;  /* into the funnel */
};

void trace_init(struct trace *, size_t steps);
void trace_clear(struct trace *); /* for the next record */
/* rising: only later steps than the furthest so far are moves (events, not states). False: it was none. */
bool trace_move(struct trace *, const struct move_row *, bool rising);
void trace_free(struct trace *);

#endif
