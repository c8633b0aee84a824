/* SPDX-License-Identifier: GPL-2.0-or-later */
/* export - records going out as a table, an address book or a calendar */
#ifndef CRM_EXPORT_H
#define CRM_EXPORT_H

#include "model/query.h"

enum export_form { EXPORT_TABLE, EXPORT_VCARD3, EXPORT_VCARD4, EXPORT_ICAL };

/* "table", "vcard3", "vcard4", "ical". -1 and why. */
int export_parse(const char *, enum export_form *, struct str *why);
/* The names of all stored columns, separated by commas; the caller frees. */
char *export_columns(const struct entity *);

/* An address book or calendar on its way to standard output: kept in memory, then in an unlinked file. */
struct export;
struct export *export_open(struct db *, enum export_form);
/* Does the form take this kind of record? -1 and why: which it takes. */
int export_takes(enum export_form, const struct entity *, struct str *why);
/* Adds the query's records; of activities those that a meeting is planned in. -1 and why. */
int export_add(struct export *, const struct entity *, struct query *, struct str *why);
/* After the base is closed: writes it all and frees. Returns how many records there are. */
long export_finish(struct export *);

#endif
