/* SPDX-License-Identifier: GPL-2.0-or-later */
/* group_in - what a set of groups is made of; inside lib/measure/group*.c only */
#ifndef CRM_GROUP_IN_H
#define CRM_GROUP_IN_H

#include "measure/basket.h"
#include "measure/group_path.h"

#define GROUP_DIMS 8
#define GROUP_ANY (-1) /* whose rep it was does not count */
#define GROUP_NONE_TEXT "(none)"
#define GROUP_DIRECT 65536 /* values below it find their group without hashing */

/* A term "PATH=VALUE,VALUE": facts with other values are left out. */
struct term {
	struct path path;
	int32_t *values;
	size_t n, cap;
	bool single; /* one value was typed */
};
struct tuple {
	int32_t v[GROUP_DIMS + 1]; /* the last one, [dims], is the currency */
};
struct group {
	struct db *db;
	struct path_columns columns;
	struct path dim[GROUP_DIMS];
	size_t dims;
	struct term *terms;
	size_t n_terms;
	bool by_product; /* a dimension or a term starts at the product */
	struct basket *basket;
	struct tuple *tuples;
	size_t n, cap;
	int32_t *slot; /* tuple + 1, 0: free */
	size_t slots;
	int last; /* the group found last: facts come in runs */
	int32_t *direct; /* group + 1 of a value of the only dimension, 0: not met yet. NULL: facts
	                  * have several dimensions or shares, or are left out */
	bool bare; /* the only dimension is a key of the fact itself */
	struct share only; /* of a fact that has one */
	struct share *shares;
	size_t n_shares, cap_shares;
	struct str text;
};

/* Adds a term; there is room for it. -1 and why. */
int group_term(struct group *, const char *text, struct str *why);

#endif
