/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_main - of the telephones, addresses and legal persons of one record one is the main one
 *
 * Which one is main is a flag in the rows, and no constraint keeps it single: imports bring
 * several. Whoever is set takes it from the others of the same record and kind. */
#include <stdlib.h>
#include <string.h>
#include "model/writer_parts.h"

/* Whose row it is, and of what kind: as it stands, or as the cells of this change say. */
struct place {
	int64_t company, contact;
	struct str kind;
};

static bool is_channel(const struct writer *w)
{
	return strcmp(w->e->name, "channel") == 0;
}

static void read_place(struct writer *w, int64_t id, struct place *p)
{
	struct stmt *st = db_prepare(w->db, is_channel(w) ? "SELECT company, contact, kind FROM channel WHERE id = :id"
		: strcmp(w->e->name, "address") == 0 ? "SELECT company, contact FROM address WHERE id = :id"
		: "SELECT company, NULL FROM legal_entity WHERE id = :id");

	db_bind_int(st, "id", id);
	if (!db_step(st))
		return;
	p->company = db_int(st, 0);
	p->contact = db_int(st, 1);
	if (is_channel(w))
		str_set(&p->kind, db_text0(st, 2));
	db_reset(st);
}

static void take_cells(struct writer *w, struct place *p)
{
	const struct cell *company = writer_cell(w, "company"), *contact = writer_cell(w, "contact");
	const struct cell *kind = writer_cell(w, "kind");

	if (company && company->changed)
		p->company = company->v.is == VALUE_INT ? company->v.i : 0;
	if (contact && contact->changed)
		p->contact = contact->v.is == VALUE_INT ? contact->v.i : 0;
	if (kind && kind->changed && is_channel(w))
		str_set(&p->kind, str_text(&kind->v.text));
}

/* The others of that place are no longer the main one. */
static void give_way(struct writer *w, int64_t id, const struct place *p)
{
	char *sql = mem_printf("UPDATE %s SET is_main = 0 WHERE %s = :record AND id <> :id AND is_main = 1%s", w->e->name,
	                       p->company ? "company" : "contact", is_channel(w) ? " AND kind = :kind" : "");
	struct stmt *st = db_prepare(w->db, sql);

	db_bind_int(st, "record", p->company ? p->company : p->contact);
	db_bind_int(st, "id", id);
	if (is_channel(w))
		db_bind_text(st, "kind", str_text(&p->kind));
	db_run(st);
	free(sql);
}

static void only_one(struct writer *w, int64_t id, bool changing)
{
	struct place p = {0};

	read_place(w, id, &p);
	if (changing)
		take_cells(w, &p);
	if (p.company || p.contact)
		give_way(w, id, &p);
	str_free(&p.kind);
}

/* Rows from elsewhere stay as they were there. */
void main_after(struct writer *w, int64_t id)
{
	const struct column *c = writer_column(w, "is_main");

	if (!w->bulk && !w->allow_kept && c && c->use->is == VALUE_INT && c->use->i)
		only_one(w, id, false);
}

int main_change(struct writer *w, int64_t id, struct cell *c, const struct value *was, struct str *why)
{
	(void)was;
	(void)why;
	if (c->v.is != VALUE_INT || !c->v.i)
		return 0;
	writer_mark(w);
	only_one(w, id, true);
	return 0;
}
