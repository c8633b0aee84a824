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

/* A hit of a past date, kept until all are known: those that changed since are found last and belong among the others. */
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
	struct hit *kept;
	size_t n, cap;
	search_each *each;
	void *arg;
	struct search_text text;
	struct str snippet;
};

static bool full(const struct search *s)
{
	return !s->past && s->limit > 0 && s->count >= s->limit;
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
	if (!s->past) {
		report(s, key, str_text(&s->snippet));
		return;
	}
	s->kept = mem_grow(s->kept, &s->cap, s->n + 1, sizeof *s->kept);
	s->kept[s->n++] = (struct hit){key, hit, mem_copy(str_text(&s->snippet))};
}

/* The callback may search too, so the cursor is not a shared one. */
static void from_index(struct search *s, bool names)
{
	struct str question = {0};
	struct stmt *st;

	if (!search_query_ask(&s->query, names, &question)) {
		str_free(&question);
		return;
	}
	st = db_prepare_own(s->db, "SELECT rowid FROM search WHERE search MATCH :question "
	                           "AND rowid BETWEEN :first AND :last ORDER BY rowid");
	db_bind_text(st, "question", str_text(&question));
	db_bind_int(st, "first", s->only ? search_key(s->only, 0) : 0);
	db_bind_int(st, "last", s->only ? search_key(s->only, SEARCH_ID_MAX) : INT64_MAX);
	while (!full(s) && db_step(st))
		consider(s, db_int(st, 0), names, !names);
	db_finalize(st);
	str_free(&question);
}

static void changed(void *arg, const char *entity, int64_t id)
{
	struct search *s = arg;
	int kind = search_kind(entity);

	if (kind && (!s->only || s->only == kind))
		consider(s, search_key(kind, id), true, !s->names_only);
}

static void from_table(struct search *s, const char *entity)
{
	struct stmt *st = db_prepare_own(s->db, sql_search_changed);

	db_bind_text(st, "entity", entity);
	db_bind_text(st, "before", past_before(s->db));
	while (db_step(st))
		if (search_kind(entity))
			changed(s, entity, db_int(st, 0));
		else
			search_owners(s->db, entity, db_int(st, 0), changed, s);
	db_finalize(st);
}

/* The index knows only today's words. What a record said on a past date is found by looking through
 * those that changed since. */
static void from_changes(struct search *s)
{
	struct stmt *tables = db_prepare_own(s->db, "SELECT entity, field FROM main.altered WHERE txn >= "
	                                            "(SELECT min(id) FROM main.txn WHERE at >= :before) "
	                                            "ORDER BY entity, field");
	struct str last = {0};

	db_bind_text(tables, "before", past_before(s->db));
	while (db_step(tables)) {
		const char *entity = db_text0(tables, 0), *field = db_text0(tables, 1);

		if (strcmp(str_text(&last), entity) == 0 ||
		    (strcmp(field, "id") != 0 && strcmp(field, "*") != 0 && !search_reads(entity, field)))
			continue;
		str_set(&last, entity);
		from_table(s, entity);
	}
	db_finalize(tables);
	str_free(&last);
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
	search_flush(s->db);
	warn_of_gaps(s->db);
	s->past = past_mode(s->db) != PAST_NONE;
	search_query_read(&s->query, words);
	if (s->query.n)
		from_index(s, true);
	if (s->query.n && !s->names_only)
		from_index(s, false);
	if (s->query.n && s->past)
		from_changes(s);
	report_kept(s);
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
