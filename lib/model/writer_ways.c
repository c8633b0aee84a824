/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_ways - telephones and e-mail addresses of a company or contact: rows of channel
 *
 * The first number of a cell is the main one. A new one takes the row of the present main one,
 * so that history and undo see a number that changed, and not one that went and another that
 * came. */
#include <stdlib.h>
#include <string.h>
#include "model/writer_parts.h"

/* Where the main telephone or address of a record was found last; record 0: nowhere. Some, by the record's number. */
struct ways_main {
	int64_t record, row;
};

enum { WAYS_MAINS = 512 };

bool ways_take(struct writer *w, struct cell *c)
{
	bool phone = strcmp(c->name, "phone") == 0;

	if (strcmp(w->e->name, "company") != 0 && strcmp(w->e->name, "contact") != 0)
		return false;
	if (!phone && strcmp(c->name, "email") != 0)
		return false;
	c->ways = phone ? &w->phones : &w->emails;
	c->ways->kind = c->name;
	c->f = registry_field(registry_entity("channel"), "value");
	return true;
}

/* One cell may hold several, the main one first. */
int ways_read(struct writer *w, struct cell *c, const char *text, struct str *why)
{
	int rc;

	c->ways->n = 0;
	rc = value_read(w->db, c->f, text, &c->v, why);
	if (rc != 0 || c->v.is == VALUE_NULL)
		return rc;
	return way_read(c->ways, db_setting(w->db, "country", "RU"), c->v.text.s, why);
}

static void open_channels(struct writer *w)
{
	w->channels = bundle_new(w->db, "channel", strcmp(w->e->name, "company") == 0
		? "company, kind, value, extension, label, is_main, key"
		: "contact, kind, value, extension, label, is_main, key");
}

static void insert_way(struct writer *w, const struct ways *ways, size_t i, int64_t id)
{
	const struct way *way = &ways->way[i];

	if (!w->channels)
		open_channels(w);
	bundle_int(w->channels, id);
	bundle_text(w->channels, ways->kind);
	bundle_text(w->channels, way->value.s);
	bundle_text(w->channels, way->ext.n ? way->ext.s : NULL);
	bundle_text(w->channels, way->label.n ? way->label.s : NULL);
	bundle_int(w->channels, i == 0);
	bundle_text(w->channels, way->key.s);
}

void ways_add(struct writer *w, int64_t id)
{
	for (size_t i = 0; i < w->phones.n; i++)
		insert_way(w, &w->phones, i, id);
	for (size_t i = 0; i < w->emails.n; i++)
		insert_way(w, &w->emails, i, id);
}

/* ---- changing: the first of the cell is to be the main one */

/* The main channel of a record that has had thousands of rows is not looked for among all of them again: where it was
 * found last it still is, as a rule. */
static struct ways_main *place_of(struct writer *w, const struct ways *ways, int64_t id)
{
	if (!w->mains)
		w->mains = mem_zero(WAYS_MAINS * sizeof *w->mains);
	return &w->mains[((uint64_t)id * 2 + (ways == &w->emails)) % WAYS_MAINS];
}

/* Is it the one? With :row, :id and :kind. */
static struct stmt *same_place(struct writer *w, int64_t row)
{
	struct stmt *st = db_prepare(w->db, strcmp(w->e->name, "company") == 0
		? "SELECT id, value, state, is_main FROM channel WHERE id = :row AND company = :id AND kind = :kind "
		  "AND state = 'ok' AND is_main = 1"
		: "SELECT id, value, state, is_main FROM channel WHERE id = :row AND contact = :id AND kind = :kind "
		  "AND state = 'ok' AND is_main = 1");

	db_bind_int(st, "row", row);
	return st;
}

static struct stmt *any_place(struct writer *w)
{
	return db_prepare(w->db, strcmp(w->e->name, "company") == 0
		? "SELECT id, value, state, is_main FROM channel WHERE company = :id AND kind = :kind "
		  "ORDER BY state <> 'ok', is_main DESC, id LIMIT 1"
		: "SELECT id, value, state, is_main FROM channel WHERE contact = :id AND kind = :kind "
		  "ORDER BY state <> 'ok', is_main DESC, id LIMIT 1");
}

/* The row of the record's main channel of a kind, one that does not work only when there is no other; 0: none. And its
 * text, "" of one that does not work; text may be NULL. */
static int64_t main_row(struct writer *w, const struct ways *ways, int64_t id, struct str *text)
{
	struct ways_main *m = place_of(w, ways, id);
	int64_t row = 0;

	for (int known = m->record == id; known >= 0 && !row; known--) {
		struct stmt *st = known ? same_place(w, m->row) : any_place(w);

		db_bind_int(st, "id", id);
		db_bind_text(st, "kind", ways->kind);
		while (db_step(st)) {
			bool works = strcmp(db_text0(st, 2), "ok") == 0;

			row = db_int(st, 0);
			if (text)
				str_set(text, works ? db_text0(st, 1) : "");
			*m = (struct ways_main){works && db_int(st, 3) ? id : 0, row};
		}
	}
	return row;
}

bool writer_way(struct writer *w, const char *field, int64_t id, struct str *out)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->cell[i].ways && strcmp(w->cell[i].name, field) == 0) {
			str_clear(out);
			(void)main_row(w, w->cell[i].ways, id, out);
			return true;
		}
	return false;
}

