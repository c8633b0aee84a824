/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search - writing the full-text index */
#include "model/search.h"

#include "model/search_text.h"

/* Buffers that a whole load goes through. */
struct entry {
	struct str name, body, number;
};

static void write_entry(struct db *db, int kind, const struct search_text *t, struct entry *e)
{
	struct stmt *st;

	search_words(str_text(&t->name), &e->name);
	search_words(str_text(&t->body), &e->body);
	search_grams(str_text(&t->number), &e->number);
	if (!e->name.n && !e->body.n && !e->number.n)
		return;
	st = db_prepare(db, "INSERT INTO search (rowid, name, body, number) "
	                    "VALUES (:key, :name, :body, :number)");
	db_bind_int_at(st, 1, search_key(kind, t->id));
	db_bind_text_at(st, 2, str_text(&e->name));
	db_bind_text_at(st, 3, str_text(&e->body));
	db_bind_text_at(st, 4, str_text(&e->number));
	db_run(st);
}

static void write_all(struct db *db, int kind, int64_t first, int64_t last)
{
	struct search_reader *r = search_read(db, kind, first, last);
	struct search_text t = {0};
	struct entry e = {0};

	while (search_read_next(r, &t))
		write_entry(db, kind, &t, &e);
	search_read_free(r);
	search_text_free(&t);
	str_free(&e.name);
	str_free(&e.body);
	str_free(&e.number);
}

static void renew_owner(void *db, const char *entity, int64_t id)
{
	write_all(db, search_kind(entity), id, id);
}

bool search_knows(const char *entity)
{
	return search_kind(entity) != 0;
}

void search_renew(struct db *db, const char *entity, int64_t id)
{
	int kind = search_kind(entity);

	if (kind)
		write_all(db, kind, id, id);
	else
		search_owners(db, entity, id, renew_owner, db);
}

void search_rebuild(struct db *db, const char *entity, int64_t first, int64_t last)
{
	if (entity) {
		int kind = search_kind(entity);

		if (kind)
			write_all(db, kind, first, last);
		return;
	}
	db_run(db_prepare(db, "INSERT INTO search (search) VALUES ('delete-all')"));
	for (int kind = 1; search_kind_name(kind); kind++)
		write_all(db, kind, 0, SEARCH_ID_MAX);
}
