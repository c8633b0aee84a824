/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mapping - which column of a foreign table goes into which field of which record
 *
 * Four voices in this order: --map and --set, the headers, --key, --ref. Each column has one
 * field; a field is filled by one column, but for telephones and addresses, of which a record
 * has many. */
#include "exchange/mapping_in.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "model/writer.h"

const char *mapping_system(const struct told *t)
{
	return t->system ? t->system : "import";
}

const struct field *mapping_field(const struct entity *e, const char *name)
{
	const struct field *f = registry_field(e, name);
	const char *table = writer_table(e, name);

	/* Of what is computed only that which the writer puts where it is computed from. */
	if (f && f->type != F_ID && f->type != F_KEY &&
	    (!(f->flags & FIELD_DERIVED) || writer_settable(e, name, NULL) == 0))
		return f;
	return table ? registry_field(registry_entity(table), name) : NULL;
}

/* "field" of the main entity or "entity.field". Quiet: no reason is given. */
static int find_target(const struct mapping *m, const char *path, struct mapped *col, struct str *why)
{
	const char *dot = strchr(path, '.');
	char *name = dot ? mem_copyn(path, (size_t)(dot - path)) : NULL;
	const struct share *share = dot ? mapping_share(name) : NULL;
	const struct entity *e = dot ? registry_entity(share ? share->entity : name) : m->main;
	const struct field *f = e ? mapping_field(e, dot ? dot + 1 : path) : NULL;

	if (f) {
		col->entity = e;
		col->share = share && share->kind ? share : NULL;
		col->field = f;
		col->to = f->type == F_REF ? registry_entity(f->ref) : NULL;
	} else if (why && !e) {
		registry_unknown_entity(name, why);
	} else if (why) {
		registry_unknown_field(e, dot ? dot + 1 : path, why);
	}
	free(name);
	return f ? 0 : -1;
}

/* Any number of phones and e-mails may come for one record; of all else there is one. */
static bool is_taken(const struct mapping *m, const struct mapped *col)
{
	if (col->field->type == F_PHONE || col->field->type == F_EMAIL)
		return false;
	for (size_t i = 0; i < m->n; i++)
		if (&m->col[i] != col && m->col[i].entity == col->entity && m->col[i].field == col->field &&
		    m->col[i].share == col->share)
			return true;
	return false;
}

static const char taken[] = "another column has that field";

static void by_header(struct mapping *m, struct mapped *col)
{
	const char *words = mapping_words(col->name, m->main, m->currency);
	char *list, *rest, *path;

	if (!words) {
		col->why = *col->name ? "no field of that name" : "no name";
		return;
	}
	list = rest = mem_copy(words);
	while (!col->field && (path = strsep(&rest, " "))) {
		const char *dot = strchr(path, '.');

		if (dot && !mapping_may_hold(m->main, path))
			continue;
		(void)find_target(m, path, col, NULL);
	}
	free(list);
	if (!col->field) {
		col->why = "no such field here";
	} else if (is_taken(m, col)) {
		col->entity = NULL;
		col->field = NULL;
		col->why = taken;
	}
}

/* In a list of firms the name of a person, where another column is that of the firm: "Имя;Фамилия;Компания". */
static bool is_persons(const struct mapped *col, bool *surely)
{
	struct str words = {0};
	bool is;

	text_fold(col->name, &words);
	*surely = !strcmp(str_text(&words), "имя");
	is = *surely || !strcmp(str_text(&words), "name") || !strcmp(str_text(&words), "full name");
	str_free(&words);
	return is;
}

/* Beside a mere "Name", "Account" and "Client" may be a number and a yes or no. */
static bool is_firms(const struct mapped *col)
{
	struct str words = {0};
	bool is;

	text_fold(col->name, &words);
	is = strstr(str_text(&words), "company") || strstr(str_text(&words), "organi") || strstr(str_text(&words), "firm");
	str_free(&words);
	return is;
}

static bool is_field(const struct mapped *col, const char *entity, const char *field)
{
	return col->field && !strcmp(col->entity->name, entity) && !strcmp(col->field->name, field);
}

