/* SPDX-License-Identifier: GPL-2.0-or-later */
/* settings - what the department has set, read once each, and what of it the lower rooms go by
 *
 * Time zone, language and holidays belong to the base, but lib/base knows of none: it is told here. */
#include "store/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/lang.h"
#include "base/when.h"
#include "store/conn.h"

const char *db_setting(struct db *db, const char *name, const char *dflt)
{
	struct setting *s;

	for (s = db->settings; s; s = s->next)
		if (strcmp(s->name, name) == 0)
			return s->value ? s->value : dflt;
	s = mem_zero(sizeof *s);
	s->name = mem_copy(name);
	s->value = db_get_text(db, "SELECT value FROM setting WHERE name = :name", "name", name, NULL);
	s->next = db->settings;
	db->settings = s;
	return s->value ? s->value : dflt;
}

int64_t db_setting_int(struct db *db, const char *name, int64_t dflt)
{
	const char *text = db_setting(db, name, NULL);
	char *end;
	long long value;

	if (!text || !*text)
		return dflt;
	value = strtoll(text, &end, 10);
	if (*end)
		die(CRM_USAGE, "setting '%s': '%s' is not a whole number", name, text);
	return value;
}

/* Asked only when somebody counts in working days, which few commands do. */
static bool is_holiday(void *db, const char *date)
{
	return db_get_int(db, 0, "SELECT 1 FROM holiday WHERE day = :day", "day", date, NULL) != 0;
}

void settings_take(struct db *db)
{
	const char *zone = db_setting(db, "time_zone", "");

	lang_base(db_setting(db, "lang", ""));
	if (when_set_zone(zone) != 0)
		warn("setting 'time_zone': unknown zone '%s', the system's is used", zone);
	when_set_holidays(is_holiday, db);
}

void settings_free(struct db *db)
{
	when_set_holidays(NULL, NULL);
	for (struct setting *s = db->settings, *next; s; s = next) {
		next = s->next;
		free(s->name);
		free(s->value);
		free(s);
	}
}
