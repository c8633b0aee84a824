/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past - what a past date costs: the same statements today and through --known and --as-of
 *
 * usage: past FILE [ROWS]; makes FILE when it is missing: ROWS companies and deals (a million), two moves
 * a deal, then 5 % of them changed, moved or deleted. Prints milliseconds and ratios, taken in turn. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/when.h"
#include "io/opt.h"
#include "store/db.h"
#include "store/txn.h"

enum { TODAY, KNOWN, AS_OF, MODES };

static const char *const queries[][2] = {
	{"one by id", "SELECT * FROM deal WHERE id = 77777"},
	{"one company's deals", "SELECT id, title, amount FROM deal WHERE company = 4321 ORDER BY id"},
	{"list of an owner", "SELECT id, title, amount, stage FROM deal WHERE owner = 17 ORDER BY id"},
	{"last twenty", "SELECT id, name FROM company ORDER BY created_at DESC, id DESC LIMIT 20"},
	{"first twenty of all", "SELECT * FROM company ORDER BY id LIMIT 20"},
	{"join by index", "SELECT c.name, d.title FROM company c JOIN deal d ON d.company = c.id "
	                  "WHERE c.owner = 17"},
	{"left join", "SELECT c.id, count(d.id) FROM company c LEFT JOIN deal d ON d.company = c.id "
	              "WHERE c.territory = 3 GROUP BY c.id"},
	{"anti join", "SELECT count(*) FROM company c WHERE c.owner = 18 AND NOT EXISTS "
	              "(SELECT 1 FROM deal d WHERE d.company = c.id AND d.closed_at IS NOT NULL)"},
	{"by stage and owner", "SELECT stage, owner, count(*), sum(amount) FROM deal GROUP BY stage, owner"},
	{"count all", "SELECT count(*) FROM deal"},
	{"distinct", "SELECT DISTINCT owner FROM deal ORDER BY 1"},
	{"full scan, sorted", "SELECT id, amount FROM deal WHERE amount > 99000 ORDER BY amount DESC, id"},
	{"moves of a month", "SELECT m.deal, m.to_stage, d.amount FROM stage_change m JOIN deal d "
	                     "ON d.id = m.deal WHERE m.at >= '2026-03-01' AND m.at < '2026-04-01'"},
};

#define QUERIES (sizeof queries / sizeof *queries)

static void clock_at(const char *now)
{
	setenv("CRM_NOW", now, 1);
	when_set_now(now);
}

static void change(struct db *db, const char *now, const char *sql)
{
	clock_at(now);
	txn_begin(db);
	db_script(db, sql);
	txn_commit(db, NULL);
}

static void make(long n)
{
	struct db *db = db_create(opt.db);
	char *sql;

	change(db, "2025-01-01T09:00:00",
	       "INSERT INTO pipeline (code) VALUES ('p'); INSERT INTO stage (pipeline, code, kind) VALUES "
	       "(1, 'a', 'open'), (1, 'b', 'open'), (1, 'c', 'open'), (1, 'd', 'won'), (1, 'e', 'lost');"
	       "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) "
	       "INSERT INTO territory (code) SELECT 't' || i FROM n;"
	       "INSERT INTO rep (login) VALUES ('head');"
	       "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999) "
	       "INSERT INTO rep (login) SELECT 'r' || i FROM n");
	sql = mem_printf(
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %ld) "
		"INSERT INTO company (name, name_key, owner, territory, potential, created_at) SELECT "
		"'Компания ' || i, 'компания ' || i, i * 7919 / 13 %% 1000 + 1, i / 7 %% 20 + 1, i %% 997, "
		"substr('2026-01-0', 1, 8) || printf('%%02d', i %% 28 + 1) || 'T10:00:00' FROM n;"
		"INSERT INTO deal (company, owner, pipeline, stage, title, amount, created_at, moved_at, closed_at) "
		"SELECT id * 31 %% %ld + 1, owner, 1, id %% 5 + 1, 'Сделка ' || id, id * 7 %% 100000, created_at, "
		"'2026-0' || (id %% 5 + 2) || substr(created_at, 8), CASE WHEN id %% 5 >= 3 THEN '2026-0' || "
		"(id %% 5 + 2) || substr(created_at, 8) END FROM company;"
		"INSERT INTO stage_change (deal, to_stage, at) SELECT id, 1, created_at FROM deal;"
		"INSERT INTO stage_change (deal, from_stage, to_stage, at) SELECT id, 1, stage, moved_at FROM deal",
		n, n);
	change(db, "2026-08-01T09:00:00", sql);
	free(sql);
	change(db, "2026-10-10T09:00:00",
	       "UPDATE company SET note = 'x', owner = owner % 1000 + 1 WHERE id % 20 = 3;"
	       "INSERT INTO stage_change (deal, from_stage, to_stage, at) SELECT id, stage, stage % 5 + 1, "
	       "crm_now() FROM deal WHERE id % 25 = 4; UPDATE deal SET stage = stage % 5 + 1, "
	       "moved_at = crm_now(), closed_at = CASE WHEN stage IN (2, 3) THEN NULL ELSE crm_now() END "
	       "WHERE id % 25 = 4;"
	       "DELETE FROM stage_change WHERE deal IN (SELECT id FROM deal WHERE id % 100 = 7);"
	       "DELETE FROM deal WHERE id % 100 = 7;");
	db_close(db);
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double run(struct db *db, const char *sql, long *rows)
{
	struct stmt *st = db_prepare(db, sql);
	double start = now_ms();

	*rows = 0;
	while (db_step(st))
		++*rows;
	return now_ms() - start;
}

static double best(struct db *db, const char *sql, long *rows)
{
	double least = 1e9;

	for (int i = 0; i < 3; i++) {
		double t = run(db, sql, rows);

		least = t < least ? t : least;
	}
	return least;
}

int main(int argc, char **argv)
{
	static const char *const names[MODES] = {"today", "known", "as-of"};
	struct db *db[MODES];
	double first[MODES];

	if (argc < 2)
		return 2;
	opt.db = argv[1];
	setenv("CRM_REP", "head", 1);
	if (access(argv[1], F_OK) != 0)
		make(argc > 2 ? atol(argv[2]) : 1000000);
	clock_at("2026-11-01T09:00:00");
	for (int m = 0; m < MODES; m++) {
		opt.known = m == KNOWN ? "2026-10-01" : NULL;
		opt.as_of = m == AS_OF ? "2026-10-01" : NULL;
		db[m] = db_open(DB_READ);
		first[m] = now_ms();
		db_reset(db_prepare(db[m], "SELECT d.id, c.id, m.id FROM deal d, company c, stage_change m"));
		first[m] = now_ms() - first[m];
		printf("%s: %.1f ms until three tables are ready\n", names[m], first[m]);
	}
	printf("%-22s %9s %9s %9s  ratios\n", "", "today", "known", "as-of");
	for (size_t q = 0; q < QUERIES; q++) {
		double t[MODES];
		long rows[MODES];

		for (int m = 0; m < MODES; m++)
			t[m] = best(db[m], queries[q][1], &rows[m]);
		printf("%-22s %9.3f %9.3f %9.3f  %.2f %.2f  (%ld, %ld, %ld rows)\n", queries[q][0], t[0], t[1],
		       t[2], t[1] / t[0], t[2] / t[0], rows[0], rows[1], rows[2]);
	}
	for (int m = 0; m < MODES; m++)
		db_close(db[m]);
	return 0;
}
