/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calls_in - what the parts of calls share */
#ifndef CRM_CALLS_IN_H
#define CRM_CALLS_IN_H

#include "measure/calls.h"

/* The most urgent reason decides a company's place in the list. */
enum calls_place { CALL_CLAIM, CALL_PROMISE, CALL_TASK, CALL_DEBT, CALL_STALLED, CALL_REORDER, CALL_COLD };

/* One company of the list; why gathers its reasons in words. Numbers are 0 where there is none. */
struct call {
	int64_t company, contact, deal, task, amount;
	bool has_amount;
	enum calls_place place;
	char when[20];
	struct str why, step;
};

struct calls {
	struct db *db;
	int64_t rep;
	struct narrow *among; /* no cold leads but these; NULL: any */
	struct call *v;
	size_t n, cap;
	size_t *slot; /* where a company stands in v, plus one, by a hash of its number; slots is a power of two */
	size_t slots;
	size_t homeless; /* due tasks that belong to no company */
	bool claims, invoices; /* are there any at all? */
};

/* Fills the list from each source but the cold leads; a company already there gets a further reason. */
void calls_gather(struct calls *);
/* Finds companies again after v was put in another order. */
void calls_index(struct calls *);
/* The cold leads, to be stepped with calls_cold_next, which leaves out those in the list and is false at the end; the
 * caller resets it and frees e->why. */
struct stmt *calls_cold(struct calls *);
bool calls_cold_next(struct calls *, struct stmt *, struct call *e);
/* Turns a company into cells. False when nobody there may be contacted. */
bool calls_cells(struct calls *, struct call *, const char *login, struct str *cells);

#endif
