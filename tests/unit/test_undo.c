/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_undo - change sets taken back, conflicts, and undo of undo */
#include "base.h"
#include "store/trigger.h"
#include "store/undo.h"

static struct str conflicts;

static void note_conflict(void *arg, const struct undo_conflict *c)
{
	(void)arg;
	str_addf(&conflicts, "%s %lld %s %s %s: %s\n", c->entity, (long long)c->row,
	         c->field ? c->field : "-", c->ours ? c->ours : "~", c->theirs ? c->theirs : "~", c->why);
}

static const struct undo_told told = {.conflict = note_conflict};

/* Returns the number of the new change set; rows must come out as expected. */
static int64_t undo(int64_t id, bool force, int64_t rows)
{
	struct str why = {0};
	int64_t new;

	str_clear(&conflicts);
	txn_begin(db);
	new = txn_id(db);
	assert_int_equal(undo_apply(db, id, force, &told, &why), rows);
	txn_commit(db, NULL);
	str_free(&why);
	return new;
}

static void refused(int64_t id, const char *expected)
{
	struct str why = {0};

	txn_begin(db);
	assert_int_equal(undo_apply(db, id, false, &told, &why), -1);
	assert_string_equal(str_text(&why), expected);
	txn_rollback(db);
	str_free(&why);
}

static void assert_rows(const char *sql, const char *expected)
{
	char *rows = dump(db, sql);

	assert_string_equal(rows, expected);
	free(rows);
}

static void assert_sound(void)
{
	assert_rows("PRAGMA foreign_key_check", "");
	assert_rows("PRAGMA integrity_check", "ok\n");
}

static void inserted_rows_go(void **state)
{
	int64_t id, back;

	(void)state;
	id = change("INSERT INTO company (name, created_at) VALUES ('a', crm_now()), ('b', crm_now());"
	            "INSERT INTO channel (company, kind, value) VALUES (1, 'phone', '1')");
	back = undo(id, false, 3);
	assert_rows("SELECT * FROM company", "");
	assert_rows("SELECT op, entity, row FROM change ORDER BY entity, row", "D|channel|1\nD|company|1\nD|company|2\n");
	assert_rows("SELECT txn, undoes FROM txn_undo", "2|1\n");
	refused(id, "change set 1 was taken back already, by change set 2");
	refused(99, "there is no change set 99");
	back = undo(back, false, 3);
	assert_rows("SELECT id, name FROM company", "1|a\n2|b\n");
	assert_rows("SELECT id, company, value FROM channel", "1|1|1\n");
	undo(back, false, 3);
	assert_rows("SELECT * FROM company", "");
	assert_string_equal(str_text(&conflicts), "");
	assert_sound();
	/* Numbers are not used again. */
	change("INSERT INTO company (name, created_at) VALUES ('c', crm_now())");
	assert_rows("SELECT id FROM company", "3\n");
}

static void fields_come_back(void **state)
{
	int64_t id, back;

	(void)state;
	change("INSERT INTO company (name, note, created_at) VALUES ('a', 'n', crm_now()), "
	       "('\"кавычки\" \\ и' || char(10) || char(9) || char(1), NULL, crm_now())");
	id = change("UPDATE company SET note = 'm', potential = 5; UPDATE company SET potential = 7, name = 'z'");
	back = undo(id, false, 2);
	assert_rows("SELECT name, note, potential FROM company",
	            "a|n|~\n\"кавычки\" \\ и\n\t\001|~|~\n");
	undo(back, false, 2);
	assert_rows("SELECT name, note, potential FROM company", "z|m|7\nz|m|7\n");
}

static void changed_fields_stay(void **state)
{
	int64_t id;

	(void)state;
	change("INSERT INTO company (name, note, created_at) VALUES ('a', 'n', crm_now())");
	id = change("UPDATE company SET note = 'm', potential = 5, site = 's'");
	change("UPDATE company SET potential = 6");
	undo(id, false, 1);
	assert_rows("SELECT note, potential, site FROM company", "n|6|~\n");
	assert_string_equal(str_text(&conflicts), "company 1 potential ~ 6: changed since\n");
}

