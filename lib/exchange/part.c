/* SPDX-License-Identifier: GPL-2.0-or-later */
/* part - the share of one entity in a row: its cells, its writer, what became of it
 *
 * A row may hold several records: its columns are sorted by entity into parts, in an order in
 * which each stands behind what it refers to. A part that has neither a column nor an option for
 * a reference to an earlier part of the row gets the record of that part. */
#include "exchange/part.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "store/txn.h"

/* What must be there before what refers to it. */
static size_t rank_of(const struct entity *e)
{
	static const char *const first[] = {"company", "contact", "deal", "invoice"};
	size_t n = sizeof first / sizeof *first;

	for (size_t i = 0; i < n; i++)
		if (!strcmp(first[i], e->name))
			return i;
	return n;
}

static struct part *part_of(struct parts *parts, const struct mapped *col)
{
	const struct entity *e = col->entity;
	size_t at = parts->n;

	for (size_t i = 0; i < parts->n; i++)
		if (parts->part[i].entity == e && parts->part[i].share == col->share)
			return &parts->part[i];
	parts->part = mem_resize(parts->part, (parts->n + 1) * sizeof *parts->part);
	while (at && rank_of(parts->part[at - 1].entity) > rank_of(e)) {
		parts->part[at] = parts->part[at - 1];
		at--;
	}
	parts->part[at] = (struct part){.entity = e, .share = col->share, .called = mapping_called(col)};
	parts->n++;
	return &parts->part[at];
}

int part_find(const struct part *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->field[i].name, name))
			return (int)i;
	return -1;
}

const char *part_cell(const struct part *p, const char *name)
{
	int i = part_find(p, name);

	return i < 0 ? "" : p->cell[i];
}

/* The name a field is typed by: the address of a company is kept as its street. */
static const char *typed_name(const struct entity *e, const struct field *f)
{
	return !strcmp(e->name, "company") && !strcmp(f->name, "street") ? "address" : f->name;
}

static struct part_field *add_field(struct part *p, const char *name, const struct field *f)
{
	int i = part_find(p, name);

	if (i >= 0)
		return &p->field[i];
	p->field = mem_resize(p->field, (p->n + 1) * sizeof *p->field);
	p->field[p->n] = (struct part_field){.name = name, .f = f};
	return &p->field[p->n++];
}

static void add_column(struct part *p, struct mapped *col)
{
	struct part_field *field = add_field(p, typed_name(p->entity, col->field), col->field);

	field->col = mem_resize(field->col, (field->n + 1) * sizeof *field->col);
	field->col[field->n++] = col;
}

static bool has_part(const struct parts *parts, const struct entity *e)
{
	for (size_t i = 0; i < parts->n; i++)
		if (parts->part[i].entity == e)
			return true;
	return false;
}

/* Records of one row belong together, unless a column says otherwise. An address or channel is of
 * one record only, that which the table is about if it is there. */
static void add_links(struct parts *parts, size_t child, const struct entity *main)
{
	struct part *p = &parts->part[child];
	bool single = registry_field(p->entity, "contact") &&
		      (!strcmp(p->entity->name, "address") || !strcmp(p->entity->name, "channel"));

	for (size_t i = 0; i < child; i++) {
		const char *name = parts->part[i].entity->name;
		const struct field *f = mapping_field(p->entity, name);

		if (!f || part_find(p, name) >= 0)
			continue;
		if (single && parts->part[i].entity != main && has_part(parts, main))
			continue;
		add_field(p, name, f)->link = &parts->part[i];
		p->hangs = true;
		parts->part[i].items = parts->part[i].items || !strcmp(p->entity->name, "deal_item");
		if (single)
			break;
	}
}

/* "$1,200" says the currency as well, where no column does. */
static void add_currency(struct part *p)
{
	const struct field *f = mapping_field(p->entity, "currency");
	bool money = false;

	for (size_t i = 0; i < p->n; i++)
		money = money || p->field[i].f->type == F_MONEY;
	p->signs = f && money && part_find(p, "currency") < 0;
	if (p->signs)
		add_field(p, "currency", f);
}

