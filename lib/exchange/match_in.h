/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_in - the inside of match, shared by match*.c only */
#ifndef CRM_MATCH_IN_H
#define CRM_MATCH_IN_H

#include "exchange/keyset.h"
#include "exchange/match.h"
#include "model/value.h"
#include "model/way.h"

enum { MATCH_KEYS = 24, MATCH_OWNERS = 4 };

enum match_kind {
	BY_ALIAS = 'a', BY_INN = 'i', BY_EMAIL = 'e', BY_PHONE = 'p', BY_SITE = 's', BY_NAME = 'n',
	BY_MAILBOX = 'm', BY_TITLE = 't', BY_ALL = '*', BY_REST = 'r', BY_OPEN = 'o'
};

/* A company without ИНН, one with ИНН and no КПП, one that a row which waits may give another ИНН; any other number is the
 * hash of the КПП. */
enum { KPP_NO_INN = 0, KPP_NONE = 1, KPP_ANY = 2 };

struct match_key {
	enum match_kind kind;
	struct str text;
	uint64_t hash;
};

/* A field of those that make a record one, and what the row has in it. */
struct match_value {
	int field;
	struct value v, base; /* of the row; of a record that is read */
	bool telling;  /* it tells apart what hangs on other records of the row */
	bool fills;    /* left empty it says nothing of the record: the program puts something there */
	bool compared; /* of the row: an empty one too, unless it says nothing */
};

struct match {
	struct db *db;
	const struct part *part;
	bool company, contact, only_keys, with_territory;
	bool by_content;        /* all that a record holds makes it one */
	bool whole;             /* nothing less than all its values makes a record one */
	const struct entity *territory;
	struct {
		int name, inn, kpp, email, phone, site, territory, company;
	} at; /* fields of the part, -1: not there */
	struct match_key key[MATCH_KEYS]; /* of the row, in the order they are tried */
	size_t n;
	struct ways phones, emails; /* of the row */
	struct str inn, kpp, name_key;
	int64_t territory_id, employer;
	struct match_value *value; /* of a record without rules: what makes it one */
	int must;               /* the field without which those do not tell it; -1: there are none */
	size_t values;
	bool fills;             /* some of them are filled when they are empty */
	bool told;              /* of the row only those that tell it apart count */
	bool open, opened;      /* and one of the row is; of a row that waits one was */
	struct keyset *seen;    /* the records up to seen_last by what they are; NULL: not read */
	int64_t seen_last;
	bool changed;           /* records were, so that it is not known */
	int64_t asked, work;    /* rows looked for so far, and what that cost the base in its own steps */
	struct stmt *all, *one; /* look for a record with the values of the last row, among all and in one: */
	uint64_t all_is[2];     /* which were compared, and which were empty, a bit each */
	struct keyset *sites;   /* of all companies, once a site is looked for: there is no index of them */
	struct keyset *set;     /* NULL: look-ups in the base */
	struct fresh *fresh;    /* and among the records of this run, of which many are not there yet; */
	bool held;              /* then: they are not; */
	bool stuck;             /* what had to be known of one of them can only be asked in the base */
	struct match_ahead *ahead; /* keys to be looked up together; */
	int64_t in_base;        /* then records up to this one are asked for their ИНН in the base */
	uint32_t *kpp_of;       /* by company: KPP_…, else a hash of the КПП */
	size_t kpp_cap;
};

/* match_keys.c */
void match_keys(struct match *, const struct part *);
bool match_mailbox(const char *email); /* that of a firm */
/* match_base.c: look-ups in the base: different records that have the key, the oldest first, and how many. */
size_t match_base(struct match *, const struct match_key *, int64_t owner[MATCH_OWNERS]);
size_t match_add(int64_t owner[MATCH_OWNERS], size_t n, int64_t id); /* once */
void match_select(const struct match *, struct str *sql); /* appends SELECT id, the row's columns FROM its table */
bool match_base_other_inn(struct match *, int64_t id);
bool match_base_has_inn(struct match *, int64_t id); /* that of the row */
/* match_site.c */
void match_site_load(struct match *, int64_t expected);
void match_site_learn(struct match *, const struct match_key *, int64_t id);
size_t match_site(struct match *, const struct match_key *, int64_t owner[MATCH_OWNERS]);
/* match_weigh.c: the record that the row's keys lead to, in part->rule by which; 0: none; -1 and why: to several. */
int64_t match_weigh(struct match *, struct part *, struct str *why);
/* The record of the row's foreign key, unless its ИНН is another company's: then -1 and why. */
int64_t match_key_agrees(struct match *, struct part *, int64_t id, struct str *why);
const char *match_rule(enum match_kind); /* in words: "phone" */
/* match_memory.c */
size_t match_kinds(const struct match *); /* keys that a record has, at most about */
int64_t match_memory(struct match *, const struct match_key *);
bool match_memory_other_inn(struct match *, int64_t id);
/* A key of record id; kpp only counts beside an ИНН. */
void match_learn_key(struct match *, enum match_kind, const char *text, const char *kpp, int64_t id);

#endif
