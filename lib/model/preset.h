/* SPDX-License-Identifier: GPL-2.0-or-later */
/* preset - a folder of tables that a new base starts with, built in or the department's own
 *
 * Files NN-ENTITY.csv are loaded in the order of their names by the code of crm-add; columns are fields. */
#ifndef CRM_PRESET_H
#define CRM_PRESET_H

#include "store/db.h"

struct preset;
/* name: a built-in one ("b2b"; the folder NAME.LANG) or a path. Reads everything before a base is touched. NULL
 * and why: no such preset (with those there are), a file of no known kind, a column that is no field.
 * Dies with CRM_INPUT when a file cannot be read. */
struct preset *preset_open(const char *name, const char *lang, struct str *why);
/* Adds its rows inside the open change set. Returns how many, or -1 and "FILE:LINE: reason". */
long preset_load(struct preset *, struct db *, struct str *why);
void preset_free(struct preset *);
/* "en" or "ru": what was asked, else CRM_LANG, else the locale's. NULL and why for others. */
const char *preset_lang(const char *asked, struct str *why);

#endif
