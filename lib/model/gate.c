/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gate - what must be known before a record may enter a stage or category
 *
 * Gates come in the order of part and number, so rows that count together are neighbours: what
 * one demand gathers is judged when the next begins, and no gate is kept. */
#include "model/gate.h"

#include <stdlib.h>
#include <string.h>
#include "model/codes.h"
#include "model/filter.h"
#include "sql.h"

/* One requirement: a single row, or rows that share a part and count together. */
struct demand {
	int64_t target;
	char *part;       /* NULL: a single row */
	bool required;
	int64_t at_least, held;
	struct str unmet; /* needs that do not hold, separated by commas */
};

struct stmt *gate_rows(struct db *db, enum gate_of of, int64_t target)
{
	struct stmt *st = db_prepare(db, of == GATE_CATEGORY ? sql_gate_company
		: "SELECT id, stage, needs, test, required, part, coalesce(at_least, 1) FROM gate "
		  "WHERE entity = 'deal' AND stage = :target ORDER BY part, id");

	db_bind_int(st, "target", target);
	return st;
}

static void say(const struct demand *d, struct str *out)
{
	if (!out)
		return;
	if (out->n)
		str_add(out, "; ");
	if (d->part)
		str_addf(out, "%lld more of: ", (long long)(d->at_least - d->held));
	str_add(out, str_text(&d->unmet));
}

/* Judges what was gathered and makes room for the next. True: nothing required is missing. */
static bool settle(struct demand *d, struct str *missing, struct str *wanting)
{
	bool met = d->held >= d->at_least;
	bool required = d->required;

	if (!met)
		say(d, required ? missing : wanting);
	free(d->part);
	str_free(&d->unmet);
	*d = (struct demand){0};
	return met || !required;
}

static bool same(const struct demand *d, int64_t target, const char *part)
{
	return d->part && part && d->target == target && strcmp(d->part, part) == 0;
}

/* A test that cannot be read holds for nothing, and the message says why. */
static void weigh(struct db *db, const struct entity *e, int64_t id, struct stmt *st, struct demand *d)
{
	struct str why = {0};
	int holds = filter_holds(db, e, id, db_text0(st, 3), &why);

	d->held += holds == 1;
	if (holds != 1 && d->unmet.n)
		str_add(&d->unmet, ", ");
	if (holds == 0)
		str_add(&d->unmet, db_text0(st, 2));
	else if (holds < 0)
		str_addf(&d->unmet, "%s (gate %lld: %s)", db_text0(st, 2), (long long)db_int(st, 0),
		         str_text(&why));
	str_free(&why);
}

bool gate_open(struct db *db, enum gate_of of, int64_t target, int64_t id, struct str *missing,
               struct str *wanting)
{
	const struct entity *e = registry_entity(of == GATE_STAGE ? "deal" : "company");
	struct stmt *st = gate_rows(db, of, target);
	struct demand d = {0};
	bool open = true;

	if (missing)
		str_clear(missing);
	if (wanting)
		str_clear(wanting);
	while (db_step(st)) {
		const char *part = db_text(st, 5);

		if (!same(&d, db_int(st, 1), part)) {
			open = settle(&d, missing, wanting) && open;
			d.target = db_int(st, 1);
			d.part = part ? mem_copy(part) : NULL;
		}
		d.required |= db_int(st, 4) != 0;
		if (db_int(st, 6) > d.at_least)
			d.at_least = db_int(st, 6);
		weigh(db, e, id, st, &d);
	}
	return settle(&d, missing, wanting) && open;
}

int gate_pass(struct db *db, enum gate_of of, int64_t target, int64_t id, struct str *wish, struct str *why)
{
	struct str missing = {0};
	bool open = gate_open(db, of, target, id, &missing, wish);

	if (!open)
		str_setf(why, "missing for '%s': %s",
		         codes_text(db, registry_entity(of == GATE_STAGE ? "stage" : "category"), target), str_text(&missing));
	str_free(&missing);
	return open ? 0 : -1;
}
