/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vtable - address books and calendars coming in as tables
 *
 * To the rest of an import they are tables like any other: they have a header, which says by itself what goes where,
 * so mappings, duplicates, refused rows and dry runs work as for a spreadsheet. */
#include "exchange/vtable.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "exchange/uid.h"
#include "exchange/vtable_in.h"

static const struct form {
	const char *name, *begin, *main;
	const char *extension[2];
	const struct vcolumn *column;
	const size_t *n;
	int (*read)(struct vtable *, struct str *why);
} forms[] = {
	[VTABLE_VCARD] = {"vCard", "BEGIN:VCARD", "contact", {".vcf", ".vcard"},
	                  vcard_columns, &vcard_columns_n, vcard_read},
	[VTABLE_ICAL] = {"iCalendar", "BEGIN:VCALENDAR", "task", {".ics", ".ical"},
	                 ical_columns, &ical_columns_n, ical_read},
};

const char *vtable_name(enum vtable_form form)
{
	return forms[form].name;
}

static bool ends_in(const char *file, const char *extension)
{
	size_t n = strlen(file), e = strlen(extension);

	return n > e && !strcasecmp(file + n - e, extension);
}

/* The beginning tells, whatever the file is called; the name only when it does not. */
enum vtable_form vtable_look(const char *s, size_t n, const char *file)
{
	while (n && strchr("\r\n\t ", *s))
		s++, n--;
	if (n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3))
		s += 3, n -= 3;
	for (int f = VTABLE_VCARD; f <= VTABLE_ICAL; f++)
		if (n >= strlen(forms[f].begin) && !strncasecmp(s, forms[f].begin, strlen(forms[f].begin)))
			return (enum vtable_form)f;
	for (int f = VTABLE_VCARD; f <= VTABLE_ICAL; f++)
		if (ends_in(file, forms[f].extension[0]) || ends_in(file, forms[f].extension[1]))
			return (enum vtable_form)f;
	return VTABLE_NONE;
}

int vtable_parse(const char *text, enum vtable_form *form, struct str *why)
{
	static const char *const names[] = {"table", "vcard", "ical"};

	for (int f = VTABLE_NONE; f <= VTABLE_ICAL; f++)
		if (!strcmp(text, names[f])) {
			*form = (enum vtable_form)f;
			return 0;
		}
	return text_refuse(why, text, "is nothing that is read, expected table, vcard or ical");
}

struct vtable *vtable_open(enum vtable_form form, long (*fill)(void *, char *, size_t), void *arg,
                           const char *name)
{
	struct vtable *v = mem_zero(sizeof *v);

	v->form = form;
	v->column = forms[form].column;
	v->n = *forms[form].n;
	v->name = name;
	v->lines = vlines_open(fill, arg, name);
	v->cell = mem_zero(v->n * sizeof *v->cell);
	v->out = mem_zero(v->n * sizeof *v->out);
	v->len = mem_zero(v->n * sizeof *v->len);
	v->quoted = mem_zero(v->n * sizeof *v->quoted);
	return v;
}

void vtable_add(struct vtable *v, int column, const char *between, const char *text)
{
	struct str *cell = &v->cell[column];

	if (!*text)
		return;
	if (cell->n)
		str_add(cell, between);
	str_add(cell, text);
}

int vtable_fail(const struct vtable *v, long line, struct str *why, const char *what)
{
	return str_setf(why, "%s:%ld: %s", v->name, line, what);
}

/* str_room: a cell that was never set has no memory yet. */
static int give(struct vtable *v, struct csv_row *row)
{
	for (size_t i = 0; i < v->n; i++) {
		(void)str_room(&v->cell[i], 0);
		v->cell[i].s[v->cell[i].n] = '\0';
		v->out[i] = v->cell[i].s;
		v->len[i] = v->cell[i].n;
	}
	*row = (struct csv_row){.cell = v->out, .len = v->len, .n = v->n, .line = v->line, .quoted = v->quoted};
	return 1;
}

int vtable_next(struct vtable *v, struct csv_row *row, struct str *why)
{
	int got = 1;

	if (v->begun) {
		got = forms[v->form].read(v, why);
	} else {
		for (size_t i = 0; i < v->n; i++)
			str_set(&v->cell[i], v->column[i].name);
		v->line = 1;
		v->begun = true;
	}
	return got > 0 ? give(v, row) : got;
}

void vtable_close(struct vtable *v)
{
	if (!v)
		return;
	vlines_close(v->lines);
	for (size_t i = 0; i < v->n; i++)
		str_free(&v->cell[i]);
	strs_free(&v->address);
	strs_free(&v->channel);
	free(v->cell);
	free(v->out);
	free(v->len);
	free(v->quoted);
	free(v);
}

/* Columns behind ours are those of a rejects file: line and reason. */
static bool is_header(const struct form *f, const struct strs *header)
{
	for (size_t i = 0; i < *f->n; i++)
		if (i >= header->n || strcmp(header->v[i], f->column[i].name) != 0)
			return false;
	return true;
}

static void add_columns(const struct form *f, struct strs *maps, struct strs *keys)
{
	for (size_t i = 0; i < *f->n; i++) {
		const struct vcolumn *c = &f->column[i];
		bool key = c->target && *c->target == '=';
		char *text = key ? mem_printf("%s=%s", c->target + 1, c->name)
		                 : mem_printf("%s=%s", c->name, c->target ? c->target : "-");

		strs_add(key ? keys : maps, text);
		free(text);
	}
}

void vtable_told(const struct strs *header, struct told *told)
{
	const struct form *f = NULL;
	struct strs maps = {0}, keys = {0};

	for (int i = VTABLE_VCARD; i <= VTABLE_ICAL && !f; i++)
		if (is_header(&forms[i], header))
			f = &forms[i];
	if (!f)
		return;
	add_columns(f, &maps, &keys);
	for (size_t i = 0; i < told->maps.n; i++)
		strs_add(&maps, told->maps.v[i]);
	strs_free(&told->maps);
	told->maps = maps;
	if (told->keys.n)
		strs_free(&keys);
	else
		told->keys = keys;
	told->main = registry_entity(f->main);
	if (!told->system)
		told->system = mem_copy(UID_SYSTEM);
}
