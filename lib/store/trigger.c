/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trigger - the change-recording triggers, made from the registry */
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/trigger.h"
#include "store/txn.h"

bool trigger_column(const struct field *f)
{
	return !(f->flags & FIELD_DERIVED);
}

bool trigger_recorded(const struct entity *e)
{
	return strcmp(e->name, "txn") != 0 && strcmp(e->name, "txn_range") != 0 &&
	       strcmp(e->name, "change") != 0;
}

void trigger_image(const struct entity *e, const char *row, struct str *out)
{
	const char *comma = "";

	str_add(out, "json_object(");
	for (size_t i = 0; i < e->n; i++)
		if (trigger_column(&e->fields[i]) && e->fields[i].type != F_KEY) {
			str_addf(out, "%s'%s', %s%s", comma, e->fields[i].name, row,
			         e->fields[i].name);
			comma = ", ";
		}
	str_add(out, ")");
}

/* An UPDATE that leaves every field as it was is not a change; nor is one of search keys. */
static void differs(const struct entity *e, struct str *out)
{
	const char *sep = "";

	for (size_t i = 0; i < e->n; i++)
		if (trigger_column(&e->fields[i]) && e->fields[i].type != F_KEY) {
			str_addf(out, "%sOLD.%s IS NOT NEW.%s", sep, e->fields[i].name,
			         e->fields[i].name);
			sep = " OR ";
		}
}

static void make(struct db *db, const struct entity *e, const char *event, char op)
{
	struct str sql = {0};

	str_addf(&sql, "CREATE TRIGGER change_%s_%c AFTER %s ON %s WHEN crm_recording()", e->name,
	         op, event, e->name);
	if (op == 'U') {
		str_add(&sql, " AND (");
		differs(e, &sql);
		str_add(&sql, ")");
	}
	str_addf(&sql, " BEGIN INSERT INTO change (txn, op, entity, row, old) "
	               "VALUES (crm_txn(), '%c', '%s', OLD.id, ", op, e->name);
	trigger_image(e, "OLD.", &sql);
	str_add(&sql, "); END");
	conn_exec(db, str_text(&sql));
	str_free(&sql);
}

static void drop_all(struct db *db)
{
	struct stmt *st = db_prepare_own(db, "SELECT name FROM sqlite_master "
	                                     "WHERE type = 'trigger' AND name LIKE 'change%'");
	struct strs names = {0};

	while (db_step(st))
		strs_add(&names, db_text(st, 0));
	db_finalize(st);
	for (size_t i = 0; i < names.n; i++) {
		char *sql = mem_printf("DROP TRIGGER %s", names.v[i]);

		conn_exec(db, sql);
		free(sql);
	}
	strs_free(&names);
}

void txn_make_triggers(struct db *db)
{
	const struct entity *e;

	drop_all(db);
	for (size_t i = 0; (e = registry_at(i)); i++)
		if (trigger_recorded(e)) {
			make(db, e, "UPDATE", 'U');
			make(db, e, "DELETE", 'D');
		}
}
