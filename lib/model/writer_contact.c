/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_contact - the name of a person that is made of its parts follows them */
#include <string.h>
#include "base/text.h"
#include "model/search.h"
#include "model/writer_parts.h"

static const char *const parts[] = {"last_name", "first_name", "patronymic"};

enum { PARTS = sizeof parts / sizeof *parts };

static void join(struct str *name, const char *part)
{
	if (*part)
		str_addf(name, "%s%s", name->n ? " " : "", part);
}

void contact_name(struct writer *w, struct str *out)
{
	str_clear(out);
	for (size_t i = 0; i < PARTS; i++) {
		const struct cell *c = writer_cell(w, parts[i]);

		join(out, c && c->v.is == VALUE_TEXT ? c->v.text.s : "");
	}
}

/* The name that the parts of now make and the one that they will make. True: the first is the person's name. */
static bool read_names(struct writer *w, int64_t id, struct str *made, struct str *next)
{
	struct stmt *st = db_prepare(w->db, "SELECT name, last_name, first_name, patronymic FROM contact WHERE id = :id");
	bool same;

	db_bind_int(st, "id", id);
	if (!db_step(st))
		return false;
	for (int i = 0; i < PARTS; i++) {
		const struct cell *c = writer_cell(w, parts[i]);

		join(made, db_text0(st, i + 1));
		if (!c || !c->changed)
			join(next, db_text0(st, i + 1));
		else if (c->v.is == VALUE_TEXT)
			join(next, c->v.text.s);
	}
	same = strcmp(str_text(made), db_text0(st, 0)) == 0;
	db_reset(st);
	return same;
}

static void write_name(struct writer *w, int64_t id, const char *name)
{
	struct stmt *st = db_prepare(w->db, "UPDATE contact SET name = :name, name_key = :key WHERE id = :id");
	struct str key = {0};

	text_name_key(name, &key);
	writer_mark(w);
	db_bind_text(st, "name", name);
	db_bind_text(st, "key", key.n ? key.s : NULL);
	db_bind_int(st, "id", id);
	db_run(st);
	search_renew(w->db, "contact", id);
	str_free(&key);
}

int contact_change(struct writer *w, int64_t id, struct cell *c, const struct value *was, struct str *why)
{
	struct cell *name = writer_cell(w, "name");
	struct str made = {0}, next = {0};

	(void)c;
	(void)was;
	(void)why;
	if (name && (name->given || name->changed))
		return 0;
	if (read_names(w, id, &made, &next) && next.n) {
		if (name) { /* its column is written with the others, and the key with it */
			str_set(&name->v.text, next.s);
			name->v.is = VALUE_TEXT;
			name->changed = true;
		} else {
			write_name(w, id, next.s);
		}
	}
	str_free(&made);
	str_free(&next);
	return 0;
}
