/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_pick - which change sets are to be taken back */
#include "model/undo_pick.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/text.h"
#include "base/when.h"
#include "io/tablein.h"
#include "store/undo.h"
#include "store/who.h"

enum { NAMED = 4 }; /* so many numbers are told one by one */

/* "12", "12..15" or "12.."; a number alone is exact. */
struct span {
	int64_t first, last;
	bool exact;
};

static const char *read_number(const char *s, int64_t *n)
{
	size_t digits = strspn(s, "0123456789");

	*n = strtoll(s, NULL, 10);
	/* Seventeen digits always fit. */
	return digits && digits < 18 ? s + digits : NULL;
}

static int read_span(const char *text, struct span *span, struct str *why)
{
	const char *s = read_number(text, &span->first);

	span->last = span->first;
	span->exact = s && !*s;
	if (s && strcmp(s, "..") == 0)
		span->last = INT64_MAX;
	else if (s && *s)
		s = strncmp(s, "..", 2) == 0 ? read_number(s + 2, &span->last) : NULL;
	if (!s || (*s && span->last != INT64_MAX) || span->last < span->first)
		return text_refuse(why, text, "is no change set; a number, or a range such as 12..15 or 12..");
	return 0;
}

/* A change set has as many rows as it changed fields. */
static void add_table(struct strs *list)
{
	struct tablein *in = tablein_read(0, "stdin", "change");
	int key = tablein_need(in, "change");

	while (tablein_next(in)) {
		int64_t number;
		const char *end;

		if (!*in->cell[key]) {
			tablein_blank(in);
			continue;
		}
		end = read_number(in->cell[key], &number);
		if (!end || *end)
			die(CRM_INPUT, "stdin:%ld: column 'change': '%s' is no change set", in->line, in->cell[key]);
		if (list->n == 0 || strcmp(list->v[list->n - 1], in->cell[key]) != 0)
			strs_add(list, in->cell[key]);
	}
	tablein_tell_blank(in, "change");
	tablein_free(in);
}

char **undo_pick_operands(char **operands, int n)
{
	struct strs list = {0};
	int dashes = 0;

	for (int i = 0; i < n; i++)
		if (strcmp(operands[i], "-") != 0)
			strs_add(&list, operands[i]);
		else if (dashes++ == 0)
			add_table(&list);
	if (dashes && list.n == 0)
		die(CRM_USAGE, "no change set given on standard input, nothing was changed");
	strs_add(&list, "");
	free(list.v[list.n - 1]);
	list.v[list.n - 1] = NULL;
	return list.v;
}

/* Did the change set add the one who works? He would take away the ground he stands on: it is
 * crm-init's, as a rule, with all reference tables in it. */
static bool brought_in(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(db, "SELECT 1 FROM txn_range WHERE txn = :id AND entity = 'rep' "
	                                 "AND first <= :rep AND last >= :rep");
	bool found;

	db_bind_int(st, "id", id);
	db_bind_int(st, "rep", who_id(db));
	found = db_step(st);
	db_reset(st);
	return found;
}

static void add(struct undo_pick *p, size_t *cap, int64_t id)
{
	p->ids = mem_grow(p->ids, cap, p->n + 1, sizeof *p->ids);
	p->ids[p->n++] = id;
}

/* A change set named by its number. */
static int add_exact(struct db *db, struct undo_pick *p, size_t *cap, int64_t id, struct str *why)
{
	struct stmt *st = db_prepare(db, "SELECT coalesce(t.rep, 0), coalesce(r.login, 'nobody') FROM txn t "
	                                 "LEFT JOIN rep r ON r.id = t.rep WHERE t.id = :id");
	int rc = 0;

	db_bind_int(st, "id", id);
	if (!db_step(st))
		return str_setf(why, "there is no change set %lld", (long long)id);
	if (p->named && db_int(st, 0) != p->rep)
		rc = str_setf(why, "change set %lld is of '%s'", (long long)id, db_text(st, 1));
	else if (brought_in(db, id))
		rc = str_setf(why, "change set %lld brought you into the base, you cannot take it back yourself",
		              (long long)id);
	else
		add(p, cap, id);
	db_reset(st);
	return rc;
}

/* Those of a range and a time that are of the rep. */
static void add_span(struct db *db, struct undo_pick *p, size_t *cap, const struct span *span)
{
	struct stmt *st = db_prepare_own(db, "SELECT id, coalesce(rep, 0) FROM txn WHERE id BETWEEN :first AND :last "
	                                     "AND at >= :since AND at < :before ORDER BY id DESC");
	char before[WHEN_SIZE] = "9999-12-31";

	if (p->until)
		when_after(p->until, before);
	db_bind_int(st, "first", span->first);
	db_bind_int(st, "last", span->last);
	db_bind_text(st, "since", p->since ? p->since : "");
	db_bind_text(st, "before", before);
	while (db_step(st)) {
		int64_t id = db_int(st, 0);

		if (brought_in(db, id))
			p->founding = id;
		else if (!p->all && db_int(st, 1) != p->rep)
			p->others += undo_by(db, id) == 0;
		else
			add(p, cap, id);
	}
	db_finalize(st);
}

