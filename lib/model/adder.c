/* SPDX-License-Identifier: GPL-2.0-or-later */
/* adder - the work of crm-add
 *
 * A row is added as soon as it is read, and printed as the base then has it: defaults, spellings
 * and what rules filled in go to the next program, not what was typed. */
#include "model/adder.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "io/ask.h"
#include "io/opt.h"
#include "io/tablein.h"
#include "model/row.h"
#include "model/work.h"
#include "model/writer.h"

/* Columns of the table: fields that can be set, the key of the records they were made from (left out,
 * the new ones have keys of their own), and what is only passed on. */
static void sort_columns(struct adder *a)
{
	const struct strs *names = &a->in->names;

	for (size_t i = 0; i < names->n; i++) {
		const char *name = names->v[i];

		if (strs_find(&a->given, name) >= 0 || strcmp(name, a->entity->name) == 0)
			continue;
		if (writer_settable(a->entity, name, NULL) == 0) {
			a->column[a->given.n] = (int)i;
			strs_add(&a->given, name);
		} else {
			a->passed_column[a->passed.n] = (int)i;
			strs_add(&a->passed, name);
		}
	}
}

static void refuse_nothing(struct adder *a)
{
	struct str known = {0};

	/* Nothing in, nothing out: an empty pipe is no mistake. */
	for (size_t i = 0; i < a->in->names.n; i++)
		str_addf(&known, "%s%s", i ? ", " : "", a->in->names.v[i]);
	if (known.n)
		die(CRM_INPUT, "stdin:1: no field of %s among the columns: %s", a->entity->name,
		    str_text(&known));
}

struct adder *adder_open(const struct entity *e, char **operands, int n)
{
	struct adder *a = mem_zero(sizeof *a);
	bool table = n == 0;
	size_t most;

	a->entity = e;
	for (int i = 0; i < n; i++)
		if (strcmp(operands[i], "-") == 0)
			table = true;
		else
			work_assignment(e, operands[i], &a->fields, &a->texts);
	if (table && !tablein_waiting())
		opt_usage("nothing to add: expected field=value, or a table on standard input");
	if (table)
		a->in = tablein_read(0, "stdin", NULL);
	most = a->fields.n + (a->in ? a->in->names.n : 0) + 1;
	a->column = mem_alloc(most * sizeof *a->column);
	a->passed_column = mem_alloc(most * sizeof *a->passed_column);
	for (size_t i = 0; i < a->fields.n; i++) {
		a->column[i] = -1;
		strs_add(&a->given, a->fields.v[i]);
	}
	if (a->in)
		sort_columns(a);
	if (a->given.n == 0)
		refuse_nothing(a);
	return a;
}

/* Key, label, what was given, what is passed on. */
static struct out *open_out(const struct adder *a, const struct row *shown, const struct strs *names)
{
	struct out_column *c = mem_zero((names->n + a->passed.n + 1) * sizeof *c);
	struct out *out;
	size_t n = 0;

	c[n++] = (struct out_column){a->entity->name, OUT_NUMBER};
	for (size_t i = 0; i < names->n; i++)
		c[n++] = (struct out_column){names->v[i], row_kind(shown, i)};
	for (size_t i = 0; i < a->passed.n; i++)
		c[n++] = (struct out_column){a->passed.v[i], OUT_TEXT};
	out = out_open(c, n);
	free(c);
	return out;
}

static const char *cell_of(const struct adder *a, size_t given)
{
	return a->column[given] < 0 ? a->texts.v[given] : a->in->cell[a->column[given]];
}

/* What the base now says of the record; what it keeps elsewhere, as it was given. */
static void show(const struct adder *a, struct row *shown, const struct strs *names, int64_t id,
                 struct out *out)
{
	row_read(shown, id);
	out_int(out, id);
	for (size_t i = 0; i < names->n; i++) {
		int given = strs_find(&a->given, names->v[i]);

		if (registry_field(a->entity, names->v[i]) || given < 0)
			out_cell(out, row_text(shown, i));
		else
			out_cell(out, cell_of(a, (size_t)given));
	}
	for (size_t i = 0; i < a->passed.n; i++)
		out_cell(out, a->in->cell[a->passed_column[i]]);
}

static void report(struct adder *a, const char *why)
{
	a->refused++;
	if (a->in)
		complain("stdin:%ld: %s", a->in->line, why);
	else
		complain("%s: %s", die_name, why);
}

static void add_all(struct adder *a, struct db *db, struct writer *w, struct out *out,
                    const struct strs *names)
{
	struct row *shown = row_open(db, a->entity, (const char *const *)names->v, names->n);
	const char **cells = mem_zero((a->given.n + 1) * sizeof *cells);
	struct str why = {0};

	while (!a->in || tablein_next(a->in)) {
		int64_t id;

		for (size_t i = 0; i < a->given.n; i++)
			cells[i] = cell_of(a, i);
		id = writer_add(w, cells, &why);
		if (id < 0) {
			report(a, str_text(&why));
		} else {
			a->added++;
			show(a, shown, names, id, out);
		}
		/* how many there are is known only at the end of a table; die takes all of them
		 * back */
		if (opt.max >= 0 && a->added > opt.max)
			die(CRM_USAGE, "more records than --max %ld, nothing was added", opt.max);
		if (!a->in)
			break;
		progress_at(a->added + a->refused);
	}
	str_free(&why);
	free(cells);
	row_close(shown);
}

struct out *adder_run(struct adder *a, struct db *db, const char *at)
{
	struct str why = {0};
	struct writer *w = writer_open(db, a->entity, (const char *const *)a->given.v, a->given.n, &why);
	struct strs names = {0};
	struct row *kinds;
	struct out *out;

	if (!w)
		opt_usage("%s", str_text(&why));
	writer_at(w, at);
	if (!a->twins && strcmp(a->entity->name, "company") == 0)
		writer_no_twins(w);
	if (a->entity->label)
		strs_add(&names, a->entity->label);
	for (size_t i = 0; i < a->given.n; i++)
		if (strs_find(&names, a->given.v[i]) < 0)
			strs_add(&names, a->given.v[i]);
	kinds = row_open(db, a->entity, (const char *const *)names.v, names.n);
	out = open_out(a, kinds, &names);
	row_close(kinds);
	progress_start("adding", 0);
	add_all(a, db, w, out, &names);
	progress_end();
	writer_close(w);
	strs_free(&names);
	return out;
}

void adder_free(struct adder *a)
{
	if (a->in)
		tablein_free(a->in);
	strs_free(&a->fields);
	strs_free(&a->texts);
	strs_free(&a->given);
	strs_free(&a->passed);
	free(a->column);
	free(a->passed_column);
	free(a);
}
