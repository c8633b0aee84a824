/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_text - what is searched of a record, read from the tables
 *
 * An entry's number is the kind above 40 bits of the record's number: a range of them is a range
 * of records of one kind, and the order of hits is that of kinds and numbers. Digits are indexed
 * as all runs of three, so that the middle of a telephone number is found. */
#include "model/search.h"
#include "model/search_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "store/registry.h"

enum { PARTS = 4 };

/* Many records in order, or one: a past date finds it sooner when it is asked for as one. */
enum { MANY, ONE, ASKED };
#define OF(number, sql) \
	{"SELECT " number ", " sql " WHERE " number " BETWEEN :first AND :last ORDER BY 1", \
	 "SELECT " number ", " sql " WHERE " number " = :first ORDER BY id"}
#define ADDRESS "NULL, coalesce(city || ', ', '') || coalesce(street, ''), NULL FROM address"
#define CHANNEL \
	"NULL, CASE WHEN kind <> 'phone' THEN value END, CASE WHEN kind = 'phone' THEN coalesce(key, value) END " \
	"FROM channel"

/* A kind's place here is its number in the index. Each statement gives number, name, body and number
 * texts in order of the number; read side by side they cost half of what a UNION of them does. */
static const struct {
	const char *entity, *name, *sql[PARTS][ASKED];
} kinds[SEARCH_KINDS] = {
	{"company", "name",
	 {OF("id", "name, coalesce(site || ', ', '') || coalesce(note, ''), NULL FROM company"),
	  OF("company", "NULL, legal_name, coalesce(inn, '') || ' ' || coalesce(ogrn, '') FROM legal_entity"),
	  OF("company", CHANNEL), OF("company", ADDRESS)}},
	{"contact", "name",
	 {OF("id", "name, note, NULL FROM contact"), OF("contact", "NULL, position, NULL FROM employment"),
	  OF("contact", CHANNEL), OF("contact", ADDRESS)}},
	{"deal", "title", {OF("id", "title, coalesce(terms || ', ', '') || coalesce(note, ''), NULL FROM deal")}},
	{"activity", NULL, {OF("id", "NULL, text, NULL FROM activity")}},
	{"task", "title", {OF("id", "title, result, NULL FROM task")}},
	{"claim", "kind",
	 {OF("id", "kind, coalesce(text || ', ', '') || coalesce(decision, ''), NULL FROM claim")}},
	{"hint", NULL, {OF("id", "NULL, coalesce(link || ', ', '') || text, NULL FROM hint")}},
	{"client_event", "kind", {OF("id", "kind, text, NULL FROM client_event")}},
};

struct search_reader {
	struct stmt *st[PARTS];
	int64_t at[PARTS]; /* the record whose row a statement stands on; INT64_MAX: at its end */
};

/* The columns that the statements above read. */
bool search_reads(const char *entity, const char *field)
{
	static const char *const read[][2] = {
		{"company", "name site note"}, {"contact", "name note"}, {"deal", "title terms note"},
		{"activity", "text"}, {"task", "title result"}, {"claim", "kind text decision"},
		{"hint", "link text"}, {"client_event", "kind text"},
		{"legal_entity", "company legal_name inn ogrn"}, {"employment", "contact position"},
		{"channel", "company contact kind value"}, {"address", "company contact city street"}};

	for (size_t i = 0; i < sizeof read / sizeof *read; i++)
		if (strcmp(read[i][0], entity) == 0)
			return registry_choice(read[i][1], field);
	return false;
}

int search_kind(const char *entity)
{
	for (int i = 0; i < SEARCH_KINDS; i++)
		if (strcmp(kinds[i].entity, entity) == 0)
			return i + 1;
	return 0;
}

const char *search_kind_name(int kind)
{
	return kind >= 1 && kind <= SEARCH_KINDS ? kinds[kind - 1].entity : NULL;
}

const char *search_name_field(int kind)
{
	return kinds[kind - 1].name;
}

static void step(struct search_reader *r, int i)
{
	r->at[i] = db_step(r->st[i]) ? db_int(r->st[i], 0) : INT64_MAX;
}

static void start(struct search_reader *r, struct db *db, int i, const char *sql, int64_t first, int64_t last)
{
	r->st[i] = db_prepare(db, sql);
	db_bind_int_at(r->st[i], 1, first);
	if (last != first)
		db_bind_int_at(r->st[i], 2, last);
	step(r, i);
}

void search_read_ready(struct db *db, int kind)
{
	for (int i = 0; i < PARTS; i++)
		if (kinds[kind - 1].sql[i][ONE])
			(void)db_prepare(db, kinds[kind - 1].sql[i][ONE]);
}

struct search_reader *search_read(struct db *db, int kind, int64_t first, int64_t last)
{
	struct search_reader *r = mem_alloc(sizeof *r);
	int asked = first == last ? ONE : MANY;

