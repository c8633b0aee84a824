/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history - what a change did, field by field
 *
 * A change stores what stood before it; what stood after is found in the next change of the same
 * row or in the row itself. One change costs two look-ups, and the log holds no second image. */
#include "model/history.h"

#include <string.h>

#include "model/value.h"
#include "store/image.h"

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
		const struct image_value *a, *b;

		if (f->type == F_ID || f->type == F_KEY || (f->flags & FIELD_DERIVED))
			continue;
		a = image_find(&p->before, f->name);
		b = image_find(&p->after, f->name);
		h->field = f->name;
		h->old = value_show_image(db, f, a, &p->old);
		h->new = value_show_image(db, f, b, &p->new);
		if ((h->old || h->new) && !image_equal(a, b))
			each(arg, h);
	}
}

static void read_after(struct db *db, const struct entity *e, int64_t row, int64_t change, struct image *im)
{
	if (!image_after(db, e, row, change, im))
		im->n = 0;
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

void history_added(struct db *db, const struct entity *e, int64_t row,
                   void (*each)(void *, const struct history_field *), void *arg)
{
	struct history_field h = {.op = "add", .entity = e, .row = row};
	struct pair p = {0};

	/* Nothing has changed it before its first change. */
	read_after(db, e, row, 0, &p.after);
	each_field(db, &p, &h, each, arg);
	pair_free(&p);
}