/* The record's channel with the first key of the cell, and whether it is written alike; 0: none. Found by its key: of those a
 * record has there may be thousands. */
static int64_t same_row(struct writer *w, const struct ways *ways, int64_t id, bool *same_text)
{
	struct stmt *st;
	int64_t row = 0;

	if (!ways->n)
		return 0;
	st = db_prepare(w->db, strcmp(w->e->name, "company") == 0
		? "SELECT id, value FROM channel WHERE key = :key AND kind = :kind AND coalesce(company, 0) = :id "
		  "ORDER BY state <> 'ok', is_main DESC, id LIMIT 1"
		: "SELECT id, value FROM channel WHERE key = :key AND kind = :kind AND coalesce(contact, 0) = :id "
		  "ORDER BY state <> 'ok', is_main DESC, id LIMIT 1");
	db_bind_text(st, "key", str_text(&ways->way[0].key));
	db_bind_text(st, "kind", ways->kind);
	db_bind_int(st, "id", id);
	while (db_step(st)) {
		row = db_int(st, 0);
		*same_text = strcmp(db_text0(st, 1), ways->way[0].value.s) == 0;
	}
	return row;
}

/* Also one that does not work and is passed over gives way. */
static void give_way(struct writer *w, const struct ways *ways, int64_t id, int64_t row)
{
	struct stmt *st = db_prepare(w->db, strcmp(w->e->name, "company") == 0
		? "UPDATE channel SET is_main = 0 WHERE company = :id AND kind = :kind AND is_main = 1 AND id <> :row"
		: "UPDATE channel SET is_main = 0 WHERE contact = :id AND kind = :kind AND is_main = 1 AND id <> :row");

	db_bind_int(st, "id", id);
	db_bind_text(st, "kind", ways->kind);
	db_bind_int(st, "row", row);
	db_run(st);
}

static void rewrite(struct writer *w, int64_t row, const struct way *way)
{
	struct stmt *st = db_prepare(w->db, "UPDATE channel SET value = :value, extension = :ext, "
	                                    "label = coalesce(:label, CASE WHEN key = :key THEN label END), "
	                                    "key = :key, is_main = 1, state = 'ok' WHERE id = :id");

	db_bind_text(st, "value", way->value.s);
	db_bind_text(st, "ext", way->ext.n ? way->ext.s : NULL);
	db_bind_text(st, "label", way->label.n ? way->label.s : NULL);
	db_bind_text(st, "key", way->key.s);
	db_bind_int(st, "id", row);
	db_run(st);
}

static void take_place(struct writer *w, const struct ways *ways, int64_t id, int64_t row)
{
	give_way(w, ways, id, row);
	rewrite(w, row, &ways->way[0]);
}

static void drop(struct writer *w, int64_t row)
{
	struct stmt *st = db_prepare(w->db, "DELETE FROM channel WHERE id = :id");

	db_bind_int(st, "id", row);
	db_run(st);
}

/* A number the record has already becomes the main one; another one takes the place of the main
 * one; emptied, the main one goes. */
static bool set_main(struct writer *w, const struct ways *ways, int64_t id)
{
	bool same_text = false;
	int64_t main = main_row(w, ways, id, NULL), same = same_row(w, ways, id, &same_text);

	if (ways->n == 0 && !main)
		return false;
	if (same && same == main && same_text)
		return false;
	if (w->asking)
		return true;
	writer_mark(w);
	if (ways->n == 0)
		drop(w, main);
	else if (!main)
		insert_way(w, ways, 0, id);
	else
		take_place(w, ways, id, same ? same : main);
	return true;
}

/* Further ones of the cell are added when the record does not have them. */
static bool add_others(struct writer *w, const struct ways *ways, int64_t id)
{
	bool company = strcmp(w->e->name, "company") == 0, added = false;
	struct stmt *st = db_prepare(w->db, company
		? "SELECT 1 FROM channel WHERE coalesce(company, 0) = :id AND kind = :kind AND key = :key "
		  "AND (:ext = '' OR extension = :ext)"
		: "SELECT 1 FROM channel WHERE coalesce(contact, 0) = :id AND kind = :kind AND key = :key "
		  "AND (:ext = '' OR extension = :ext)");

	for (size_t i = 1; i < ways->n; i++) {
		bool known;

		db_bind_int(st, "id", id);
		db_bind_text(st, "kind", ways->kind);
		db_bind_text(st, "key", ways->way[i].key.s);
		db_bind_text(st, "ext", str_text(&ways->way[i].ext));
		known = db_step(st);
		db_reset(st);
		if (known)
			continue;
		if (w->asking)
			return true;
		writer_mark(w);
		insert_way(w, ways, i, id);
		added = true;
	}
	return added;
}

int ways_set(struct writer *w, int64_t id)
{
	int rc = 0;

	for (size_t i = 0; i < w->n; i++) {
		struct cell *c = &w->cell[i];

		if (!c->ways || !c->given)
			continue;
		c->changed = set_main(w, c->ways, id);
		c->changed = add_others(w, c->ways, id) || c->changed;
		rc |= c->changed;
	}
	if (w->channels && !w->asking)
		bundle_flush(w->channels);
	return rc;
}

void ways_free(struct writer *w)
{
	bundle_free(w->channels);
	way_free(&w->phones);
	way_free(&w->emails);
	free(w->mains);
}
