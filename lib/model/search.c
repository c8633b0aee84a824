/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search - writing the full-text index
 *
 * FTS5 without contents: entries are only added, never changed, because a table that keeps no
 * text cannot take an old entry back. search_run therefore checks every proposal. */
#include "model/search.h"

#include <stdlib.h>
#include "model/search_text.h"
#include "store/image.h"
#include "store/registry.h"
#include "store/txn.h"

/* FTS5 keeps its entries in pieces, one for each change set, and merges those of like size. Whoever writes the last of so
 * many pays for all of them, and a piece that a load made may be the whole base. So a load merges its own before it ends
 * and leaves them apart from the small ones, of which many may gather before they are merged with each other.
 * The 64 is that of lib/sql/search.sql. */
enum { LOAD_ROWS = 1000, SMALL_PIECES = 64 };
/* Fewer pieces than these FTS5 leaves as they are; a page of the index takes the entries of some 50 rows, and a load
 * may as well do some of the merging that is due. */
enum { LOAD_PIECES = 4, LOAD_MERGED = 16 };

/* Buffers that a whole load goes through. */
struct entry {
	struct str name, body, number;
	struct str former; /* words that this change set takes out of the name */
	struct image image;
};

static const char *const add_entry = "INSERT INTO search (rowid, name, body, number) VALUES (:key, :name, :body, :number)";

void search_ready(struct db *db, const char *entity)
{
	int kind = search_kind(entity);

	if (!kind)
		return;
	search_read_ready(db, kind);
	(void)db_prepare(db, add_entry);
}

static void write_entry(struct db *db, int kind, const struct search_text *t, struct entry *e)
{
	struct stmt *st;

	search_words(str_text(&t->name), &e->name);
	search_words(str_text(&t->body), &e->body);
	search_grams(str_text(&t->number), &e->number);
	str_add(&e->body, str_text(&e->former));
	if (!e->name.n && !e->body.n && !e->number.n)
		return;
	st = db_prepare(db, add_entry);
	db_bind_int_at(st, 1, search_key(kind, t->id));
	db_bind_text_at(st, 2, str_text(&e->name));
	db_bind_text_at(st, 3, str_text(&e->body));
	db_bind_text_at(st, 4, str_text(&e->number));
	db_run(st);
}

/* The names that a record had before its changes of this change set. */
static void read_former(struct db *db, int kind, int64_t id, struct entry *e)
{
	const char *name = search_name_field(kind);
	struct stmt *st;
	struct str words = {0};

	str_clear(&e->former);
	if (!name)
		return;
	st = db_prepare(db, "SELECT old FROM change WHERE entity = :entity AND row = :id AND txn = :txn");
	db_bind_text_at(st, 1, search_kind_name(kind));
	db_bind_int_at(st, 2, id);
	db_bind_int_at(st, 3, txn_id(db));
	while (db_step(st)) {
		const struct image_value *v = NULL;

		if (db_text(st, 0) && image_parse(&e->image, db_text(st, 0)) == 0)
			v = image_find(&e->image, name);
		if (!v || !v->text)
			continue;
		search_former(v->text, &words);
		str_add(&e->former, str_text(&words));
	}
	str_free(&words);
}

/* added: by this change set, so none of them had another name. */
static void write_all(struct db *db, int kind, int64_t first, int64_t last, bool added)
{
	struct search_reader *r = search_read(db, kind, first, last);
	struct search_text t = {0};
	struct entry e = {0};

	while (search_read_next(r, &t)) {
		if (!added)
			read_former(db, kind, t.id, &e);
		write_entry(db, kind, &t, &e);
	}
	search_read_free(r);
	search_text_free(&t);
	str_free(&e.name);
	str_free(&e.body);
	str_free(&e.number);
	str_free(&e.former);
	image_free(&e.image);
}

/* From so many pieces of the index on they are merged as more is written; 0: not before they are a thousand. */
static void merge_from(struct db *db, int pieces)
{
	struct stmt *st = db_prepare(db, "INSERT INTO search (search, rank) VALUES ('automerge', :pieces)");

	db_bind_int(st, "pieces", pieces);
	db_run(st);
}

/* Merging on its way would cost a load as much as writing its own. */
static void begin_load(struct db *db)
{
	merge_from(db, 0);
}

/* A savepoint has the index write what it holds. */
static void end_piece(struct db *db)
{
	txn_mark(db);
	txn_keep(db);
}

static void end_load(struct db *db)
{
	end_piece(db);
	merge_from(db, SMALL_PIECES);
}

static void merge_pieces(struct db *db, int64_t rows)
{
	struct stmt *st = db_prepare(db, "INSERT INTO search (search, rank) VALUES ('merge', :pages)");

	db_bind_int(st, "pages", rows / LOAD_MERGED);
	db_run(st);
}

/* Entries to be renewed at the end of the change set. Written at once, each would become a piece of
 * the index of its own as soon as the next statement on another table begins. */
static struct {
	int64_t *key;
	size_t n, cap;
} waiting;

