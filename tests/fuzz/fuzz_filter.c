/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_filter - whatever is typed as a filter: refused with a reason, or SQL that compiles and runs */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/opt.h"
#include "model/filter.h"
#include "store/txn.h"

static struct db *base(void)
{
	static struct db *db;
	static char dir[] = "/tmp/crm-fuzz.XXXXXX";

	if (db)
		return db;
	if (!mkdtemp(dir))
		abort();
	opt.db = mem_printf("%s/crm.db", dir);
	setenv("CRM_NOW", "2026-11-22T10:05:00", 1);
	db = db_create(NULL);
	txn_begin(db);
	db_script(db, "INSERT INTO rep (login) VALUES ('a'); INSERT INTO company (name, name_key, created_at)"
	              " VALUES ('a', 'a', '2026-11-22')");
	txn_commit(db, NULL);
	return db;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const entities[] = {"company", "deal", "task", "rep"};
	char *text = mem_copyn((const char *)data, size), *statement;
	struct db *db = base();
	struct sql *sql = sql_new(db, registry_entity(entities[size % 4]));
	struct str why = {0};
	struct stmt *st;

	if (sql_filter(sql, text, &why) == 0) {
		statement = mem_printf("SELECT t.id FROM %s t %s WHERE %s", entities[size % 4], sql_joins(sql),
		                       sql_where(sql));
		st = db_prepare_own(db, statement);
		sql_bind(sql, st);
		db_run(st);
		db_finalize(st);
		free(statement);
	} else if (!why.n) {
		abort();
	}
	sql_free(sql);
	str_free(&why);
	free(text);
	return 0;
}
