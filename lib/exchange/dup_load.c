/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup_load - what is compared of every record, read in one walk through its tables */
#include <stdlib.h>
#include <string.h>
#include "base/latin.h"
#include "base/text.h"
#include "exchange/dup_in.h"
#include "io/ask.h"

/* A record with more telephones than this is a directory; places in a record are 16 bits wide. The names of schools and
 * hospitals differ in their last words only, so they are not cut before those. */
enum { VALUES = 4, LENGTH = 500 };

/* One record being put together: the values of a field, each with its NUL. */
struct gather {
	const struct dup_plan *plan;
	struct str field[DUP_FIELDS];
	int values[DUP_FIELDS];
	struct str a, b; /* scratch */
};

static void add(struct gather *g, const char *field, const char *value)
{
	size_t n = strnlen(value, LENGTH);
	int f = 0;

	while (f < g->plan->fields && strcmp(g->plan->field[f].name, field) != 0)
		f++;
	if (!n || f == g->plan->fields || g->values[f] == VALUES)
		return;
	for (size_t at = 0; at < g->field[f].n; at += strlen(g->field[f].s + at) + 1)
		if (strcmp(g->field[f].s + at, value) == 0)
			return;
	str_addn(&g->field[f], value, n);
	str_addc(&g->field[f], '\0');
	g->values[f]++;
}

static void add_latin(struct gather *g, const char *field, const char *value)
{
	latin_text(value, &g->a);
	add(g, field, str_text(&g->a));
}

/* ---- rows of the tables */

static void add_firm(struct gather *g, const char *field, const char *name)
{
	text_name_key(name, &g->b);
	add_latin(g, field, str_text(&g->b));
}

/* "https://www.example.com/shop" is example.com, but "vk.com/shop" is a page among those of thousands of firms. */
static size_t site_length(const char *site)
{
	static const char *const shared[] = {"2gis.ru", "avito.ru", "dzen.ru", "facebook.com", "instagram.com",
	                                     "linkedin.com", "ok.ru", "sites.google.com", "t.me", "taplink.cc",
	                                     "vk.com", "vk.ru", "wa.me", "yandex.ru", "youtube.com"};
	size_t n = strcspn(site, "/: ");

	for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
		if (strlen(shared[i]) == n && !memcmp(shared[i], site, n))
			return site[n] == '/' ? strcspn(site, " ") : 0;
	return n;
}

static void add_site(struct gather *g, const char *text)
{
	text_site_key(text, strlen(text), &g->b);
	str_clear(&g->a);
	str_addn(&g->a, str_text(&g->b), site_length(str_text(&g->b)));
	add(g, "site", str_text(&g->a));
}

static void company_row(struct gather *g, struct stmt *st)
{
	add_firm(g, "name", db_text0(st, 1));
	add_site(g, db_text0(st, 2));
}

static void legal_row(struct gather *g, struct stmt *st)
{
	if (!db_null(st, 1)) {
		str_setf(&g->a, "%s/%s", db_text(st, 1), db_text0(st, 2));
		add(g, "inn", g->a.s);
	}
	if (!db_null(st, 3))
		add_firm(g, "name", db_text(st, 3));
}

/* The last ten digits: country codes and trunk prefixes are left out by half of those who write them. */
static void channel_row(struct gather *g, struct stmt *st)
{
	const char *key = db_text0(st, 2);
	size_t n = strlen(key);

	if (strcmp(db_text0(st, 1), "email") == 0)
		add(g, "email", key);
	else
		add(g, "phone", n > 10 ? key + n - 10 : key);
}

static void address_row(struct gather *g, struct stmt *st)
{
	add_latin(g, "postcode", db_text0(st, 1));
	add_latin(g, "region", db_text0(st, 2));
	dup_clean_city(db_text0(st, 3), &g->a);
	add(g, "city", str_text(&g->a));
	dup_clean_street(db_text0(st, 4), &g->a, &g->b);
	add(g, "street", str_text(&g->a));
	add(g, "house", str_text(&g->b));
}

/* A name in one piece: family name, given name, patronymic, as it is written in lists; who writes the given name
 * first is found by the exchange of the two. */
static void split_name(struct gather *g, const char *name)
{
	static const char *const fields[] = {"last_name", "first_name", "patronymic"};
	struct str piece = {0}, latin = {0};
	const char *s;

	latin_text(name, &latin);
	s = str_text(&latin);
	for (size_t i = 0; i < 3 && *s; i++) {
		size_t n = strcspn(s, " ");

		str_clear(&piece);
		str_addn(&piece, s, n);
		add(g, fields[i], str_text(&piece));
		s += n + (s[n] == ' ');
	}
	str_free(&piece);
	str_free(&latin);
}

static void contact_row(struct gather *g, struct stmt *st)
{
	if (db_null(st, 2) && db_null(st, 3))
		split_name(g, db_text0(st, 1));
	add_latin(g, "last_name", db_text0(st, 2));
	add_latin(g, "first_name", db_text0(st, 3));
	add_latin(g, "patronymic", db_text0(st, 4));
	add(g, "birthday", db_text0(st, 5));
	add_latin(g, "id_number", db_text0(st, 6));
}