static int by_key(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* In order and each only once. */
static void sort_waiting(void)
{
	size_t n = 0;

	if (waiting.n)
		qsort(waiting.key, waiting.n, sizeof *waiting.key, by_key);
	for (size_t i = 0; i < waiting.n; i++)
		if (n == 0 || waiting.key[i] != waiting.key[n - 1])
			waiting.key[n++] = waiting.key[i];
	waiting.n = n;
}

/* Runs of numbers are read in one go. */
static void write_waiting(struct db *db, size_t i, size_t stop)
{
	size_t end;

	for (; i < stop; i = end) {
		int64_t first = waiting.key[i];

		for (end = i + 1; end < stop && waiting.key[end] == waiting.key[end - 1] + 1; end++)
			;
		write_all(db, (int)(first >> 40), first & SEARCH_ID_MAX,
		          waiting.key[end - 1] & SEARCH_ID_MAX, false);
	}
}

void search_flush(struct db *db)
{
	sort_waiting();
	if (waiting.n < LOAD_ROWS) {
		write_waiting(db, 0, waiting.n);
	} else {
		begin_load(db);
		for (size_t i = 0; i < LOAD_PIECES; i++) {
			write_waiting(db, waiting.n * i / LOAD_PIECES, waiting.n * (i + 1) / LOAD_PIECES);
			end_piece(db);
		}
		end_load(db);
		merge_pieces(db, (int64_t)waiting.n);
	}
	waiting.n = 0;
}

static void end_of_change(struct db *db, bool commit)
{
	if (commit)
		search_flush(db);
	waiting.n = 0;
}

static void renew_one(void *db, const char *entity, int64_t id)
{
	int kind = search_kind(entity);

	if (!txn_id(db)) {
		write_all(db, kind, id, id, true);
		return;
	}
	txn_hook(end_of_change);
	/* The many rows of one record ask for it again and again. */
	if (waiting.n && waiting.key[waiting.n - 1] == search_key(kind, id))
		return;
	if (waiting.n == waiting.cap) {
		sort_waiting();
		/* full of different ones, or there is room for as many again */
		if (waiting.n >= waiting.cap / 2)
			waiting.key = mem_grow(waiting.key, &waiting.cap, waiting.cap + 1,
			                       sizeof *waiting.key);
	}
	waiting.key[waiting.n++] = search_key(kind, id);
}

bool search_knows(const char *entity)
{
	return search_kind(entity) != 0;
}

void search_renew(struct db *db, const char *entity, int64_t id)
{
	if (search_kind(entity))
		renew_one(db, entity, id);
	else
		search_owners(db, entity, id, renew_one, db);
}

void search_renew_owners(struct db *db, int64_t company, int64_t contact)
{
	if (company)
		renew_one(db, "company", company);
	if (contact)
		renew_one(db, "contact", contact);
}

void search_owes(struct db *db, bool owes)
{
	const char *state = owes ? SEARCH_INCOMPLETE : NULL;
	struct stmt *st = db_prepare(db, "UPDATE setting SET value = :state WHERE name = 'search_index'");

	db_bind_text(st, "state", state);
	db_run(st);
	if (db_changes(db) || !owes)
		return;
	st = db_prepare(db, "INSERT INTO setting (name, value) VALUES ('search_index', :state)");
	db_bind_text(st, "state", state);
	db_run(st);
}

/* An index built again knows the words of today. */
static void begin_former(struct db *db)
{
	struct stmt *st = db_prepare(db, "INSERT INTO search (rowid, name) VALUES "
	                                 "(:since + (SELECT coalesce(max(id) + 1, 0) FROM change), :word)");

	db_bind_int(st, "since", SEARCH_SINCE);
	db_bind_text(st, "word", SEARCH_SINCE_WORD);
	db_run(st);
}

static void rebuild_all(struct db *db)
{
	begin_load(db);
	db_run(db_prepare(db, "INSERT INTO search (search) VALUES ('delete-all')"));
	for (int i = 1; search_kind_name(i); i++)
		write_all(db, i, 0, SEARCH_ID_MAX, true);
	end_load(db);
	begin_former(db);
	end_piece(db);
	db_run(db_prepare(db, "INSERT INTO search (search) VALUES ('optimize')"));
}

static void rebuild_many(struct db *db, int kind, int64_t first, int64_t last)
{
	int64_t rows = last - first + 1;

	begin_load(db);
	for (int64_t i = 0; i < LOAD_PIECES; i++) {
		write_all(db, kind, first + rows * i / LOAD_PIECES, first + rows * (i + 1) / LOAD_PIECES - 1, true);
		end_piece(db);
	}
	end_load(db);
	merge_pieces(db, rows);
}

void search_rebuild(struct db *db, const char *entity, int64_t first, int64_t last)
{
	int kind = entity ? search_kind(entity) : 0;

	if (!entity)
		rebuild_all(db);
	else if (kind && last - first >= LOAD_ROWS)
		rebuild_many(db, kind, first, last);
	else if (kind)
		write_all(db, kind, first, last, true);
}
