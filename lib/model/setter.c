/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setter - the work of crm-set
 *
 * Fields and values come either from the command line, then all records get the same, or from
 * the columns of a table, then each gets its own. Few records are written one after another;
 * many, if no rule looks at the fields, are only read one by one and then written together
 * (writer_many). */
#include "model/setter.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/number.h"
#include "io/ask.h"
#include "io/opt.h"
#include "model/row.h"
#include "model/work.h"
#include "model/writer.h"
#include "store/load.h"

/* From so many records on, changes that no rule looks at are written together. */
#define MANY 50

/* "name=…" with a word before the sign; "ООО А=Б" is a record. */
static bool is_assignment(const char *operand)
{
	size_t n = strspn(operand, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return n > 0 && operand[n] == '=';
}

static void fields_of_table(struct setter *s)
{
	const struct strs *names = feed_columns(s->feed);

	for (size_t i = 0; names && i < names->n; i++)
		if (strcmp(names->v[i], s->entity->name) != 0 && strs_find(&s->fields, names->v[i]) < 0 &&
		    writer_settable(s->entity, names->v[i], NULL) == 0)
			strs_add(&s->fields, names->v[i]);
	if (s->fields.n == 0)
		opt_usage("nothing to change: expected FIELD=VALUE, or columns that are fields of %s",
		          s->entity->name);
}

struct setter *setter_open(const struct entity *e, char **operands, int n)
{
	struct setter *s = mem_zero(sizeof *s);
	char **records = mem_alloc(((size_t)n + 1) * sizeof *records);
	int many = 0;

	s->entity = e;
	for (int i = 0; i < n; i++)
		if (is_assignment(operands[i]))
			work_assignment(e, operands[i], &s->fields, &s->texts);
		else
			records[many++] = operands[i];
	s->records = records;
	s->feed = feed_open(e, records, many);
	if (s->fields.n == 0)
		fields_of_table(s);
	s->expected = feed_expected(s->feed);
	return s;
}

struct db *setter_begin(struct setter *s)
{
	struct db *db = db_open(DB_WRITE);
	const char *const *fields = (const char *const *)s->fields.v;

	s->together = s->expected >= MANY && (s->texts.n ? writer_alike(db, s->entity, fields, s->fields.n)
	                                                 : writer_each(db, s->entity, fields, s->fields.n));
	if (s->together)
		load_trust_refs(db);
	else
		work_ready(db, s->entity, true);
	work_start(db);
	return db;
}

static struct out *open_out(struct setter *s, struct row *shown, const struct strs *names)
{
	struct out_column *c = mem_zero((names->n + 1) * sizeof *c);
	struct out *out;

	c[0] = (struct out_column){s->entity->name, OUT_NUMBER};
	for (size_t i = 0; i < names->n; i++)
		c[i + 1] = (struct out_column){names->v[i], row_kind(shown, i)};
	out = feed_out(s->feed, c, names->n + 1);
	free(c);
	return out;
}

static void show(struct setter *s, struct row *shown, const struct strs *names, int64_t id,
                 struct out *out)
{
	const char **cells = mem_zero((names->n + 1) * sizeof *cells);
	char *number = mem_printf("%lld", (long long)id);

	row_read(shown, id);
	cells[0] = number;
	for (size_t i = 0; i < names->n; i++) {
		int operand = s->texts.n ? strs_find(&s->fields, names->v[i]) : -1;

		cells[i + 1] = row_text(shown, i);
		/* kept in another table and no field of its own: as it was given */
		if (!registry_field(s->entity, names->v[i]))
			cells[i + 1] = operand < 0 ? feed_cell(s->feed, names->v[i]) : s->texts.v[operand];
	}
	feed_row(s->feed, out, cells);
	free(number);
	free(cells);
}

/* What the present record is to get. */
static void cells_of(const struct setter *s, const char **cells)
{
	for (size_t i = 0; i < s->fields.n; i++)
		cells[i] = s->texts.n ? s->texts.v[i] : feed_cell(s->feed, s->fields.v[i]);
}

static bool is_there(void *w, int64_t id)
{
	return writer_many_there(w, id);
}

/* Where all get what the first got, only what names them differs. */
static void show_together(struct setter *s, struct writer *w, struct row *shown, const struct strs *names,
                          struct str *texts, int64_t id, struct out *out)
{
	const char **cells = mem_zero((names->n + 1) * sizeof *cells);
	char number[24];

	number_format(id, 0, 0, number, sizeof number);
	cells[0] = number;
	/* the first one went through the base, which told what that thinks of the values; the
	 * others have what it has */
	if (s->texts.n && s->changed == 1)
		row_read(shown, id);
	for (size_t i = 0; i < names->n; i++) {
		int field = strs_find(&s->fields, names->v[i]);

		if (field >= 0 && !s->texts.n)
			writer_text(w, (size_t)field, &texts[i]);
		if (field < 0)
			cells[i + 1] = writer_many_label(w);
		else
			cells[i + 1] = s->texts.n ? row_text(shown, i) : str_text(&texts[i]);
	}
	feed_row(s->feed, out, cells);
	free(cells);
}

/* They are read here and written together. */
static void set_together(struct setter *s, struct db *db, struct writer *w, const struct strs *names,
                         struct row *shown, struct out *out)
{
	const char **cells = mem_zero((s->fields.n + 1) * sizeof *cells);
	struct str *texts = mem_zero((names->n + 1) * sizeof *texts), why = {0};
	int64_t id;

	writer_many(w, s->texts.n == 0);
	feed_known(s->feed, is_there, w);
	while (feed_next(s->feed, db, &id)) {
		int rc;

		cells_of(s, cells);
		rc = writer_many_set(w, id, cells, &why);
		if (rc < 0)
			feed_refuse(s->feed, str_text(&why));
		if (rc > 0) {
			s->changed++;
			show_together(s, w, shown, names, texts, id, out);
		}
		progress_at(s->changed);
	}
	writer_many_write(w);
	for (size_t i = 0; i < names->n; i++)
		str_free(&texts[i]);
	free(texts);
	free(cells);
	str_free(&why);
}

static void set_all(struct setter *s, struct db *db, struct writer *w, const struct strs *names,
                    struct row *shown, struct out *out)
{
	const char **cells = mem_zero((s->fields.n + 1) * sizeof *cells);
	struct str why = {0};
	int64_t id;

	while (feed_next(s->feed, db, &id)) {
		int rc;

		cells_of(s, cells);
		rc = writer_set(w, id, cells, &why);
		if (rc < 0)
			feed_refuse(s->feed, str_text(&why));
		if (rc > 0) {
			s->changed++;
			show(s, shown, names, id, out);
		}
		progress_at(s->changed);
	}
	str_free(&why);
	free(cells);
}

struct out *setter_run(struct setter *s, struct db *db, const char *at)
{
	struct str why = {0};
	struct writer *w = writer_open(db, s->entity, (const char *const *)s->fields.v, s->fields.n,
	                               &why);
	struct strs names = {0};
	struct row *shown;
	struct out *out;

	if (!w)
		opt_usage("%s", str_text(&why));
	writer_at(w, at);
	/* "field=" typed by hand means empty; an empty cell of a list only with --clear-empty */
	if (s->clear_empty || s->texts.n)
		writer_clear_empty(w);
	if (s->entity->label)
		strs_add(&names, s->entity->label);
	for (size_t i = 0; i < s->fields.n; i++)
		if (strs_find(&names, s->fields.v[i]) < 0)
			strs_add(&names, s->fields.v[i]);
	shown = row_open(db, s->entity, (const char *const *)names.v, names.n);
	out = open_out(s, shown, &names);
	progress_start("changing", 0);
	(s->together ? set_together : set_all)(s, db, w, &names, shown, out);
	progress_end();
	writer_close(w);
	row_close(shown);
	strs_free(&names);
	return out;
}

void setter_free(struct setter *s)
{
	feed_free(s->feed);
	strs_free(&s->fields);
	strs_free(&s->texts);
	free(s->records);
	free(s);
}
