/* SPDX-License-Identifier: GPL-2.0-or-later */
/* record - a record deleted with what belongs to it
 *
 * What is tied to a record is found in the registry. Each reference is one of four cases: a part
 * of it goes along, something that cannot be without it goes too or stops the deletion, an
 * optional mention is emptied, and a fact that names a reference row (a deal its stage) keeps it
 * for good. */
#include <stdlib.h>
#include <string.h>
#include "model/codes.h"
#include "model/work.h"
#include "model/writer.h"

/* Rows that set the department up; whatever else names a reference row is a fact and keeps it. */
static bool is_setup(const char *child)
{
	static const char *const names[] = {"stage", "duty", "gate", "norm", "question",
	                                    "objection_reply", "absence", "pay_rule", "plan"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], child) == 0)
			return true;
	return false;
}

enum tie { TIE_NONE, TIE_PART, TIE_DELETE, TIE_EMPTY, TIE_FACT };

static bool refers(const struct field *f, const char *parent)
{
	return f->type == F_REF && !(f->flags & FIELD_DERIVED) && strcmp(f->ref, parent) == 0;
}

/* Does a row belong to the first of the records it names by their kind, as an activity belongs to its
 * company and not to the person talked to? */
static bool belongs(const struct entity *child, const struct field *f)
{
	for (size_t i = 0; i < child->n; i++) {
		const struct field *g = &child->fields[i];

		if (g->type == F_REF && strcmp(g->name, g->ref) == 0 && !(g->flags & FIELD_DERIVED))
			return g == f;
	}
	return false;
}

/* What becomes of the rows of child that name a record of parent in f. */
static enum tie tie_of(const struct entity *parent, const struct entity *child,
                       const struct field *f)
{
	if (!refers(f, parent->name))
		return TIE_NONE;
	if (registry_is_part(child->name, parent->name) && strcmp(f->name, parent->name) == 0)
		return TIE_PART;
	if (parent->code && !is_setup(child->name))
		return TIE_FACT;
	if (f->flags & FIELD_REQUIRED || belongs(child, f))
		return TIE_DELETE;
	return TIE_EMPTY;
}

static char *sql_of(const char *fmt, const struct entity *child, const struct field *f)
{
	return mem_printf(fmt, child->name, f->name);
}

int64_t *record_ids(struct db *db, const char *sql, int64_t id, size_t *n)
{
	struct stmt *st = db_prepare(db, sql);
	int64_t *rows = NULL;
	size_t cap = 0;

	*n = 0;
	db_bind_int(st, "id", id);
	while (db_step(st)) {
		rows = mem_grow(rows, &cap, *n + 1, sizeof *rows);
		rows[(*n)++] = db_int(st, 0);
	}
	return rows;
}

static int64_t *rows_of(struct db *db, const struct entity *child, const struct field *f, int64_t id,
                        size_t *n)
{
	char *sql = sql_of("SELECT id FROM %s WHERE %s = :id ORDER BY id", child, f);
	int64_t *rows = record_ids(db, sql, id, n);

	free(sql);
	return rows;
}

/* ---- what stands in the way */

struct tally {
	size_t *n; /* rows of each entity, by its place in the registry */
	size_t facts;
};

/* Counts the rows that are tied to a record, to its parts and to the reference rows that go with it. */
static void count_tied(struct db *db, const struct entity *e, int64_t id, struct tally *t)
{
	const struct entity *child;

	for (size_t i = 0; (child = registry_at(i)); i++)
		for (size_t k = 0; k < child->n; k++) {
			enum tie tie = tie_of(e, child, &child->fields[k]);
			int64_t *rows;
			size_t n;

			if (tie == TIE_NONE)
				continue;
			rows = rows_of(db, child, &child->fields[k], id, &n);
			for (size_t r = 0; (tie == TIE_PART || child->code) && tie != TIE_FACT && r < n; r++)
				count_tied(db, child, rows[r], t);
			if (tie != TIE_PART)
				t->n[i] += n;
			if (tie == TIE_FACT)
				t->facts += n;
			free(rows);
		}
}

