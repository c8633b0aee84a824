/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match - is the record of a row there already: by foreign key, ИНН, e-mail, telephone, name
 *
 * Companies: ИНН with КПП, an e-mail address, a telephone, the site, the name in the territory. Contacts: a
 * personal e-mail address, a telephone or company together with the name. Other records: what makes them
 * one (a code; deal, stage and moment of a stage change), else all they hold. */
#ifndef CRM_MATCH_H
#define CRM_MATCH_H

#include <stdbool.h>
#include <stdint.h>
#include "exchange/part.h"
#include "exchange/refs.h"
#include "store/db.h"

struct match;
/* only_keys: foreign keys alone tell records apart. */
struct match *match_open(struct db *, const struct part *, bool only_keys);
/* Are records of this kind one only by all they hold? Two that are equal may well be two then. */
bool match_by_content(const struct match *);
/* From now on keys are kept in memory, those of the base first, and indexes are not needed: for about so many
 * new rows. Entities other than company: only for an empty table. ahead: those of the base come from match_ahead. */
void match_in_memory(struct match *, int64_t expected, bool ahead);
/* Every row of the table is shown to the first before any is looked up or written; then the second. */
void match_ahead(struct match *, struct part *);
void match_ahead_end(struct match *);
/* Reads the keys of the part's row and looks them up: the record's number and in part->rule by what, or 0. -1 and
 * why: they are those of different records. */
int64_t match_find(struct match *, struct part *, struct refs *, struct str *why);
/* The row became (or is) record id: its keys are its from now on. Only needed in memory. */
void match_learn(struct match *, int64_t id);
/* In memory: the row is record id or was taken for it, and waits. Rows behind it that share a key with it wait too: they
 * would be added besides what it will make known. */
void match_waits(struct match *, int64_t id);
/* A record was changed, of whatever kind, or some that were added are taken back. */
void match_changed(struct match *);
void match_back(struct match *);
void match_close(struct match *);

#endif
