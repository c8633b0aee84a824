/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk - records of one entity read by their numbers */
#include "model/walk.h"

#include <stdlib.h>
#include <string.h>

/* To a number not farther than this the statement steps; farther, it looks. */
#define NEAR 8

struct walk {
	struct stmt *st;
	bool open;         /* it stands on a row: */
	int64_t at, asked; /* the first one from asked on */
	bool begun, broken;
	int64_t left;      /* where it was left; 0: nowhere */
	struct str label;
};

struct walk *walk_open(struct db *db, const struct entity *e, const char *const *fields, size_t n)
{
	const struct field *label = e->label ? registry_field(e, e->label) : NULL;
	struct walk *w = mem_zero(sizeof *w);
	struct str sql = {0};

	str_add(&sql, "SELECT t.id, ");
	if (label)
		registry_column(label, "t", &sql);
	else
		str_add(&sql, "NULL");
	for (size_t i = 0; i < n; i++)
		str_addf(&sql, ", t.%s", fields[i]);
	str_addf(&sql, " FROM %s t WHERE t.id >= ? ORDER BY t.id", e->name);
	w->st = db_prepare_own(db, str_text(&sql));
	str_free(&sql);
	return w;
}

static void next(struct walk *w)
{
	w->open = db_step(w->st);
	w->at = w->open ? db_int(w->st, 0) : 0;
}

static void look(struct walk *w, int64_t id)
{
	db_reset(w->st);
	db_bind_int_at(w->st, 1, id);
	w->asked = id;
	next(w);
}

/* Rows that are stepped over were not asked for; nor was the one it stands on, if it was only the next. */
static void step(struct walk *w, int64_t id)
{
	do {
		w->broken = w->broken || w->at != w->asked;
		next(w);
	} while (w->open && w->at < id);
	w->asked = id;
}

bool walk_to(struct walk *w, int64_t id)
{
	if (w->left)
		look(w, w->left);
	w->left = 0;
	if (w->open && id > w->at && id - w->at <= NEAR) {
		step(w, id);
	} else if (!w->open || id < w->asked || id > w->at) {
		w->broken = w->broken || w->begun;
		look(w, id);
	}
	w->begun = true;
	return w->open && w->at == id;
}

struct stmt *walk_row(struct walk *w)
{
	return w->st;
}

const char *walk_label(struct walk *w)
{
	if (w->open)
		str_set(&w->label, db_text0(w->st, 1));
	return str_text(&w->label);
}

void walk_leave(struct walk *w)
{
	walk_label(w);
	db_reset(w->st);
	w->left = w->open ? w->asked : 0;
	w->open = false;
}

bool walk_whole(const struct walk *w)
{
	return !w->broken;
}

void walk_free(struct walk *w)
{
	if (!w)
		return;
	db_finalize(w->st);
	str_free(&w->label);
	free(w);
}
