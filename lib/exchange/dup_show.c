/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup_show - suspected pairs as a table that crm-merge takes */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "exchange/dup_in.h"
#include "model/find.h"
#include "store/registry.h"

enum { STAYS, STAYS_NAME, GOES, GOES_NAME, SCORE, AGREE, DIFFER, WHY, DECISION, COLUMNS };

/* What speaks for a record as the one that stays. */
struct claim {
	bool client;
	long known; /* fields filled in, and rows that refer to it */
};

/* Fields that somebody filled in. */
static long count_fields(struct db *db, const struct entity *e, int64_t id)
{
	struct str sql = {0};
	long n;

	str_add(&sql, "SELECT 0");
	for (size_t i = 1; i < e->n; i++)
		if (!(e->fields[i].flags & (FIELD_DERIVED | FIELD_KEPT)) && e->fields[i].type != F_KEY)
			str_addf(&sql, " + (%s IS NOT NULL)", e->fields[i].name);
	str_addf(&sql, " FROM %s WHERE id = :id", e->name);
	n = (long)db_get_int_id(db, 0, str_text(&sql), id);
	str_free(&sql);
	return n;
}

/* Rows that refer to the record, whatever the registry knows. */
static long count_rows(struct db *db, const struct entity *e, int64_t id)
{
	const struct entity *child;
	long n = 0;

	for (size_t i = 0; (child = registry_at(i)); i++)
		for (size_t k = 0; k < child->n; k++) {
			const struct field *f = &child->fields[k];
			struct str sql = {0};

			if (f->type != F_REF || f->flags & FIELD_DERIVED || strcmp(f->ref, e->name) != 0)
				continue;
			str_addf(&sql, "SELECT count(*) FROM %s WHERE %s = :id", child->name, f->name);
			n += (long)db_get_int_id(db, 0, str_text(&sql), id);
			str_free(&sql);
		}
	return n;
}

static struct claim claim_of(struct db *db, const struct entity *e, int64_t id)
{
	struct claim c = {.known = count_fields(db, e, id) + count_rows(db, e, id)};

	if (strcmp(e->name, "company") == 0)
		c.client = db_get_int_id(db, 0, "SELECT ca.kind = 'client' FROM company co "
		                                "JOIN category ca ON ca.id = co.category WHERE co.id = :id", id);
	return c;
}

/* A client stays, else the one of whom more is known, else the older one. True: b stays. */
static bool choose(const struct claim *a, const struct claim *b, bool b_older, struct str *why)
{
	bool b_stays;

	if (a->client != b->client) {
		str_set(why, "is a client");
		return b->client;
	}
	b_stays = b->known > a->known;
	if (a->known != b->known) {
		str_setf(why, "more is known (%ld : %ld)", b_stays ? b->known : a->known,
		         b_stays ? a->known : b->known);
		return b_stays;
	}
	str_set(why, "is older");
	return b_older;
}

/* Fields that agree, with ~ those that nearly do, and fields that differ. */
static void tell(const struct dup *d, const struct dup_pair *p, struct str *agree, struct str *differ)
{
	str_clear(agree);
	str_clear(differ);
	for (int f = 0; f < d->plan->fields; f++) {
		int level = dup_level_of(p->pattern, f);
		struct str *out = level == 1 || (level && d->weight[f][level] > 0) ? agree : differ;

		if (level)
			str_addf(out, "%s%s%s", out->n ? ", " : "", d->plan->field[f].name,
			         level > 1 && out == agree ? "~" : "");
	}
}

static void row(const struct dup *d, const struct entity *e, const struct dup_pair *p, struct str *text,
                struct shape *out)
{
	int64_t a = d->id[p->a], b = d->id[p->b];
	struct claim of_a = claim_of(d->db, e, a), of_b = claim_of(d->db, e, b);
	bool b_stays = choose(&of_a, &of_b, b < a, &text[WHY]);
	const char *cells[COLUMNS];

	str_setf(&text[STAYS], "%lld", (long long)(b_stays ? b : a));
	find_label(d->db, e, b_stays ? b : a, &text[STAYS_NAME]);
	str_setf(&text[GOES], "%lld", (long long)(b_stays ? a : b));
	find_label(d->db, e, b_stays ? a : b, &text[GOES_NAME]);
	str_setf(&text[SCORE], "%.3f", 1 / (1 + exp2(-(double)p->odds)));
	tell(d, p, &text[AGREE], &text[DIFFER]);
	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = str_text(&text[i]);
	shape_row(out, cells);
}

struct shape *dup_show(const struct dup *d)
{
	const struct entity *e = registry_entity(d->plan->entity);
	char *name = mem_printf("%s_name", e->name);
	const struct out_column columns[COLUMNS] = {
		[STAYS] = {e->name, OUT_NUMBER}, [STAYS_NAME] = {name, OUT_TEXT}, [GOES] = {"duplicate", OUT_NUMBER},
		[GOES_NAME] = {"duplicate_name", OUT_TEXT}, [SCORE] = {"score", OUT_NUMBER}, [AGREE] = {"agree", OUT_TEXT},
		[DIFFER] = {"differ", OUT_TEXT}, [WHY] = {"why", OUT_TEXT}, [DECISION] = {"decision", OUT_TEXT}};
	struct shape *out = shape_open(columns, COLUMNS);
	struct str text[COLUMNS] = {{0}};

	for (size_t i = 0; i < d->pairs; i++)
		row(d, e, &d->pair[i], text, out);
	for (size_t i = 0; i < COLUMNS; i++)
		str_free(&text[i]);
	free(name);
	return out;
}
