/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup - suspected duplicates of companies and of contacts
 *
 * Every record is compared with those that share something rare with it (a number, an address, a sound of the name);
 * a base of up to 2,000 records pair by pair. Weights come from the records themselves (Fellegi-Sunter, EM). Memory:
 * about 400 bytes a record; what shares a very common value is compared with its neighbours only. */
#ifndef CRM_DUP_H
#define CRM_DUP_H

#include <stdbool.h>
#include <stdint.h>
#include "io/shape.h"
#include "store/db.h"
#include "store/registry.h"

struct dup_wish {
	const struct entity *entity; /* company or contact */
	double threshold;            /* score from which a pair is listed, 0 to 1 */
	long limit;                  /* most pairs listed, the likeliest; 0: all */
	bool all;                    /* also those that were said not to be duplicates */
	const char *const *filters;  /* pairs of which one record at least fulfils them; NULL-terminated */
};

/* The threshold unless told: a pair more likely one than two. */
#define DUP_THRESHOLD 0.5

/* Looks for duplicates and returns them, the likeliest first. count gets the number of pairs. Notes tell what was
 * compared with less than everything. Dies with CRM_USAGE for other entities and for filters that are none. */
struct shape *dup_find(struct db *, const struct dup_wish *, long *count);

#endif
