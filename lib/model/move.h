/* SPDX-License-Identifier: GPL-2.0-or-later */
/* move - deals through stages, companies through categories, anything to another owner */
#ifndef CRM_MOVE_H
#define CRM_MOVE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/when.h"
#include "store/db.h"
#include "store/registry.h"

struct move {
	const char *at;          /* when it happened (a date or moment as stored), or NULL: the change set's moment */
	const char *forced;      /* reason to pass a closed gate, or NULL; of an owner: why */
	int64_t lost_reason;     /* 0: none */
	const char *competitor;  /* or NULL */
	char *moment;            /* gets the moment that was written (WHEN_SIZE bytes), or NULL */
	int64_t rep;             /* of a category: by whom; 0: who is working */
	bool imported;           /* history from elsewhere, also before what is known: recorded, not gated, no duties */
};

/* 1: moved; 0: it stands there already; -1 and why (gate: names what is missing; at before the last move or after
 * now; stage of another pipeline). wish gets what is desirable and missing. stage, moved_at, closed_at, lost_reason
 * and competitor of the deal follow; duties become tasks; a won deal makes its company a customer as far as gates
 * allow, and its owner the closer if nobody is. */
int move_deal(struct db *, int64_t deal, int64_t stage, const struct move *, struct str *wish, struct str *why);
/* Only the question whether the gates of the stage let the deal in, which may stand there already. 0, or -1 and why. */
int move_gate(struct db *, int64_t deal, int64_t stage, const struct move *, struct str *wish, struct str *why);
int move_company(struct db *, int64_t company, int64_t category, const struct move *, struct str *wish, struct str *why);
/* entity "company" or "deal"; owner 0: nobody. */
int move_owner(struct db *, const char *entity, int64_t id, int64_t owner, const struct move *, struct str *why);
/* The same of many records to one owner, but not imported: what is written waits for the end. now: the present owner, 0
 * none; whole: of all records from the first to the last each was asked for (walk.h), and nothing reads them just now. */
struct handover;
struct handover *move_owners(struct db *, const struct entity *, int64_t owner);
int move_owners_one(struct handover *, int64_t id, int64_t now, const struct move *, struct str *why);
void move_owners_end(struct handover *, bool whole);
/* Recomputes stage, moved_at, closed_at, lost_reason, competitor of a deal from its stage changes. */
void move_settle(struct db *, int64_t deal);
/* After histories of deals were entered, whose numbers stand in the temporary table told: a deal that was opened after its
 * company's first sale is a repeated one. Won ones make their companies clients since their first sale, without gates, but
 * for those that are known as clients or as lost; and their owners at the closing closers if nobody is. */
void move_told(struct db *);
/* A deal of which history is entered goes into told, which is there. move_deal does it when the move is imported: then
 * neither company nor closer follow before move_told. */
void move_tell(struct db *, int64_t deal);
/* Names the closer if nobody is; rep 0: nobody is known. */
void move_closer(struct db *, int64_t deal, int64_t rep);
/* History that begins before the deal was entered: it was opened then. */
void move_opened(struct db *, int64_t deal, const char *at);
/* Makes the tasks that entering a stage brings (also for the stage a deal is opened in). */
void move_duties(struct db *, int64_t deal, int64_t stage, const char *at);

#endif