	for (int i = 0; i < PARTS; i++)
		r->at[i] = INT64_MAX;
	start(r, db, 0, kinds[kind - 1].sql[0][asked], first, last);
	/* without records what belongs to them need not be read */
	for (int i = 1; i < PARTS && r->at[0] < INT64_MAX; i++)
		if (kinds[kind - 1].sql[i][asked])
			start(r, db, i, kinds[kind - 1].sql[i][asked], first, last);
	return r;
}

static void append(struct str *to, const char *s, const char *separator)
{
	if (!s || !*s)
		return;
	if (to->n)
		str_add(to, separator);
	str_add(to, s);
	/* the statements put a comma behind what may be followed by nothing */
	if (to->n > 2 && strcmp(to->s + to->n - 2, ", ") == 0) {
		to->n -= 2;
		to->s[to->n] = '\0';
	}
}

bool search_read_next(struct search_reader *r, struct search_text *t)
{
	t->id = r->at[0];
	str_clear(&t->name);
	str_clear(&t->body);
	str_clear(&t->number);
	if (t->id == INT64_MAX)
		return false;
	for (int i = 0; i < PARTS; i++)
		while (r->at[i] <= t->id) {
			if (r->at[i] < t->id) { /* of a record that is not there */
				step(r, i);
				continue;
			}
			append(&t->name, db_text(r->st[i], 1), " ");
			append(&t->body, db_text(r->st[i], 2), ", ");
			append(&t->number, db_text(r->st[i], 3), " ");
			step(r, i);
		}
	return true;
}

void search_read_free(struct search_reader *r)
{
	for (int i = 0; i < PARTS; i++)
		if (r->at[i] != INT64_MAX)
			db_reset(r->st[i]);
	free(r);
}

void search_text_free(struct search_text *t)
{
	str_free(&t->name);
	str_free(&t->body);
	str_free(&t->number);
}

/* Letters and digits of any script make words; the signs that stand between words in Russian and
 * European texts do not. */
static bool in_word(int32_t c)
{
	if (c < 0x80)
		return c > 0 && isalnum((unsigned char)c);
	if (c < 0xc0)
		return c == 0xaa || c == 0xb2 || c == 0xb3 || c == 0xb5 || c == 0xb9 || c == 0xba;
	return !text_is_space(c) && !(c >= 0x2000 && c <= 0x206f) && !(c >= 0x2100 && c <= 0x2bff) &&
	       !(c >= 0x3000 && c <= 0x303f) && c != 0xd7 && c != 0xf7 && c != 0xfeff;
}

void search_words(const char *s, struct str *out)
{
	struct str folded = {0};
	const char *p, *at;
	bool inside = false;

	text_fold(s, &folded);
	str_clear(out);
	for (p = at = str_text(&folded); *p; at = p) {
		if (!in_word(text_next(&p))) {
			inside = false;
			continue;
		}
		if (!inside)
			str_addc(out, ' ');
		inside = true;
		str_addn(out, at, (size_t)(p - at));
	}
	str_free(&folded);
}

void search_former(const char *s, struct str *out)
{
	struct str words = {0};

	search_words(s, &words);
	str_clear(out);
	for (const char *p = str_text(&words); *p; p++) {
		str_addc(out, *p);
		if (*p == ' ')
			str_add(out, SEARCH_FORMER);
	}
	str_free(&words);
}

void search_grams(const char *s, struct str *out)
{
	size_t run = 0;

	str_clear(out);
	for (; *s; s++) {
		run = isdigit((unsigned char)*s) ? run + 1 : 0;
		if (run >= 3) {
			str_addc(out, ' ');
			str_addn(out, s - 2, 3);
		}
	}
}

static const struct {
	const char *entity, *sql;
} parts[] = {
	{"channel", "SELECT company, contact FROM channel WHERE id = :id"},
	{"address", "SELECT company, contact FROM address WHERE id = :id"},
	{"legal_entity", "SELECT company, NULL FROM legal_entity WHERE id = :id"},
	{"employment", "SELECT NULL, contact FROM employment WHERE id = :id"},
};

static const char *owners_sql(const char *entity)
{
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strcmp(parts[i].entity, entity) == 0)
			return parts[i].sql;
	return NULL;
}

bool search_owned(const char *entity)
{
	return owners_sql(entity) != NULL;
}

void search_owners(struct db *db, const char *entity, int64_t id,
                   void (*each)(void *, const char *entity, int64_t id), void *arg)
{
	const char *sql = owners_sql(entity);
	int64_t company = 0, contact = 0;
	struct stmt *st;

	if (!sql)
		return;
	st = db_prepare(db, sql);
	db_bind_int(st, "id", id);
	while (db_step(st)) {
		company = db_int(st, 0);
		contact = db_int(st, 1);
	}
	if (company)
		each(arg, "company", company);
	if (contact)
		each(arg, "contact", contact);
}
