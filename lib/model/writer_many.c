/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_many - many records changed in the same fields: they are only read one by one, and written together
 *
 * Where all get the same values the first record is changed by itself, which tells what the base
 * thinks of them. All others are only read and compared, by one open statement (walk), and noted
 * in a bulk: a million changes cost one pass and two statements. */
#include <stdlib.h>
#include <string.h>
#include "model/move.h"
#include "model/search.h"
#include "model/walk.h"
#include "model/writer_parts.h"
#include "store/bits.h"
#include "store/bulk.h"
#include "store/key.h"

/* A record that comes again gets its other values in a second go; after so many of these, one record after the other. */
#define GOES 8

struct many {
	struct walk *walk;
	bool each;             /* every record gets values of its own */
	int goes;
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

static bool are_plain(const struct entity *e, const char *const *fields, size_t n)
{
	if (e->code || e->internal)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct field *f = registry_field(e, fields[i]);

		if (!f || f->flags & (FIELD_DERIVED | FIELD_KEPT) || writer_ruled(rules_of(e), f->name) ||
		    (has_key(e) && key_source(f->name)))
			return false;
	}
	return true;
}

bool writer_alike(struct db *db, const struct entity *e, const char *const *fields, size_t n)
{
	return is_owner(e, fields, n) || (are_plain(e, fields, n) && bulk_can(db, e, fields, n));
}

bool writer_each(struct db *db, const struct entity *e, const char *const *fields, size_t n)
{
	return n <= BULK_PLACES && are_plain(e, fields, n) && bulk_can_each(db, e, fields, n);
}

static void bind_values(void *arg, struct stmt *st)
{
	struct writer *w = arg;

	for (size_t i = 0; i < w->n; i++)
		value_bind_at(st, (int)i + 1, &w->cell[i].v);
}

void writer_many(struct writer *w, bool each)
{
	const char **names = mem_alloc((w->n + 1) * sizeof *names);

	for (size_t i = 0; i < w->n; i++)
		names[i] = w->cell[i].name;
	w->many = mem_zero(sizeof *w->many);
	w->many->each = each;
	w->many->owner = !each && is_owner(w->e, names, w->n);
	w->many->bulk = each ? bulk_each(w->db, w->e) : bulk_open(w->db, w->e, names, w->n, bind_values, w);
	for (size_t i = 0; each && i < w->n; i++)
		bulk_place(w->many->bulk, names[i]);
	w->was = w->was ? w->was : mem_zero((w->n + 1) * sizeof *w->was);
	w->many->walk = walk_open(w->db, w->e, names, w->n);
	free(names);
}

bool writer_many_there(struct writer *w, int64_t id)
{
	return walk_to(w->many->walk, id);
}

/* By itself. What the base refuses it refuses in every record, with a reason that the record's own way tells. */
static int try_one(struct writer *w, int64_t id, const char *const *cells, struct str *why)
{
	int rc;

	walk_leave(w->many->walk);
	rc = writer_set(w, id, cells, why);
	w->many->tried = rc > 0 && !w->many->each;
	if (rc > 0 && !w->many->each)
		bits_add(&w->many->taken, id);
	return rc;
}

static void add_each(struct writer *w, int64_t id)
{
	struct bulk *b = w->many->bulk;
	uint64_t given = 0;

	for (size_t i = 0; i < w->n; i++)
		if (w->cell[i].changed) {
			int at;
			struct stmt *st = bulk_value(b, (int)i + 1, &at);

			value_bind_at(st, at, &w->cell[i].v);
			given |= UINT64_C(1) << i;
		}
	bulk_add_each(b, id, given);
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
	} else if (m->each) {
		add_each(w, id);
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

/* Before a record gets other values once more, what was collected is written. */
static void begin_again(struct writer *w)
{
	writer_many_write(w);
	bits_free(&w->many->taken);
	w->many->goes++;
}

int writer_many_set(struct writer *w, int64_t id, const char *const *cells, struct str *why)
{
	struct many *m = w->many;
	bool changed = false;

	/* the values of the first time must be in the table before they are compared with */
	if (m->each && bits_has(&m->taken, id))
		begin_again(w);
	if (!walk_to(m->walk, id))
		return str_setf(why, "there is no %s %lld", w->e->name, (long long)id);
	if (m->goes == GOES)
		return try_one(w, id, cells, why);
	if (bits_has(&m->taken, id))
		return 0;
	if (!m->tried && writer_read(w, cells, why) != 0)
		return -1;
	for (size_t i = 0; i < w->n; i++)
		value_load(w->cell[i].f, walk_row(m->walk), (int)i + 2, &w->was[i]);
	if (writer_compare(w, why) != 0)
		return -1;
	for (size_t i = 0; i < w->n; i++)
		changed = changed || w->cell[i].changed;
	if (!changed)
		return 0;
	return m->tried || m->each ? take(w, id, why) : try_one(w, id, cells, why);
}

void writer_text(struct writer *w, size_t field, struct str *out)
{
	const struct cell *c = &w->cell[field];

	value_text(w->db, c->f, c->changed ? &c->v : &w->was[field], out);
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