/* "2 deals, 1 task"; returns how many of them are facts that stay. */
static size_t list_tied(struct db *db, const struct entity *e, int64_t id, struct str *list)
{
	struct tally t = {0};
	size_t entities = 0;

	while (registry_at(entities))
		entities++;
	t.n = mem_zero(entities * sizeof *t.n);
	count_tied(db, e, id, &t);
	for (size_t i = 0; i < entities; i++)
		if (t.n[i]) {
			str_addf(list, "%s%zu ", list->n ? ", " : "", t.n[i]);
			work_noun(registry_at(i)->name, (long)t.n[i], list);
		}
	free(t.n);
	return t.facts;
}

/* ---- deleting */

/* History is not taken away row by row: the record would no longer stand where it says. */
static bool is_history(const struct entity *e)
{
	return strcmp(e->name, "stage_change") == 0 || strcmp(e->name, "category_change") == 0 ||
	       strcmp(e->name, "owner_change") == 0 || strcmp(e->name, "touchpoint_change") == 0;
}

static void empty_field(struct db *db, const struct entity *child, const struct field *f, int64_t row)
{
	char *sql = sql_of("UPDATE %s SET %s = NULL WHERE id = :id", child, f);
	struct stmt *st = db_prepare(db, sql);

	db_bind_int(st, "id", row);
	db_run(st);
	free(sql);
}

/* Rows that name a record by kind and number instead of a reference. */
static void forget_names(struct db *db, const char *entity, int64_t id)
{
	static const char *const deletes[] = {
		"DELETE FROM alias WHERE entity = :entity AND row = :id",
		"DELETE FROM redirect WHERE entity = :entity AND survivor = :id",
		"DELETE FROM not_duplicate WHERE entity = :entity AND (one = :id OR other = :id)",
		("DELETE FROM group_member WHERE row = :id AND saved_group IN "
		 "(SELECT id FROM saved_group WHERE entity = :entity)")};

	for (size_t i = 0; i < sizeof deletes / sizeof *deletes; i++) {
		struct stmt *st = db_prepare(db, deletes[i]);

		db_bind_text(st, "entity", entity);
		db_bind_int(st, "id", id);
		db_run(st);
	}
}

static int64_t delete_row(struct db *db, const struct entity *e, int64_t id)
{
	char *sql = mem_printf("DELETE FROM %s WHERE id = :id", e->name);
	struct stmt *st = db_prepare(db, sql);
	int64_t n;

	db_bind_int(st, "id", id);
	db_run(st);
	n = db_changes(db);
	free(sql);
	return n;
}

static int64_t delete_all(struct db *db, const struct entity *e, int64_t id);

static int64_t delete_tied(struct db *db, const struct entity *e, const struct entity *child,
                           const struct field *f, int64_t id)
{
	enum tie tie = tie_of(e, child, f);
	int64_t *rows, deleted = 0;
	size_t n;

	if (tie == TIE_NONE)
		return 0;
	rows = rows_of(db, child, f, id, &n);
	for (size_t r = 0; r < n; r++)
		if (tie == TIE_EMPTY)
			empty_field(db, child, f, rows[r]);
		else
			deleted += delete_all(db, child, rows[r]);
	free(rows);
	return deleted;
}

static int64_t delete_all(struct db *db, const struct entity *e, int64_t id)
{
	const struct entity *child;
	int64_t deleted = 0;

	for (size_t i = 0; (child = registry_at(i)); i++)
		for (size_t k = 0; k < child->n; k++)
			deleted += delete_tied(db, e, child, &child->fields[k], id);
	forget_names(db, e->name, id);
	return deleted + delete_row(db, e, id);
}

int64_t record_delete(struct db *db, const struct entity *e, int64_t id, bool with_tied,
                      struct str *why)
{
	struct str list = {0};
	size_t facts;
	int64_t n = -1;

	if (is_history(e) || writer_is_log(e))
		return str_setf(why, "a row of %s is history and stays, expected crm-undo", e->name);
	facts = list_tied(db, e, id, &list);
	if (facts > 0)
		str_setf(why, "%s %lld is named by %s and stays", e->name, (long long)id, str_text(&list));
	else if (list.n && !with_tied)
		str_setf(why, "%s %lld has %s, --with-tied deletes them first", e->name, (long long)id,
		         str_text(&list));
	else
		n = delete_all(db, e, id);
	if (n > 0)
		str_set(why, str_text(&list));
	str_free(&list);
	if (n == 0)
		return str_setf(why, "there is no %s %lld", e->name, (long long)id);
	if (n > 0 && e->code)
		codes_forget();
	return n;
}
