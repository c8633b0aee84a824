/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_run - searching: the index proposes, the record as read from the tables decides */
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "model/search.h"
#include "model/search_query.h"
#include "model/search_text.h"
#include "sql.h"
#include "store/past.h"

/* A hit of a past date that the index does not reach back to, kept until all are known: those that changed since are
 * found last and belong among the others. */
struct hit {
	int64_t key;
	enum search_hit place;
	char *snippet;
};

struct search {
	struct db *db;
	struct search_query query;
	int only;        /* kind, or 0 */
	bool names_only;
	long limit, count;
	bool past;
	bool keep;       /* hits are kept first */
	int64_t fresh[SEARCH_KINDS + 1]; /* past: records of a kind from this number on were not there; 0: not asked yet */
	struct hit *kept;
	size_t n, cap;
	search_each *each;
	void *arg;
	struct search_text text;
	struct str snippet;
};

static bool full(const struct search *s)
{
	return !s->keep && s->limit > 0 && s->count >= s->limit;
}

static void report(struct search *s, int64_t key, const char *snippet)
{
	s->count++;
	s->each(s->arg, search_kind_name((int)(key >> 40)), key & SEARCH_ID_MAX, snippet);
}

static int in_order(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->place != y->place)
		return x->place == SEARCH_NAME ? -1 : 1;
	return (x->key > y->key) - (x->key < y->key);
}

static void report_kept(struct search *s)
{
	if (s->n > 1)
		qsort(s->kept, s->n, sizeof *s->kept, in_order);
	for (size_t i = 0; i < s->n; i++) {
		if ((i == 0 || s->kept[i].key != s->kept[i - 1].key) && (s->limit <= 0 || s->count < s->limit))
			report(s, s->kept[i].key, s->kept[i].snippet);
		free(s->kept[i].snippet);
	}
	free(s->kept);
}

/* Reads the record and reports it if it fits in the way that is asked for now. */
static void consider(struct search *s, int64_t key, bool names, bool rest)
{
	int kind = (int)(key >> 40);
	int64_t id = key & SEARCH_ID_MAX;
	struct search_reader *r = search_read(s->db, kind, id, id);
	enum search_hit hit = SEARCH_NONE;

	if (search_read_next(r, &s->text))
		hit = search_query_fits(&s->query, &s->text);
	search_read_free(r);
	if (!(hit == SEARCH_NAME && names) && !(hit == SEARCH_REST && rest))
		return;
	search_query_snippet(&s->query, &s->text, &s->snippet);
	if (!s->keep) {
		report(s, key, str_text(&s->snippet));
		return;
	}
	s->kept = mem_grow(s->kept, &s->cap, s->n + 1, sizeof *s->kept);
	s->kept[s->n++] = (struct hit){key, hit, mem_copy(str_text(&s->snippet))};
}

/* Was a record with this number there at all? Once it was not, none with a higher one was. */
static bool too_late(struct search *s, int64_t key)
{
	int kind = (int)(key >> 40);

	if (!s->past)
		return false;
	if (!s->fresh[kind])
		s->fresh[kind] = past_unknown_from(s->db, search_kind_name(kind));
	return (key & SEARCH_ID_MAX) >= s->fresh[kind];
}

/* Where the index goes on after a record that came too late: with the next kind; 0: it is at its end. */
static int64_t read_index(struct search *s, const char *question, int64_t first, int64_t last, bool names)
{
	/* The callback may search too, so the cursor is not a shared one. */
	struct stmt *st = db_prepare_own(s->db, "SELECT rowid FROM search WHERE search MATCH :question "
	                                        "AND rowid BETWEEN :first AND :last ORDER BY rowid");
	int64_t next = 0;

	db_bind_text(st, "question", question);
	db_bind_int(st, "first", first);
	db_bind_int(st, "last", last);
	while (!next && !full(s) && db_step(st)) {
		int64_t key = db_int(st, 0);

		if (too_late(s, key))
			next = search_key((int)(key >> 40) + 1, 0);
		else
			consider(s, key, names, !names);
	}
	db_finalize(st);
	return next;
}

