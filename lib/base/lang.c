/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lang - the language of titles and words for people */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

bool lang_russian(void)
{
	static const char *const names[] = {"CRM_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strncmp(value, "ru", 2) == 0;
	}
	return false;
}

const char *lang_pick(const char *english, const char *russian)
{
	return lang_russian() ? russian : english;
}