/* Walks back through a rep's work: the last one that stands and is no undo. */
static void add_last(struct db *db, struct undo_pick *p, size_t *cap)
{
	struct stmt *st = db_prepare_own(db, "SELECT id, coalesce(rep, 0) FROM txn t WHERE NOT EXISTS (SELECT 1 "
	                                     "FROM txn_undo u WHERE u.txn = t.id) ORDER BY id DESC");

	while (p->n == 0 && db_step(st)) {
		int64_t id = db_int(st, 0);

		if ((p->all || db_int(st, 1) == p->rep) && undo_by(db, id) == 0 && !brought_in(db, id))
			add(p, cap, id);
	}
	db_finalize(st);
}

static int latest_first(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x < *y) - (*x > *y);
}

/* Later ones first: they rest on what the earlier ones made. Each once. */
static void sort(struct undo_pick *p)
{
	size_t n = 0;

	if (p->n)
		qsort(p->ids, p->n, sizeof *p->ids, latest_first);
	for (size_t i = 0; i < p->n; i++)
		if (n == 0 || p->ids[n - 1] != p->ids[i])
			p->ids[n++] = p->ids[i];
	p->n = n;
}

/* The place of a change set among those picked, or -1. */
static ptrdiff_t place(const struct undo_pick *p, int64_t id)
{
	const int64_t *at = p->n ? bsearch(&id, p->ids, p->n, sizeof *p->ids, latest_first) : NULL;

	return at ? at - p->ids : -1;
}

/* What an undo took back: is all of it here? */
static bool all_here(struct stmt *took, const struct undo_pick *p, const bool *out, int64_t undo)
{
	size_t n = 0;
	bool all = true;

	db_bind_int(took, "id", undo);
	for (; all && db_step(took); n++) {
		ptrdiff_t i = place(p, db_int(took, 0));

		all = i >= 0 && !out[i];
	}
	db_reset(took);
	return all && n > 0;
}

/* Takes an undo out together with what it took back, if all of that is here: nothing has to be done. */
static void cancel(struct db *db, const struct undo_pick *p, bool *out, size_t undo)
{
	struct stmt *took = db_prepare(db, "SELECT undoes FROM txn_undo WHERE txn = :id");

	if (!all_here(took, p, out, p->ids[undo]))
		return;
	out[undo] = true;
	db_bind_int(took, "id", p->ids[undo]);
	while (db_step(took))
		out[place(p, db_int(took, 0))] = true;
}

/* Of what was taken back already nothing is left to do, unless that undo goes too. */
static void drop_settled(struct db *db, struct undo_pick *p)
{
	bool *out = mem_zero(p->n + 1);
	size_t left = 0;

	/* an undo goes first with what it took back; what is left may have been taken back by
	 * one that is not here */
	for (size_t i = 0; i < p->n; i++)
		if (!out[i] && undo_by(db, p->ids[i]) == 0)
			cancel(db, p, out, i);
	for (size_t i = 0; i < p->n; i++) {
		int64_t by = out[i] ? 0 : undo_by(db, p->ids[i]);
		ptrdiff_t at = by ? place(p, by) : -1;

		out[i] = out[i] || (by && (at < 0 || out[at]));
	}
	for (size_t i = 0; i < p->n; i++)
		if (!out[i])
			p->ids[left++] = p->ids[i];
	p->n = left;
	free(out);
}

static int collect(struct db *db, struct undo_pick *p, bool *ranges, struct str *why)
{
	struct span span = {.last = INT64_MAX};
	size_t cap = 0;

	*ranges = !*p->operands;
	if (!*p->operands && !p->since && !p->until)
		add_last(db, p, &cap);
	else if (!*p->operands)
		add_span(db, p, &cap, &span);
	for (char **o = p->operands; *o; o++) {
		if (read_span(*o, &span, why) != 0)
			return -1;
		*ranges = *ranges || !span.exact;
		if (!span.exact)
			add_span(db, p, &cap, &span);
		else if (add_exact(db, p, &cap, span.first, why) != 0)
			return -1;
	}
	return 0;
}

int undo_pick(struct db *db, struct undo_pick *p, struct str *why)
{
	bool ranges;

	if (!p->named)
		p->rep = who_id(db);
	if (collect(db, p, &ranges, why) != 0)
		return -1;
	sort(p);
	/* What is named one by one is refused with the reason when nothing is left to do. */
	if (ranges || p->n > 1)
		drop_settled(db, p);
	if (p->n)
		return 0;
	return str_setf(why, p->all || p->named ? "there is nothing to take back"
	                                        : "there is nothing of yours to take back");
}

void undo_pick_words(const struct undo_pick *p, struct str *out)
{
	if (p->n > NAMED) {
		str_addf(out, "%zu change sets from %lld to %lld", p->n, (long long)p->ids[p->n - 1],
		         (long long)p->ids[0]);
		return;
	}
	str_addf(out, "change set%s", p->n == 1 ? "" : "s");
	for (size_t i = p->n; i-- > 0;)
		str_addf(out, "%s %lld", i == p->n - 1 ? "" : i ? "," : " and", (long long)p->ids[i]);
}