/* Whichever of the two columns comes first. */
static bool give_to_firm(struct mapping *m, const struct mapped *person, bool surely)
{
	for (size_t i = 0; i < m->columns; i++) {
		struct mapped *col = &m->col[i];

		if (col == person || !(surely || is_firms(col)))
			continue;
		if (col->why == taken) {
			col->why = NULL;
			by_header(m, col);
		}
		if (is_field(col, "company", "name"))
			return true;
	}
	return false;
}

static void settle_person(struct mapping *m, struct mapped *col, bool surely)
{
	bool parts = false;

	if (col->given || !(col->why == taken || is_field(col, "company", "name")))
		return;
	*col = (struct mapped){.name = col->name, .from = col->from};
	if (!give_to_firm(m, col, surely)) {
		by_header(m, col);
		return;
	}
	for (size_t i = 0; i < m->n; i++)
		parts = parts || is_field(&m->col[i], "contact", "last_name");
	(void)find_target(m, parts ? "contact.first_name" : "contact.name", col, NULL);
	if (is_taken(m, col))
		*col = (struct mapped){.name = col->name, .from = col->from, .why = taken};
}

static long column_named(const struct mapping *m, const char *name, struct str *why)
{
	const char **names = mem_zero((m->columns + 1) * sizeof *names);
	struct str a = {0}, b = {0};
	const char *near;
	long found = -1;

	text_fold(name, &a);
	for (size_t i = 0; i < m->columns && found < 0; i++) {
		names[i] = m->col[i].name;
		text_fold(names[i], &b);
		if (!strcmp(str_text(&a), str_text(&b)))
			found = (long)i;
	}
	near = found < 0 ? text_nearest(name, names) : NULL;
	if (found < 0)
		str_setf(why, "there is no column '%s'%s%s%s", name, near ? ", did you mean '" : "",
			 near ? near : "", near ? "'?" : "");
	str_free(&a);
	str_free(&b);
	free(names);
	return found;
}

static int give_map(struct mapping *m, const char *text, struct str *why)
{
	/* The last one: a header may hold others, a field never does. */
	const char *eq = strrchr(text, '=');
	char *name;
	long i;

	if (!eq || eq == text)
		return str_setf(why, "'%s' is no mapping; expected 'Column=field'", text);
	name = mem_copyn(text, (size_t)(eq - text));
	i = column_named(m, name, why);
	free(name);
	if (i < 0)
		return -1;
	if (!strcmp(eq + 1, "-") || !eq[1]) {
		m->col[i].why = "as told";
		return 0;
	}
	if (find_target(m, eq + 1, &m->col[i], why) < 0)
		return -1;
	m->col[i].given = true;
	if (is_taken(m, &m->col[i]))
		return str_setf(why, "'%s': another column is mapped to that field", text);
	return 0;
}

static int give_key(struct mapping *m, const char *text, const char *system, struct str *why)
{
	const char *eq = strchr(text, '=');
	char *name = eq ? mem_copyn(text, (size_t)(eq - text)) : NULL;
	const struct entity *e = name ? registry_entity(name) : NULL;
	struct mapped *col;
	long i;

	free(name);
	i = column_named(m, e ? eq + 1 : text, why);
	if (i < 0)
		return -1;
	col = &m->col[i];
	if (col->field) { /* the key is a field as well: a code, a name */
		col = mapping_more(m, m->col[i].name);
		col->from = (size_t)i;
	}
	col->entity = e ? e : m->main;
	col->field = NULL;
	col->system = system;
	return 0;
}

static int give_set(struct mapping *m, const char *text, struct str *why)
{
	const char *eq = strchr(text, '=');
	struct mapped *col;
	char *path;
	int bad;

	if (!eq || eq == text)
		return str_setf(why, "'%s' is no constant; expected 'field=value'", text);
	path = mem_copyn(text, (size_t)(eq - text));
	col = mapping_more(m, path);
	col->constant = eq + 1;
	col->given = true;
	bad = find_target(m, path, col, why);
	free(path);
	if (!bad && is_taken(m, col))
		bad = str_setf(why, "'%s': a column is mapped to that field", text);
	return bad;
}

