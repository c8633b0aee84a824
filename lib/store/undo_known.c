/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_known - what is known of a change set before it is taken back, and of records that it refers to
 *
 * One pass over the log of the change set says for each kind of record what there is to do, in
 * one or two bits a row, so that the way of a million rows is chosen before the first of them is
 * read. */
#include <stdlib.h>
#include <string.h>

#include "store/undo_parts.h"

bool undo_exists(struct db *db, const char *entity, int64_t row)
{
	char *sql = mem_printf("SELECT 1 FROM main.%s WHERE id = :id", entity);
	bool found = db_get_int_id(db, 0, sql, row) == 1;

	free(sql);
	return found;
}

struct undo_there *undo_there_of(struct undo *u, const char *entity)
{
	size_t i = 0;

	while (strcmp(u->there[i].e->name, entity) != 0)
		i++;
	return &u->there[i];
}

bool undo_there(struct undo *u, struct undo_there *t, int64_t row)
{
	/* only a yes is kept: a row that is missing may come back in the course of this undo */
	if (bits_has(&t->known, row))
		return true;
	if (!undo_exists(u->db, t->e->name, row))
		return false;
	bits_add(&t->known, row);
	return true;
}

void undo_there_forget(struct undo *u)
{
	for (size_t i = 0; i < u->n_there; i++)
		bits_free(&u->there[i].known);
}

bool undo_alone(const struct undo_part *p, int64_t row)
{
	return !bits_has(&p->more, row) && !(p->from <= row && row <= p->to);
}

struct undo_part *undo_part_of(struct undo *u, const char *entity)
{
	const struct entity *e;

	for (size_t i = u->n_parts; i-- > 0;)
		if (strcmp(u->parts[i].e->name, entity) == 0)
			return &u->parts[i];
	e = registry_entity(entity);
	if (!e)
		return NULL;
	u->parts = mem_grow(u->parts, &u->cap_parts, u->n_parts + 1, sizeof *u->parts);
	u->parts[u->n_parts] = (struct undo_part){.e = e, .to = -1};
	return &u->parts[u->n_parts++];
}

static void count_row(struct undo_part *p, char op, int64_t row)
{
	if (op == 'U')
		p->updates++;
	else if (op == 'D')
		p->deletions++;
	else
		p->back++;
	bits_add(bits_has(&p->once, row) ? &p->more : &p->once, row);
}

static void find_ranges(struct undo *u)
{
	struct stmt *st = db_prepare_own(u->db, "SELECT entity, min(first), max(last) FROM txn_range WHERE txn = :txn "
	                                        "GROUP BY entity");

	db_bind_int(st, "txn", u->id);
	while (db_step(st)) {
		struct undo_part *p = undo_part_of(u, db_text0(st, 0));

		if (p) {
			p->from = db_int(st, 1);
			p->to = db_int(st, 2);
		}
	}
	db_finalize(st);
}

/* The rows of log of one change set follow each other: only one is written at a time. */
static void find_parts(struct undo *u)
{
	struct undo_part *p = NULL;
	struct stmt *st;

	u->first = db_get_int_id(u->db, 0, "SELECT min(id) FROM change WHERE txn = :id", u->id);
	u->last = db_get_int_id(u->db, -1, "SELECT max(id) FROM change WHERE txn = :id", u->id);
	st = db_prepare_own(u->db, "SELECT entity, op, row FROM change WHERE id BETWEEN :first AND :last");
	db_bind_int(st, "first", u->first);
	db_bind_int(st, "last", u->last);
	while (db_step(st)) {
		if (!p || strcmp(p->e->name, db_text0(st, 0)) != 0)
			p = undo_part_of(u, db_text0(st, 0));
		if (p)
			count_row(p, *db_text0(st, 1), db_int(st, 2));
	}
	db_finalize(st);
	find_ranges(u);
}

void undo_known_start(struct undo *u)
{
	while (registry_at(u->n_there))
		u->n_there++;
	u->there = mem_zero(u->n_there * sizeof *u->there);
	for (size_t i = 0; i < u->n_there; i++)
		u->there[i].e = registry_at(i);
	find_parts(u);
}

void undo_known_end(struct undo *u)
{
	undo_there_forget(u);
	free(u->there);
	for (size_t i = 0; i < u->n_parts; i++) {
		bits_free(&u->parts[i].once);
		bits_free(&u->parts[i].more);
	}
	free(u->parts);
}