static void force_overrides(void **state)
{
	int64_t id;

	(void)state;
	change("INSERT INTO company (name, note, created_at) VALUES ('a', 'n', crm_now())");
	id = change("UPDATE company SET note = 'm'");
	change("UPDATE company SET note = 'o'");
	undo(id, true, 1);
	assert_rows("SELECT note FROM company", "n\n");
	assert_string_equal(str_text(&conflicts), "");
}

static void rows_in_use_stay(void **state)
{
	int64_t id;

	(void)state;
	id = change("INSERT INTO company (name, created_at) VALUES ('a', crm_now()), ('b', crm_now()), "
	            "('c', crm_now()), ('d', crm_now()); UPDATE company SET parent = 2 WHERE id = 1");
	change("INSERT INTO channel (company, kind, value) VALUES (1, 'phone', '1')");
	change("UPDATE company SET note = 'worked on' WHERE id = 3");
	undo(id, false, 1);
	/* 2 stays because 1, which is in use, refers to it. */
	assert_rows("SELECT id FROM company", "1\n2\n3\n");
	assert_string_equal(str_text(&conflicts), "company 3 note ~ worked on: changed since\n"
	                    "company 1 - ~ ~: in use: channel 1 refers to it\n"
	                    "company 2 - ~ ~: in use: company 1 refers to it\n");
	assert_sound();
}

static void deleted_rows_come_back(void **state)
{
	int64_t id;

	(void)state;
	change("INSERT INTO company (name, note, created_at) VALUES ('a', 'n', crm_now());"
	       "INSERT INTO channel (company, kind, value) VALUES (1, 'phone', '1'), (1, 'phone', '2')");
	id = change("DELETE FROM channel; DELETE FROM company");
	undo(id, false, 3);
	assert_rows("SELECT id, name, note FROM company", "1|a|n\n");
	assert_rows("SELECT id, company, value FROM channel", "1|1|1\n2|1|2\n");
	assert_sound();
}

static void parent_is_gone(void **state)
{
	int64_t id;

	(void)state;
	change("INSERT INTO company (name, created_at) VALUES ('a', crm_now()), ('b', crm_now());"
	       "UPDATE company SET parent = 1 WHERE id = 2;"
	       "INSERT INTO channel (company, kind, value) VALUES (1, 'phone', '1')");
	id = change("DELETE FROM channel; UPDATE company SET parent = NULL, note = 'x'");
	change("DELETE FROM company WHERE id = 1");
	undo(id, false, 1);
	assert_rows("SELECT id, parent, note FROM company", "2|~|~\n");
	assert_rows("SELECT * FROM channel", "");
	assert_string_equal(str_text(&conflicts), "company 1 - ~ ~: deleted since\n"
	                    "company 2 parent ~ ~: company 1 is gone\nchannel 1 - ~ ~: company 1 is gone\n");
	assert_sound();
}

/* A name freed by the change set and taken by a row it added. */
static void unique_values_swap(void **state)
{
	int64_t id;

	(void)state;
	change("INSERT INTO rep (login) VALUES ('head'), ('a'), ('b')");
	id = change("UPDATE rep SET login = 'c' WHERE login = 'a'; DELETE FROM rep WHERE login = 'b';"
	            "INSERT INTO rep (login) VALUES ('a'), ('b')");
	undo(id, false, 4);
	assert_rows("SELECT id, login FROM rep ORDER BY id", "1|head\n2|a\n3|b\n");
	id = change("DELETE FROM rep WHERE login = 'b'");
	change("INSERT INTO rep (login) VALUES ('b')");
	undo(id, false, 0);
	assert_string_equal(str_text(&conflicts), "rep 3 - ~ ~: rep.login: this value is taken already\n");
	assert_sound();
}

static void key_is_released(void **state)
{
	struct txn_done done = {0};
	int64_t id;

	(void)state;
	txn_begin(db);
	txn_set_key(db, "k");
	db_script(db, "INSERT INTO segment (code) VALUES ('a')");
	id = txn_id(db);
	txn_commit(db, NULL);
	undo(id, false, 1);
	assert_false(txn_seen(db, "k", &done));
	txn_done_free(&done);
}

