/* SPDX-License-Identifier: GPL-2.0-or-later */
/* find - the one record that a person means */
#include "model/find.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/phone.h"
#include "base/text.h"
#include "model/codes.h"
#include "model/search.h"
#include "store/txn.h"

#define SHOWN 10

/* Records that fit so far, each once; one more than is shown tells that there are more. */
struct fits {
	int64_t id[SHOWN + 1];
	size_t n;
};

static void fit(struct fits *f, int64_t id)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->id[i] == id)
			return;
	if (f->n <= SHOWN)
		f->id[f->n++] = id;
}

/* All rows of one statement with one text bound. */
static void look_up(struct db *db, const char *sql, const char *name, const char *value, struct fits *f)
{
	struct stmt *st = db_prepare(db, sql);

	db_bind_text(st, name, value);
	while (f->n <= SHOWN && db_step(st))
		if (!db_null(st, 0))
			fit(f, db_int(st, 0));
	db_reset(st);
}

static bool is(const struct entity *e, const char *name)
{
	return strcmp(e->name, name) == 0;
}

/* Asked for every line of a table. */
static bool exists(struct db *db, const struct entity *e, int64_t id)
{
	static const struct entity *last;
	static char *sql;

	if (last != e) {
		free(sql);
		sql = mem_printf("SELECT id FROM %s WHERE id = :id", e->name);
		last = e;
	}
	return db_get_int_id(db, -1, sql, id) >= 0;
}

int64_t find_number(struct db *db, const struct entity *e, int64_t id, struct str *why)
{
	int64_t asked = id, met = id;

	/* A base put together by others may lead in a circle that asked is no part of: the number met at the steps 1, 2, 4, 8, …
	 * comes again as soon as they are as long as the circle (Brent). */
	for (long step = 1; !exists(db, e, id); step++) {
		struct stmt *st = db_prepare(db, "SELECT survivor FROM redirect "
		                                 "WHERE entity = :entity AND gone = :id");

		db_bind_text(st, "entity", e->name);
		db_bind_int(st, "id", id);
		if (!db_step(st) || db_int(st, 0) == met) {
			db_reset(st);
			return str_setf(why, "there is no %s %lld", e->name, (long long)asked);
		}
		id = db_int(st, 0);
		db_reset(st);
		met = step & (step - 1) ? met : id;
	}
	return id;
}

int64_t find_employer(struct db *db, int64_t contact)
{
	return db_get_int_id(db, 0, "SELECT em.company FROM employment em WHERE em.contact = :id "
	                            "AND " FIND_TODAY("em") " ORDER BY em.since DESC NULLS LAST, em.id DESC LIMIT 1",
	                     contact);
}

static bool read_label(struct db *db, const struct entity *e, const char *column, int64_t id,
                       struct str *out)
{
	char *sql = mem_printf("SELECT %s FROM %s WHERE id = :id", column, e->name);
	struct stmt *st = db_prepare(db, sql);

	free(sql);
	db_bind_int(st, "id", id);
	if (!db_step(st))
		return false;
	str_set(out, db_text0(st, 0));
	db_reset(st);
	return out->n > 0;
}

void find_label(struct db *db, const struct entity *e, int64_t id, struct str *out)
{
	const char *column = e->label ? e->label : e->code;
	const struct field *firm = registry_field(e, "company");
	struct str company = {0};

	str_clear(out);
	if (column && read_label(db, e, column, id, out))
		return;
	if (firm && !(firm->flags & FIELD_DERIVED) && read_label(db, e, "company", id, &company))
		read_label(db, registry_entity("company"), "name", strtoll(company.s, NULL, 10), out);
	str_free(&company);
}

static void by_alias(struct db *db, const struct entity *e, const char *text, struct fits *f)
{
	const char *colon = strchr(text, ':');
	struct stmt *st;
	char *system;

	if (!colon || colon == text || !colon[1])
		return;
	system = mem_copyn(text, (size_t)(colon - text));
	st = db_prepare(db, "SELECT row FROM alias "
	                    "WHERE entity = :entity AND system = :system AND ref = :ref");
	db_bind_text(st, "entity", e->name);
	db_bind_text(st, "system", system);
	db_bind_text(st, "ref", colon + 1);
	if (db_step(st)) {
		fit(f, db_int(st, 0));
		db_reset(st);
	}
	free(system);
}

static void by_tax_id(struct db *db, const struct entity *e, const char *text, struct fits *f)
{
	size_t n = strlen(text);

	if (strspn(text, "0123456789") != n || n < 10 || n > 15)
		return;
	if (is(e, "company"))
		look_up(db, "SELECT company FROM legal_entity WHERE inn = :inn", "inn", text, f);
	else if (is(e, "legal_entity"))
		look_up(db, "SELECT id FROM legal_entity WHERE inn = :inn", "inn", text, f);
}

