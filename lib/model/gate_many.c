/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gate_many - what many records lack of what the gates ask for where they stand */
#include <stdlib.h>
#include <string.h>
#include "model/codes.h"
#include "model/filter.h"
#include "model/gate.h"

struct test {
	int64_t gate;
	char *needs, *test;
};

/* One thing that is asked for: a single row of gate, or those of a part, of which at_least must hold. */
struct asked {
	char *part;
	int64_t at_least;
	struct test *test;
	size_t n, cap;
	bool required;
	struct str needs, held; /* in words; SQL: how many tests hold */
	long lack;
};

struct target {
	enum gate_of of;
	int64_t id;
	struct sql *sql;
	struct asked *asked;
	size_t n, cap;
	long seen, lack;
	bool more; /* than were looked at */
};

static const struct entity *entity_of(enum gate_of of)
{
	return registry_entity(of == GATE_STAGE ? "deal" : "company");
}

bool gate_begins(struct db *db, enum gate_of of, int64_t target)
{
	return !db_get_int_id(db, 0, of == GATE_STAGE
		? "SELECT 1 FROM stage s JOIN stage b ON b.pipeline = s.pipeline WHERE s.id = :id AND (b.position < s.position "
		  "OR (b.position = s.position AND b.id < s.id)) LIMIT 1"
		: "SELECT 1 FROM category c, category b WHERE c.id = :id AND (b.position < c.position "
		  "OR (b.position = c.position AND b.id < c.id)) LIMIT 1", target);
}

/* A test that cannot be read holds for nothing. It is tried by itself first: half of it is no use in a statement. */
static void compile(struct db *db, struct target *t, struct asked *a, const struct test *test)
{
	struct sql *alone = sql_new(db, entity_of(t->of));
	struct str why = {0};

	str_addf(&a->needs, "%s%s", a->needs.n ? ", " : "", test->needs);
	str_add(&a->held, a->held.n ? " + " : "");
	if (sql_filter(alone, test->test, &why) < 0) {
		str_addf(&a->needs, " (gate %lld: %s)", (long long)test->gate, str_text(&why));
		str_add(&a->held, "0");
	} else {
		str_add(&a->held, "CASE WHEN ");
		(void)sql_condition(t->sql, test->test, &a->held, NULL);
		str_add(&a->held, " THEN 1 ELSE 0 END");
	}
	str_free(&why);
	sql_free(alone);
}

/* Categories before this one may call their parts the same. */
static struct asked *next_asked(struct target *t, bool same_target, const char *part)
{
	struct asked *a = t->n ? &t->asked[t->n - 1] : NULL;

	if (a && same_target && part && a->part && strcmp(a->part, part) == 0)
		return a;
	t->asked = mem_grow(t->asked, &t->cap, t->n + 1, sizeof *t->asked);
	a = &t->asked[t->n++];
	*a = (struct asked){.part = part ? mem_copy(part) : NULL};
	return a;
}

static void free_asked(struct asked *a)
{
	for (size_t i = 0; i < a->n; i++) {
		free(a->test[i].needs);
		free(a->test[i].test);
	}
	free(a->test);
	free(a->part);
	str_free(&a->needs);
	str_free(&a->held);
}

/* What is only wished is left out; a part is required when one of its rows is. */
static void compile_all(struct db *db, struct target *t)
{
	size_t n = 0;

	t->sql = sql_new(db, entity_of(t->of));
	for (size_t i = 0; i < t->n; i++) {
		struct asked *a = &t->asked[i];

		if (!a->required) {
			free_asked(a);
			continue;
		}
		for (size_t k = 0; k < a->n; k++)
			compile(db, t, a, &a->test[k]);
		t->asked[n++] = *a;
	}
	t->n = n;
}

static void read_gates(struct db *db, struct target *t)
{
	struct stmt *st = gate_rows(db, t->of, t->id);
	int64_t last = 0;

	while (db_step(st)) {
		struct asked *a = next_asked(t, db_int(st, 1) == last, db_text(st, 5));

		last = db_int(st, 1);
		a->required |= db_int(st, 4) != 0;
		if (db_int(st, 6) > a->at_least)
			a->at_least = db_int(st, 6);
		a->test = mem_grow(a->test, &a->cap, a->n + 1, sizeof *a->test);
		a->test[a->n++] = (struct test){db_int(st, 0), mem_copy(db_text0(st, 2)), mem_copy(db_text0(st, 3))};
	}
	compile_all(db, t);
}

static struct stmt *select_lacks(struct db *db, const struct target *t, const struct gate_among *among)
{
	struct str sql = {0};
	struct stmt *st;

