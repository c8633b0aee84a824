/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup_in - the inside of dup, shared by dup*.c only
 *
 * Records are compared field by field; each comparison has a level, 1 for equal up to `levels` for different, 0
 * when one of the two says nothing. The model (Fellegi and Sunter 1969) weighs each level by log2(m / u): how
 * much more often it is seen in pairs of one and the same than in pairs of two. */
#ifndef CRM_DUP_IN_H
#define CRM_DUP_IN_H

#include <stdbool.h>
#include <stdint.h>
#include "base/latin.h"
#include "base/str.h"
#include "exchange/dup.h"
#include "exchange/dup_plan.h"

/* One record: its values lie in the arena, each ended by a NUL, the last of a field by an empty one. */
struct dup_record {
	uint64_t base;
	uint16_t size;               /* bytes of all values */
	uint16_t given, many;        /* a bit for each field that says something; several things */
	uint16_t at[DUP_FIELDS];     /* from base */
	uint16_t hash[DUP_FIELDS];   /* of the first value, so that most comparisons never look there */
};

struct dup_pair {
	uint32_t a, b;    /* a < b */
	float odds;       /* log2 of the odds that they are one */
	uint64_t pattern; /* 4 bits a field */
};

struct dup {
	struct db *db;
	const struct dup_plan *plan;
	uint32_t n;
	int64_t *id;
	struct dup_record *record;
	size_t id_cap, record_cap;
	char *arena;
	size_t used, arena_cap;
	uint32_t *count;             /* how often a value stands in a field, by hash */
	size_t count_mask;
	double present[DUP_FIELDS];  /* records that say something there */
	double m[DUP_FIELDS][DUP_LEVELS], u[DUP_FIELDS][DUP_LEVELS], weight[DUP_FIELDS][DUP_LEVELS + 1];
	double prior;                /* log2 of the odds that any two records are one */
	double most[DUP_FIELDS];     /* what an equal value can say at most, when it is rare */
	double cut;                  /* odds below which a pair is not kept */
	struct dup_pair *pair;
	size_t pairs, pair_cap;
	struct strs notes;
	bool noted;                  /* the second walk through the blocks says nothing new */
};

/* dup_load.c: reads all records. */
void dup_load(struct dup *);
/* dup_clean.c: what is compared of a street or town as written: words without "street", and numbers. */
void dup_clean_street(const char *text, struct str *words, struct str *numbers);
void dup_clean_city(const char *text, struct str *out);
/* dup_level.c */
/* Levels of all fields of a pair; hit[f]: the value that was equal. */
void dup_levels(const struct dup *, uint32_t a, uint32_t b, int *level, const char **hit);
/* The same one field after another for names in parts: fields name and name + 1. */
void dup_level_field(const struct dup *, const struct dup_record *a, const struct dup_record *b, int f, int *level,
                     const char **hit);
/* dup_block.c: puts the records in the order of names; calls each for pairs worth comparing (some more than once). */
void dup_order(struct dup *);
void dup_block(struct dup *, void (*each)(struct dup *, uint32_t a, uint32_t b, void *), void *);
/* dup_model.c */
void dup_count(struct dup *);
void dup_train(struct dup *);
void dup_bounds(struct dup *); /* before dup_odds */
/* Odds of a pair, or something below dup->cut as soon as that is certain. */
double dup_odds(const struct dup *, uint32_t a, uint32_t b, uint64_t *pattern);
uint64_t dup_hash(int field, const char *value);
/* dup_show.c: the table; pairs stand in the order of rows. */
struct shape *dup_show(const struct dup *);

static inline int dup_level_of(uint64_t pattern, int field)
{
	return (int)(pattern >> 4 * field & 15);
}

static inline const char *dup_value(const struct dup *d, const struct dup_record *r, int field)
{
	return d->arena + r->base + r->at[field];
}

#endif
