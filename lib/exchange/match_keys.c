/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_keys - the keys by which the record of a row may be known
 *
 * The keys of a row, the surest first: of a company its ИНН, then what reaches it, then its
 * name. What several people may share (a telephone, the mailbox of a firm) carries the name of
 * the person behind a tab, a name its territory or employer: two things that have to agree are
 * one key all the same. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "exchange/match_in.h"
#include "model/codes.h"

/* Mailboxes that stand for a firm and not for a person. */
static const char *const shared[] = {"info", "office", "mail", "sales", "sale", "admin", "contact",
				     "zakaz", "order", "orders", "reception", "support", "buh"};

static struct match_key *add(struct match *m, enum match_kind kind)
{
	struct match_key *k = &m->key[m->n++];

	k->kind = kind;
	str_clear(&k->text);
	return k;
}

bool match_mailbox(const char *email)
{
	size_t n = strcspn(email, "@");

	for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
		if (strlen(shared[i]) == n && !strncmp(shared[i], email, n))
			return true;
	return false;
}

/* One or several of a cell, by the one reading of it that the writer has too. */
static void add_ways(struct match *m, struct ways *ways, const char *cell)
{
	if (!*cell || way_read(ways, db_setting(m->db, "country", "RU"), cell, NULL))
		return;
	for (size_t i = 0; i < ways->n && m->n < MATCH_KEYS; i++) {
		struct match_key *k = add(m, ways == &m->phones ? BY_PHONE : BY_EMAIL);

		str_set(&k->text, ways->way[i].key.s);
		if (m->contact && k->kind == BY_EMAIL && match_mailbox(k->text.s))
			k->kind = BY_MAILBOX;
		if (k->kind == BY_MAILBOX || (m->contact && k->kind == BY_PHONE))
			str_addf(&k->text, "\t%s", str_text(&m->name_key));
	}
}

static const char *cell_at(const struct part *p, int i)
{
	return i < 0 ? "" : p->cell[i];
}

static void add_sites(struct match *m, const char *cell)
{
	while (*cell && m->n < MATCH_KEYS) {
		size_t n = strcspn(cell, " ,;\n");

		if (n && !text_site_key(cell, n, &add(m, BY_SITE)->text))
			m->n--;
		cell += n + (cell[n] != '\0');
	}
}

static void read_name(struct match *m, const struct part *p)
{
	static const char *const parts[] = {"last_name", "first_name", "patronymic"};
	const char *name = cell_at(p, m->at.name);
	struct str whole = {0};

	for (size_t i = 0; m->contact && !*name && i < 3; i++)
		if (*part_cell(p, parts[i]))
			str_addf(&whole, "%s%s", whole.n ? " " : "", part_cell(p, parts[i]));
	if (whole.n)
		name = whole.s;
	str_clear(&m->name_key);
	if (*name)
		text_name_key(name, &m->name_key);
	str_free(&whole);
}

static void company_keys(struct match *m, const struct part *p)
{
	const char *territory = cell_at(p, m->at.territory);

	str_set(&m->inn, cell_at(p, m->at.inn));
	str_set(&m->kpp, cell_at(p, m->at.kpp));
	if (m->inn.n && m->n < MATCH_KEYS)
		str_set(&add(m, BY_INN)->text, m->inn.s);
	add_ways(m, &m->emails, cell_at(p, m->at.email));
	add_ways(m, &m->phones, cell_at(p, m->at.phone));
	add_sites(m, cell_at(p, m->at.site));
	m->territory_id = *territory ? codes_id(m->db, m->territory, territory, NULL) : 0;
	if (m->name_key.n && m->n < MATCH_KEYS) {
		struct match_key *k = add(m, BY_NAME);

		str_set(&k->text, m->name_key.s);
		if (m->with_territory)
			str_addf(&k->text, "\t%lld", (long long)m->territory_id);
	}
}

static void contact_keys(struct match *m, const struct part *p)
{
	add_ways(m, &m->emails, cell_at(p, m->at.email));
	if (!m->name_key.n)
		return;
	add_ways(m, &m->phones, cell_at(p, m->at.phone));
	m->employer = strtoll(cell_at(p, m->at.company), NULL, 10);
	if (m->employer && m->n < MATCH_KEYS)
		str_setf(&add(m, BY_NAME)->text, "%s\t%lld", m->name_key.s, (long long)m->employer);
}

/* What the record will have where the row has nothing, as the schema says. */
static void put_default(const struct field *f, struct value *v)
{
	if (!f->dflt)
		return;
	v->is = f->type == F_ENUM ? VALUE_TEXT : VALUE_INT;
	v->i = strtoll(f->dflt, NULL, 10);
	str_set(&v->text, f->dflt);
}

/* In a large load what was found for a reference (refs.h) stands there by its number, and need not be looked for again. */
static bool read_number(const struct match *m, const struct field *f, const char *cell, struct value *v)
{
	if (!m->set || f->type != F_REF || !*cell || cell[strspn(cell, "0123456789")] || registry_entity(f->ref)->code)
		return false;
	v->is = VALUE_INT;
	v->i = strtoll(cell, NULL, 10);
	v->named = false;
	return true;
}

/* Reads one value: 1, 0: the row has nothing there, -1: the writer will refuse it. */
static int read_value(struct match *m, const struct part *p, struct match_value *v)
{
	const struct part_field *f = &p->field[v->field];
	bool given;

	v->compared = false;
	v->v.is = VALUE_NULL;
	if (m->told && !v->telling)
		return 0;
	if (!read_number(m, f->f, p->cell[v->field], &v->v) && value_read(m->db, f->f, p->cell[v->field], &v->v, NULL))
		return -1;
	given = v->v.is != VALUE_NULL;
	/* In a flat table what a further row of it leaves out is in the first one. */
	v->compared = given || !(m->told || v->fills);
	m->open = m->open || (!given && v->fills);
	if (!given && v->compared)
		put_default(f->f, &v->v);
	return given;
}

/* What makes a record of any other kind one. Texts are read as the writer would: a row that it will refuse is no record. */
static void other_keys(struct match *m, const struct part *p)
{
	bool any = false;

	m->told = m->must >= 0 && *p->cell[m->must];
	m->open = false;
	for (size_t i = 0; i < m->values; i++) {
		int got = read_value(m, p, &m->value[i]);

		if (got < 0)
			return;
		any = any || got;
	}
	if (any)
		(void)add(m, m->told && !strcmp(p->entity->name, "deal") ? BY_TITLE : BY_ALL);
}

void match_keys(struct match *m, const struct part *p)
{
	m->n = 0;
	/* two deals may well be alike: with keys of their own they are two */
	if (m->only_keys || (m->whole && p->ref))
		return;
	if (m->company || m->contact)
		read_name(m, p);
	if (m->company)
		company_keys(m, p);
	else if (m->contact)
		contact_keys(m, p);
	else if (m->values && !(m->by_content && p->ref))
		other_keys(m, p); /* a foreign key says more than equal contents */
}