int parts_make(const struct mapping *m, struct parts *parts, struct str *why)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->col[i].entity)
			(void)part_of(parts, &m->col[i]);
	for (size_t i = 0; i < m->n; i++) {
		struct mapped *col = &m->col[i];

		if (col->entity && col->field)
			add_column(part_of(parts, col), col);
		else if (col->entity && !part_of(parts, col)->key)
			part_of(parts, col)->key = col;
		else if (col->entity)
			return str_setf(why, "--key: %s has two", col->entity->name);
	}
	for (size_t i = 0; i < parts->n; i++) {
		struct part *p = &parts->part[i];

		if (!p->n)
			return str_setf(why, "--key: no column has a field of '%s'", p->entity->name);
		/* What a move came from, and where the deal stands, is made out when all of its moves are in. */
		if (parts->n > 1 && !strcmp(p->entity->name, "stage_change"))
			return str_setf(why, "column '%s': moves of deals are imported as a table of their own, when the "
					"deals are in: crm-import stage_change", p->field[0].col[0]->name);
		add_links(parts, i, m->main);
		add_currency(p);
		p->cell = mem_zero(p->n * sizeof *p->cell);
	}
	return 0;
}

static int64_t last_number(struct db *db, const struct entity *e)
{
	char *sql = mem_printf("SELECT max(id) FROM %s", e->name);
	int64_t last = db_get_int(db, 0, sql, NULL);

	free(sql);
	return last;
}

int parts_open(struct parts *parts, struct db *db, const char *at, struct str *why)
{
	for (size_t i = 0; i < parts->n; i++) {
		struct part *p = &parts->part[i];
		const char **names = mem_zero(p->n * sizeof *names);

		for (size_t k = 0; k < p->n; k++)
			names[k] = p->field[k].name;
		p->writer = writer_open(db, p->entity, names, p->n, why);
		free(names);
		if (!p->writer)
			return -1;
		p->before = last_number(db, p->entity);
		p->country = db_setting(db, "country", "RU");
		p->currency = db_setting(db, "base_currency", "RUB");
		writer_allow_kept(p->writer);
		writer_at(p->writer, at);
	}
	return 0;
}

static int refuse(const struct mapped *col, struct str *why)
{
	char *reason = why ? mem_copy(str_text(why)) : NULL;

	if (!reason)
		return -1;
	str_setf(why, "%s '%s': %s", col->constant ? "--set" : "column", col->name, reason);
	free(reason);
	return -1;
}

/* One column's share of a cell: 1 when text was set, 0 when raw stands as it is. */
static int read_column(struct part *p, const struct mapped *col, const char *raw, struct refs *refs,
                       struct str *text, struct str *why)
{
	int got;

	if (!*raw)
		return 0;
	if (col->field->type == F_REF) {
		bool own = col->to == p->entity;

		got = own && p->bulk ? -1 : refs_find(refs, col, raw, text, why);
		p->later = p->later || (own && got < 0);
	} else {
		got = convert_cell(&col->convert, col->field, raw, text, why);
	}
	return got < 0 ? refuse(col, why) : got;
}

static const char *raw_cell(const struct mapped *col, char *const *cells)
{
	return col->constant ? col->constant : convert_said(col->field, text_trim(cells[col->from]));
}

/* Telephones and mailboxes of one column, each with what the header calls them. What cannot be read goes on as it is:
 * the writer says why. */
static void add_ways(const struct mapped *col, const char *raw, struct ways *ways, const char *country, struct str *text)
{
	ways->kind = col->field->type == F_PHONE ? "phone" : "email";
	if (col->label && !way_read(ways, country, raw, NULL))
		way_write(ways, col->label, text);
	else
		str_addf(text, "%s%s", text->n ? "; " : "", raw);
}

/* Several columns for one field, put into one cell as the writer takes them. */
static void join_columns(struct part *p, struct part_field *f, char *const *cells)
{
	str_clear(&f->text);
	for (size_t i = 0; i < f->n; i++) {
		const char *raw = raw_cell(f->col[i], cells);

		if (!*raw)
			continue;
		p->here = p->here || !f->col[i]->constant;
		add_ways(f->col[i], raw, &p->ways, p->country, &f->text);
	}
}

static int read_field(struct part *p, size_t i, char *const *cells, struct refs *refs, struct str *why)
{
	struct part_field *f = &p->field[i];
	const char *raw;
	int got;

	p->cell[i] = "";
	f->raw = NULL;
	if (f->n > 1 || (f->n && f->col[0]->label)) {
		join_columns(p, f, cells);
		p->cell[i] = str_text(&f->text);
		return 0;
	}
	if (!f->n)
		return 0;
	raw = f->raw = raw_cell(f->col[0], cells);
	if (*raw && !f->col[0]->constant)
		p->here = true;
	got = read_column(p, f->col[0], raw, refs, &f->text, why);
	p->cell[i] = got > 0 ? f->text.s : raw;
	return got < 0 ? -1 : 0;
}

