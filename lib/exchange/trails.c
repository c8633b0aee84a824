/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trails - imported changes of category and owner: what each came from, and where companies and deals stand now */
#include "exchange/trails.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "sql.h"

static const struct trail {
	const char *table, *entity, *field;
} trails[] = {
	{"category_change", "company", "category"},
	{"owner_change", "company", "owner"},
	{"owner_change", "deal", "owner"},
};

/* In a statement $T is the table, $E the record, $F the field; :last is the last row before this import. */
static void run(struct db *db, const struct trail *t, const char *text, const struct part *p)
{
	struct str sql = {0};
	struct stmt *st;

	for (const char *s = text; *s; s++) {
		if (*s != '$') {
			str_addc(&sql, *s);
			continue;
		}
		s++;
		str_add(&sql, *s == 'T' ? t->table : *s == 'E' ? t->entity : t->field);
	}
	st = db_prepare(db, str_text(&sql));
	if (strstr(text, ":last"))
		db_bind_int(st, "last", p->before);
	db_run(st);
	str_free(&sql);
}

/* Where a record stood before the first change that was known of it; that may not say from where, but where it went it
 * stood already. */
#define BEFORE_KNOWN "(SELECT coalesce(b.from_$F, b.to_$F) FROM $T b WHERE b.$E = $T.$E AND b.id <= :last ORDER BY b.at, b.id LIMIT 1)"

/* The first change of a record came from where that stood, as one that crm-move makes does; if later ones are known, from
 * where they began. */
static void begin(struct db *db, const struct trail *t, const struct part *p)
{
	if (p->before)
		run(db, t, "UPDATE $T SET from_$F = " BEFORE_KNOWN " WHERE id > :last AND from_$F IS NULL "
			   "AND $E IN (SELECT id FROM settled) AND NOT EXISTS (SELECT 1 FROM $T b WHERE b.$E = $T.$E "
			   "AND (b.at < $T.at OR (b.at = $T.at AND b.id < $T.id))) AND to_$F <> " BEFORE_KNOWN, p);
	run(db, t, "UPDATE $T SET from_$F = (SELECT e.$F FROM $E e WHERE e.id = $T.$E) "
		   "WHERE id > :last AND from_$F IS NULL AND $E IN (SELECT id FROM settled) "
		   "AND NOT EXISTS (SELECT 1 FROM $T b WHERE b.$E = $T.$E AND b.id <= :last) "
		   "AND NOT EXISTS (SELECT 1 FROM $T b WHERE b.$E = $T.$E AND (b.at < $T.at OR (b.at = $T.at AND b.id < $T.id))) "
		   "AND to_$F <> coalesce((SELECT e.$F FROM $E e WHERE e.id = $T.$E), 0)", p);
}

/* Rows that came out of order, or before others that were there, get the right origin. */
static void link(struct db *db, const struct trail *t, const struct part *p)
{
	run(db, t, "UPDATE $T SET from_$F = (SELECT b.to_$F FROM $T b WHERE b.$E = $T.$E AND b.id <> $T.id "
		   "AND (b.at < $T.at OR (b.at = $T.at AND b.id < $T.id)) ORDER BY b.at DESC, b.id DESC LIMIT 1) "
		   "WHERE $E IN (SELECT id FROM settled) "
		   "AND EXISTS (SELECT 1 FROM $T b WHERE b.$E = $T.$E AND (b.at < $T.at OR (b.at = $T.at AND b.id < $T.id))) "
		   "AND coalesce(from_$F, 0) <> coalesce((SELECT b.to_$F FROM $T b WHERE b.$E = $T.$E AND b.id <> $T.id "
		   "AND (b.at < $T.at OR (b.at = $T.at AND b.id < $T.id)) ORDER BY b.at DESC, b.id DESC LIMIT 1), 0)", p);
}

void trails_settle(struct db *db, const struct part *p)
{
	for (size_t i = 0; i < sizeof trails / sizeof *trails; i++) {
		const struct trail *t = &trails[i];
		char from[32];

		if (strcmp(t->table, p->entity->name) || !p->count[PART_NEW])
			continue;
		db_temp_ids(db, "settled");
		run(db, t, "INSERT INTO settled (id) SELECT DISTINCT $E FROM $T WHERE id > :last AND $E IS NOT NULL", p);
		snprintf(from, sizeof from, "from_%s", t->field);
		if (part_find(p, from) < 0) {
			begin(db, t, p);
			link(db, t, p);
		}
		run(db, t, "UPDATE $E SET $F = (SELECT c.to_$F FROM $T c WHERE c.$E = $E.id ORDER BY c.at DESC, c.id DESC LIMIT 1) "
			   "WHERE id IN (SELECT id FROM settled) AND coalesce($F, 0) <> coalesce((SELECT c.to_$F FROM $T c "
			   "WHERE c.$E = $E.id ORDER BY c.at DESC, c.id DESC LIMIT 1), 0)", p);
		if (!strcmp(t->entity, "deal"))
			run(db, t, sql_stage_owner_told, p);
	}
}