static void large_ranges(void **state)
{
	char *before, *after;
	int64_t id;

	(void)state;
	change("INSERT INTO company (name, created_at) VALUES ('old', crm_now())");
	before = dump(db, "SELECT name, sql FROM sqlite_master ORDER BY name");
	id = change("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
	            "INSERT INTO company (name, created_at) SELECT 'c' || i, crm_now() FROM n;"
	            "UPDATE company SET note = 'x' WHERE id % 2 = 0");
	id = undo(id, false, 20000);
	after = dump(db, "SELECT name, sql FROM sqlite_master ORDER BY name");
	assert_string_equal(before, after);
	assert_rows("SELECT count(*), min(name) FROM company", "1|old\n");
	undo(id, false, 20000);
	assert_rows("SELECT count(*), sum(note = 'x'), max(id) FROM company", "20001|10000|20001\n");
	assert_sound();
	free(before);
	free(after);
}

/* Bases hold images of either making. */
static void images_are_json_objects(void **state)
{
	const struct entity *e = registry_entity("company");
	struct str ours = {0}, theirs = {0}, sql = {0};

	(void)state;
	change("INSERT INTO company (name, note, site, potential, parent, created_at) VALUES "
	       "('a\"b\\c/d', char(1, 8, 9, 10, 11, 12, 13, 31, 32, 127), 'Ёлка € 𝄞', -9223372036854775808, NULL, ''), "
	       "('x', '', NULL, 9223372036854775807, 1, '2026'), ('0', 'null', '\\', 0, NULL, '\"'), "
	       "('long', printf('%.*c', 5000, '\"'), printf('%.*c', 5000, char(2)), -1, 2, 'z')");
	trigger_image(e, "t.", &ours);
	for (size_t i = 0; i < e->n; i++)
		if (trigger_column(&e->fields[i]) && e->fields[i].type != F_KEY)
			str_addf(&theirs, "%s'%s', t.%s", i ? ", " : "", e->fields[i].name, e->fields[i].name);
	str_addf(&sql, "SELECT count(*), sum(%s = json_object(%s)) FROM company t", ours.s, theirs.s);
	assert_rows(sql.s, "4|4\n");
	str_free(&ours);
	str_free(&theirs);
	str_free(&sql);
}

#define T(f) cmocka_unit_test_setup_teardown(f, base_new, base_end)

static void images_differ_by_column(void **state)
{
	static const char was[] = "{\"id\":1,\"code\":\"a\\\\\",\"name\":\"x \\\"q\\\",\\\\\"}";
	static const char is[] = "{\"id\":12,\"code\":\"a\\\\\",\"name\":null}";
	static const char same[] = "{\"id\":1,\"code\":\"\\u0061\\\\\",\"name\":\"x \\\"q\\\",\\\\\"}";
	const struct entity *e = registry_entity("segment");
	struct image_diff d = {0};

	(void)state;
	assert_true(image_differ(&d, e, was, was));
	assert_int_equal(d.n, 0);
	assert_true(image_differ(&d, e, was, is));
	assert_int_equal(d.n, 2);
	assert_string_equal(d.v[0].was.text, "1");
	assert_string_equal(d.v[0].is.text, "12");
	assert_string_equal(d.v[1].f->name, "name");
	assert_string_equal(d.v[1].was.text, "x \"q\",\\");
	assert_null(d.v[1].is.text);
	assert_ptr_equal(image_difference(&d, 2), &d.v[1]);
	assert_null(image_difference(&d, 1));
	/* Written in two ways, and no difference. */
	assert_true(image_differ(&d, e, was, same));
	assert_int_equal(d.n, 0);
	/* Of another time, or cut off. */
	assert_false(image_differ(&d, e, "{\"id\":1,\"code\":\"a\"}", was));
	assert_false(image_differ(&d, e, was, "{\"id\":1,\"code\":\"a"));
	assert_false(image_differ(&d, e, was, "{\"id\":nu"));
	assert_false(image_differ(&d, e, "", was));
	image_diff_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(images_differ_by_column), T(inserted_rows_go), T(fields_come_back), T(changed_fields_stay), T(force_overrides),
		T(rows_in_use_stay), T(deleted_rows_come_back), T(parent_is_gone), T(unique_values_swap),
		T(key_is_released), T(large_ranges), T(images_are_json_objects)};
	int rc = cmocka_run_group_tests_name("undo", tests, NULL, NULL);

	str_free(&conflicts);
	return rc;
}