	str_add(&sql, "SELECT t.id");
	for (size_t i = 0; i < t->n; i++)
		str_addf(&sql, ", CASE WHEN %s >= %lld THEN 1 ELSE 0 END", str_text(&t->asked[i].held),
		         (long long)t->asked[i].at_least);
	str_addf(&sql, " FROM %s t %s WHERE t.%s = :target AND ", entity_of(t->of)->name, sql_joins(t->sql),
	         t->of == GATE_STAGE ? "stage" : "category");
	if (among->temp)
		str_addf(&sql, "t.id IN (SELECT id FROM %s)", among->temp);
	else
		str_add(&sql, "t.id > :after");
	st = db_prepare_own(db, str_text(&sql));
	str_free(&sql);
	sql_bind(t->sql, st);
	db_bind_int(st, "target", t->id);
	if (!among->temp)
		db_bind_int(st, "after", among->after);
	return st;
}

/* Into a temporary table of numbers, or NULL. */
static void count(struct db *db, struct target *t, const struct gate_among *among, const char *into)
{
	struct stmt *st = select_lacks(db, t, among), *add = NULL;
	char *sql = into ? mem_printf("INSERT INTO %s (id) VALUES (:id)", into) : NULL;

	if (into)
		add = db_prepare(db, sql);
	while (!t->more && db_step(st)) {
		bool lacks = false;

		if (among->most && t->seen == among->most) {
			t->more = true;
			continue;
		}
		t->seen++;
		for (size_t i = 0; i < t->n; i++)
			if (!db_int(st, (int)i + 1)) {
				t->asked[i].lack++;
				lacks = true;
			}
		t->lack += lacks;
		if (add && lacks) {
			db_bind_int(add, "id", db_int(st, 0));
			db_run(add);
		}
	}
	db_finalize(st);
	free(sql);
}

static void say(struct db *db, const struct target *t, struct strs *lines)
{
	const char *what = t->of == GATE_STAGE ? t->lack == 1 ? "deal" : "deals" : t->lack == 1 ? "company" : "companies";
	struct str line = {0};
	bool first = true;

	str_addf(&line, "%ld %s in '%s' lack%s what its gate asks for: ", t->lack, what,
	         codes_text(db, registry_entity(t->of == GATE_STAGE ? "stage" : "category"), t->id), t->lack == 1 ? "s" : "");
	for (size_t i = 0; i < t->n; i++) {
		const struct asked *a = &t->asked[i];

		if (!a->lack)
			continue;
		str_add(&line, first ? "" : "; ");
		if (a->n > 1)
			str_addf(&line, "%lld of: ", (long long)a->at_least);
		str_addf(&line, "%s (%ld)", str_text(&a->needs), a->lack);
		first = false;
	}
	if (t->more)
		str_addf(&line, "; only the first %ld there were looked at", t->seen);
	strs_add(lines, str_text(&line));
	str_free(&line);
}

static void free_target(struct target *t)
{
	for (size_t i = 0; i < t->n; i++)
		free_asked(&t->asked[i]);
	free(t->asked);
	sql_free(t->sql);
}

bool gate_any(struct db *db, enum gate_of of)
{
	return db_get_int(db, 0, of == GATE_STAGE ? "SELECT 1 FROM gate WHERE entity = 'deal' LIMIT 1"
	                                          : "SELECT 1 FROM gate WHERE entity = 'company' LIMIT 1", NULL);
}

static void each_target(struct db *db, enum gate_of of, const struct gate_among *among, const char *into,
                        struct strs *lines)
{
	struct stmt *st = db_prepare_own(db, of == GATE_STAGE
		? "SELECT s.id FROM stage s WHERE EXISTS (SELECT 1 FROM gate g WHERE g.stage = s.id) ORDER BY s.pipeline, s.position, s.id"
		: "SELECT id FROM category ORDER BY position, id");

	while (db_step(st)) {
		struct target t = {.of = of, .id = db_int(st, 0)};

		if (gate_begins(db, of, t.id))
			continue;
		read_gates(db, &t);
		if (t.n)
			count(db, &t, among, into);
		if (t.lack && lines)
			say(db, &t, lines);
		free_target(&t);
	}
	db_finalize(st);
}

void gate_lacks(struct db *db, enum gate_of of, const struct gate_among *among, struct strs *lines)
{
	each_target(db, of, among, NULL, lines);
}

void gate_find(struct db *db, enum gate_of of, const char *into)
{
	db_temp_ids(db, into);
	each_target(db, of, &(struct gate_among){.after = 0}, into, NULL);
}

void gate_missing(struct db *db, enum gate_of of, int64_t id, struct str *missing)
{
	int64_t target = db_get_int_id(db, 0, of == GATE_STAGE ? "SELECT stage FROM deal WHERE id = :id"
	                                                       : "SELECT category FROM company WHERE id = :id", id);

	(void)gate_open(db, of, target, id, missing, NULL);
}
