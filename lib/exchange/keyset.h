/* SPDX-License-Identifier: GPL-2.0-or-later */
/* keyset - a million keys and whose they are, in 8 bytes each
 *
 * Keys are known by a hash of 64 bits with a secret start: some choose the place, about 40 are
 * compared. Over a file of a million rows with five keys each, two different keys are taken for
 * one with a chance of a few in a million, and nobody can make such a pair. */
#ifndef CRM_KEYSET_H
#define CRM_KEYSET_H

#include <stddef.h>
#include <stdint.h>

/* A hash of 64 bits that is the same on every machine and day; seed: the hash of what stood before. */
uint64_t keyset_digest(uint64_t seed, const char *s, size_t n);

struct keyset;
/* So many keys of records numbered up to last are expected; more do no harm. */
struct keyset *keyset_new(size_t expected, int64_t last);
/* kind parts keys of different meaning. */
uint64_t keyset_hash(const struct keyset *, char kind, const char *s, size_t n);
/* Calls the place into the processor's cache: for all keys of a row, then look them up. */
void keyset_touch(const struct keyset *, uint64_t hash);
int64_t keyset_find(const struct keyset *, uint64_t hash); /* 0: none */
/* All that have it, in the order in which they were added; how many, at most max. */
size_t keyset_all(const struct keyset *, uint64_t hash, int64_t *ids, size_t max);
void keyset_add(struct keyset *, uint64_t hash, int64_t id);
void keyset_free(struct keyset *);

#endif
