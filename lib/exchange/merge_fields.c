/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merge_fields - the values of two rows become those of one
 *
 * Both rows are read whole before anything is written. Each field is then one of: the same, a
 * gap that the other fills, or two values, of which one stays and the other goes into the note,
 * so that nothing anybody typed is lost. */
#include <stdlib.h>
#include <string.h>
#include "exchange/merge_in.h"
#include "model/row.h"

/* Two rows of one table, as stored and as people see them. */
struct two {
	const struct entity *e;
	int64_t keep, gone;
	struct image a, b;
	struct row *shown_a, *shown_b;
	const char **names; /* of all fields, parallel to e->fields */
	bool *set;          /* fields that get the other's value */
	struct str note;    /* the joined notes, when both have one */
};

/* Both are read before anything changes: images to write from, texts to tell of. */
static void two_open(struct merge *m, struct two *t)
{
	t->names = mem_zero(t->e->n * sizeof *t->names);
	t->set = mem_zero(t->e->n * sizeof *t->set);
	for (size_t i = 0; i < t->e->n; i++)
		t->names[i] = t->e->fields[i].flags & FIELD_DERIVED ? "" : t->e->fields[i].name;
	t->shown_a = row_open(m->db, t->e, t->names, t->e->n);
	t->shown_b = row_open(m->db, t->e, t->names, t->e->n);
	row_read(t->shown_a, t->keep);
	row_read(t->shown_b, t->gone);
	image_read(m->db, t->e, t->keep, &t->a);
	image_read(m->db, t->e, t->gone, &t->b);
}

static void two_close(struct two *t)
{
	row_close(t->shown_a);
	row_close(t->shown_b);
	image_free(&t->a);
	image_free(&t->b);
	str_free(&t->note);
	free(t->names);
	free(t->set);
}

/* "site=example.com", of a part with its kind before it: "legal_entity.kpp=…". */
static void say(struct str *list, const struct merge *m, const struct two *t, size_t i, const char *value)
{
	str_addf(list, "%s%s%s%s=%s", list->n ? "; " : "", t->e == m->e ? "" : t->e->name, t->e == m->e ? "" : ".",
	         t->names[i], value);
}

/* Neither record may come to refer to itself, nor to the one that goes. */
static bool is_self(const struct merge *m, const struct field *f, const struct image_value *v)
{
	int64_t id;

	if (f->type != F_REF || strcmp(f->ref, m->e->name) != 0)
		return false;
	id = strtoll(v->text, NULL, 10);
	return id == m->survivor || id == m->gone;
}

/* A client before all others, a lost one behind them; else by the order of the life cycle. */
static int64_t category_rank(struct db *db, const char *id)
{
	return db_get_int_id(db, 0, "SELECT position + CASE kind WHEN 'client' THEN 1000000 "
	                            "WHEN 'lost' THEN -1000000 ELSE 0 END "
	                            "FROM category WHERE id = :id", strtoll(id, NULL, 10));
}

/* A company's category was earned, a member of a programme did answer: what is further along stays. 0: another
 * field. */
static int further(const struct merge *m, const struct two *t, const struct field *f, const char *a, const char *b)
{
	if (strcmp(t->e->name, "campaign_member") == 0 && strcmp(f->name, "status") == 0)
		return strstr(f->choices, a) < strstr(f->choices, b) ? 1 : -1;
	if (strcmp(t->e->name, "company") == 0 && strcmp(f->name, "category") == 0)
		return category_rank(m->db, a) < category_rank(m->db, b) ? 1 : -1;
	return 0;
}

static bool wins(const struct merge *m, const struct two *t, const struct field *f, const struct image_value *a,
                 const struct image_value *b)
{
	int far = further(m, t, f, a->text, b->text);

	if (t->e == m->e && m->choice->take && strs_find(m->choice->take, f->name) >= 0)
		return true;
	return far ? far > 0 : m->other_wins;
}

/* A note is never the one or the other. */
static void join_notes(struct two *t, const struct image_value *a, const struct image_value *b)
{
	if (!a || !a->text || !*a->text)
		str_set(&t->note, b->text);
	else if (!strstr(a->text, b->text))
		str_setf(&t->note, "%s\n%s", a->text, b->text);
}

/* Known and collected since the earlier of the two. */
static void earlier(struct two *t, size_t i, const struct image_value *a, const struct image_value *b)
{
	if (strcmp(t->names[i], "created_at") != 0 || !a || !a->text || strcmp(b->text, a->text) >= 0)
		return;
	for (size_t k = 0; k < t->e->n; k++)
		t->set[k] = t->set[k] || strcmp(t->names[k], "created_at") == 0 || strcmp(t->names[k], "created_by") == 0;
}

/* One field: nothing new, a gap filled, or one of the two values noted. is_main is settled by merge_parts. */
static void weigh(struct merge *m, struct two *t, size_t i)
{
	const struct field *f = &t->e->fields[i];
	const struct image_value *a = image_find(&t->a, f->name), *b = image_find(&t->b, f->name);

	if (!b || !b->text || (a && image_equal(a, b)) || strcmp(f->name, "is_main") == 0)
		return;
	if (strcmp(f->name, "note") == 0) {
		join_notes(t, a, b);
	} else if (f->flags & FIELD_KEPT) {
		earlier(t, i, a, b);
	} else if (is_self(m, f, b)) {
		return;
	} else if (!a || !a->text || is_self(m, f, a)) {
		t->set[i] = true;
		say(&m->report->filled, m, t, i, row_text(t->shown_b, i));
	} else if (wins(m, t, f, a, b)) {
		t->set[i] = true;
		say(&m->note, m, t, i, row_text(t->shown_a, i));
	} else {
		say(&m->note, m, t, i, row_text(t->shown_b, i));
	}
}

/* One UPDATE, so that history has one line of it. */
static void write_row(struct merge *m, struct two *t)
{
	struct str sql = {0};
	struct stmt *st;
	int at = 1;

	for (size_t i = 0; i < t->e->n; i++)
		if (t->set[i])
			str_addf(&sql, "%s%s = ?", sql.n ? ", " : "", t->names[i]);
	if (t->note.n)
		str_addf(&sql, "%snote = ?", sql.n ? ", " : "");
	if (sql.n) {
		char *all = mem_printf("UPDATE %s SET %s WHERE id = ?", t->e->name, sql.s);

		st = db_prepare(m->db, all);
		for (size_t i = 0; i < t->e->n; i++)
			if (t->set[i])
				image_bind_at(st, at++, image_find(&t->b, t->names[i]));
		if (t->note.n)
			db_bind_text_at(st, at++, t->note.s);
		db_bind_int_at(st, at, t->keep);
		db_run(st);
		free(all);
		image_renew_key(m->db, t->e, t->keep, &t->a);
	}
	str_free(&sql);
}

void merge_fields(struct merge *m, const struct entity *e, int64_t keep, int64_t gone)
{
	struct two t = {.e = e, .keep = keep, .gone = gone};

	two_open(m, &t);
	for (size_t i = 1; i < e->n; i++)
		if (!(e->fields[i].flags & FIELD_DERIVED) && e->fields[i].type != F_KEY)
			weigh(m, &t, i);
	write_row(m, &t);
	two_close(&t);
}