const char *part_ref(const struct part *p, char *const *cells)
{
	const char *ref = p->key ? text_trim(cells[p->key->from]) : "";

	return *ref ? ref : NULL;
}

static const char *label_field(const struct part *p)
{
	const struct entity *e = p->entity;

	return e->label ? e->label : e->code ? e->code : "";
}

int part_read(struct part *p, char *const *cells, struct refs *refs, struct str *why)
{
	int bad = 0;

	p->here = p->later = false;
	p->row = cells;
	p->id = p->rival = 0;
	p->unlike = false;
	p->fate = PART_NONE;
	p->rule = NULL;
	p->ref = part_ref(p, cells);
	for (size_t i = 0; i < p->n; i++)
		if (read_field(p, i, cells, refs, bad ? NULL : why) < 0)
			bad = -1;
	if (!bad && p->signs)
		bad = part_money(p, why);
	p->label = part_cell(p, label_field(p));
	return bad;
}

void part_unchanged(struct part *p, char *const *cells, int64_t id)
{
	int i = part_find(p, label_field(p));

	p->here = true;
	p->id = id;
	p->fate = PART_SAME;
	p->rule = "key";
	p->label = i >= 0 && p->field[i].n ? raw_cell(p->field[i].col[0], cells) : "";
}

/* The column that has the value a reason begins with; the first when that cannot be told. */
static const struct mapped *column_of(const struct part *p, const struct part_field *f, const char *reason)
{
	const char *end = *reason == '\'' ? strchr(reason + 1, '\'') : NULL;
	char *value = end ? mem_copyn(reason + 1, (size_t)(end - reason - 1)) : NULL;
	size_t found = 0;

	for (size_t i = f->n; value && i-- > 0;)
		if (!f->col[i]->constant && strstr(p->row[f->col[i]->from], value))
			found = i;
	free(value);
	return f->col[found];
}

/* The value that a reason begins with, as it stands in the file and not as it was converted. */
static void in_file_words(const struct part_field *f, const char *reason, struct str *why)
{
	size_t n = f->text.n;

	str_clear(why);
	if (f->raw && n && *reason == '\'' && !strncmp(reason + 1, f->text.s, n) && reason[n + 1] == '\'') {
		str_addc(why, '\'');
		text_printable(f->raw, why);
		reason += n + 1;
	}
	str_add(why, reason);
}

void part_reason(const struct part *p, struct str *why)
{
	const char *colon = strstr(str_text(why), ": ");
	char *name = colon ? mem_copyn(why->s, (size_t)(colon - why->s)) : NULL;
	int i = name ? part_find(p, name) : -1;
	char *reason;

	free(name);
	if (i < 0 || !p->field[i].n)
		return;
	reason = mem_copy(colon + 2);
	in_file_words(&p->field[i], reason, why);
	(void)refuse(column_of(p, &p->field[i], reason), why);
	free(reason);
}

void part_counted(struct part *p)
{
	size_t i = 0;

	p->count[p->fate]++;
	if (!p->rule || (p->fate != PART_SAME && p->fate != PART_CHANGED))
		return;
	while (i < PART_RULES - 1 && p->by[i].rule && strcmp(p->by[i].rule, p->rule))
		i++;
	p->by[i].rule = p->rule;
	p->by[i].n++;
	p->by[i].unlike += p->unlike;
}

void parts_close(struct parts *parts)
{
	for (size_t i = 0; i < parts->n; i++) {
		writer_close(parts->part[i].writer);
		db_finalize(parts->part[i].stored);
		db_finalize(parts->part[i].gaps);
		parts->part[i].writer = NULL;
	}
}

void parts_free(struct parts *parts)
{
	for (size_t i = 0; i < parts->n; i++) {
		struct part *p = &parts->part[i];

		for (size_t k = 0; k < p->n; k++) {
			free(p->field[k].col);
			str_free(&p->field[k].text);
		}
		free(p->field);
		free(p->cell);
		way_free(&p->ways);
	}
	free(parts->part);
}
