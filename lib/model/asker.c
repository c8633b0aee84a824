/* SPDX-License-Identifier: GPL-2.0-or-later */
/* asker - what crm-who prints: who is taken, of texts or of the rows of a table */
#include "model/asker.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"
#include "io/opt.h"
#include "model/feed.h"
#include "model/row.h"
#include "model/taken.h"

/* Pages of the indexes that the questions of a table come back to. */
#define CACHE_MB 64

/* What the toolkit calls that by which firms are known, the surest first. */
static const char *const known[] = {"inn", "tax_id", "ogrn", "email", "phone", "company_name", "name", NULL};

struct asker {
	char **texts;
	int n;
	struct feed *feed; /* NULL: texts of the command line */
	struct strs columns; /* of the table: those asked by */
	struct shape *shape;
	struct row *row;
	long found;
};

static const struct out_column own[] = {
	{"query", OUT_TEXT}, {"match", OUT_TEXT}, {"company", OUT_NUMBER},
	{"company_name", OUT_TEXT}, {"owner", OUT_TEXT}, {"last_contact_at", OUT_DATE}};
enum { QUERY, MATCH, COMPANY, NAME, OWNER, LAST, OWN };

static void choose_columns(struct asker *a, const struct tablein *in, const char *list)
{
	char *copy = list ? mem_copy(list) : NULL, *rest = copy, *word;

	/* an empty input has no columns, and no rows that lack one */
	while (in->names.n && copy && (word = strsep(&rest, ","))) {
		(void)tablein_need(in, text_trim(word));
		strs_add(&a->columns, text_trim(word));
	}
	for (const char *const *k = known; !copy && *k; k++)
		if (tablein_column(in, *k) >= 0)
			strs_add(&a->columns, *k);
	if (!a->columns.n)
		strs_add(&a->columns, own[QUERY].name);
	free(copy);
}

struct asker *asker_open(char **texts, int n, const char *columns)
{
	struct asker *a = mem_zero(sizeof *a);
	struct tablein *in;

	a->texts = texts;
	a->n = n == 1 && strcmp(texts[0], "-") == 0 ? 0 : n;
	if (a->n && columns)
		opt_usage("--ask names columns of a table on standard input, but texts are given");
	if (!n && !tablein_waiting())
		opt_usage("nothing to look for given, neither as operand nor on standard input");
	if (a->n) {
		a->shape = shape_open(own, OWN);
		return a;
	}
	in = columns ? tablein_read(0, "stdin", NULL) : tablein_read_lines(0, "stdin", own[QUERY].name, known);
	choose_columns(a, in, columns);
	a->feed = feed_over(in);
	a->shape = feed_shape(a->feed, own, OWN);
	return a;
}

static void add_row(void *asker, const char *text, const char *match, int64_t company, const char *person)
{
	struct asker *a = asker;
	const char *cells[OWN] = {[QUERY] = text, [MATCH] = match, [NAME] = person};
	char *number = NULL;

	if (company && row_read(a->row, company)) {
		cells[COMPANY] = number = mem_printf("%lld", (long long)company);
		for (size_t i = 0; i < OWN - NAME; i++)
			cells[NAME + i] = row_text(a->row, i);
	}
	shape_row(a->shape, a->feed ? feed_cells(a->feed, cells) : cells);
	free(number);
}

static void ask_rows(struct asker *a, struct db *db)
{
	const char **texts = mem_zero((a->columns.n + 1) * sizeof *texts);

	while (feed_step(a->feed)) {
		size_t n = 0;

		for (size_t i = 0; i < a->columns.n; i++) {
			const char *cell = feed_cell(a->feed, a->columns.v[i]);

			if (*cell)
				texts[n++] = cell;
		}
		a->found += taken_by(db, texts, n, add_row, a);
	}
	free(texts);
}

long asker_run(struct asker *a, struct db *db)
{
	static const char *const names[] = {"name", "owner", "last_contact_at"};

	a->row = row_open(db, registry_entity("company"), names, OWN - NAME);
	if (a->feed) {
		db_cache(db, CACHE_MB);
		ask_rows(a, db);
	}
	for (int i = 0; i < a->n; i++) {
		const char *text = text_trim(a->texts[i]);

		a->found += taken_by(db, &text, 1, add_row, a);
	}
	row_close(a->row);
	return a->found;
}

void asker_finish(struct asker *a)
{
	shape_finish(a->shape);
	feed_free(a->feed);
	strs_free(&a->columns);
	free(a);
}
