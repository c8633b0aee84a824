/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lang - the language of titles and words for people
 *
 * CRM_LANG stands before the base's setting, so that one person can read another language than
 * the department; the locale counts last, because under cron there is none. */
#include "base/lang.h"

#include <stdlib.h>
#include <string.h>

static enum { UNSAID, ENGLISH, RUSSIAN } of_base;

void lang_base(const char *name)
{
	of_base = !*name ? UNSAID : strncmp(name, "ru", 2) == 0 ? RUSSIAN : ENGLISH;
}

bool lang_russian(void)
{
	static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
	const char *value = getenv("CRM_LANG");

	if (value && *value)
		return strncmp(value, "ru", 2) == 0;
	if (of_base != UNSAID)
		return of_base == RUSSIAN;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		value = getenv(names[i]);
		if (value && *value)
			return strncmp(value, "ru", 2) == 0;
	}
	return false;
}

const char *lang_pick(const char *english, const char *russian)
{
	return lang_russian() ? russian : english;
}

static int form_of(long count, bool russian)
{
	long ten = count % 10, hundred = count % 100;

	if (!russian)
		return count != 1;
	if (ten == 1 && hundred != 11)
		return 0;
	return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 1 : 2;
}

const char *lang_form(const char *forms, long count, bool russian, int *length)
{
	for (int skip = form_of(count, russian); skip && strchr(forms, '|'); skip--)
		forms = strchr(forms, '|') + 1;
	forms += strspn(forms, " ");
	*length = (int)strcspn(forms, "|");
	while (*length && forms[*length - 1] == ' ')
		--*length;
	return forms;
}
