/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lang - the language of titles and words for people; data and column names are English always */
#ifndef CRM_LANG_H
#define CRM_LANG_H

#include <stdbool.h>

/* Does CRM_LANG, else LANGUAGE, LC_ALL, LC_MESSAGES or LANG (the first that is set) begin with "ru"? */
bool lang_russian(void);
/* The one of two texts that fits. */
const char *lang_pick(const char *english, const char *russian);

#endif