static void from_index(struct search *s, bool names)
{
	struct str question = {0};
	int64_t first = s->only ? search_key(s->only, 0) : 1;
	int64_t last = s->only ? search_key(s->only, SEARCH_ID_MAX) : SEARCH_SINCE - 1;

	if (search_query_ask(&s->query, names, s->past, &question))
		while (first && first <= last)
			first = read_index(s, str_text(&question), first, last, names);
	str_free(&question);
}

static void changed(void *arg, const char *entity, int64_t id)
{
	struct search *s = arg;
	int kind = search_kind(entity);

	if (kind && (!s->only || s->only == kind))
		consider(s, search_key(kind, id), true, !s->names_only);
}

static void from_table(struct search *s, const char *entity, int64_t first, int64_t since)
{
	struct stmt *st = db_prepare_own(s->db, sql_search_changed);

	db_bind_text(st, "entity", entity);
	db_bind_int(st, "first", first);
	db_bind_int(st, "since", since);
	while (db_step(st))
		if (search_kind(entity))
			changed(s, entity, db_int(st, 0));
		else
			search_owners(s->db, entity, db_int(st, 0), changed, s);
	db_finalize(st);
}

/* The first change that an index built again, or made by an older program, knows the words of. */
static int64_t known_since(struct db *db)
{
	return db_get_int(db, INT64_MAX, "SELECT min(rowid) - (99 << 40) FROM main.search WHERE search MATCH :word",
	                  "word", "\"" SEARCH_SINCE_WORD "\"", NULL);
}

/* Before that the index knows only words of later. What a record said then is found by looking through those that changed
 * from the first change to that one, of the tables whose words were altered since: these are added to list. */
static void find_tables(struct db *db, struct strs *list)
{
	struct stmt *st = db_prepare_own(db, "SELECT entity, field FROM main.altered WHERE txn >= "
	                                     "(SELECT min(id) FROM main.txn WHERE at >= :before) ORDER BY entity, field");

	db_bind_text(st, "before", past_before(db));
	while (db_step(st)) {
		const char *entity = db_text0(st, 0), *field = db_text0(st, 1);

		if (strs_find(list, entity) < 0 &&
		    (strcmp(field, "id") == 0 || strcmp(field, "*") == 0 || search_reads(entity, field)))
			strs_add(list, entity);
	}
	db_finalize(st);
}

/* Not to be found is no proof of not being there then. */
static void warn_of_gaps(struct db *db)
{
	static bool warned;

	if (warned || strcmp(db_setting(db, "search_index", ""), SEARCH_INCOMPLETE) != 0)
		return;
	warned = true;
	note("what was imported with --no-search is not found: crm-init --reindex takes it in");
}

static long run(struct search *s, const char *words)
{
	int64_t first = 0, since = 0;
	struct strs tables = {0};

	search_flush(s->db);
	warn_of_gaps(s->db);
	s->past = past_mode(s->db) != PAST_NONE;
	if (s->past) {
		first = past_first_change(s->db);
		since = known_since(s->db);
	}
	if (first < since)
		find_tables(s->db, &tables);
	s->keep = tables.n > 0;
	search_query_read(&s->query, words);
	if (s->query.n)
		from_index(s, true);
	if (s->query.n && !s->names_only)
		from_index(s, false);
	for (size_t i = 0; s->query.n && i < tables.n; i++)
		from_table(s, tables.v[i], first, since);
	report_kept(s);
	strs_free(&tables);
	search_query_free(&s->query);
	search_text_free(&s->text);
	str_free(&s->snippet);
	return s->count;
}

long search_run(struct db *db, const char *words, const char *entity, long limit, search_each *each,
                void *arg)
{
	struct search s = {.db = db, .limit = limit, .each = each, .arg = arg};

	s.only = entity ? search_kind(entity) : 0;
	return run(&s, words);
}

long search_names(struct db *db, const char *words, const char *entity, long limit, search_each *each,
                  void *arg)
{
	struct search s = {.db = db, .limit = limit, .each = each, .arg = arg, .names_only = true};

	s.only = entity ? search_kind(entity) : 0;
	return run(&s, words);
}
