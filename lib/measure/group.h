/* SPDX-License-Identifier: GPL-2.0-or-later */
/* group - facts into groups: what --by asks for, along relation paths
 *
 * rep, team (rep.team), territory (of the company, else the fact's own), source (of the deal, else of the
 * company), product, campaign (the fact's own, else the deal's), category (the company's at the moment
 * of the fact), company, deal, and any path from them: rep.territory, company.owner.team, product.product_group.
 * A path's values are looked up in arrays read once, never by a query for each row. */
#ifndef CRM_GROUP_H
#define CRM_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "measure/kpi_file.h"
#include "store/db.h"
#include "store/registry.h"

enum key { KEY_REP, KEY_COMPANY, KEY_DEAL, KEY_PRODUCT, KEY_CAMPAIGN, KEY_TERRITORY, KEYS };
extern const char *const key_names[]; /* NULL-terminated */

/* One fact, as far as grouping goes. */
struct fact {
	int64_t id[KEYS]; /* 0: none */
	const char *at;   /* for category; NULL or "": as now */
	const char *currency; /* of v when it could not be converted: a group of its own; else NULL */
	int64_t v;
};
/* A group that a fact falls into, and with how much. */
struct share {
	int group;
	int64_t v;
};
struct shares {
	const struct share *v;
	size_t n;
};

#define GROUP_NONE 0 /* the group of what has no value, where nothing is asked the only one */

struct group;
/* by: the paths of --by with commas between, NULL: none. only: "PATH=VALUE,VALUE" terms that facts must
 * meet. NULL and why: unknown word, unknown value. */
struct group *group_open(struct db *, const char *by, const struct strs *only, struct str *why);
void group_free(struct group *);
/* Bits (1 << enum key) that telling the groups apart may need, and whether the moment is needed. */
unsigned group_needs(const struct group *);
bool group_needs_at(const struct group *);
/* The first words of what is asked for, in --by and in terms. */
void group_names(const struct group *, struct strs *names);
/* Can facts with these keys be told apart? -1 and why. */
int group_allows(const struct group *, unsigned has, struct str *why);
/* The groups of a fact, valid until the next call. shared: whose rep it was does not count.
 * split: how v goes to the products of a deal. has: keys that this kind of facts bears. */
struct shares group_place(struct group *, const struct fact *, unsigned has, enum kpi_split split, bool shared);
/* The group of one value of the only column: a record's number, or a text. Left alone when terms
 * would keep its facts out. */
void group_make(struct group *, int64_t id, const char *text);
size_t group_count(const struct group *);
/* The group with the same values whose reps do not count; group itself where none are asked for. */
int group_shared(struct group *, int group);
/* Is it one of group_shared's: never printed? A group found for it with (none) for the reps. */
bool group_is_shared(const struct group *, int group);
int group_without_rep(struct group *, int group);

/* Columns of --by. */
size_t group_width(const struct group *);
const char *group_column(const struct group *, size_t i);
bool group_has_column(const struct group *, const char *name);
/* A column of records without a code holds numbers; their names go into a column of their own. */
bool group_has_label(const struct group *, size_t i);
const char *group_text(struct group *, int group, size_t i);  /* code, number, text or "(none)" */
void group_label(struct group *, int group, size_t i, struct str *out);
/* Value of a column called name (rep, team, territory, product): the number, or the team's code; -1: not asked. */
int64_t group_value(const struct group *, int group, const char *name);
/* The currency of amounts that could not be converted; "" for all others. */
const char *group_currency(const struct group *, int group);
const char *group_word(const struct group *, int64_t code); /* the text of such a code */
/* Are all dimensions among these words? For plans. */
bool group_only_by(const struct group *, const char *const *names);
/* Groups in the order in which they are printed: by text, (none) last. The caller frees. */
int *group_order(struct group *, size_t *n);

#endif
