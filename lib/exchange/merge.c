/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merge - two records become one */
#include "exchange/merge.h"

#include <stdlib.h>
#include <string.h>
#include "exchange/merge_in.h"
#include "exchange/verdict.h"
#include "model/find.h"
#include "model/search.h"
#include "store/txn.h"

bool merge_knows(const struct entity *e)
{
	return strcmp(e->name, "company") == 0 || strcmp(e->name, "contact") == 0;
}

static bool is_newer(struct merge *m)
{
	char *sql = mem_printf("SELECT b.created_at > a.created_at OR (b.created_at = a.created_at AND b.id > a.id) "
	                       "FROM %s a JOIN %s b ON b.id = :gone WHERE a.id = :keep", m->e->name, m->e->name);
	struct stmt *st = db_prepare(m->db, sql);
	bool newer;

	db_bind_int(st, "keep", m->survivor);
	db_bind_int(st, "gone", m->gone);
	newer = db_step(st) && db_int(st, 0);
	db_reset(st);
	free(sql);
	return newer;
}

/* Does the chain of parents lead back to the survivor? Longer than any is as good as endless. */
static bool comes_back(struct merge *m, const char *sql)
{
	int64_t at = db_get_int_id(m->db, 0, sql, m->survivor);

	for (int i = 0; at && at != m->survivor && i < 1000; i++)
		at = db_get_int_id(m->db, 0, sql, at);
	return at != 0;
}

/* The holding of one may have been part of the other: nobody is his own grandfather. */
static void break_loops(struct merge *m)
{
	for (size_t i = 1; i < m->e->n; i++) {
		const struct field *f = &m->e->fields[i];
		struct str label = {0};
		char *sql;

		if (f->type != F_REF || f->flags & FIELD_DERIVED || strcmp(f->ref, m->e->name) != 0)
			continue;
		sql = mem_printf("SELECT coalesce(%s, 0) FROM %s WHERE id = :id", f->name, m->e->name);
		if (comes_back(m, sql)) {
			find_label(m->db, m->e, db_get_int_id(m->db, 0, sql, m->survivor), &label);
			str_addf(&m->note, "%s%s=%s", m->note.n ? "; " : "", f->name, str_text(&label));
			merge_empty(m, m->e, f, m->survivor);
		}
		str_free(&label);
		free(sql);
	}
}

/* What the one had bought, the other has bought before. */
static void settle_repeats(struct merge *m)
{
	struct stmt *st;

	if (strcmp(m->e->name, "company") != 0)
		return;
	st = db_prepare(m->db, "UPDATE deal SET is_repeat = 1 WHERE company = :id AND is_repeat = 0 AND EXISTS (SELECT 1 "
	                       "FROM deal b JOIN stage s ON s.id = b.stage WHERE b.company = :id AND b.id <> deal.id "
	                       "AND s.kind = 'won' AND (b.closed_at < deal.created_at "
	                       "OR (b.closed_at = deal.created_at AND b.id < deal.id)))");
	db_bind_int(st, "id", m->survivor);
	db_run(st);
}

/* "merged with 57 on 2026-11-22: name=Romashka; class=B", below what stands in the note. */
static void write_note(struct merge *m)
{
	char *sql = mem_printf("UPDATE %s SET note = coalesce(note || :gap, '') || :text WHERE id = :id", m->e->name);
	char *text;
	struct stmt *st;

	if (m->note.n) {
		text = mem_printf("merged with %lld on %.10s: %s", (long long)m->gone, txn_at(m->db), m->note.s);
		st = db_prepare(m->db, sql);
		db_bind_text(st, "gap", "\n");
		db_bind_text(st, "text", text);
		db_bind_int(st, "id", m->survivor);
		db_run(st);
		free(text);
	}
	str_set(&m->report->noted, str_text(&m->note));
	str_free(&m->note);
	free(sql);
}

static void count_moved(struct merge *m)
{
	for (size_t i = 0; registry_at(i); i++)
		if (m->moved[i])
			str_addf(&m->report->moved, "%s%zu %s", m->report->moved.n ? ", " : "", m->moved[i],
			         registry_at(i)->name);
}

int merge_pair(struct db *db, const struct entity *e, int64_t survivor, int64_t gone, const struct merge_choice *choice,
               struct merge_report *report, struct str *why)
{
	struct merge m = {.db = db, .e = e, .survivor = survivor, .gone = gone, .choice = choice, .report = report};
	size_t entities = 0;

	if (verdict_is(db, e, survivor, gone))
		return str_setf(why, "%lld and %lld were said not to be the same; crm-dup --forget takes that back",
		                (long long)survivor, (long long)gone);
	while (registry_at(entities))
		entities++;
	str_clear(&report->moved);
	str_clear(&report->filled);
	m.moved = mem_zero((entities + 1) * sizeof *m.moved);
	m.other_wins = choice->prefer == MERGE_DUPLICATE || (choice->prefer == MERGE_NEWEST && is_newer(&m));
	merge_rows(&m, e, survivor, gone);
	break_loops(&m);
	merge_trails(&m);
	settle_repeats(&m);
	write_note(&m);
	search_renew(db, e->name, survivor);
	count_moved(&m);
	free(m.moved);
	return 0;
}

void merge_report_free(struct merge_report *r)
{
	str_free(&r->moved);
	str_free(&r->filled);
	str_free(&r->noted);
}