static void employment_row(struct gather *g, struct stmt *st)
{
	add_firm(g, "company", db_text0(st, 1));
}

/* ---- all records */

/* Tables in the order of the record's number, which is their first column. */
static const struct table {
	const char *entity, *sql;
	void (*row)(struct gather *, struct stmt *);
} tables[] = {
	{"company", "SELECT id, name, site FROM company ORDER BY id", company_row},
	{"company", "SELECT company, inn, kpp, legal_name FROM legal_entity ORDER BY company", legal_row},
	{"company", "SELECT company, kind, key FROM channel WHERE company IS NOT NULL AND key IS NOT NULL "
	            "AND kind IN ('phone', 'whatsapp', 'email') ORDER BY company", channel_row},
	{"company", "SELECT company, postcode, region, city, street FROM address WHERE company IS NOT NULL "
	            "ORDER BY company", address_row},
	{"contact", "SELECT id, name, last_name, first_name, patronymic, birthday, id_number FROM contact "
	            "ORDER BY id", contact_row},
	{"contact", "SELECT contact, kind, key FROM channel WHERE contact IS NOT NULL AND key IS NOT NULL "
	            "AND kind IN ('phone', 'whatsapp', 'email') ORDER BY contact", channel_row},
	{"contact", "SELECT contact, postcode, region, city, street FROM address WHERE contact IS NOT NULL "
	            "ORDER BY contact", address_row},
	{"contact", "SELECT em.contact, co.name FROM employment em JOIN company co ON co.id = em.company "
	            "ORDER BY em.contact", employment_row},
};

enum { TABLES = sizeof tables / sizeof *tables };

struct cursor {
	const struct table *table;
	struct stmt *st;
	bool there;
};

/* Tables are walked side by side, all in the order of the record's number: no look-up per record. */
static size_t open_cursors(struct dup *d, struct cursor *c)
{
	size_t n = 0;

	for (size_t i = 0; i < TABLES; i++)
		if (strcmp(tables[i].entity, d->plan->entity) == 0) {
			c[n].table = &tables[i];
			c[n].st = db_prepare_own(d->db, tables[i].sql);
			c[n].there = db_step(c[n].st);
			n++;
		}
	return n;
}

/* Of the first value: those that may be equal have one hash. The ИНН of a branch is that of the firm. */
static uint16_t hash_of(struct gather *g, int f)
{
	const char *s = str_text(&g->field[f]);

	str_clear(&g->a);
	str_addn(&g->a, s, strcspn(s, "/"));
	return (uint16_t)dup_hash(f, str_text(&g->a));
}

/* All values of a record lie together, so that comparing it touches little memory. */
static void keep(struct dup *d, struct gather *g, int64_t id)
{
	struct dup_record *r;
	size_t need = 0, at = 0;

	d->id = mem_grow(d->id, &d->id_cap, d->n + 1, sizeof *d->id);
	d->record = mem_grow(d->record, &d->record_cap, d->n + 1, sizeof *d->record);
	for (int f = 0; f < d->plan->fields; f++)
		need += g->field[f].n + 1;
	d->arena = mem_grow(d->arena, &d->arena_cap, d->used + need, 1);
	r = &d->record[d->n];
	*r = (struct dup_record){.base = d->used, .size = (uint16_t)need};
	for (int f = 0; f < d->plan->fields; f++) {
		r->at[f] = (uint16_t)at;
		r->given |= (uint16_t)((g->values[f] > 0) << f);
		r->many |= (uint16_t)((g->values[f] > 1) << f);
		r->hash[f] = hash_of(g, f);
		memcpy(d->arena + d->used + at, str_text(&g->field[f]), g->field[f].n);
		at += g->field[f].n;
		d->arena[d->used + at++] = '\0';
		str_clear(&g->field[f]);
		g->values[f] = 0;
	}
	d->used += need;
	d->id[d->n++] = id;
}

void dup_load(struct dup *d)
{
	struct cursor c[TABLES];
	size_t n = open_cursors(d, c);
	struct gather g = {.plan = d->plan};

	progress_start("reading", 0);
	for (; c[0].there; c[0].there = db_step(c[0].st)) {
		int64_t id = db_int(c[0].st, 0);

		c[0].table->row(&g, c[0].st);
		for (size_t i = 1; i < n; i++)
			for (; c[i].there && db_int(c[i].st, 0) <= id; c[i].there = db_step(c[i].st))
				if (db_int(c[i].st, 0) == id)
					c[i].table->row(&g, c[i].st);
		keep(d, &g, id);
		progress_at(d->n);
	}
	progress_end();
	for (size_t i = 0; i < n; i++)
		db_finalize(c[i].st);
	for (int f = 0; f < DUP_FIELDS; f++)
		str_free(&g.field[f]);
	str_free(&g.a);
	str_free(&g.b);
}
