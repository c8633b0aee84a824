/* SPDX-License-Identifier: GPL-2.0-or-later */
/* apply - a row's record written: added, filled up, updated, left alone or refused
 *
 * By what a record was found decides what may be done to it: a foreign key is the sender's own
 * word for it, so an update; a telephone or a name is a guess of ours, so only gaps are filled;
 * all it says, where it has no code, leaves nothing to write. --on-duplicate takes the place of
 * these. */
#include "exchange/apply.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "model/codes.h"
#include "model/find.h"
#include "model/move.h"
#include "model/value.h"
#include "store/txn.h"

int apply_parse(const char *s, enum apply_mode *mode, struct str *why)
{
	static const char *const names[] = {"skip", "fill", "update", "error", "ask-file", NULL};

	for (int i = 0; names[i]; i++)
		if (!strcmp(s, names[i])) {
			*mode = (enum apply_mode)(APPLY_SKIP + i);
			return 0;
		}
	return text_refuse(why, s, "is nothing to do with a duplicate; skip, fill, update, error or ask-file");
}

/* Found by all it says, or by its code: then there is nothing to ask. */
static bool is_plain(const struct part *p)
{
	return !strcmp(p->rule, "all");
}

enum apply_mode apply_mode_for(const struct apply *a, const struct part *p, int64_t id)
{
	bool key = !strcmp(p->rule, "key");

	if (a->told_of == p)
		return a->told;
	if (is_plain(p))
		return p->entity->code || a->mode == APPLY_UPDATE ? APPLY_UPDATE : APPLY_SKIP;
	/* That a company stands in many rows makes it no duplicate. */
	if (a->several && id > p->before && a->mode != APPLY_UPDATE && a->mode != APPLY_USUAL)
		return key ? APPLY_UPDATE : APPLY_FILL;
	if (a->mode == APPLY_ASK)
		return key ? APPLY_UPDATE : id > p->before ? APPLY_FILL : APPLY_SKIP;
	if (a->mode != APPLY_USUAL)
		return a->mode;
	return key ? APPLY_UPDATE : APPLY_FILL;
}

/* SQL of what a record t has in a field. */
static void add_stored(const struct part *p, const struct part_field *f, struct str *sql)
{
	const struct field *own = registry_field(p->entity, f->name);

	if (!own) { /* postcode, quantity and the like */
		str_addf(sql, "(SELECT min(x.%s) FROM %s x WHERE x.%s = t.id)", f->f->name,
			 writer_table(p->entity, f->name), p->entity->name);
	} else {
		registry_column(own, "t", sql);
	}
}

/* A telephone or address of its own table, of which a record may have several. */
static bool is_way(const struct part *p, const struct part_field *f)
{
	const struct field *own = registry_field(p->entity, f->name);

	return (f->f->type == F_PHONE || f->f->type == F_EMAIL) && (!own || own->flags & FIELD_DERIVED);
}

/* ways: telephones and addresses too. */
static struct stmt *prepare_stored(struct apply *a, const struct part *p, bool ways)
{
	struct str sql = {0};
	struct stmt *st;

	str_add(&sql, "SELECT 0");
	for (size_t i = 0; i < p->n; i++) {
		str_add(&sql, ", ");
		if (!ways && is_way(p, &p->field[i]))
			str_add(&sql, "''");
		else
			add_stored(p, &p->field[i], &sql);
	}
	str_addf(&sql, " FROM %s t WHERE t.id = :id", p->entity->name);
	st = db_prepare_own(a->db, str_text(&sql));
	str_free(&sql);
	return st;
}

/* What will not be written must make sense all the same. */
static int check_cell(struct apply *a, const struct part *p, size_t i, struct str *why)
{
	const struct part_field *f = &p->field[i];
	struct value v = {0};
	int bad;

	if (f->n > 1 || (f->f->type == F_REF && !strcmp(f->f->ref, "stage")))
		return 0;
	bad = value_read(a->db, f->f, p->cell[i], &v, why);
	value_free(&v);
	if (bad && why) {
		char *reason = mem_copy(why->s);

		str_setf(why, "%s: %s", f->name, reason);
		free(reason);
	}
	return bad;
}

