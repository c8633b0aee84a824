/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search - the full-text index over names, people, notes, activities and phone numbers
 *
 * Written in the transaction of the change, by C and not by triggers. The index only proposes records; each
 * proposal is checked against the tables as they are read (today's, or a past date's), so entries that
 * are out of date do no harm and nothing is ever taken out of the index. So it proposes for a past date too: a later
 * entry hides of an earlier one only in which column a word stood. Columns are not asked there, and words
 * that went out of a name are added as former ones. What changed before the index was built again is looked through
 * row by row. */
#ifndef CRM_SEARCH_H
#define CRM_SEARCH_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"

/* Renews one record's entry from the tables: to be called after its row was written. A row that belongs
 * to another record (channel, legal_entity, address, employment) renews that record's entry. Entities
 * that are not searched, and rows that are gone, are left alone. */
void search_renew(struct db *, const char *entity, int64_t id);
/* Do the words of such a row belong to another record's entry? And the entries of its owners, 0 for none, renewed. */
bool search_owned(const char *entity);
void search_renew_owners(struct db *, int64_t company, int64_t contact);
/* Compiles what the entry of such a record needs, before a change set begins: all other writers wait from then on. */
void search_ready(struct db *, const char *entity);
/* Writes what search_renew has put off until the end of the change set. */
void search_flush(struct db *);
/* The same for all numbers from first to last of one entity in one go: for loads. entity NULL: the
 * index is emptied and built again for everything. */
void search_rebuild(struct db *, const char *entity, int64_t first, int64_t last);

/* Remembers in the base whether records were added which the index does not know. While there are such, every
 * search says so on stderr. */
void search_owes(struct db *, bool owes);

typedef void search_each(void *arg, const char *entity, int64_t id, const char *snippet);
/* Words are ANDed, matched as case-blind prefixes; four digits and more also as any part of a phone
 * or tax number. Calls each for every hit, those in the name first, then by number. Returns the count,
 * at most limit (0: all). entity NULL: all. */
long search_run(struct db *, const char *words, const char *entity, long limit, search_each *, void *arg);
/* Only hits in the name. */
long search_names(struct db *, const char *words, const char *entity, long limit, search_each *,
                  void *arg);
/* Is this kind of record searched? */
bool search_knows(const char *entity);
/* Does the index, or the words of another record, come from this field? Others need no search_renew. */
bool search_reads(const char *entity, const char *field);

#endif