/* A phone or address of the record itself, else of somebody who works there. */
static void by_channel(struct db *db, const struct entity *e, const char *text, struct fits *f)
{
	struct str key = {0};
	bool is_key;

	if (!is(e, "company") && !is(e, "contact"))
		return;
	if (strchr(text, '@'))
		is_key = text_email_key(text, &key, NULL);
	else
		is_key = !isalpha((unsigned char)*text) && strlen(text) >= 5 &&
			 phone_key(text, db_setting(db, "country", "RU"), &key, NULL, NULL) == 0;
	if (is_key && is(e, "contact")) {
		look_up(db, "SELECT contact FROM channel WHERE key = :key", "key", str_text(&key), f);
	} else if (is_key) {
		look_up(db, "SELECT company FROM channel WHERE key = :key", "key", str_text(&key), f);
		if (!f->n)
			look_up(db, "SELECT em.company FROM channel ch "
			            "JOIN employment em ON em.contact = ch.contact "
			            "WHERE ch.key = :key AND " FIND_TODAY("em"),
			        "key", str_text(&key), f);
	}
	str_free(&key);
}

static void fit_hit(void *f, const char *entity, int64_t id, const char *snippet)
{
	(void)entity;
	(void)snippet;
	fit(f, id);
}

/* Names of kinds that have no index of words: few rows, or asked for rarely. */
static void by_label(struct db *db, const struct entity *e, const char *text, struct fits *f)
{
	char *sql;
	struct stmt *st;

	if (!e->label)
		return;
	sql = mem_printf("SELECT id, %s FROM %s WHERE %s IS NOT NULL ORDER BY id", e->label, e->name,
	                 e->label);
	st = db_prepare(db, sql);
	free(sql);
	while (f->n <= SHOWN && db_step(st))
		if (text_contains(db_text0(st, 1), text))
			fit(f, db_int(st, 0));
	db_reset(st);
}

/* The whole name first: a short name is often a piece of longer ones. */
static void by_name(struct db *db, const struct entity *e, const char *text, struct fits *f)
{
	struct str key = {0};

	if (!search_knows(e->name)) {
		by_label(db, e, text, f);
		return;
	}
	text_name_key(text, &key);
	if (is(e, "company") && key.n)
		look_up(db, "SELECT id FROM company WHERE name_key = :key", "key", str_text(&key), f);
	else if (is(e, "contact") && key.n)
		look_up(db, "SELECT id FROM contact WHERE name_key = :key", "key", str_text(&key), f);
	if (!f->n)
		search_names(db, str_text(&key), e->name, SHOWN + 1, fit_hit, f);
	str_free(&key);
}

static int several(struct db *db, const struct entity *e, const char *text, const struct fits *f,
                   struct str *why)
{
	struct str list = {0}, label = {0};

	for (size_t i = 0; i < f->n && i < SHOWN; i++) {
		find_label(db, e, f->id[i], &label);
		str_addf(&list, "%s%lld %s", i ? "; " : "", (long long)f->id[i], str_text(&label));
	}
	if (f->n > SHOWN)
		str_add(&list, "; …");
	str_setf(why, "'%s' fits more than one %s: %s", text, e->name, str_text(&list));
	str_free(&list);
	str_free(&label);
	return -1;
}

/* Leading zeros are those of a tax number or a phone, and a number has at most 18 digits. */
int64_t find_plain(const char *text)
{
	int64_t id = 0;
	size_t n = 0;

	for (; text[n] >= '0' && text[n] <= '9' && n < 18; n++)
		id = id * 10 + (text[n] - '0');
	return n == 0 || text[n] || text[0] == '0' ? -1 : id;
}

static int64_t find_trimmed(struct db *db, const struct entity *e, const char *text, struct str *why)
{
	/* From what can mean one record only to what may mean many: the first way that finds any decides. */
	void (*const ways[])(struct db *, const struct entity *, const char *, struct fits *) = {
		by_alias, by_tax_id, by_channel, by_name};
	struct fits f = {.n = 0};

	if (!*text)
		return str_setf(why, "no %s given", e->name);
	if (!text_valid(text, strlen(text), NULL))
		return text_refuse(why, text, "is not valid UTF-8");
	if (e->code)
		return codes_id(db, e, text, why);
	if (find_plain(text) >= 0) {
		int64_t id = find_number(db, e, find_plain(text), why);

		/* A list may be older than what was deleted; only five digits and more that no record ever had may be
		 * a telephone, a tax number or a piece of a name. */
		if (id >= 0 || strlen(text) < 5 || txn_last_given(db, e->name) >= find_plain(text))
			return id;
	} else if (text[0] == '-' && find_plain(text + 1) >= 0) {
		return str_setf(why, "there is no %s %s", e->name, text);
	}
	for (size_t i = 0; i < sizeof ways / sizeof *ways && !f.n; i++)
		ways[i](db, e, text, &f);
	if (f.n == 1)
		return f.id[0];
	if (f.n)
		return several(db, e, text, &f, why);
	if (find_plain(text) >= 0)
		return str_setf(why, "there is no %s %s", e->name, text);
	return str_setf(why, "no %s fits '%s'", e->name, text);
}

int64_t find_record(struct db *db, const struct entity *e, const char *text, struct str *why)
{
	char *copy = mem_copy(text);
	int64_t id = find_trimmed(db, e, text_trim(copy), why);

	free(copy);
	return id;
}
