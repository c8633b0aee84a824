/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_text - what is searched of a record, read from the tables; inside lib/model only */
#ifndef CRM_SEARCH_TEXT_H
#define CRM_SEARCH_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"
#include "store/db.h"

/* Value of the setting search_index while the index lacks records. */
#define SEARCH_INCOMPLETE "incomplete"

/* Texts as people wrote them; number holds telephone and tax numbers, separated by spaces. */
struct search_text {
	int64_t id;
	struct str name, body, number;
};

/* Kinds of records that are searched are numbered from 1; the number is part of the entry's key,
 * so it never changes. 0: not searched; NULL: past the end. */
#define SEARCH_KINDS 8
int search_kind(const char *entity);
const char *search_kind_name(int kind);
/* The field whose words are the record's name, or NULL. */
const char *search_name_field(int kind);

/* An entry's number in the index. */
#define SEARCH_ID_MAX ((INT64_C(1) << 40) - 1)
static inline int64_t search_key(int kind, int64_t id)
{
	return ((int64_t)kind << 40) + id;
}

/* Entry number SEARCH_SINCE + N with the word says: words that changes from number N on took out of a name were added
 * to the index under SEARCH_FORMER. A base that an older program made has no such entry. */
#define SEARCH_SINCE (INT64_C(99) << 40)
#define SEARCH_SINCE_WORD "¤since"

/* Records of a kind from first to last, in order of number. */
struct search_reader;
void search_read_ready(struct db *, int kind); /* compiles what reads one */
struct search_reader *search_read(struct db *, int kind, int64_t first, int64_t last);
bool search_read_next(struct search_reader *, struct search_text *);
void search_read_free(struct search_reader *);
void search_text_free(struct search_text *);

/* Replaces out by the folded words of s, each with a space before it. */
void search_words(const char *s, struct str *out);
/* The same with the sign before each word that no word of people has: words that left a record's name. */
#define SEARCH_FORMER "¤"
void search_former(const char *s, struct str *out);
/* Replaces out by the runs of three digits of every number in s. */
void search_grams(const char *s, struct str *out);
/* The records that a row of another table belongs to: calls each for company and contact. */
void search_owners(struct db *, const char *entity, int64_t id,
                   void (*each)(void *, const char *entity, int64_t id), void *arg);

#endif
