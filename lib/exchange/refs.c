/* SPDX-License-Identifier: GPL-2.0-or-later */
/* refs - the records that cells refer to: by foreign key, code, number or name
 *
 * References are looked up in the order of certainty: a key of the sender's system, a code, an
 * exact name, whatever find_record makes of the text. Cells repeat themselves, so the last few
 * thousand answers are kept by column and text. */
#include "exchange/refs.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "exchange/uid.h"
#include "model/bundle.h"
#include "model/codes.h"
#include "model/find.h"
#include "model/writer.h"

enum { CREATE_MAX = 16, KNOWN = 4096 };

/* An entity whose unknown rows are added. */
struct creation {
	const struct entity *e;
	struct writer *writer;
	long added;
};

/* A cell seen lately and its record: files repeat themselves. */
struct known {
	const struct mapped *col;
	char *text;
	int64_t id;
};

struct refs {
	struct db *db;
	const char *system;
	struct creation create[CREATE_MAX];
	size_t n;
	struct known known[KNOWN];
	struct stmt *alias, *next, *digest;
	bool walking; /* next stands on a key */
	bool left;    /* it stood on the key behind alias number after, and was let go */
	int64_t after;
	int missed;   /* keys in a row that were not that one */
	struct bundle *add_alias;
	const struct entity *stage;
	bool merged;  /* records were merged in this base */
	bool bulk, quiet;
};

static int add_creation(struct refs *r, const char *name, struct str *why)
{
	const struct entity *e = registry_entity(name);

	/* Said of the field, the rows of its table are meant. */
	if (!e && !strcmp(name, "owner"))
		e = registry_entity("rep");
	if (!e)
		return registry_unknown_entity(name, why);
	if (r->n == CREATE_MAX)
		return str_setf(why, "more than %d kinds of reference rows", CREATE_MAX);
	r->create[r->n++].e = e;
	return 0;
}

struct refs *refs_open(struct db *db, const char *system, const char *create, struct str *why)
{
	struct refs *r = mem_zero(sizeof *r);
	char *list = mem_copy(create ? create : ""), *rest = list, *name;
	int bad = 0;

	r->db = db;
	r->system = system;
	r->stage = registry_entity("stage");
	r->merged = db_get_int(db, 0, "SELECT 1 FROM redirect LIMIT 1", NULL) > 0;
	r->alias = db_prepare_own(db, "SELECT row FROM alias WHERE entity = ? AND system = ? AND ref = ?");
	r->add_alias = bundle_new(db, "alias", "entity, system, ref, row, digest");
	while (!bad && (name = strsep(&rest, ",")))
		if (*text_trim(name))
			bad = add_creation(r, name, why);
	free(list);
	if (!bad)
		return r;
	refs_close(r);
	return NULL;
}

/* A key may still name the record that was merged away. */
static int64_t living(struct refs *r, const struct entity *e, int64_t id)
{
	int64_t now = r->merged && id ? find_number(r->db, e, id, NULL) : id;

	return now > 0 ? now : id;
}

int64_t refs_alias(struct refs *r, const struct entity *e, const char *system, const char *ref)
{
	int64_t id = 0;

	db_bind_text_at(r->alias, 1, e->name);
	db_bind_text_at(r->alias, 2, system);
	db_bind_text_at(r->alias, 3, ref);
	if (db_step(r->alias)) {
		id = db_int(r->alias, 0);
		db_reset(r->alias);
	}
	return id ? living(r, e, id) : uid_find(r->db, e, ref);
}

void refs_add_alias(struct refs *r, const struct mapped *key, const char *ref, int64_t id, int64_t digest)
{
	bundle_text(r->add_alias, key->entity->name);
	bundle_text(r->add_alias, key->system);
	bundle_text(r->add_alias, ref);
	bundle_int(r->add_alias, id);
	bundle_int(r->add_alias, digest);
	if (!r->bulk)
		bundle_flush(r->add_alias);
}

