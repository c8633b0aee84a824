/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_many - the same change of many records: they are only read one by one, and written together */
#include <stdlib.h>
#include <string.h>
#include "model/search.h"
#include "model/writer_parts.h"
#include "store/bits.h"
#include "store/bulk.h"
#include "store/key.h"

/* To a number not farther than this a cursor steps; farther, it looks. */
#define NEAR 8

struct many {
	const char *const *cells;
	struct stmt *walk;
	bool open;             /* it stands on a row: */
	int64_t at, asked;     /* the first one from asked on */
	bool tried;            /* the base has taken the values of one record */
	bool broken;           /* not every row from the first to the last was asked for */
	struct bits taken;
	struct bulk *bulk;
	struct str label;
};

static bool has_key(const struct entity *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->fields[i].type == F_KEY)
			return true;
	return false;
}

bool writer_alike(struct db *db, const struct entity *e, const char *const *fields, size_t n)
{
	if (e->code || e->internal)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct field *f = registry_field(e, fields[i]);

		if (!f || f->flags & (FIELD_DERIVED | FIELD_KEPT) || writer_ruled(rules_of(e), f->name) ||
		    (has_key(e) && key_source(f->name)))
			return false;
	}
	return bulk_can(db, e, fields, n);
}

static void open_walk(struct writer *w)
{
	const struct field *label = w->e->label ? registry_field(w->e, w->e->label) : NULL;
	struct str sql = {0};

	str_add(&sql, "SELECT t.id, ");
	if (label)
		registry_column(label, "t", &sql);
	else
		str_add(&sql, "NULL");
	for (size_t i = 0; i < w->n; i++)
		str_addf(&sql, ", t.%s", w->cell[i].name);
	str_addf(&sql, " FROM %s t WHERE t.id >= ? ORDER BY t.id", w->e->name);
	w->many->walk = db_prepare_own(w->db, str_text(&sql));
	str_free(&sql);
}

static void bind_values(void *arg, struct stmt *st)
{
	struct writer *w = arg;

	for (size_t i = 0; i < w->n; i++)
		value_bind_at(st, (int)i + 1, &w->cell[i].v);
}

void writer_many(struct writer *w, const char *const *cells)
{
	const char **names = mem_alloc((w->n + 1) * sizeof *names);

	for (size_t i = 0; i < w->n; i++)
		names[i] = w->cell[i].name;
	w->many = mem_zero(sizeof *w->many);
	w->many->cells = cells;
	w->many->bulk = bulk_open(w->db, w->e, names, w->n, bind_values, w);
	w->was = w->was ? w->was : mem_zero((w->n + 1) * sizeof *w->was);
	open_walk(w);
	free(names);
}

static void look(struct many *m, int64_t id)
{
	db_reset(m->walk);
	db_bind_int_at(m->walk, 1, id);
	m->asked = id;
	m->open = db_step(m->walk);
	m->at = m->open ? db_int(m->walk, 0) : 0;
}

/* Rows that are stepped over were not asked for; so was the one it stands on, if it was only the next. */
static void step(struct many *m, int64_t id)
{
	do {
		m->broken = m->broken || m->at != m->asked;
		m->open = db_step(m->walk);
		m->at = m->open ? db_int(m->walk, 0) : 0;
	} while (m->open && m->at < id);
	m->asked = id;
}

bool writer_many_there(struct writer *w, int64_t id)
{
	struct many *m = w->many;

	if (m->open && id > m->at && id - m->at <= NEAR) {
		step(m, id);
	} else if (!m->open || id < m->asked || id > m->at) {
		m->broken = m->broken || m->asked;
		look(m, id);
	}
	return m->open && m->at == id;
}

static void leave(struct many *m)
{
	db_reset(m->walk);
	m->open = false;
}

/* What the base refuses it refuses in every record, with a reason that the record's own way tells. */
static int try_one(struct writer *w, int64_t id, struct str *why)
{
	int rc;

	leave(w->many);
	rc = writer_set(w, id, w->many->cells, why);
	look(w->many, id);
	w->many->tried = rc > 0;
	if (rc > 0)
		bits_add(&w->many->taken, id);
	return rc;
}

int writer_many_set(struct writer *w, int64_t id, struct str *why)
{
	struct many *m = w->many;
	bool changed = false, words = false;

	if (!writer_many_there(w, id))
		return str_setf(why, "there is no %s %lld", w->e->name, (long long)id);
	if (bits_has(&m->taken, id))
		return 0;
	str_set(&m->label, db_text0(m->walk, 1));
	if (!m->tried && writer_read(w, m->cells, why) != 0)
		return -1;
	for (size_t i = 0; i < w->n; i++)
		value_load(w->cell[i].f, m->walk, (int)i + 2, &w->was[i]);
	if (writer_compare(w, why) != 0)
		return -1;
	for (size_t i = 0; i < w->n; i++) {
		changed = changed || w->cell[i].changed;
		words = words || (w->cell[i].changed && search_reads(w->e->name, w->cell[i].name));
	}
	if (!changed)
		return 0;
	if (!m->tried)
		return try_one(w, id, why);
	bits_add(&m->taken, id);
	bulk_add(m->bulk, id);
	if (words)
		search_renew(w->db, w->e->name, id);
	return 1;
}

const char *writer_many_label(const struct writer *w)
{
	return str_text(&w->many->label);
}

void writer_many_write(struct writer *w)
{
	leave(w->many);
	bulk_write(w->many->bulk, !w->many->broken);
}

void many_free(struct many *m)
{
	if (!m)
		return;
	db_finalize(m->walk);
	bits_free(&m->taken);
	bulk_free(m->bulk);
	str_free(&m->label);
	free(m);
}
