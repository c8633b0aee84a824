/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merge_refs - what refers to a record that goes
 *
 * Nothing here is named: whatever the registry knows to refer to the record is moved. Rows go
 * one by one, since each may be one that the survivor has already (merge_same), and then becomes
 * one with it. */
#include <stdlib.h>
#include <string.h>
#include "exchange/merge_in.h"
#include "model/search.h"
#include "model/writer.h"

void merge_empty(struct merge *m, const struct entity *child, const struct field *f, int64_t row)
{
	char *sql = mem_printf("UPDATE %s SET %s = NULL WHERE id = :id", child->name, f->name);
	struct stmt *st = db_prepare(m->db, sql);

	db_bind_int(st, "id", row);
	db_run(st);
	free(sql);
}

/* Returns how many rows referred to gone and refer to keep now. */
static size_t move_field(struct merge *m, const struct entity *child, const struct field *f, int64_t keep, int64_t gone)
{
	char *sql = mem_printf("SELECT id FROM %s WHERE %s = :id ORDER BY id", child->name, f->name);
	size_t n, moved = 0;
	int64_t *rows = record_ids(m->db, sql, gone, &n);

	for (size_t i = 0; i < n; i++) {
		int64_t same;

		/* nobody is his own parent */
		if (child == m->e && (rows[i] == m->survivor || rows[i] == m->gone)) {
			merge_empty(m, child, f, rows[i]);
			continue;
		}
		same = merge_same(m, child, f, keep, rows[i]);
		if (same)
			merge_join(m, child, f, keep, same, rows[i]);
		else
			merge_move(m, child, f, keep, rows[i]);
		search_renew(m->db, child->name, same ? same : rows[i]);
		moved++;
	}
	free(rows);
	free(sql);
	return moved;
}

/* Rows that name a record by kind and number: foreign keys, frozen groups, pairs said not to be the same. */
static void move_names(struct merge *m, const struct entity *e, int64_t keep, int64_t gone)
{
	static const char *const statements[] = {
		"UPDATE alias SET row = :keep WHERE entity = :entity AND row = :gone",
		"DELETE FROM group_member WHERE row = :gone "
		"AND saved_group IN (SELECT id FROM saved_group WHERE entity = :entity) AND saved_group IN "
		"(SELECT g.saved_group FROM group_member g WHERE g.row = :keep)",
		"UPDATE group_member SET row = :keep WHERE row = :gone "
		"AND saved_group IN (SELECT id FROM saved_group WHERE entity = :entity)",
		/* one + other - :gone is the other one of the pair, whichever place it has */
		"INSERT INTO not_duplicate (entity, one, other) "
		"SELECT entity, CASE WHEN :keep < one + other - :gone THEN :keep ELSE one + other - :gone END, "
		"CASE WHEN :keep < one + other - :gone THEN one + other - :gone ELSE :keep END FROM not_duplicate "
		"WHERE entity = :entity AND (one = :gone OR other = :gone) AND one + other - :gone <> :keep "
		"ON CONFLICT (entity, one, other) DO NOTHING",
		"INSERT INTO redirect (entity, gone, survivor) VALUES (:entity, :gone, :keep) "
		"ON CONFLICT (entity, gone) DO UPDATE SET survivor = excluded.survivor"};
	struct stmt *st;

	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
		st = db_prepare(m->db, statements[i]);
		db_bind_text(st, "entity", e->name);
		merge_run(st, keep, gone);
	}
	st = db_prepare(m->db, "DELETE FROM not_duplicate WHERE entity = :entity AND (one = :gone OR other = :gone)");
	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "gone", gone);
	db_run(st);
}

void merge_rows(struct merge *m, const struct entity *e, int64_t keep, int64_t gone)
{
	const struct entity *child;
	struct stmt *st;
	char *sql;

	merge_fields(m, e, keep, gone);
	for (size_t i = 0; (child = registry_at(i)); i++)
		for (size_t k = 0; k < child->n; k++) {
			const struct field *f = &child->fields[k];
			size_t n = 0;

			if (f->type == F_REF && !(f->flags & FIELD_DERIVED) && strcmp(f->ref, e->name) == 0)
				n = move_field(m, child, f, keep, gone);
			m->moved[i] += e == m->e ? n : 0;
		}
	move_names(m, e, keep, gone);
	sql = mem_printf("DELETE FROM %s WHERE id = :id", e->name);
	st = db_prepare(m->db, sql);
	db_bind_int(st, "id", gone);
	db_run(st);
	free(sql);
}
