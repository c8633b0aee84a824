/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bulk_can - which columns may get new values in many rows at once
 *
 * The text of CREATE TABLE is what SQLite itself knows of CHECKs, and it is our own
 * (schema.sql), so looking for words in its brackets is enough: no parser, and in doubt the
 * answer is no. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "store/bulk.h"
#include "store/bulk_parts.h"
#include "store/db.h"

bool bulk_mentions(const char *text, size_t n, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i + length <= n; i++) {
		bool begins = i == 0 || !(isalnum((unsigned char)text[i - 1]) || text[i - 1] == '_');
		bool ends = i + length == n || !(isalnum((unsigned char)text[i + length]) || text[i + length] == '_');

		if (begins && ends && strncmp(text + i, name, length) == 0)
			return true;
	}
	return false;
}

/* Length of the bracketed text at s. */
static size_t bracketed(const char *s)
{
	size_t n = 0;
	int depth = 0;

	do {
		depth += (s[n] == '(') - (s[n] == ')');
		n++;
	} while (depth > 0 && s[n]);
	return n;
}

/* "(name <> '')" */
static bool asks_for_text(const char *inside, size_t n, const char *name)
{
	size_t length = strlen(name);

	return n == length + strlen("( <> '')") && strncmp(inside + 1, name, length) == 0 &&
	       strncmp(inside + 1 + length, " <> '')", strlen(" <> '')")) == 0;
}

/* Can the registry tell whether a value passes the CHECK? */
static bool told(const struct field *f, const char *inside, size_t n)
{
	return f && (f->type == F_ENUM || f->type == F_BOOL ||
	             (f->flags & FIELD_REQUIRED && asks_for_text(inside, n, f->name)));
}

/* Does a CHECK of the table say something about the column and another one; or, of each value, something that the
 * registry does not know? */
static bool checked(const struct entity *e, const char *table_sql, const char *name, bool each)
{
	for (const char *s = table_sql; (s = strstr(s, "CHECK (")); s++) {
		const char *inside = s + strlen("CHECK ");
		size_t n = bracketed(inside);

		if (!bulk_mentions(inside, n, name))
			continue;
		if (each && !told(registry_field(e, name), inside, n))
			return true;
		for (size_t i = 0; i < e->n; i++)
			if (strcmp(e->fields[i].name, name) != 0 && bulk_mentions(inside, n, e->fields[i].name))
				return true;
	}
	return false;
}

static bool can(struct db *db, const struct entity *e, const char *const *fields, size_t n, bool each)
{
	char *sql = db_get_text(db, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name", "name",
	                        e->name, NULL);
	bool may = sql != NULL;

	for (size_t i = 0; may && i < n; i++)
		may = !checked(e, sql, fields[i], each) &&
		      !db_get_int(db, 0, "SELECT 1 FROM pragma_index_list(:name) l, pragma_index_info(l.name) i "
		                         "WHERE l.[unique] AND i.name = :field LIMIT 1",
		                  "name", e->name, "field", fields[i], NULL);
	free(sql);
	return may;
}

bool bulk_can(struct db *db, const struct entity *e, const char *const *fields, size_t n)
{
	return can(db, e, fields, n, false);
}

bool bulk_can_each(struct db *db, const struct entity *e, const char *const *fields, size_t n)
{
	return can(db, e, fields, n, true);
}
