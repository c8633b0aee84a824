/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merge_trail - the categories and owners of two companies as one history
 *
 * The changes of both stand in the order of time. The last one goes to where the survivor stands. Of categories each
 * comes from where the one before it went, so that the funnel adds up; who handed a client over stays as it was. */
#include <stdlib.h>
#include <string.h>
#include "exchange/merge_in.h"
#include "store/txn.h"
#include "store/who.h"

static const struct {
	const char *table, *field, *from, *to, *why;
	bool linked;
} trails[] = {
	{"category_change", "category", "from_category", "to_category", "forced", true},
	{"owner_change", "owner", "from_owner", "to_owner", "reason", false},
};

static bool differ(struct stmt *st, int column, int64_t value)
{
	return (db_null(st, column) ? 0 : db_int(st, column)) != value;
}

static void relink(struct merge *m, size_t k, int64_t row, int64_t from)
{
	char *sql = mem_printf("UPDATE %s SET %s = :from WHERE id = :id", trails[k].table, trails[k].from);
	struct stmt *st = db_prepare(m->db, sql);

	db_bind_ref(st, "from", from);
	db_bind_int(st, "id", row);
	db_run(st);
	free(sql);
}

static void end(struct merge *m, size_t k, int64_t from, int64_t to)
{
	char *sql = mem_printf("INSERT INTO %s (company, %s, %s, at, rep, %s) VALUES (:company, :from, :to, :at, :rep, :why)",
	                       trails[k].table, trails[k].from, trails[k].to, trails[k].why);
	char *why = mem_printf("merged with %lld", (long long)m->gone);
	struct stmt *st = db_prepare(m->db, sql);

	db_bind_int(st, "company", m->survivor);
	db_bind_ref(st, "from", from);
	db_bind_ref(st, "to", to);
	db_bind_text(st, "at", txn_at(m->db));
	db_bind_ref(st, "rep", who_id(m->db) > 0 ? who_id(m->db) : 0);
	db_bind_text(st, "why", why);
	db_run(st);
	free(sql);
	free(why);
}

static void settle(struct merge *m, size_t k)
{
	char *sql = mem_printf("SELECT id, %s, %s FROM %s WHERE company = :id ORDER BY at, id", trails[k].from, trails[k].to,
	                       trails[k].table);
	char *now = mem_printf("SELECT coalesce(%s, 0) FROM company WHERE id = :id", trails[k].field);
	int64_t at = -1, stands = db_get_int_id(m->db, 0, now, m->survivor);
	struct stmt *st = db_prepare_own(m->db, sql);

	db_bind_int(st, "id", m->survivor);
	while (db_step(st)) {
		if (trails[k].linked && at >= 0 && differ(st, 1, at))
			relink(m, k, db_int(st, 0), at);
		at = db_null(st, 2) ? 0 : db_int(st, 2);
	}
	db_finalize(st);
	if (at >= 0 && at != stands)
		end(m, k, at, stands);
	free(sql);
	free(now);
}

void merge_trails(struct merge *m)
{
	if (strcmp(m->e->name, "company") != 0)
		return;
	for (size_t k = 0; k < sizeof trails / sizeof *trails; k++)
		settle(m, k);
}
