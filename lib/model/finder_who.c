/* SPDX-License-Identifier: GPL-2.0-or-later */
/* finder_who - whether a name, phone, e-mail or tax number is taken, and by whom
 *
 * The surest ways come first, and the first that finds anybody answers: a key, a tax number, the
 * whole name, words of it, the end of a telephone number. */
#include <string.h>
#include "base/phone.h"
#include "base/text.h"
#include "io/opt.h"
#include "model/finder.h"
#include "model/row.h"
#include "model/search.h"
#include "sql.h"
#include "store/registry.h"

#define MOST 10
#define LEAST 5 /* digits of a town's own numbers */

struct inquiry {
	struct db *db;
	const char *text;
	struct out *out;
	long n;
};

static void add_row(struct inquiry *q, const char *match, int64_t company, const char *person)
{
	static const char *const names[] = {"name", "owner", "last_contact_at"};
	struct row *row = row_open(q->db, registry_entity("company"), names, 3);

	out_cell(q->out, q->text);
	out_cell(q->out, match);
	if (company && row_read(row, company)) {
		out_int(q->out, company);
		out_cell(q->out, row_text(row, 0));
		out_cell(q->out, row_text(row, 1));
		out_cell(q->out, row_text(row, 2));
	} else {
		out_cell(q->out, "");
		out_cell(q->out, person);
		out_cell(q->out, "");
		out_cell(q->out, "");
	}
	row_close(row);
}

static void by_statement(struct inquiry *q, const char *match, const char *sql, const char *value)
{
	struct stmt *st = db_prepare_own(q->db, sql);

	db_bind_text(st, "key", value);
	for (; q->n < MOST && db_step(st); q->n++)
		add_row(q, match, db_int(st, 0), db_text(st, 1));
	db_finalize(st);
}

/* A number without its area code is nobody's key: telephones that end so. Reads the whole index of keys, which for
 * one question is a fraction of a second. */
static void by_ending(struct inquiry *q, const char *text)
{
	struct str ending = {0};
	struct strs keys = {0};
	struct stmt *st;

	if (!text[strspn(text, "0123456789-(). ")])
		phone_digits(text, &ending);
	if (ending.n >= LEAST && ending.n < 10) {
		st = db_prepare_own(q->db, "SELECT DISTINCT key FROM channel WHERE key LIKE '%' || :ending ORDER BY key");
		db_bind_text(st, "ending", str_text(&ending));
		while (keys.n < MOST && db_step(st))
			strs_add(&keys, db_text0(st, 0));
		db_finalize(st);
	}
	for (size_t i = 0; i < keys.n; i++)
		by_statement(q, "like", sql_who_has_key, keys.v[i]);
	strs_free(&keys);
	str_free(&ending);
}

static void by_number(struct inquiry *q, const char *text)
{
	const char *country = db_setting(q->db, "country", "RU");
	size_t digits = strspn(text, "0123456789");
	struct str key = {0};

	/* by their lengths: only the first of the two has an index */
	if (!text[digits] && (digits == 10 || digits == 12))
		by_statement(q, "tax number", "SELECT DISTINCT company, NULL FROM legal_entity WHERE inn = :key ORDER BY 1", text);
	else if (!text[digits] && (digits == 13 || digits == 15))
		by_statement(q, "tax number", "SELECT DISTINCT company, NULL FROM legal_entity WHERE ogrn = :key ORDER BY 1", text);
	if (!q->n && phone_key(text, country, &key, NULL, NULL) == 0)
		by_statement(q, "phone", sql_who_has_key, str_text(&key));
	str_free(&key);
}

static void like(void *arg, const char *entity, int64_t id, const char *snippet)
{
	struct inquiry *q = arg;

	(void)entity;
	(void)snippet;
	add_row(q, "like", id, NULL);
	q->n++;
}

static void by_name(struct inquiry *q, const char *text)
{
	struct str key = {0};

	text_name_key(text, &key);
	if (key.n)
		by_statement(q, "name", "SELECT id, NULL FROM company WHERE name_key = :key ORDER BY id",
		             str_text(&key));
	if (key.n && !q->n)
		search_names(q->db, str_text(&key), "company", MOST, like, q);
	str_free(&key);
}

struct out *finder_who_open(void)
{
	static const struct out_column columns[] = {
		{"query", OUT_TEXT},  {"match", OUT_TEXT}, {"company", OUT_NUMBER},
		{"name", OUT_TEXT},   {"owner", OUT_TEXT}, {"last_contact_at", OUT_DATE}};

	return out_open(columns, sizeof columns / sizeof *columns);
}

long finder_who(struct db *db, const char *text, struct out *out)
{
	struct inquiry q = {.db = db, .text = text, .out = out};
	struct str key = {0};

	if (!text_valid(text, strlen(text), NULL))
		opt_usage("'%s' is not valid UTF-8", text);
	if (strchr(text, '@') && text_email_key(text, &key, NULL))
		by_statement(&q, "e-mail", sql_who_has_key, str_text(&key));
	else
		by_number(&q, text);
	if (!q.n)
		by_name(&q, text);
	if (!q.n)
		by_ending(&q, text);
	if (!q.n)
		add_row(&q, "free", 0, NULL);
	str_free(&key);
	return q.n;
}
