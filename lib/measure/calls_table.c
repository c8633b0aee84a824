/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calls_table - the call list as a table, with what stdin told of its companies */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/str.h"
#include "measure/calls.h"

struct table {
	struct db *db;
	struct narrow *among;
	struct shape *shape;
	const char **cells; /* of a row */
};

static bool is_own(const void *arg, const char *name)
{
	(void)arg;
	for (size_t i = 0; i < CALLS_COLUMNS; i++)
		if (strcmp(calls_columns[i].name, name) == 0)
			return true;
	return false;
}

static void add_row(void *arg, int64_t company, const char *const *cells)
{
	struct table *t = arg;
	size_t more = narrow_width(t->among);

	memcpy(t->cells, cells, CALLS_COLUMNS * sizeof *cells);
	if (more)
		memcpy(t->cells + CALLS_COLUMNS, narrow_cells(t->among, t->db, company), more * sizeof *cells);
	shape_row(t->shape, t->cells);
}

/* Who has only just imported his companies wonders why the list is empty. */
static void tell_of_unowned(struct db *db)
{
	if (db_get_int(db, 0, "SELECT 1 FROM company WHERE owner IS NULL LIMIT 1", NULL))
		note("nobody to call; companies without an owner are in no list (crm-list company owner= | "
		     "crm-move company --owner LOGIN hands them over)");
}

struct shape *calls_table(struct db *db, const struct calls_wish *wish, long *refused)
{
	struct table t = {.db = db, .among = wish->among};
	struct out_column *columns;
	size_t n;

	*refused = t.among ? narrow_fill(t.among, db, is_own, NULL) : 0;
	n = CALLS_COLUMNS + narrow_width(t.among);
	columns = mem_zero(n * sizeof *columns);
	memcpy(columns, calls_columns, sizeof calls_columns);
	for (size_t i = CALLS_COLUMNS; i < n; i++)
		columns[i].name = narrow_name(t.among, i - CALLS_COLUMNS);
	t.shape = shape_open(columns, n);
	t.cells = mem_zero(n * sizeof *t.cells);
	calls_list(db, wish, add_row, &t);
	if (!shape_count(t.shape) && !t.among && !(wish->filters && *wish->filters))
		tell_of_unowned(db);
	free(t.cells);
	free(columns);
	return t.shape;
}
