/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_early - as of a date, records that came in without a day of their own, though older things are told of them */
#include "store/past_early.h"

#include <string.h>

/* What imported histories are made of; a table that cannot be asked by the record is none of these. */
static const struct {
	const char *entity, *table, *at;
} told[] = {
	{"company", "deal", "created_at"},
	{"company", "activity", "at"},
	{"company", "category_change", "at"},
	{"company", "owner_change", "at"},
	{"contact", "deal", "created_at"},
	{"contact", "activity", "at"},
};

/* Which change set a row came in with. */
#define CAME "(SELECT r.txn FROM main.txn_range r WHERE r.entity = '%s' AND r.first <= %s.id ORDER BY r.first DESC LIMIT 1)"

char *past_early(const struct entity *e, const char *before)
{
	struct str sql = {0};

	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		if (strcmp(told[i].entity, e->name) != 0)
			continue;
		if (sql.n)
			str_add(&sql, " OR ");
		else
			/* no day of its own: it bears the moment of its change set */
			str_addf(&sql, "EXISTS (SELECT 1 FROM main.txn t WHERE t.id = " CAME " AND t.at = %s.%s AND (", e->name,
			         e->name, e->name, e->dated);
		str_addf(&sql, "EXISTS (SELECT 1 FROM main.%s x WHERE x.%s = %s.id AND x.%s < '%s' AND t.id <= " CAME ")",
		         told[i].table, e->name, e->name, told[i].at, before, told[i].table, "x");
	}
	if (sql.n)
		str_add(&sql, "))");
	return sql.n ? str_take(&sql) : NULL;
}

bool past_is_early(struct db *db, const struct shadow *s, int64_t id)
{
	struct stmt *st;
	bool early;

	if (!s->early)
		return false;
	st = db_prepare(db, s->early);
	db_bind_int(st, "id", id);
	early = db_step(st);
	db_reset(st);
	return early;
}
