/* SPDX-License-Identifier: GPL-2.0-or-later */
/* find - the one record that a person means */
#ifndef CRM_FIND_H
#define CRM_FIND_H

#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

/* For statements: does the post or role of that alias hold today? */
#define FIND_TODAY(alias) "(" alias ".since IS NULL OR " alias ".since <= crm_today()) " \
                          "AND (" alias ".until IS NULL OR " alias ".until >= crm_today())"

/* Its number (also of a merged record, by redirect), code, alias ("system:ref"), tax id, phone, e-mail, or a piece
 * of its name that fits only one. Returns the number, or -1 and why: nothing found, or the candidates (at most 10) with number and name. */
int64_t find_record(struct db *, const struct entity *, const char *text, struct str *why);
/* The record number that a text plainly is, else -1. If there is such a record, it is meant, whatever else the text may be. */
int64_t find_plain(const char *text);
/* Does the record exist (following redirects)? Returns its living number or -1 and why. */
int64_t find_number(struct db *, const struct entity *, int64_t id, struct str *why);
/* Where a person works now; 0: nowhere. */
int64_t find_employer(struct db *, int64_t contact);
/* The record in words for messages and name columns: its label or code, else the name of
 * its company, "" when gone. Replaces out. */
void find_label(struct db *, const struct entity *, int64_t id, struct str *out);

#endif