static void put_behind(struct part *p, size_t i, const char *now)
{
	char *all = mem_printf("%s; %s", now, p->cell[i]);

	str_set(&p->field[i].text, all);
	p->cell[i] = p->field[i].text.s;
	free(all);
}

/* Takes out the cells whose fields have something; a further telephone goes behind the main one. 1 when
 * something is left, 0, -1. */
static int only_gaps(struct apply *a, struct part *p, int64_t id, struct str *why)
{
	struct stmt *st = p->gaps ? p->gaps : (p->gaps = prepare_stored(a, p, false));
	struct str way = {0};
	int any = 0;

	db_bind_int(st, "id", id);
	while (db_step(st)) {
		for (size_t i = 0; i < p->n && any >= 0; i++) {
			const char *now = db_text0(st, (int)i + 1);

			if (!*p->cell[i])
				continue;
			if (is_way(p, &p->field[i]) && writer_way(p->writer, p->field[i].name, id, &way))
				now = str_text(&way);
			if (*now && is_way(p, &p->field[i])) {
				put_behind(p, i, now);
			} else if (*now) {
				if (check_cell(a, p, i, why))
					any = -1;
				p->cell[i] = "";
				continue;
			}
			any = any < 0 ? any : 1;
		}
	}
	str_free(&way);
	return any;
}

/* Stages and categories are moved to, by rules of their own: to which, 0: it stands there or is not moved, -1. */
static int64_t moved_to(struct apply *a, struct part *p, int64_t id, struct str *why)
{
	bool deal = !strcmp(p->entity->name, "deal");
	int i = part_find(p, deal ? "stage" : "category");
	const char *text;
	int64_t to, now;

	if (i < 0 || !*p->cell[i] || (!deal && strcmp(p->entity->name, "company")))
		return 0;
	/* taken out of the row: a move is no plain change, and the writer would refuse it */
	text = p->cell[i];
	p->cell[i] = "";
	if (deal)
		to = codes_stage(a->db, db_get_int_id(a->db, 0, "SELECT pipeline FROM deal WHERE id = :id", id),
				 text, why);
	else
		to = codes_id(a->db, registry_entity("category"), text, why);
	if (to < 0)
		return -1;
	now = db_get_int_id(a->db, 0, deal ? "SELECT stage FROM deal WHERE id = :id"
					   : "SELECT category FROM company WHERE id = :id", id);
	return now == to ? 0 : to;
}

/* 1 moved, 0 not, -1. */
static int move(struct apply *a, struct part *p, int64_t id, struct str *why)
{
	struct move m = {.at = a->at, .imported = true};
	int64_t to = moved_to(a, p, id, why);

	if (to <= 0)
		return (int)to;
	return strcmp(p->entity->name, "deal") ? move_company(a->db, id, to, &m, NULL, why)
					       : move_deal(a->db, id, to, &m, NULL, why);
}

static int refuse_known(struct apply *a, const struct part *p, int64_t id, struct str *why)
{
	struct str label = {0};

	find_label(a->db, p->entity, id, &label);
	str_setf(why, "is there already: %s %lld '%s', found by %s", p->entity->name, (long long)id,
		 str_text(&label), p->rule);
	str_free(&label);
	return -1;
}

/* Writes what differs. 1 changed, 0 the same, -1. */
static int update(struct apply *a, struct part *p, int64_t id, struct str *why)
{
	int moved = move(a, p, id, why), set;

	if (moved < 0)
		return -1;
	set = writer_set(p->writer, id, p->cell, why);
	return set < 0 ? -1 : set | moved;
}

static int apply_found(struct apply *a, struct part *p, int64_t id, struct str *why)
{
	int done = 0;

	switch (apply_mode_for(a, p, id)) {
	case APPLY_ERROR:
		return refuse_known(a, p, id, why);
	case APPLY_UPDATE:
		done = update(a, p, id, why);
		break;
	case APPLY_FILL:
		done = only_gaps(a, p, id, why);
		if (done > 0)
			done = writer_set(p->writer, id, p->cell, why);
		break;
	case APPLY_SKIP:
	case APPLY_USUAL:
	case APPLY_ASK:
		break;
	}
	if (done < 0)
		return -1;
	p->id = id;
	p->fate = done ? PART_CHANGED : PART_SAME;
	return 0;
}

