/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lang - the language of titles and words for people; data and column names are English always */
#ifndef CRM_LANG_H
#define CRM_LANG_H

#include <stdbool.h>

/* The setting of the base that is open, "" for none: what the department reads, also under cron. */
void lang_base(const char *name);
/* Is it Russian? CRM_LANG says so, else the base, else LANGUAGE, LC_ALL, LC_MESSAGES or LANG, the first that is set. */
bool lang_russian(void);
/* The one of two texts that fits. */
const char *lang_pick(const char *english, const char *russian);
/* Of forms of words with '|' between them the one that fits a count, and its length: for one and for others; in Russian for
 * 1, 21, …, for 2 to 4, 22, …, and for others. Where forms lack, the last one fits. */
const char *lang_form(const char *forms, long count, bool russian, int *length);

#endif
