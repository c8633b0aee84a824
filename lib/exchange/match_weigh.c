/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_weigh - what the keys of a row say together: one record, none, or different ones
 *
 * One key may be wrong: a switchboard, an address of an agency. So each key calls its owners as
 * witnesses. One owner who also has the name decides; two keys with different owners are a
 * contradiction that only a person can settle, and the row is refused with both. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "exchange/match_fresh_in.h"
#include "model/find.h"

/* A key and the records that have it. */
struct witness {
	const struct match_key *key;
	int64_t owner[MATCH_OWNERS];
	size_t n;
};

/* ---- names */

enum kinship { UNLIKE, LIKE, EQUAL };

static bool has_word(const char *name, const char *word, size_t n)
{
	while (*name) {
		size_t length = strcspn(name, " ");

		if (length == n && !strncmp(name, word, n))
			return true;
		name += length + (name[length] == ' ');
	}
	return false;
}

/* A word in common, initials not counted, makes names alike; a name that is not known says nothing. */
static enum kinship kinship(const char *one, const char *other)
{
	if (!strcmp(one, other))
		return EQUAL;
	if (!*one || !*other)
		return LIKE;
	while (*one) {
		size_t n = strcspn(one, " ");

		/* Bytes: one Cyrillic letter is two, so that its initials do not count either. */
		if (n > 2 && has_word(other, one, n))
			return LIKE;
		one += n + (one[n] == ' ');
	}
	return UNLIKE;
}

static enum kinship named_as(struct match *m, int64_t id)
{
	enum kinship k = LIKE;
	struct stmt *st;

	if (match_fresh_named(m, id))
		return EQUAL;
	if (m->held && !writer_wrote(m->part->writer, id)) {
		m->stuck = true;
		return LIKE;
	}
	st = db_prepare(m->db, m->company ? "SELECT name_key FROM company WHERE id = ?"
					  : "SELECT name_key FROM contact WHERE id = ?");
	db_bind_int_at(st, 1, id);
	if (db_step(st)) {
		k = kinship(str_text(&m->name_key), db_text0(st, 0));
		db_reset(st);
	}
	return k;
}

/* ---- in words */

static void name_record(struct match *m, int64_t id, struct str *out)
{
	struct str label = {0};

	find_label(m->db, m->part->entity, id, &label);
	str_addf(out, "%s %lld '", m->part->entity->name, (long long)id);
	text_printable(str_text(&label), out);
	str_addc(out, '\'');
	str_free(&label);
}

/* Without the territory, name or company that belongs to it. */
static void name_key(const struct match_key *k, struct str *out)
{
	char *text = mem_copyn(k->text.s, strcspn(k->text.s, "\t"));

	str_addf(out, "%s '", match_rule(k->kind));
	text_printable(text, out);
	str_addc(out, '\'');
	free(text);
}

/* "phone '+7…' is that of company 1 'A', email 'x@y' that of company 2 'B'" */
static int64_t differ(struct match *m, struct part *p, const struct match_key *a, int64_t one,
                      const struct match_key *b, int64_t other, struct str *why)
{
	m->stuck = m->held;
	if (!why || m->held)
		return -1;
	p->rival = other;
	p->id = one;
	p->rule = match_rule(a->kind);
	str_clear(why);
	name_key(a, why);
	str_add(why, " is that of ");
	name_record(m, one, why);
	str_add(why, a == b ? " and of " : ", ");
	if (a != b) {
		name_key(b, why);
		str_add(why, " that of ");
	}
	name_record(m, other, why);
	return -1;
}

/* ---- weighing */

/* Does the record count for nothing, although it has the key? Two tax numbers are two firms, whatever else they share;
 * rows of one table under quite different names share a switchboard, unless a mailbox led to the record before; and a
 * person is not another because of a mailbox. */
static bool is_other(struct match *m, const struct match_key *k, int64_t id, int64_t found, enum kinship kin)
{
	if (m->company && m->inn.n && match_base_other_inn(m, id))
		return true;
	if (kin != UNLIKE)
		return false;
	return m->contact || ((k->kind == BY_PHONE || k->kind == BY_SITE) && id > m->part->before && id != found);
}

/* Whose the key is; kin: of the last one. */
static void call(struct match *m, const struct match_key *k, int64_t found, struct witness *w, enum kinship *kin)
{
	bool with_name = k->kind == BY_NAME || k->kind == BY_MAILBOX || (m->contact && k->kind == BY_PHONE);
	size_t n = match_base(m, k, w->owner);

	w->key = k;
	w->n = 0;
	for (size_t i = 0; i < n; i++) {
		enum kinship one = with_name ? EQUAL : named_as(m, w->owner[i]);

		if (is_other(m, k, w->owner[i], found, one))
			continue;
		w->owner[w->n++] = w->owner[i];
		*kin = one;
	}
}