static int give_ref(struct mapping *m, const char *text, struct str *why)
{
	const char *eq = strchr(text, '=');
	struct mapped wanted = {0};
	char *path;
	int bad;

	if (!eq || eq == text || !eq[1])
		return str_setf(why, "'%s' is no reference; expected 'field=SYSTEM'", text);
	path = mem_copyn(text, (size_t)(eq - text));
	bad = find_target(m, path, &wanted, why);
	if (!bad && wanted.field->type != F_REF)
		bad = str_setf(why, "field '%s' refers to no record", path);
	for (size_t i = 0; i < m->n && !bad; i++)
		if (m->col[i].entity == wanted.entity && m->col[i].field == wanted.field) {
			m->col[i].system = eq + 1;
			free(path);
			return 0;
		}
	if (!bad)
		bad = str_setf(why, "no column is mapped to '%s'", path);
	free(path);
	return bad;
}

/* "ИНН/КПП": what stands behind the stroke has a field of its own. */
static void part_numbers(struct mapping *m)
{
	for (size_t i = 0; i < m->columns; i++) {
		struct str words = {0};
		bool both;
		struct mapped *kpp;

		text_fold(m->col[i].name, &words);
		both = m->col[i].field && m->col[i].field->type == F_INN && strstr(str_text(&words), "кпп");
		str_free(&words);
		if (!both)
			continue;
		kpp = mapping_more(m, m->col[i].name);
		kpp->from = i;
		kpp->entity = m->col[i].entity;
		kpp->field = mapping_field(kpp->entity, "kpp");
		kpp->convert.paired = m->col[i].convert.paired = true;
		if (!kpp->field || is_taken(m, kpp))
			*kpp = (struct mapped){.name = kpp->name, .from = i, .why = taken};
	}
}

/* What was asked for goes first, then the headers speak, then keys and references. */
static int fill(struct mapping *m, const struct told *wish, struct str *why)
{
	bool surely;

	for (size_t i = 0; i < wish->maps.n; i++)
		if (give_map(m, wish->maps.v[i], why) < 0)
			return -1;
	for (size_t i = 0; i < wish->sets.n; i++)
		if (give_set(m, wish->sets.v[i], why) < 0)
			return -1;
	for (size_t i = 0; i < m->columns; i++)
		if (!m->col[i].field && !m->col[i].why)
			by_header(m, &m->col[i]);
	for (size_t i = 0; i < m->columns && !strcmp(m->main->name, "company"); i++)
		if (is_persons(&m->col[i], &surely))
			settle_person(m, &m->col[i], surely);
	part_numbers(m);
	for (size_t i = 0; i < wish->keys.n; i++)
		if (give_key(m, wish->keys.v[i], mapping_system(wish), why) < 0)
			return -1;
	mapping_flat(m);
	for (size_t i = 0; i < wish->refs.n; i++)
		if (give_ref(m, wish->refs.v[i], why) < 0)
			return -1;
	for (size_t i = 0; i < m->n; i++)
		if (m->col[i].field)
			return 0;
	return str_setf(why, "no column has a field of '%s'; name them with --map 'Column=field'", m->main->name);
}

struct mapping *mapping_make(const struct told *wish, const struct strs *header, size_t width,
                             const char *currency, struct str *why)
{
	struct mapping *m = mem_zero(sizeof *m);

	m->main = wish->main;
	m->currency = currency;
	m->columns = m->n = width;
	m->col = mem_zero((width ? width : 1) * sizeof *m->col);
	for (size_t i = 0; i < width; i++) {
		m->col[i].name = mem_copy(header->v[i]);
		m->col[i].from = i;
	}
	if (!fill(m, wish, why))
		return m;
	mapping_free(m);
	return NULL;
}

void mapping_free(struct mapping *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->n; i++) {
		free(m->col[i].name);
		free(m->col[i].label);
	}
	free(m->col);
	free(m);
}