void refs_set_digest(struct refs *r, const struct mapped *key, const char *ref, int64_t digest)
{
	struct stmt *st = db_prepare(r->db, "UPDATE alias SET digest = ? WHERE entity = ? AND system = ? "
	                                    "AND ref = ? AND digest IS DISTINCT FROM ?");

	db_bind_int_at(st, 1, digest);
	db_bind_text_at(st, 2, key->entity->name);
	db_bind_text_at(st, 3, key->system);
	db_bind_text_at(st, 4, ref);
	db_bind_int_at(st, 5, digest);
	db_run(st);
}

/* The next key of this kind in the order in which they were given. A file that comes again has
 * its keys in the order of last time, and so has the table: the two are walked side by side, and
 * nothing is looked for. */
static void walk(struct refs *r, const struct mapped *key)
{
	do
		r->walking = db_step(r->next);
	while (r->walking && (strcmp(db_text0(r->next, 3), key->entity->name) ||
			      strcmp(db_text0(r->next, 4), key->system)));
}

/* Stands on the first key given after alias number id. Keys of other kinds are passed over here: asked for their
 * kind alone, SQLite would take them from an index and sort them. */
static void walk_from(struct refs *r, const struct mapped *key, int64_t id)
{
	if (!r->next)
		r->next = db_prepare_own(r->db, "SELECT ref, row, digest, entity, system, id FROM alias "
		                                "WHERE id > ? ORDER BY id");
	db_reset(r->next);
	db_bind_int_at(r->next, 1, id);
	r->left = false;
	walk(r, key);
}

void refs_let_go(struct refs *r)
{
	if (!r->walking)
		return;
	r->after = db_int(r->next, 5) - 1;
	r->left = true;
	r->walking = false;
	db_reset(r->next);
}

static int64_t look_up(struct refs *r, const struct mapped *key, const char *ref, int64_t digest)
{
	int64_t row = 0, id = 0;

	if (!r->digest)
		r->digest = db_prepare_own(r->db, "SELECT row, digest, id FROM alias WHERE entity = ? "
		                                  "AND system = ? AND ref = ?");
	db_bind_text_at(r->digest, 1, key->entity->name);
	db_bind_text_at(r->digest, 2, key->system);
	db_bind_text_at(r->digest, 3, ref);
	if (db_step(r->digest)) {
		row = db_int(r->digest, 1) == digest && !db_null(r->digest, 1) ? db_int(r->digest, 0) : 0;
		id = db_int(r->digest, 2);
		db_reset(r->digest);
	}
	/* One key out of order is passed by; from the second on the walk goes on there. */
	if (id && ++r->missed > 1)
		walk_from(r, key, id);
	return row;
}

int64_t refs_unchanged(struct refs *r, const struct mapped *key, const char *ref, int64_t digest)
{
	int64_t row;

	if (!r->next || r->left)
		walk_from(r, key, r->left ? r->after : 0);
	if (!r->walking || strcmp(db_text0(r->next, 0), ref))
		return living(r, key->entity, look_up(r, key, ref, digest));
	row = db_int(r->next, 2) == digest ? db_int(r->next, 1) : 0;
	walk(r, key);
	r->missed = 0;
	return living(r, key->entity, row);
}

bool refs_any(struct refs *r, const struct mapped *key)
{
	struct stmt *st = db_prepare(r->db, "SELECT 1 FROM alias WHERE entity = :entity AND system = :system LIMIT 1");
	bool any;

	db_bind_text(st, "entity", key->entity->name);
	db_bind_text(st, "system", key->system);
	any = db_step(st);
	db_reset(st);
	return any;
}

void refs_bulk(struct refs *r, bool sorted)
{
	r->bulk = true;
	if (sorted)
		bundle_sort(r->add_alias, "ref");
}

void refs_flush(struct refs *r)
{
	r->bulk = false;
	bundle_flush(r->add_alias);
}

void refs_quiet(struct refs *r, bool quiet)
{
	r->quiet = quiet;
}

static struct creation *creation_of(struct refs *r, const struct entity *e)
{
	for (size_t i = 0; i < r->n && !r->quiet; i++)
		if (r->create[i].e == e)
			return &r->create[i];
	return NULL;
}