static bool among(const struct witness *w, int64_t id)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->owner[i] == id)
			return true;
	return false;
}

/* Keys that several records share: the one record that all of them have in common, or that has the name. */
static int64_t shared(struct match *m, const struct witness *w, size_t n, struct part *p, struct str *why)
{
	int64_t found = 0, namesake[2] = {0, 0};
	size_t common = 0, namesakes = 0;

	for (size_t i = 0; i < w[0].n; i++) {
		int64_t id = w[0].owner[i];
		size_t with = 1;

		while (with < n && among(&w[with], id))
			with++;
		if (with == n) {
			common++;
			found = id;
		}
		if (named_as(m, id) == EQUAL)
			namesake[namesakes++ > 0] = id;
	}
	p->rule = match_rule(w[0].key->kind);
	if (namesakes == 1)
		return namesake[0];
	if (common == 1 && n > 1)
		return found;
	if (namesakes)
		return differ(m, p, w[0].key, namesake[0], w[0].key, namesake[1], why);
	return differ(m, p, w[0].key, w[0].owner[0], w[0].key, w[0].owner[1], why);
}

/* A tax number would be given to a firm that only shares a telephone with the row. */
static bool is_bold(const struct match *m, const struct match_key *k, enum kinship kin)
{
	return m->company && m->inn.n && kin == UNLIKE && (k->kind == BY_PHONE || k->kind == BY_SITE);
}

static int64_t too_bold(struct match *m, struct part *p, const struct match_key *k, int64_t id, struct str *why)
{
	m->stuck = m->held;
	if (!why || m->held)
		return -1;
	p->id = id;
	p->rule = match_rule(k->kind);
	str_clear(why);
	name_key(k, why);
	str_add(why, " is that of ");
	name_record(m, id, why);
	str_add(why, ", which has another name and no tax number");
	return -1;
}

static int64_t weigh_company_or_contact(struct match *m, struct part *p, struct str *why)
{
	struct witness common[MATCH_KEYS], w;
	const struct match_key *by = NULL;
	int64_t found = 0;
	size_t n = 0;
	enum kinship kin = LIKE, how = LIKE;

	for (size_t i = 0; i < m->n; i++) {
		call(m, &m->key[i], found, &w, &kin);
		if (w.n > 1)
			common[n++] = w;
		if (w.n != 1)
			continue;
		if (found && found != w.owner[0])
			return differ(m, p, by, found, w.key, w.owner[0], why);
		if (!found)
			by = w.key;
		how = found ? how : kin;
		found = w.owner[0];
		/* Two things agree. */
		if (kin == EQUAL)
			break;
	}
	if (!found)
		return n ? shared(m, common, n, p, why) : 0;
	/* What agrees is less than what would be written. */
	if (is_bold(m, by, how))
		return too_bold(m, p, by, found, why);
	p->rule = match_rule(by->kind);
	p->unlike = how == UNLIKE;
	return found;
}

/* The ИНН decides, with the КПП; where firms share both, the name. */
static int64_t by_inn(struct match *m, struct part *p, struct str *why)
{
	struct witness w = {.key = &m->key[0]};

	w.n = match_base(m, w.key, w.owner);
	if (w.n > 1)
		return shared(m, &w, 1, p, why);
	if (!w.n)
		return 0;
	p->rule = match_rule(BY_INN);
	/* the name of the row goes nowhere then, which is told */
	p->unlike = named_as(m, w.owner[0]) == UNLIKE;
	return w.owner[0];
}

int64_t match_weigh(struct match *m, struct part *p, struct str *why)
{
	int64_t owner[MATCH_OWNERS], id;

	if (!m->n)
		return 0;
	if (!m->company && !m->contact) {
		if (!match_base(m, &m->key[0], owner))
			return 0;
		p->rule = match_rule(m->key[0].kind);
		return owner[0];
	}
	id = m->key[0].kind == BY_INN ? by_inn(m, p, why) : 0;
	return id ? id : weigh_company_or_contact(m, p, why);
}

int64_t match_key_agrees(struct match *m, struct part *p, int64_t id, struct str *why)
{
	const struct match_key *k = &m->key[0];
	struct match_key key = {.kind = BY_ALIAS};
	int64_t owner[MATCH_OWNERS];
	size_t n;

	if (!m->company || !m->n || k->kind != BY_INN)
		return id;
	n = match_base(m, k, owner);
	for (size_t i = 0; i < n; i++)
		if (owner[i] == id)
			return id;
	if (!n || match_base_has_inn(m, id))
		return id;
	str_set(&key.text, p->ref);
	id = differ(m, p, &key, id, k, owner[0], why);
	str_free(&key.text);
	return id;
}
