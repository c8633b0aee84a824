/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trigger - the change-recording triggers, made from the registry
 *
 * In the base itself stand only guards, two short ones a table: they name a table that is not there, so that
 * a change by any other program fails instead of going unrecorded. Our own connections do not fire
 * them (conn_open). What records is made by the writing connection, as temporary triggers of the tables it
 * writes to: they take the change set from crm_txn() and fail outside of one. Kept in the base they would be
 * parsed by every command at its start, at twice the price of all the rest; for the same reason a guard
 * is as short as SQL allows. */
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
	       strcmp(e->name, "txn_undo") != 0 && strcmp(e->name, "change") != 0 &&
	       strcmp(e->name, "altered") != 0 && strcmp(e->name, "gone") != 0;
}

void trigger_image(const struct entity *e, const char *row, struct str *out)
{
	int place = 0;

	while (registry_at((size_t)place) != e)
		place++;
	str_addf(out, "crm_image(%d", place);
	for (size_t i = 0; i < e->n; i++)
		if (trigger_column(&e->fields[i]) && e->fields[i].type != F_KEY)
			str_addf(out, ", %s%s", row, e->fields[i].name);
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

/* What records the changes of one table, for this connection: nobody else has to read it at the start. */
static void record(struct db *db, const struct entity *e, const char *event, char op)
{
	struct str sql = {0};

	str_addf(&sql, "CREATE TEMP TRIGGER IF NOT EXISTS change_%s_%c AFTER %s ON main.%s "
	               "WHEN crm_recording()", e->name, op, event, e->name);
	if (op == 'U') {
		str_add(&sql, " AND (");
		differs(e, &sql);
		str_add(&sql, ")");
	}
	str_addf(&sql, " BEGIN INSERT INTO change (txn, op, entity, row, old) "
	               "VALUES (crm_changed(%d), '%c', '%s', OLD.id, ", altered_sign(db, e, op == 'D'), op, e->name);
	trigger_image(e, "OLD.", &sql);
	str_add(&sql, "); END");
	conn_exec(db, str_text(&sql));
	str_free(&sql);
}

static void record_table(struct db *db, const char *table)
{
	const struct entity *e = registry_entity(table);

	record(db, e, "UPDATE", 'U');
	record(db, e, "DELETE", 'D');
}

/* Called by SQLite for everything that a statement will do, while it is compiled. It refuses nothing. */
static int watch(void *arg, int action, const char *table, const char *column, const char *schema,
                 const char *by)
{
	struct db *db = arg;
	const struct entity *e;

	/* temporary tables are nobody's records */
	if (!schema || strcmp(schema, "main") != 0)
		return SQLITE_OK;
	if (action == SQLITE_INSERT && !by && strcmp(table, "change") == 0)
		db->altered.direct = true;
	if (action != SQLITE_UPDATE && action != SQLITE_DELETE)
		return SQLITE_OK;
	e = registry_entity(table);
	if (!e || !trigger_recorded(e))
		return SQLITE_OK;
	if (action == SQLITE_UPDATE)
		altered_column(db, e, column);
	if (strs_find(&db->recorded, table) < 0)
		strs_add(&db->recorded, table);
	return SQLITE_OK;
}

void trigger_watch(struct db *db)
{
	sqlite3_set_authorizer(db->h, watch, db);
}

bool trigger_arm(struct db *db)
{
	bool any = db->armed < db->recorded.n;

	while (db->armed < db->recorded.n)
		record_table(db, db->recorded.v[db->armed++]);
	return any;
}

void trigger_arm_table(struct db *db, const char *table)
{
	if (strs_find(&db->recorded, table) < 0)
		strs_add(&db->recorded, table);
	trigger_arm(db);
}

void trigger_rest_all(struct db *db)
{
	db->armed = 0;
}

void trigger_rearm(struct db *db, size_t from)
{
	for (size_t i = from; i < db->armed; i++)
		record_table(db, db->recorded.v[i]);
}

/* Names first: a table of the schema that is being read may not be altered. */
static void drop_all(struct db *db, const char *master, const char *prefix)
{
	char *list = mem_printf("SELECT name FROM %s WHERE type = 'trigger' AND name LIKE '%s%%'",
	                        master, prefix);
	struct stmt *st = db_prepare_own(db, list);
	struct strs names = {0};

	free(list);
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

void trigger_drop(struct db *db)
{
	drop_all(db, "sqlite_temp_master", "change_");
	strs_free(&db->recorded);
	db->armed = 0;
}

void trigger_drop_guards(struct db *db)
{
	drop_all(db, "sqlite_master", "guard_");
}

static void guard(struct db *db, const struct entity *e, const char *event, char op)
{
	char *sql = mem_printf("CREATE TRIGGER guard_%s_%c %s ON %s BEGIN DELETE FROM only_crm_programs_change_it; END",
	                       e->name, op, event, e->name);

	conn_exec(db, sql);
	free(sql);
}

void trigger_rest(struct db *db, const struct entity *e)
{
	char *sql = mem_printf("DROP TRIGGER IF EXISTS temp.change_%s_D", e->name);

	conn_reset_all(db);
	conn_exec(db, sql);
	free(sql);
}

void trigger_resume(struct db *db, const struct entity *e)
{
	int i = strs_find(&db->recorded, e->name);

	if (i >= 0 && (size_t)i < db->armed)
		record(db, e, "DELETE", 'D');
}

/* What is compiled in between is not watched either, or the trigger would be made anew. */
void trigger_off(struct db *db, const struct entity *e)
{
	char *sql = mem_printf("DROP TRIGGER IF EXISTS temp.change_%s_U", e->name);

	conn_exec(db, sql);
	free(sql);
	sqlite3_set_authorizer(db->h, NULL, NULL);
}

void trigger_on(struct db *db, const struct entity *e)
{
	int i = strs_find(&db->recorded, e->name);

	trigger_watch(db);
	if (i >= 0 && (size_t)i < db->armed)
		record(db, e, "UPDATE", 'U');
}

void txn_make_triggers(struct db *db)
{
	const struct entity *e;

	trigger_drop_guards(db);
	for (size_t i = 0; (e = registry_at(i)); i++)
		if (trigger_recorded(e)) {
			guard(db, e, "UPDATE", 'U');
			guard(db, e, "DELETE", 'D');
		}
}
