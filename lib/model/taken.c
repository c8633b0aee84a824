/* SPDX-License-Identifier: GPL-2.0-or-later */
/* taken - whether a name, phone, e-mail or tax number is taken, and by whom
 *
 * The surest ways come first, and the first that finds anybody answers: a key, a tax number, the
 * whole name, words of it, the end of a telephone number. */
#include "model/taken.h"

#include <stdlib.h>
#include <string.h>
#include "base/phone.h"
#include "base/text.h"
#include "io/opt.h"
#include "model/search.h"
#include "model/search_text.h"
#include "sql.h"

#define MOST 10
#define LEAST 5 /* digits of a town's own numbers */

struct inquiry {
	struct db *db;
	const char *text;
	taken_each *each;
	void *arg;
	long n;
};

static void report(struct inquiry *q, const char *match, int64_t company, const char *person)
{
	q->each(q->arg, q->text, match, company, person);
}

static void by_statement(struct inquiry *q, const char *match, const char *sql, const char *value)
{
	struct stmt *st = db_prepare(q->db, sql);

	db_bind_text(st, "key", value);
	for (; q->n < MOST && db_step(st); q->n++)
		report(q, match, db_int(st, 0), db_text(st, 1));
	db_reset(st);
}

/* Does the full-text index lack words of some records? */
static bool is_index_short(struct db *db)
{
	return strcmp(db_setting(db, "search_index", ""), SEARCH_INCOMPLETE) == 0;
}

/* Telephones that end so, of a record that the full-text index proposes or, NULL, of all. */
struct ending {
	struct inquiry *q;
	struct str digits;
	struct strs keys;
};

static void look_at_keys(struct ending *e, struct stmt *st)
{
	db_bind_text(st, "ending", str_text(&e->digits));
	while (db_step(st))
		if (strs_find(&e->keys, db_text0(st, 0)) < 0)
			strs_add(&e->keys, db_text0(st, 0));
	db_reset(st);
}

static void look_at_record(void *arg, const char *entity, int64_t id, const char *snippet)
{
	struct ending *e = arg;
	struct stmt *st;

	(void)snippet;
	if (strcmp(entity, "company") != 0 && strcmp(entity, "contact") != 0)
		return;
	st = db_prepare(e->q->db, *entity == 'c' && entity[2] == 'm' ?
	                          "SELECT key FROM channel WHERE company = :id AND key LIKE '%' || :ending" :
	                          "SELECT key FROM channel WHERE contact = :id AND key LIKE '%' || :ending");
	db_bind_int(st, "id", id);
	look_at_keys(e, st);
}

static int in_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A number without its area code is nobody's key. What the full-text index does not know is read. */
static void by_ending(struct inquiry *q, const char *text)
{
	struct ending e = {.q = q};

	if (!text[strspn(text, "0123456789-(). ")])
		phone_digits(text, &e.digits);
	if (e.digits.n >= LEAST && e.digits.n < 10) {
		if (is_index_short(q->db))
			look_at_keys(&e, db_prepare(q->db, "SELECT key FROM channel WHERE key LIKE '%' || :ending"));
		else
			search_run(q->db, str_text(&e.digits), NULL, 0, look_at_record, &e);
	}
	if (e.keys.n > 1)
		qsort(e.keys.v, e.keys.n, sizeof *e.keys.v, in_order);
	for (size_t i = 0; i < e.keys.n && i < MOST; i++)
		by_statement(q, "like", sql_who_has_key, e.keys.v[i]);
	strs_free(&e.keys);
	str_free(&e.digits);
}

/* The firms that have a registration number, among those that the full-text index proposes. */
struct holders {
	struct inquiry *q;
	const char *ogrn;
	int64_t *id;
	size_t n, cap;
};

static void look_for_ogrn(void *arg, const char *entity, int64_t id, const char *snippet)
{
	struct holders *h = arg;
	struct stmt *st = db_prepare(h->q->db, "SELECT 1 FROM legal_entity WHERE company = :id AND ogrn = :ogrn LIMIT 1");

	(void)entity;
	(void)snippet;
	db_bind_int(st, "id", id);
	db_bind_text(st, "ogrn", h->ogrn);
	if (db_step(st)) {
		h->id = mem_grow(h->id, &h->cap, h->n + 1, sizeof *h->id);
		h->id[h->n++] = id;
	}
	db_reset(st);
}

static int by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* No index is kept of them alone. */
static void by_ogrn(struct inquiry *q, const char *text)
{
	struct holders h = {.q = q, .ogrn = text};

	if (is_index_short(q->db)) {
		by_statement(q, "tax number", "SELECT company, NULL FROM legal_entity WHERE ogrn = :key "
		                              "GROUP BY company ORDER BY 1", text);
		return;
	}
	search_run(q->db, text, "company", 0, look_for_ogrn, &h);
	if (h.n > 1)
		qsort(h.id, h.n, sizeof *h.id, by_id);
	for (size_t i = 0; i < h.n && q->n < MOST; i++, q->n++)
		report(q, "tax number", h.id[i], NULL);
	free(h.id);
}

static void by_number(struct inquiry *q, const char *text)
{
	const char *country = db_setting(q->db, "country", "RU");
	size_t digits = strspn(text, "0123456789");
	struct str key = {0};

	/* by their lengths */
	if (!text[digits] && (digits == 10 || digits == 12))
		by_statement(q, "tax number", "SELECT company, NULL FROM legal_entity WHERE inn = :key GROUP BY company ORDER BY 1", text);
	else if (!text[digits] && (digits == 13 || digits == 15))
		by_ogrn(q, text);
	if (!q->n && phone_key(text, country, &key, NULL, NULL) == 0)
		by_statement(q, "phone", sql_who_has_key, str_text(&key));
	str_free(&key);
}

static void like(void *arg, const char *entity, int64_t id, const char *snippet)
{
	struct inquiry *q = arg;

	(void)entity;
	(void)snippet;
	report(q, "like", id, NULL);
	q->n++;
}

/* Exactly this name, address or number. */
static void surely(struct inquiry *q)
{
	struct str key = {0};

	if (strchr(q->text, '@') && text_email_key(q->text, &key, NULL))
		by_statement(q, "e-mail", sql_who_has_key, str_text(&key));
	else
		by_number(q, q->text);
	if (!q->n) {
		text_name_key(q->text, &key);
		if (key.n)
			by_statement(q, "name", "SELECT id, NULL FROM company WHERE name_key = :key ORDER BY id",
			             str_text(&key));
	}
	str_free(&key);
}

static void nearly(struct inquiry *q)
{
	struct str key = {0};

	text_name_key(q->text, &key);
	if (key.n)
		search_names(q->db, str_text(&key), "company", MOST, like, q);
	if (!q->n)
		by_ending(q, q->text);
	str_free(&key);
}

long taken_by(struct db *db, const char *const *texts, size_t n, taken_each *each, void *arg)
{
	struct inquiry q = {.db = db, .each = each, .arg = arg};

	for (size_t i = 0; i < n; i++)
		if (!text_valid(texts[i], strlen(texts[i]), NULL))
			opt_usage("'%s' is not valid UTF-8", texts[i]);
	for (size_t i = 0; i < 2 * n && !q.n; i++) {
		q.text = texts[i % n];
		(i < n ? surely : nearly)(&q);
	}
	q.text = n ? texts[0] : "";
	if (!q.n)
		report(&q, n ? "free" : "", 0, NULL);
	return q.n;
}
