/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deleter - the work of crm-delete */
#include "model/deleter.h"

#include <stdlib.h>
#include "base/die.h"
#include "io/ask.h"
#include "model/row.h"
#include "model/writer.h"

static void delete_one(struct feed *f, struct db *db, const struct entity *e, int64_t id,
                       struct row *label, struct out *out, bool with_tied, long *deleted)
{
	char *number = mem_printf("%lld", (long long)id);
	const char *cells[2] = {number, NULL};
	struct str why = {0};

	if (label && row_read(label, id))
		cells[1] = row_text(label, 0);
	if (record_delete(db, e, id, with_tied, &why) < 0) {
		feed_refuse(f, str_text(&why));
	} else {
		if (why.n)
			note("%s %s: %s tied to it", e->name, number, str_text(&why));
		feed_row(f, out, cells);
		++*deleted;
	}
	str_free(&why);
	free(number);
}

struct out *deleter_run(struct feed *f, struct db *db, const struct entity *e, bool with_tied,
                        long *deleted)
{
	struct out_column columns[2] = {{e->name, OUT_NUMBER}, {e->label, OUT_TEXT}};
	struct row *label = e->label ? row_open(db, e, &e->label, 1) : NULL;
	struct out *out = feed_out(f, columns, e->label ? 2 : 1);
	int64_t id;

	*deleted = 0;
	progress_start("deleting", 0);
	while (feed_next(f, db, &id)) {
		delete_one(f, db, e, id, label, out, with_tied, deleted);
		progress_at(*deleted);
	}
	progress_end();
	row_close(label);
	return out;
}
