/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merger - pairs merged, one after another */
#include "exchange/merger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "exchange/verdict.h"
#include "io/ask.h"
#include "io/opt.h"
#include "model/find.h"
#include "model/work.h"

struct merger *merger_open(const struct entity *e, char **operands, int n, const struct strs *take,
                           enum merge_prefer prefer)
{
	struct merger *m = mem_zero(sizeof *m);
	struct str why = {0};

	if (!merge_knows(e))
		opt_usage("'%s' cannot be merged: expected company or contact", e->name);
	if (n == 1)
		opt_usage("only one record given: expected the one that stays and those that become part of it");
	for (size_t i = 0; i < take->n; i++)
		if (merge_takes(e, take->v[i], &why) != 0)
			opt_usage("--take: %s", str_text(&why));
	m->entity = e;
	m->others = n ? operands + 1 : NULL;
	m->n_others = n - 1;
	m->take = take;
	m->choice.prefer = prefer;
	m->feed = feed_open(e, operands, n ? 1 : 0);
	if (!n && !feed_has(m->feed, "duplicate"))
		die(CRM_INPUT, "stdin:1: no column 'duplicate' beside '%s'", e->name);
	work_confirm(n ? n - 1 : feed_expected(m->feed), "merge", true);
	return m;
}

/* ---- one pair */

struct pair {
	int64_t keep, gone;
	char number[2][24];
	struct str name[2];
	struct strs take; /* of the options and the row */
	struct merge_report report;
};

/* What the options say holds for all rows, what the row says for itself. */
static int read_take(struct merger *m, struct pair *p, struct str *why)
{
	const char *cell = feed_cell(m->feed, "take");
	char *copy = mem_copy(cell ? cell : ""), *rest = copy, *word;
	int rc = 0;

	for (size_t i = 0; i < m->take->n; i++)
		strs_add(&p->take, m->take->v[i]);
	while (rc == 0 && (word = strsep(&rest, ", ")))
		if (*word && (rc = merge_takes(m->entity, word, why)) == 0)
			strs_add(&p->take, word);
	free(copy);
	m->choice.take = &p->take;
	return rc;
}

static void print(struct merger *m, struct pair *p)
{
	const char *cells[] = {p->number[0], str_text(&p->name[0]), p->number[1], str_text(&p->name[1]),
	                       str_text(&p->report.moved), str_text(&p->report.filled), str_text(&p->report.noted)};

	feed_row(m->feed, m->out, cells);
}

static void merge_one(struct merger *m, int64_t keep, int64_t gone, struct str *why)
{
	struct pair p = {.keep = keep, .gone = gone};
	int rc = read_take(m, &p, why);

	snprintf(p.number[0], sizeof p.number[0], "%lld", (long long)keep);
	snprintf(p.number[1], sizeof p.number[1], "%lld", (long long)gone);
	find_label(m->db, m->entity, keep, &p.name[0]);
	find_label(m->db, m->entity, gone, &p.name[1]);
	if (rc == 0)
		rc = merge_pair(m->db, m->entity, keep, gone, &m->choice, &p.report, why);
	if (rc == 0) {
		m->merged++;
		print(m, &p);
	} else {
		feed_refuse(m->feed, str_text(why));
	}
	merge_report_free(&p.report);
	strs_free(&p.take);
	str_free(&p.name[0]);
	str_free(&p.name[1]);
}

/* Both are looked up when their turn comes: rows before this one may have made them one. */
static void take_pair(struct merger *m, int64_t keep, const char *other, const char *decision)
{
	struct str why = {0};
	int64_t gone = find_record(m->db, m->entity, other, &why);

	if (gone < 0) {
		feed_refuse(m->feed, str_text(&why));
	} else if (gone == keep) {
		m->left++;
		if (opt.verbose)
			note("%s %s is part of %lld already", m->entity->name, other, (long long)keep);
	} else if (strcmp(decision, "no") == 0) {
		m->apart += verdict_add(m->db, m->entity, keep, gone);
	} else if (strcmp(decision, "swap") == 0) {
		merge_one(m, gone, keep, &why);
	} else {
		merge_one(m, keep, gone, &why);
	}
	str_free(&why);
}

/* ---- all of them */

static bool is_one_of(const char *s, const char *const *words)
{
	while (*words && strcmp(*words, s) != 0)
		words++;
	return *words != NULL;
}

static void take_row(struct merger *m, int64_t keep)
{
	static const char *const known[] = {"", "merge", "yes", "no", "swap", NULL};
	const char *decision = feed_cell(m->feed, "decision");
	char *why;

	if (!decision)
		decision = "";
	if (strcmp(decision, "skip") == 0)
		return;
	if (is_one_of(decision, known)) {
		take_pair(m, keep, feed_cell(m->feed, "duplicate"), decision);
		return;
	}
	why = mem_printf("column 'decision': '%s' is not known; expected merge, swap, no, skip or nothing", decision);
	feed_refuse(m->feed, why);
	free(why);
}

struct out *merger_run(struct merger *m, struct db *db)
{
	char *name = mem_printf("%s_name", m->entity->name);
	const struct out_column columns[] = {{m->entity->name, OUT_NUMBER}, {name, OUT_TEXT}, {"duplicate", OUT_NUMBER},
	                                     {"duplicate_name", OUT_TEXT}, {"moved", OUT_TEXT}, {"filled", OUT_TEXT},
	                                     {"noted", OUT_TEXT}};
	int64_t id;

	m->db = db;
	m->out = feed_out(m->feed, columns, sizeof columns / sizeof *columns);
	progress_start("merging", feed_expected(m->feed));
	while (feed_next(m->feed, db, &id)) {
		for (int i = 0; m->others && i < m->n_others; i++)
			take_pair(m, id, m->others[i], "");
		if (!m->others)
			take_row(m, id);
		progress_at(m->merged + m->left + feed_refused(m->feed));
	}
	progress_end();
	if (m->left)
		note("%ld %s one already", m->left, m->left == 1 ? "pair was" : "pairs were");
	if (m->apart)
		note("%ld %s set apart", m->apart, m->apart == 1 ? "pair" : "pairs");
	free(name);
	return m->out;
}

void merger_free(struct merger *m)
{
	feed_free(m->feed);
	free(m);
}
