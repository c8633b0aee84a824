/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing_trails - each move comes from where the one before it went, also when one between them was taken back
 *
 * An undo may take out a step from the middle of a history, or put one back. Its neighbours are
 * found by (at, id), and the origin of the one behind it is set. Origins that somebody else
 * linked are left: a step is relinked only where it demonstrably came from the one that went. */
#include "model/undoing_trails.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/when.h"
#include "store/altered.h"
#include "store/image.h"
#include "store/txn.h"

/* field NULL: a deal's stage, which undoing_deals settles with all that follows from it. */
static const struct trail {
	const char *table, *entity, *from, *to, *field;
} trails[] = {
	{"stage_change", "deal", "from_stage", "to_stage", NULL},
	{"category_change", "company", "from_category", "to_category", "category"},
	{"owner_change", "company", "from_owner", "to_owner", "owner"},
	{"owner_change", "deal", "from_owner", "to_owner", "owner"},
};

/* One row of a trail. Nobody and nothing are 0. */
struct step {
	const struct trail *t;
	int64_t id, record, from, to;
	char at[WHEN_SIZE];
};

/* Nothing is left before a step that went: what followed it comes from where the earliest such step came from. */
struct begin {
	struct step gone;
	int64_t next; /* 0: nothing follows, the record itself stands there */
	bool linked;  /* what follows came from this step, or none follows and an undo had linked it anew */
};

struct relink {
	struct db *db;
	struct begin *begin;
	size_t n, cap;
	bool any;
};

static int64_t number(const struct image *im, const char *column)
{
	const struct image_value *v = image_find(im, column);

	return v && v->text ? strtoll(v->text, NULL, 10) : 0;
}

static bool from_image(const struct image *im, const char *table, struct step *s)
{
	const struct image_value *at = image_find(im, "at");

	for (size_t i = 0; i < sizeof trails / sizeof *trails; i++) {
		s->t = &trails[i];
		if (strcmp(s->t->table, table) != 0 || !(s->record = number(im, s->t->entity)))
			continue;
		s->from = number(im, s->t->from);
		s->to = number(im, s->t->to);
		snprintf(s->at, sizeof s->at, "%s", at && at->text ? at->text : "");
		return true;
	}
	return false;
}

/* The step nearest to this one, before or behind it. */
static bool neighbour(struct db *db, const struct step *s, bool behind, struct step *out)
{
	const char *cmp = behind ? ">" : "<", *order = behind ? "" : "DESC";
	char *sql = mem_printf("SELECT id, coalesce(%s, 0), coalesce(%s, 0) FROM %s WHERE %s = :record "
	                       "AND (at %s :at OR (at = :at AND id %s :id)) ORDER BY at %s, id %s LIMIT 1",
	                       s->t->from, s->t->to, s->t->table, s->t->entity, cmp, cmp, order, order);
	struct stmt *st = db_prepare(db, sql);
	bool found;

	free(sql);
	db_bind_int(st, "record", s->record);
	db_bind_text(st, "at", s->at);
	db_bind_int(st, "id", s->id);
	found = db_step(st);
	if (found)
		*out = (struct step){.t = s->t, .id = db_int(st, 0), .from = db_int(st, 1), .to = db_int(st, 2)};
	db_reset(st);
	return found;
}

static void put(struct relink *r, const char *table, const char *column, int64_t id, int64_t value)
{
	char *sql = mem_printf("UPDATE %s SET %s = :value WHERE id = :id AND coalesce(%s, 0) <> :compared", table, column,
	                       column);
	struct stmt *st = db_prepare(r->db, sql);

	free(sql);
	db_bind_ref(st, "value", value);
	db_bind_int(st, "compared", value);
	db_bind_int(st, "id", id);
	db_run(st);
	r->any = r->any || db_changes(r->db) > 0;
}

static void link_to(struct relink *r, const struct step *s, int64_t from)
{
	put(r, s->t->table, s->t->from, s->id, from);
}

/* Did the step get another origin since it was made? By an undo before this one, or by whatever came. That it became
 * another record's, by a merge, is none. */
