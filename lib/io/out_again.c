/* SPDX-License-Identifier: GPL-2.0-or-later */
/* out_again - a table made once more from the text that out_kept gave
 *
 * --key: a command that was run before prints what it printed then, and changes nothing. The
 * cells are kept as TSV with the kind of each column, not as they looked, since the second run
 * may ask for another format. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "io/csv.h"
#include "io/out.h"
#include "io/spool.h"

/* The kind stands as a digit before each name. */
static struct out *open_as(const struct csv_row *names)
{
	struct out_column *columns = mem_alloc((names->n + 1) * sizeof *columns);
	struct out *o;

	for (size_t i = 0; i < names->n; i++) {
		const char *name = names->cell[i];

		if (*name < '0' + OUT_TEXT || *name > '0' + OUT_WORDS)
			die(CRM_STORAGE, "'%s' is no column of a kept table", name);
		columns[i] = (struct out_column){name + 1, (enum out_kind)(*name - '0')};
	}
	o = out_open(columns, names->n);
	free(columns);
	return o;
}

struct out *out_again(const char *kept)
{
	struct spool text = {.limit = SIZE_MAX};
	struct csv_row row;
	struct str why = {0};
	struct out *o = NULL;
	struct csv *csv;

	spool_add(&text, kept, strlen(kept));
	csv = csv_open_with(spool_read, &text, "the first answer", '\t', true);
	while (csv_next(csv, &row, &why) > 0)
		if (!o)
			o = open_as(&row);
		else
			out_row(o, (const char *const *)row.cell);
	if (why.n)
		die(CRM_STORAGE, "%s", str_text(&why));
	csv_close(csv);
	spool_free(&text);
	return o;
}