/* A row of its own for a text: the text is its code and its name. */
static int64_t create(struct refs *r, struct creation *c, const char *text, struct str *why)
{
	const char *fields[2], *cells[2] = {text, text};
	size_t n = 0;
	int64_t id;

	if (c->e->code)
		fields[n++] = c->e->code;
	if (c->e->label && (!c->e->code || strcmp(c->e->code, c->e->label)))
		fields[n++] = c->e->label;
	if (!c->writer)
		c->writer = writer_open(r->db, c->e, fields, n, why);
	if (!c->writer)
		return -1;
	id = writer_add(c->writer, cells, why);
	if (id > 0)
		c->added++;
	return id;
}

/* Companies and people by exactly that name, when it is one record's alone. */
static int64_t by_name(struct refs *r, const struct entity *e, const char *text)
{
	struct str key = {0};
	struct stmt *st;
	char *sql;
	int64_t id = 0;

	if (!registry_field(e, "name_key"))
		return 0;
	sql = mem_printf("SELECT id FROM %s WHERE name_key = :key LIMIT 2", e->name);
	st = db_prepare(r->db, sql);
	free(sql);
	text_name_key(text, &key);
	db_bind_text(st, "key", str_text(&key));
	while (db_step(st))
		id = id ? -1 : db_int(st, 0);
	str_free(&key);
	return id < 0 ? 0 : id;
}

/* A reference row by its code, added when that is wanted. The writer reads codes itself. */
static int64_t by_code(struct refs *r, const struct entity *e, const char *text, struct str *why)
{
	struct creation *c = creation_of(r, e);
	int64_t id = codes_id(r->db, e, text, c ? NULL : why);

	return id < 0 && c ? create(r, c, text, why) : id;
}

static int64_t by_record(struct refs *r, const struct entity *e, const char *text, struct str *why)
{
	struct creation *c = creation_of(r, e);
	int64_t id = refs_alias(r, e, r->system, text);

	if (!id)
		id = by_name(r, e, text);
	if (!id)
		id = find_record(r->db, e, text, c ? NULL : why);
	return id < 0 && c ? create(r, c, text, why) : id;
}

static int64_t find(struct refs *r, const struct mapped *col, const char *text, struct str *why)
{
	const struct entity *e = col->to;
	int64_t id;

	if (col->system) {
		id = refs_alias(r, e, col->system, text);
		return id ? id : text_refuse(why, text, "is no %s of '%s'", e->name, col->system);
	}
	return e->code ? by_code(r, e, text, why) : by_record(r, e, text, why);
}

/* The number of a record; a reference row goes by its code, which could be another one's number. */
static int answer(struct refs *r, const struct mapped *col, int64_t id, struct str *out)
{
	const struct entity *e = col->to;

	if (!e->code)
		str_setf(out, "%lld", (long long)id);
	else if (col->system)
		str_set(out, codes_text(r->db, e, id));
	return !e->code || col->system;
}

int refs_find(struct refs *r, const struct mapped *col, const char *cell, struct str *out, struct str *why)
{
	struct known *k = &r->known[(text_hash(cell, strlen(cell)) ^ (uintptr_t)col >> 4) % KNOWN];
	int64_t id;

	/* The stage of a deal hangs on its pipeline: the writer knows. */
	if (col->to == r->stage)
		return 0;
	if (k->text && k->col == col && !strcmp(k->text, cell))
		return answer(r, col, k->id, out);
	id = find(r, col, cell, why);
	if (id < 0)
		return -1;
	free(k->text);
	*k = (struct known){col, mem_copy(cell), id};
	return answer(r, col, id, out);
}

void refs_added(const struct refs *r, struct str *out)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->create[i].added)
			str_addf(out, "%s%ld %s", out->n ? ", " : "", r->create[i].added, r->create[i].e->name);
}

void refs_close(struct refs *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++)
		writer_close(r->create[i].writer);
	for (size_t i = 0; i < KNOWN; i++)
		free(r->known[i].text);
	db_finalize(r->alias);
	db_finalize(r->next);
	db_finalize(r->digest);
	bundle_free(r->add_alias);
	free(r);
}
