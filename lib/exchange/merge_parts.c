/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merge_parts - rows that both records have, and rows that move */
#include <stdlib.h>
#include <string.h>
#include "exchange/merge_in.h"

enum { COLUMNS = 5 };

/* What makes two rows of one record the same row: these are equal, and those do not contradict each other. What
 * else they say is joined as the records themselves are. Facts with a date are never the same row. */
static const struct part {
	const char *entity;
	const char *equal[COLUMNS], *agree[COLUMNS];
	bool empty_too; /* two empty columns are equal */
} parts[] = {
	{"channel", {"kind", "key"}, {"extension"}, false},
	{"address", {"city", "street"}, {"kind", "country", "postcode", "region"}, false},
	{"legal_entity", {"inn"}, {"kpp"}, false},
	{"employment", {"contact", "company"}, {"position", "role", "since", "until"}, false},
	{"deal_contact", {"deal", "contact"}, {"role"}, false},
	{"consent", {"contact", "purpose", "given_on"}, {"document", "withdrawn_on"}, false},
	{"campaign_member", {"campaign", "company", "contact"}, {NULL}, true},
};

static const struct part *part_of(const char *entity)
{
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strcmp(parts[i].entity, entity) == 0)
			return &parts[i];
	return NULL;
}

/* NULL equals nothing in SQL, which is what is wanted of an ИНН and not of a programme's member without a person. */
int64_t merge_same(struct merge *m, const struct entity *child, const struct field *f, int64_t keep, int64_t row)
{
	const struct part *p = part_of(child->name);
	struct str sql = {0};
	struct stmt *st;
	int64_t id = 0;

	if (!p)
		return 0;
	str_addf(&sql, "SELECT o.id FROM %s o JOIN %s r ON r.id = :row WHERE o.%s = :keep AND o.id <> r.id",
	         child->name, child->name, f->name);
	for (size_t i = 0; i < COLUMNS && p->equal[i]; i++)
		if (strcmp(p->equal[i], f->name) != 0)
			str_addf(&sql, p->empty_too ? " AND (o.%s = r.%s OR (o.%s IS NULL AND r.%s IS NULL))" : " AND o.%s = r.%s",
			         p->equal[i], p->equal[i], p->equal[i], p->equal[i]);
	for (size_t i = 0; i < COLUMNS && p->agree[i]; i++)
		str_addf(&sql, " AND (o.%s = r.%s OR o.%s IS NULL OR r.%s IS NULL)", p->agree[i], p->agree[i],
		         p->agree[i], p->agree[i]);
	str_add(&sql, " ORDER BY o.id LIMIT 1");
	st = db_prepare(m->db, str_text(&sql));
	db_bind_int(st, "row", row);
	db_bind_int(st, "keep", keep);
	if (db_step(st)) {
		id = db_int(st, 0);
		db_reset(st);
	}
	str_free(&sql);
	return id;
}

/* Fields that people take for the record's own, and where they live. */
static const char *const taken[][3] = {
	{"phone", "channel", "phone"},     {"email", "channel", "email"},      {"address", "address", NULL},
	{"city", "address", NULL},         {"region", "address", NULL},        {"postcode", "address", NULL},
	{"country", "address", NULL},      {"inn", "legal_entity", NULL},      {"kpp", "legal_entity", NULL},
	{"ogrn", "legal_entity", NULL},    {"legal_name", "legal_entity", NULL}};

static bool takes_part(const struct merge *m, const char *child, const char *kind)
{
	if (m->other_wins)
		return true;
	for (size_t i = 0; m->choice->take && i < sizeof taken / sizeof *taken; i++)
		if (strcmp(taken[i][1], child) == 0 && (!taken[i][2] || !kind || strcmp(taken[i][2], kind) == 0) &&
		    strs_find(m->choice->take, taken[i][0]) >= 0)
			return true;
	return false;
}

int merge_takes(const struct entity *e, const char *field, struct str *why)
{
	const struct field *f = registry_field(e, field);

	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (strcmp(taken[i][0], field) == 0)
			return 0;
	if (!f)
		return registry_unknown_field(e, field, why);
	if (f->flags & (FIELD_DERIVED | FIELD_KEPT) || f->type == F_ID || f->type == F_KEY)
		return str_setf(why, "field '%s' is kept by the program and cannot be taken", field);
	return 0;
}

static void set_main(struct merge *m, const struct entity *child, int64_t row, bool on)
{
	char *sql = mem_printf("UPDATE %s SET is_main = :main WHERE id = :id", child->name);
	struct stmt *st = db_prepare(m->db, sql);

	db_bind_int(st, "main", on);
	db_bind_int(st, "id", row);
	db_run(st);
	free(sql);
}

/* Of the main rows of a kind one stays: the survivor's, unless the other's is to be taken. f ties both to keep or
 * to what becomes it; row is or was the other's. */
static void merge_main(struct merge *m, const struct entity *child, const struct field *f, int64_t keep, int64_t row)
{
	const char *kind = strcmp(child->name, "channel") == 0 ? "o.kind" : "NULL";
	char *sql = mem_printf("SELECT x.id, %s FROM %s x JOIN %s o ON o.id = :row WHERE x.%s = :keep AND x.id <> o.id "
	                       "AND x.is_main = 1 AND o.is_main = 1%s ORDER BY x.id", kind, child->name, child->name,
	                       f->name, *kind == 'o' ? " AND x.kind = o.kind" : "");
	struct stmt *st = db_prepare_own(m->db, sql);

	db_bind_int(st, "row", row);
	db_bind_int(st, "keep", keep);
	if (db_step(st)) {
		if (takes_part(m, child->name, db_text(st, 1)))
			set_main(m, child, db_int(st, 0), false);
		else
			set_main(m, child, row, false);
	}
	db_finalize(st);
	free(sql);
}

void merge_move(struct merge *m, const struct entity *child, const struct field *f, int64_t keep, int64_t row)
{
	char *sql = mem_printf("UPDATE %s SET %s = :keep WHERE id = :gone", child->name, f->name);

	if (registry_field(child, "is_main"))
		merge_main(m, child, f, keep, row);
	merge_run(db_prepare(m->db, sql), keep, row);
	free(sql);
}

/* The row that stays becomes the main one if the one that goes was. */
void merge_join(struct merge *m, const struct entity *child, const struct field *f, int64_t keep, int64_t same,
                int64_t row)
{
	char *sql = mem_printf("SELECT is_main FROM %s WHERE id = :id", child->name);
	bool has = registry_field(child, "is_main") != NULL;
	bool promote = has && db_get_int_id(m->db, 0, sql, row) && !db_get_int_id(m->db, 0, sql, same);

	free(sql);
	merge_rows(m, child, same, row);
	if (promote) {
		set_main(m, child, same, true);
		merge_main(m, child, f, keep, same);
	}
}
