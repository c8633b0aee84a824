/* SPDX-License-Identifier: GPL-2.0-or-later */
/* apply - a row's record written: added, filled up, updated, left alone or refused */
#ifndef CRM_APPLY_H
#define CRM_APPLY_H

#include <stdbool.h>
#include "exchange/part.h"
#include "exchange/refs.h"
#include "store/db.h"

/* What happens to a record that is there already. */
enum apply_mode {
	APPLY_USUAL,  /* found by its key or code: update, by what it says: fill */
	APPLY_SKIP, APPLY_FILL, APPLY_UPDATE, APPLY_ERROR, APPLY_ASK
};

struct apply {
	struct db *db;
	enum apply_mode mode;
	const struct part *told_of; /* for which somebody decided: */
	enum apply_mode told;
	bool several;      /* a row holds several records, so that one may stand in many rows */
	const char *at;    /* moment of the rows, or NULL */
	struct refs *refs;
};

/* skip, fill, update, error, ask-file. -1 and why. */
int apply_parse(const char *, enum apply_mode *, struct str *why);
/* What is to happen to record id, to which the part belongs by its rule. */
enum apply_mode apply_mode_for(const struct apply *, const struct part *, int64_t id);
/* Writes the part whose cells are read: adds it when id is 0. Sets part->id and part->fate; -1 and why. */
int apply_part(struct apply *, struct part *, int64_t id, struct str *why);
/* What it would do with record id of the base, from reading only: 1 change it, 0 nothing, -1 refuse it, or more than
 * changing it. The part then holds what is to be written, for apply_change, which goes on like apply_part. */
int apply_would(struct apply *, struct part *, int64_t id);
int apply_change(struct apply *, struct part *, int64_t id, struct str *why);
/* Is the record one that was there before, and known by less than its key, so that somebody may be asked? */
bool apply_asks(const struct part *, int64_t id);
/* What an update of the record would change, in words: 1, 0: nothing, -1 and why it cannot be. */
int apply_differences(struct apply *, struct part *, int64_t id, struct str *out, struct str *why);

#endif