static bool linked_anew(struct db *db, const struct step *s, bool by_undo)
{
	struct stmt *st = db_prepare(db, by_undo ? "SELECT old FROM change c WHERE entity = :entity AND row = :row AND op = 'U' "
						   "AND c.txn <> :txn AND EXISTS (SELECT 1 FROM txn_undo u WHERE u.txn = c.txn)"
						 : "SELECT old FROM change WHERE entity = :entity AND row = :row AND op = 'U'");
	struct image was = {0};
	bool found = false;

	db_bind_text(st, "entity", s->t->table);
	db_bind_int(st, "row", s->id);
	if (by_undo)
		db_bind_int(st, "txn", txn_id(db));
	while (!found && db_step(st))
		found = image_parse(&was, db_text0(st, 0)) == 0 && number(&was, s->t->from) != s->from;
	db_reset(st);
	image_free(&was);
	return found;
}

/* A step that was linked anew takes its record back to where it came from at last; the images of its changes say where it
 * came from at first. */
static void went(struct relink *r, const struct step *s)
{
	struct step next, before;
	bool more = neighbour(r->db, s, true, &next), linked;

	if (!more && !s->t->field)
		return;
	/* One that was there before and was left alone when this step was told came from there already. */
	linked = more && next.from == s->to && (next.id > s->id || linked_anew(r->db, &next, true));
	if (!neighbour(r->db, s, false, &before)) {
		/* Where the first of all came from counts, also when only those behind it were linked anew. */
		r->begin = mem_grow(r->begin, &r->cap, r->n + 1, sizeof *r->begin);
		r->begin[r->n++] = (struct begin){*s, more ? next.id : 0, more ? linked : linked_anew(r->db, s, true)};
	} else if (linked) {
		link_to(r, &next, before.to);
	} else if (!more && linked_anew(r->db, s, false)) {
		put(r, s->t->entity, s->t->field, s->record, before.to);
	}
}

/* The change set that took the step out last before this one; 0: none is known. */
static int64_t taken_out(struct db *db, const struct step *s)
{
	struct stmt *st = db_prepare(db, "SELECT coalesce(max(txn), 0) FROM change WHERE entity = :entity AND row = :row "
	                                 "AND op = 'D' AND txn < :txn");
	int64_t id;

	db_bind_text(st, "entity", s->t->table);
	db_bind_int(st, "row", s->id);
	db_bind_int(st, "txn", txn_id(db));
	id = db_step(st) ? db_int(st, 0) : 0;
	db_reset(st);
	return id;
}

/* Did the step come, or come again, after that change set and before this one? */
static bool came_since(struct db *db, const struct step *s, int64_t since)
{
	struct stmt *st = db_prepare(db, "SELECT 1 FROM change WHERE entity = :entity AND row = :row AND op = 'I' "
	                                 "AND txn > :since AND txn < :txn LIMIT 1");
	bool found;

	if (txn_inserted(db, s->t->table, s->id) > since)
		return true;
	db_bind_text(st, "entity", s->t->table);
	db_bind_int(st, "row", s->id);
	db_bind_int(st, "since", since);
	db_bind_int(st, "txn", txn_id(db));
	found = db_step(st);
	db_reset(st);
	return found;
}

/* Did a step of the same record go after that change set, and not come back? Looked for in the text of the old
 * images, which name the record. */
static bool went_since(struct db *db, const struct step *s, int64_t since)
{
	char *sql = mem_printf("SELECT 1 FROM change c WHERE c.entity = :entity AND c.op <> 'U' AND c.op = 'D' "
	                       "AND c.id > coalesce((SELECT max(id) FROM change WHERE txn = :since), 0) "
	                       "AND c.old LIKE :record AND NOT EXISTS (SELECT 1 FROM %s t WHERE t.id = c.row) LIMIT 1",
	                       s->t->table);
	char *record = mem_printf("%%\"%s\":%lld,%%", s->t->entity, (long long)s->record);
	struct stmt *st = db_prepare(db, sql);
	bool found;

	db_bind_text(st, "entity", s->t->table);
	db_bind_int(st, "since", since);
	db_bind_text(st, "record", record);
	found = db_step(st);
	db_reset(st);
	free(record);
	free(sql);
	return found;
}

