/* SPDX-License-Identifier: GPL-2.0-or-later */
/* twin - the same client at the door: is a company like the one about to be added there already
 *
 * In the order of certainty: tax number, telephone, e-mail, name. Whoever is found first is
 * told. */
#include <string.h>
#include "model/codes.h"
#include "model/find.h"
#include "model/writer_parts.h"

/* Who has it, in words. */
static int tell(struct writer *w, int64_t id, const char *what, struct str *why)
{
	struct stmt *st = db_prepare(w->db, "SELECT name, owner FROM company WHERE id = :id");

	db_bind_int(st, "id", id);
	while (db_step(st)) {
		str_setf(why, "company %lld '%s' has the same %s", (long long)id, db_text0(st, 0), what);
		if (why && !db_null(st, 1))
			str_addf(why, " (%s)", codes_text(w->db, registry_entity("rep"), db_int(st, 1)));
		if (why)
			str_add(why, ": --duplicate adds it all the same");
	}
	return 1;
}

static int64_t first(struct stmt *st)
{
	int64_t id = db_step(st) ? db_int(st, 0) : 0;

	db_reset(st);
	return id;
}

/* Channels of people count for the company they work for. */
static int64_t by_channel(struct writer *w, const struct ways *ways)
{
	struct stmt *st = db_prepare(w->db,
		"SELECT coalesce(ch.company, em.company) FROM channel ch "
		"LEFT JOIN employment em ON em.contact = ch.contact AND " FIND_TODAY("em") " "
		"WHERE ch.key = :key AND ch.kind = :kind AND coalesce(ch.company, em.company) IS NOT NULL "
		"ORDER BY 1 LIMIT 1");
	int64_t id = 0;

	for (size_t i = 0; i < ways->n && !id; i++) {
		db_bind_text(st, "key", ways->way[i].key.s);
		db_bind_text(st, "kind", ways->kind);
		id = first(st);
	}
	return id;
}

static int64_t by_inn(struct writer *w)
{
	struct stmt *st;

	for (size_t i = 0; i < w->n; i++)
		if (w->cell[i].tied && strcmp(w->cell[i].name, "inn") == 0 &&
		    w->cell[i].v.is == VALUE_TEXT) {
			st = db_prepare(w->db, "SELECT company FROM legal_entity WHERE inn = :inn LIMIT 1");
			value_bind(st, "inn", &w->cell[i].v);
			return first(st);
		}
	return 0;
}

/* Namesakes may live in different territories; where one is not known, they may not. */
static int64_t by_name(struct writer *w)
{
	const struct column *key = writer_column(w, "name_key");
	const struct column *territory = writer_column(w, "territory");
	struct stmt *st;

	if (!key || key->use->is != VALUE_TEXT)
		return 0;
	st = db_prepare(w->db, "SELECT id FROM company WHERE name_key = :key "
	                       "AND (territory = :territory OR territory IS NULL OR :territory = 0) "
	                       "ORDER BY id LIMIT 1");
	value_bind(st, "key", key->use);
	db_bind_int(st, "territory", territory && territory->use->is == VALUE_INT ? territory->use->i : 0);
	return first(st);
}

int twin_find(struct writer *w, struct str *why)
{
	int64_t id;

	if ((id = by_inn(w)))
		return tell(w, id, "inn", why);
	if ((id = by_channel(w, &w->phones)))
		return tell(w, id, "phone", why);
	if ((id = by_channel(w, &w->emails)))
		return tell(w, id, "email", why);
	if ((id = by_name(w)))
		return tell(w, id, "name, and no other territory", why);
	return 0;
}
