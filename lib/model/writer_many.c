/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_many - the same change of many records: they are only read one by one, and written together */
#include <stdlib.h>
#include <string.h>
#include "model/move.h"
#include "model/search.h"
#include "model/walk.h"
#include "model/writer_parts.h"
#include "store/bits.h"
#include "store/bulk.h"
#include "store/key.h"

struct many {
	const char *const *cells;
	struct walk *walk;
	bool tried;            /* the base has taken the values of one record */
	struct bits taken;
	struct bulk *bulk;
	struct handover *handover; /* instead, when it is the owner that changes; NULL before the first */
	bool owner;
};

static bool has_key(const struct entity *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->fields[i].type == F_KEY)
			return true;
	return false;
}

/* The owner, and nothing else. */
static bool is_owner(const struct entity *e, const char *const *fields, size_t n)
{
	return n == 1 && strcmp(fields[0], "owner") == 0 &&
	       (strcmp(e->name, "company") == 0 || strcmp(e->name, "deal") == 0);
}

bool writer_alike(struct db *db, const struct entity *e, const char *const *fields, size_t n)
{
	if (e->code || e->internal)
		return false;
	if (is_owner(e, fields, n))
		return true;
	for (size_t i = 0; i < n; i++) {
		const struct field *f = registry_field(e, fields[i]);

		if (!f || f->flags & (FIELD_DERIVED | FIELD_KEPT) || writer_ruled(rules_of(e), f->name) ||
		    (has_key(e) && key_source(f->name)))
			return false;
	}
	return bulk_can(db, e, fields, n);
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
	w->many->owner = is_owner(w->e, names, w->n);
	w->many->bulk = bulk_open(w->db, w->e, names, w->n, bind_values, w);
	w->was = w->was ? w->was : mem_zero((w->n + 1) * sizeof *w->was);
	w->many->walk = walk_open(w->db, w->e, names, w->n);
	free(names);
}

bool writer_many_there(struct writer *w, int64_t id)
{
	return walk_to(w->many->walk, id);
}

/* What the base refuses it refuses in every record, with a reason that the record's own way tells. */
static int try_one(struct writer *w, int64_t id, struct str *why)
{
	int rc;

	walk_leave(w->many->walk);
	rc = writer_set(w, id, w->many->cells, why);
	w->many->tried = rc > 0;
	if (rc > 0)
		bits_add(&w->many->taken, id);
	return rc;
}

static int take(struct writer *w, int64_t id, struct str *why)
{
	struct many *m = w->many;
	struct move how = {.at = w->moment.text.s};

	if (m->owner) {
		if (!m->handover)
			m->handover = move_owners(w->db, w->e, w->cell->v.is == VALUE_INT ? w->cell->v.i : 0);
		if (move_owners_one(m->handover, id, w->was->is == VALUE_INT ? w->was->i : 0, &how, why) < 0)
			return -1;
	} else {
		bulk_add(m->bulk, id);
	}
	bits_add(&m->taken, id);
	for (size_t i = 0; i < w->n; i++)
		if (w->cell[i].changed && search_reads(w->e->name, w->cell[i].name)) {
			search_renew(w->db, w->e->name, id);
			break;
		}
	return 1;
}

int writer_many_set(struct writer *w, int64_t id, struct str *why)
{
	struct many *m = w->many;
	bool changed = false;

	if (!walk_to(m->walk, id))
		return str_setf(why, "there is no %s %lld", w->e->name, (long long)id);
	if (bits_has(&m->taken, id))
		return 0;
	if (!m->tried && writer_read(w, m->cells, why) != 0)
		return -1;
	for (size_t i = 0; i < w->n; i++)
		value_load(w->cell[i].f, walk_row(m->walk), (int)i + 2, &w->was[i]);
	if (writer_compare(w, why) != 0)
		return -1;
	for (size_t i = 0; i < w->n; i++)
		changed = changed || w->cell[i].changed;
	if (!changed)
		return 0;
	return m->tried ? take(w, id, why) : try_one(w, id, why);
}

const char *writer_many_label(const struct writer *w)
{
	return walk_label(w->many->walk);
}

void writer_many_write(struct writer *w)
{
	walk_leave(w->many->walk);
	bulk_write(w->many->bulk, walk_whole(w->many->walk));
	move_owners_end(w->many->handover, walk_whole(w->many->walk));
	w->many->handover = NULL;
}

void many_free(struct many *m)
{
	if (!m)
		return;
	walk_free(m->walk);
	bits_free(&m->taken);
	bulk_free(m->bulk);
	free(m);
}
