/* SPDX-License-Identifier: GPL-2.0-or-later */
/* group_path - a relation path as a chain of arrays; inside lib/measure only */
#ifndef CRM_GROUP_PATH_H
#define CRM_GROUP_PATH_H

#include "measure/dict.h"
#include "measure/group.h"
#include "measure/state.h"

#define PATH_STEPS 6
#define PATH_WAYS 3

/* One field of one entity: v[id] is the number it refers to, or the text's code in the dict. */
struct column {
	const struct entity *of;
	const struct field *field;
	int32_t *v;
	size_t n;
	struct column *next;
};
/* What all paths of a run share: each column is read once. */
struct path_columns {
	struct db *db;
	struct column *first;
	struct dict dict;
	struct state *state; /* read when a path asks for the category of the moment */
};
/* From a key of the fact through columns. */
struct way {
	enum key start;
	struct column *step[PATH_STEPS];
	size_t n;
};
/* A word of --by: the first of its ways that leads to a value gives it. */
struct path {
	char *name;
	struct way way[PATH_WAYS];
	size_t ways;
	const struct entity *ref; /* the values are numbers of these records; NULL: codes of the dict */
	bool of_rep, of_product;
	bool at_moment; /* the category at the moment of the fact */
};

/* Is what the field holds grouped by as it is stored? */
bool path_is_text(const struct field *);
int path_parse(struct path_columns *, const char *word, struct path *, struct str *why);
/* The value of a fact; product stands in for the fact's own when the path starts there. 0: none. */
int32_t path_value(const struct path_columns *, const struct path *, const struct fact *, int64_t product);
void path_free(struct path *);
void path_columns_free(struct path_columns *);

#endif
