/* SPDX-License-Identifier: GPL-2.0-or-later */
/* row - one SELECT made from the registry, read for one number after another */
#include "model/row.h"

#include <stdlib.h>
#include <string.h>
#include "io/out.h"
#include "model/value.h"

struct row {
	struct db *db;
	char *sql;
	struct stmt *st; /* compiled when first read: some ask for nothing but the kinds */
	size_t n;
	const struct field **field; /* NULL: no such field */
	struct str *text;
};

struct row *row_open(struct db *db, const struct entity *e, const char *const *names, size_t n)
{
	struct row *r = mem_zero(sizeof *r);
	struct str sql = {0};

	r->db = db;
	r->n = n;
	r->field = mem_zero((n + 1) * sizeof *r->field);
	r->text = mem_zero((n + 1) * sizeof *r->text);
	str_add(&sql, "SELECT t.id");
	for (size_t i = 0; i < n; i++) {
		r->field[i] = registry_field(e, names[i]);
		str_add(&sql, ", ");
		if (!r->field[i])
			str_add(&sql, "NULL");
		else
			registry_column(r->field[i], "t", &sql);
	}
	str_addf(&sql, " FROM %s t WHERE t.id = :id", e->name);
	r->sql = str_take(&sql);
	return r;
}

bool row_read(struct row *r, int64_t id)
{
	bool found;

	if (!r->st)
		r->st = db_prepare_own(r->db, r->sql);
	db_bind_int(r->st, "id", id);
	found = db_step(r->st);
	for (size_t i = 0; i < r->n; i++)
		if (found && r->field[i])
			value_show(r->db, r->field[i], r->st, (int)i + 1, &r->text[i]);
		else
			str_clear(&r->text[i]);
	db_reset(r->st);
	return found;
}

const char *row_text(struct row *r, size_t i)
{
	return str_text(&r->text[i]);
}

enum out_kind row_kind(const struct row *r, size_t i)
{
	return r->field[i] ? value_out_kind(r->field[i]) : OUT_TEXT;
}

void row_close(struct row *r)
{
	if (!r)
		return;
	db_finalize(r->st);
	free(r->sql);
	for (size_t i = 0; i < r->n; i++)
		str_free(&r->text[i]);
	free(r->text);
	free(r->field);
	free(r);
}
