/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_fresh_in - the inside of match_fresh, shared by match*.c only */
#ifndef CRM_MATCH_FRESH_IN_H
#define CRM_MATCH_FRESH_IN_H

#include "exchange/match_fresh.h"
#include "exchange/match_in.h"

/* Words of a company, and of a contact; other records have one for each of their values. */
enum { FRESH_NAME, FRESH_TERRITORY, FRESH_INN, FRESH_KPP, FRESH_COMPANY, FRESH_CONTACT = FRESH_NAME + 1 };

enum { FRESH_WAYS = 8 };

/* Values by which records were looked for. */
struct fresh_way {
	uint64_t given; /* a bit each */
	struct keyset *keys;
};

struct fresh {
	bool base;             /* there are older ones */
	bool wrote_over;       /* rows have done so with what was there */
	int64_t before, last;  /* they are numbered from before + 1 to last */
	size_t expected;       /* of them, about */
	struct keyset *keys;
	uint64_t *digest;      /* of each: what the last row said that it belongs to */
	bool *changed;         /* and is in the base, but not as it was added */
	uint64_t *word;        /* width hashes of what it holds */
	size_t digests, changes, words, width;
	struct fresh_way way[FRESH_WAYS];
	size_t ways;
};

/* The records of this run that have the key, behind the n there are already. */
size_t match_fresh(struct match *, const struct match_key *, int64_t owner[MATCH_OWNERS], size_t n);
/* Those that have the ИНН of the row, with its КПП, and those with none or unknown. */
void match_fresh_inn(struct match *, const struct match_key *, int64_t owner[MATCH_OWNERS], size_t *n,
		     int64_t unclear[MATCH_OWNERS], size_t *others);
bool match_fresh_is(const struct match *, int64_t id);
bool match_fresh_has_inn(const struct match *, int64_t id, bool other);
bool match_fresh_named(const struct match *, int64_t id); /* exactly as the row */
int64_t match_fresh_all(struct match *); /* has all its values */
int64_t match_fresh_alias(const struct match *, const char *ref);
/* match_fresh_read.c: the words and keys of a changed record, from the base. */
void match_fresh_read(struct match *, int64_t id);
/* The row of the base by which it has a telephone, an address or its employer; 0: none there. */
int64_t match_fresh_row(struct match *, const struct match_key *, int64_t id);
/* For both. */
uint64_t *match_fresh_words(const struct fresh *, int64_t id);
uint64_t match_fresh_word(const struct fresh *, const char *, size_t n);
uint64_t match_fresh_number(const struct fresh *, int64_t);
uint64_t match_fresh_hash(const struct fresh *, const struct value *);
void match_fresh_key(struct fresh *, enum match_kind, const char *, size_t n, int64_t id);
void match_fresh_values(struct fresh *, int64_t id);

#endif
