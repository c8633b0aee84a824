/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gone - lists of the rows that a change set deleted or brought back, so that a past date reads the images of those
 * alone that it wants (past_gone.h)
 *
 * One line of the table gone tells of one change set and one field; schema.sql says how. The lists say the same as the
 * log and are made from it: they may be missing for no field of which gone_listed is true. A migration that makes
 * another field listed deletes all lines, and gone_renew makes them again. */
#ifndef CRM_GONE_H
#define CRM_GONE_H

#include "store/altered.h"

/* Fields with other names than those of the table. */
#define GONE_DELETED "id"
#define GONE_BACK "+"
#define GONE_UNLISTED "*"
/* Instead of a value that would not be read again; it comes after all others. */
#define GONE_UNKNOWN '?'

/* Rows are asked for by it, and it tells no more than when something was or whose: nothing that is to be erased. Of a
 * search key there stands a small number in its place, which others have too. */
bool gone_listed(const struct field *);
int64_t gone_number(const char *key, size_t n);
/* At the end of a change set that deleted rows of the table or brought some back. */
void gone_write(struct db *, const struct entity *, const struct sweep *);
/* Within a migration: makes the lists from the log, where there are none at all. */
void gone_renew(struct db *);

#endif