/* A step that comes back brings its origin, and what stood behind it gets its own back with it. They are linked anew only
 * where the step has other neighbours now: hand-overs of companies that were merged need not follow from each other. */
static bool has_new_neighbour(struct db *db, const struct step *s, const struct step *neighbour)
{
	int64_t since = taken_out(db, s);

	return came_since(db, neighbour, since) || went_since(db, s, since);
}

static void came_back(struct relink *r, const struct step *s)
{
	struct step next, before;

	if (neighbour(r->db, s, true, &next)) {
		if (next.from != s->to && has_new_neighbour(r->db, s, &next))
			link_to(r, &next, s->to);
	} else if (s->t->field) {
		put(r, s->t->entity, s->t->field, s->record, s->to);
	}
	if (neighbour(r->db, s, false, &before) && s->from != before.to && has_new_neighbour(r->db, s, &before))
		link_to(r, s, before.to);
}

static int by_time(const void *a, const void *b)
{
	const struct step *x = &((const struct begin *)a)->gone, *y = &((const struct begin *)b)->gone;
	int at = strcmp(x->at, y->at);

	if (x->t != y->t)
		return x->t < y->t ? -1 : 1;
	if (x->record != y->record)
		return x->record < y->record ? -1 : 1;
	return at ? at : (x->id > y->id) - (x->id < y->id);
}

static void settle_begin(struct relink *r, const struct begin *b)
{
	const struct step *s = &b->gone;

	if (!b->next)
		put(r, s->t->entity, s->t->field, s->record, s->from);
	/* A deal that stays although its opening went did begin in the stage that its next move left. */
	else if (s->t->field || s->from)
		put(r, s->t->table, s->t->from, b->next, s->from);
}

static bool same_record(const struct begin *a, const struct begin *b)
{
	return a->gone.t == b->gone.t && a->gone.record == b->gone.record;
}

static void settle_begins(struct relink *r)
{
	size_t first = 0;
	bool linked = false;

	if (r->n > 1)
		qsort(r->begin, r->n, sizeof *r->begin, by_time);
	for (size_t i = 0; i < r->n; i++) {
		if (!same_record(&r->begin[i], &r->begin[first])) {
			first = i;
			linked = false;
		}
		linked = linked || r->begin[i].linked;
		if (linked && (i + 1 == r->n || !same_record(&r->begin[i + 1], &r->begin[first])))
			settle_begin(r, &r->begin[first]);
	}
}

static bool any_touched(struct db *db)
{
	for (size_t i = 0; i < sizeof trails / sizeof *trails; i++)
		if (altered_now(db, registry_entity(trails[i].table)))
			return true;
	return false;
}

bool undoing_relink(struct db *db)
{
	struct relink r = {.db = db};
	struct image im = {0};
	struct stmt *st;

	if (!any_touched(db))
		return false;
	st = db_prepare_own(db, "SELECT op, entity, row, old FROM change WHERE txn = :txn AND op <> 'U' "
	                        "AND entity IN ('stage_change', 'category_change', 'owner_change') ORDER BY id");
	db_bind_int(st, "txn", txn_id(db));
	while (db_step(st)) {
		struct step s = {.id = db_int(st, 2)};
		bool gone = strcmp(db_text0(st, 0), "D") == 0;
		const struct entity *e = registry_entity(db_text0(st, 1));

		if (gone ? image_parse(&im, db_text0(st, 3)) != 0 : !image_read(db, e, s.id, &im))
			continue;
		if (!from_image(&im, e->name, &s))
			continue;
		if (gone)
			went(&r, &s);
		else
			came_back(&r, &s);
	}
	db_finalize(st);
	settle_begins(&r);
	image_free(&im);
	free(r.begin);
	return r.any;
}
