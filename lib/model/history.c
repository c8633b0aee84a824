/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history - change sets, and what they changed field by field */
#include "model/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/value.h"
#include "store/image.h"

struct history {
	struct db *db;
	struct shape *out;
	int64_t id; /* of the change set whose rows are being written */
	struct str at, rep, command;
	long rows, limit;
};

/* The images before and after a change, and the texts of the field at hand. */
struct pair {
	struct image before, after;
	struct str old, new;
};

static void pair_free(struct pair *p)
{
	image_free(&p->before);
	image_free(&p->after);
	str_free(&p->old);
	str_free(&p->new);
}

/* Search keys and computed fields are no part of the story. */
static void each_field(struct db *db, struct pair *p, struct history_field *h,
                       void (*each)(void *, const struct history_field *), void *arg)
{
	for (size_t i = 0; i < h->entity->n; i++) {
		const struct field *f = &h->entity->fields[i];
		const struct image_value *a = image_find(&p->before, f->name), *b = image_find(&p->after, f->name);

		if (f->type == F_ID || f->type == F_KEY || (f->flags & FIELD_DERIVED))
			continue;
		h->field = f->name;
		h->old = value_show_image(db, f, a, &p->old);
		h->new = value_show_image(db, f, b, &p->new);
		if ((h->old || h->new) && !image_equal(a, b))
			each(arg, h);
	}
}

/* The row right after a change is what the next change of it found, or what stands there now. */
static void read_after(struct db *db, const struct entity *e, int64_t row, int64_t change, struct image *im)
{
	struct stmt *st = db_prepare(db, "SELECT op, old FROM change WHERE entity = :entity AND row = :row "
	                                 "AND id > :change ORDER BY id LIMIT 1");

	im->n = 0;
	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "row", row);
	db_bind_int(st, "change", change);
	if (!db_step(st)) {
		if (!image_read(db, e, row, im))
			im->n = 0;
		return;
	}
	if (strcmp(db_text(st, 0), "I") != 0 && image_parse(im, db_text0(st, 1)) != 0)
		im->n = 0;
	db_reset(st);
}

void history_fields(struct db *db, int64_t change, void (*each)(void *, const struct history_field *), void *arg)
{
	struct stmt *st = db_prepare(db, "SELECT op, entity, row, old FROM change WHERE id = :id");
	struct history_field h = {0};
	struct pair p = {0};
	char op;

	db_bind_int(st, "id", change);
	if (!db_step(st))
		return;
	op = *db_text(st, 0);
	h.op = op == 'U' ? "set" : op == 'D' ? "delete" : "add";
	h.entity = registry_entity(db_text(st, 1));
	h.row = db_int(st, 2);
	if (!h.entity || (op != 'I' && image_parse(&p.before, db_text0(st, 3)) != 0))
		p.before.n = 0;
	db_reset(st);
	if (h.entity && op != 'D')
		read_after(db, h.entity, h.row, change, &p.after);
	if (h.entity)
		each_field(db, &p, &h, each, arg);
	pair_free(&p);
}

static void add_row(void *arg, const struct history_field *h)
{
	struct history *hi = arg;
	char change[24], row[24];

	snprintf(change, sizeof change, "%lld", (long long)hi->id);
	snprintf(row, sizeof row, "%lld", (long long)h->row);
	shape_row(hi->out, (const char *const[]){change, str_text(&hi->at), str_text(&hi->rep), str_text(&hi->command),
	                                         h->op, h->entity->name, row, h->field, h->old, h->new});
	hi->rows++;
}

/* The row as it was added: nothing has changed it before its first change. */
static void added(struct history *hi, const struct entity *e, int64_t row)
{
	struct history_field h = {.op = "add", .entity = e, .row = row};
	struct pair p = {0};

	read_after(hi->db, e, row, 0, &p.after);
	each_field(hi->db, &p, &h, add_row, hi);
	pair_free(&p);
}

