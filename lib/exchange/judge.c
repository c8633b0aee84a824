/* SPDX-License-Identifier: GPL-2.0-or-later */
/* judge - pairs said not to be duplicates */
#include "exchange/judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "exchange/verdict.h"
#include "io/opt.h"
#include "model/find.h"

struct judge *judge_open(const struct entity *e, char **operands, int n, bool forget)
{
	struct judge *j = mem_zero(sizeof *j);

	if (n != 0 && n != 2)
		opt_usage("expected two records, or a table with the columns '%s' and 'duplicate'", e->name);
	j->entity = e;
	j->forget = forget;
	j->other = n == 2 ? operands[1] : NULL;
	j->feed = feed_open(e, operands, n ? 1 : 0);
	if (!n && !feed_has(j->feed, "duplicate"))
		die(CRM_INPUT, "stdin:1: no column 'duplicate' beside '%s'", e->name);
	return j;
}

static void judge_one(struct judge *j, struct db *db, int64_t id, struct out *out)
{
	const char *decision = feed_cell(j->feed, "decision");
	const char *text = j->other ? j->other : feed_cell(j->feed, "duplicate");
	struct str why = {0};
	char number[2][24];
	const char *cells[2] = {number[0], number[1]};
	int64_t other;

	/* a plan that was edited: rows without a word are left for another day */
	if (j->marked && (!decision || strcmp(decision, "no") != 0))
		return;
	other = find_record(db, j->entity, text, &why);
	if (other == id)
		str_setf(&why, "'%s' is the same record", text);
	if (other < 0 || other == id) {
		feed_refuse(j->feed, str_text(&why));
	} else if (j->forget ? verdict_take_back(db, j->entity, id, other) : verdict_add(db, j->entity, id, other)) {
		snprintf(number[0], sizeof number[0], "%lld", (long long)id);
		snprintf(number[1], sizeof number[1], "%lld", (long long)other);
		feed_row(j->feed, out, cells);
		j->judged++;
	} else {
		j->same++;
	}
	str_free(&why);
}

struct out *judge_run(struct judge *j, struct db *db)
{
	const struct out_column columns[] = {{j->entity->name, OUT_NUMBER}, {"duplicate", OUT_NUMBER}};
	struct out *out = feed_out(j->feed, columns, 2);
	int64_t id;

	j->marked = feed_any(j->feed, "decision");
	while (feed_next(j->feed, db, &id))
		judge_one(j, db, id, out);
	if (j->same)
		note("%ld %s", j->same, j->forget ? "were not set apart" : "were set apart already");
	return out;
}

void judge_free(struct judge *j)
{
	feed_free(j->feed);
	free(j);
}