int apply_would(struct apply *a, struct part *p, int64_t id)
{
	int gaps;

	switch (apply_mode_for(a, p, id)) {
	case APPLY_UPDATE:
		return moved_to(a, p, id, NULL) ? -1 : writer_would(p->writer, id, p->cell);
	case APPLY_FILL:
		gaps = only_gaps(a, p, id, NULL);
		return gaps > 0 ? writer_would(p->writer, id, p->cell) : gaps;
	case APPLY_SKIP:
		return 0;
	default:
		return -1;
	}
}

/* The record was added, changed or found, unless it is bad. */
static int applied(struct apply *a, struct part *p, bool bad, struct str *why)
{
	if (bad) {
		part_reason(p, why);
		p->fate = PART_REFUSED;
		p->id = 0;
		return -1;
	}
	if (p->ref && (!p->rule || strcmp(p->rule, "key")))
		refs_add_alias(a->refs, p->key, p->ref, p->id, p->digest);
	else if (p->ref && p->digest)
		refs_set_digest(a->refs, p->key, p->ref, p->digest);
	return 0;
}

int apply_change(struct apply *a, struct part *p, int64_t id, struct str *why)
{
	int done = writer_set(p->writer, id, p->cell, why);

	p->id = id;
	p->fate = done ? PART_CHANGED : PART_SAME;
	return applied(a, p, done < 0, why);
}

int apply_part(struct apply *a, struct part *p, int64_t id, struct str *why)
{
	int bad = 0;

	if (id) {
		bad = apply_found(a, p, id, why);
	} else {
		p->id = writer_add(p->writer, p->cell, why);
		p->fate = PART_NEW;
		bad = p->id < 0 ? -1 : 0;
	}
	return applied(a, p, bad, why);
}

bool apply_asks(const struct part *p, int64_t id)
{
	return id <= p->before && !is_plain(p) && strcmp(p->rule, "key") != 0;
}

/* Only quotes, the case or the legal form. */
static bool same_name(const struct part_field *f, const char *cell, const char *now)
{
	struct str a = {0}, b = {0};
	bool same = false;

	if (!strcmp(f->name, "name")) {
		text_name_key(cell, &a);
		text_name_key(now, &b);
		same = !strcmp(str_text(&a), str_text(&b));
	}
	str_free(&a);
	str_free(&b);
	return same;
}

/* "Phone: '8 495 …' here '8 812 …'" for every field that an update would change. How many there are. */
static int list_changes(struct apply *a, struct part *p, int64_t id, struct str *out)
{
	struct stmt *st = p->stored ? p->stored : (p->stored = prepare_stored(a, p, true));
	struct str now = {0};
	int n = 0;

	db_bind_int(st, "id", id);
	while (db_step(st))
		for (size_t i = 0; i < p->n; i++) {
			const struct part_field *f = &p->field[i];

			if (!writer_changed(p->writer, i))
				continue;
			value_show(a->db, f->f, st, (int)i + 1, &now);
			if (same_name(f, p->cell[i], str_text(&now)))
				continue;
			n++;
			if (!f->n)
				continue;
			str_addf(out, "%s%s: '%s' here '%s'", out->n ? "; " : "", f->col[0]->name, p->cell[i],
				 str_text(&now));
		}
	str_free(&now);
	return n;
}

int apply_differences(struct apply *a, struct part *p, int64_t id, struct str *out, struct str *why)
{
	int moved = part_find(p, !strcmp(p->entity->name, "deal") ? "stage" : "category");
	const char *cell = moved < 0 ? NULL : p->cell[moved];
	int rc;

	str_clear(out);
	if (cell)
		p->cell[moved] = "";
	/* the writer itself says what would change; an undo point takes it back */
	txn_mark(a->db);
	rc = writer_set(p->writer, id, p->cell, why);
	txn_back(a->db);
	if (cell)
		p->cell[moved] = cell;
	if (rc > 0)
		rc = list_changes(a, p, id, out) > 0;
	else if (rc < 0)
		part_reason(p, why);
	return rc;
}