struct history *history_open(struct db *db, long limit)
{
	static const struct out_column columns[] = {
		{"change", OUT_NUMBER}, {"at", OUT_DATE}, {"rep", OUT_TEXT}, {"command", OUT_TEXT}, {"op", OUT_TEXT},
		{"entity", OUT_TEXT}, {"row", OUT_NUMBER}, {"field", OUT_TEXT}, {"old", OUT_TEXT}, {"new", OUT_TEXT}};
	struct history *hi = mem_zero(sizeof *hi);

	hi->db = db;
	hi->limit = limit;
	hi->out = shape_open(columns, sizeof columns / sizeof *columns);
	return hi;
}

struct shape *history_close(struct history *hi)
{
	struct shape *out = hi->out;

	str_free(&hi->at);
	str_free(&hi->rep);
	str_free(&hi->command);
	free(hi);
	return out;
}

/* A record is never cut in two: the limit is looked at between records. */
static bool wants_more(const struct history *hi)
{
	return hi->limit == 0 || hi->rows < hi->limit;
}

/* The first columns of every row that follows. */
static bool load_set(struct history *hi, int64_t id)
{
	struct stmt *st = db_prepare(hi->db, "SELECT t.at, r.login, t.command FROM txn t "
	                                     "LEFT JOIN rep r ON r.id = t.rep WHERE t.id = :id");

	db_bind_int(st, "id", id);
	if (!db_step(st))
		return false;
	hi->id = id;
	str_set(&hi->at, db_text0(st, 0));
	str_set(&hi->rep, db_text0(st, 1));
	str_set(&hi->command, db_text0(st, 2));
	db_reset(st);
	return true;
}

int history_set(struct history *hi, int64_t id, struct str *why)
{
	struct stmt *st;

	if (!load_set(hi, id))
		return str_setf(why, "there is no change set %lld", (long long)id);
	st = db_prepare_own(hi->db, "SELECT entity, first, last FROM txn_range WHERE txn = :id ORDER BY id");
	db_bind_int(st, "id", id);
	while (wants_more(hi) && db_step(st)) {
		const struct entity *e = registry_entity(db_text0(st, 0));

		for (int64_t row = db_int(st, 1); e && row <= db_int(st, 2) && wants_more(hi); row++)
			added(hi, e, row);
	}
	db_finalize(st);
	st = db_prepare_own(hi->db, "SELECT id FROM change WHERE txn = :id ORDER BY id");
	db_bind_int(st, "id", id);
	while (wants_more(hi) && db_step(st))
		history_fields(hi->db, db_int(st, 0), add_row, hi);
	db_finalize(st);
	return 0;
}

int history_record(struct history *hi, const struct entity *e, int64_t id, struct str *why)
{
	struct stmt *st = db_prepare_own(hi->db, "SELECT id, txn FROM change WHERE entity = :entity AND row = :row "
	                                         "ORDER BY id DESC");

	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "row", id);
	while (wants_more(hi) && db_step(st))
		if (load_set(hi, db_int(st, 1)))
			history_fields(hi->db, db_int(st, 0), add_row, hi);
	db_finalize(st);
	st = db_prepare(hi->db, "SELECT txn FROM txn_range WHERE entity = :entity AND first <= :row AND last >= :row "
	                        "ORDER BY first DESC LIMIT 1");
	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "row", id);
	if (wants_more(hi) && db_step(st) && load_set(hi, db_int(st, 0)))
		added(hi, e, id);
	return hi->rows ? 0 : str_setf(why, "nothing is known of %s %lld", e->name, (long long)id);
}

struct shape *history_list(struct query *q)
{
	static const struct out_column columns[] = {
		{"change", OUT_NUMBER}, {"at", OUT_DATE}, {"rep", OUT_TEXT},
		{"counts", OUT_TEXT}, {"undoes", OUT_NUMBER}, {"command", OUT_TEXT}};
	enum { N = sizeof columns / sizeof *columns };
	struct shape *out = shape_open(columns, N);
	const char *cells[N];

	query_column(q, "id", NULL);
	for (size_t i = 1; i < N; i++)
		query_column(q, columns[i].name, NULL);
	query_sort(q, "-id", NULL);
	while (query_next(q)) {
		for (size_t i = 0; i < N; i++)
			cells[i] = query_text(q, i);
		shape_row(out, cells);
	}
	return out;
}
