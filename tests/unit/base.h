/* SPDX-License-Identifier: GPL-2.0-or-later */
/* base - a fresh base in a temporary directory, for tests of lib/store */
#ifndef CRM_TEST_BASE_H
#define CRM_TEST_BASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/die.h"
#include "base/str.h"
#include "base/when.h"
#include "io/opt.h"
#include "store/db.h"
#include "store/txn.h"

static char base_dir[64];
static struct db *db;

static void clock_at(const char *now)
{
	setenv("CRM_NOW", now, 1);
	when_set_now(now);
}

static int base_new(void **state)
{
	char *path;

	(void)state;
	memset(&opt, 0, sizeof opt);
	strcpy(base_dir, "/tmp/crm-unit.XXXXXX");
	if (!mkdtemp(base_dir))
		return -1;
	path = mem_printf("%s/crm.db", base_dir);
	setenv("CRM_DB", path, 1);
	setenv("CRM_REP", "head", 1);
	clock_at("2026-11-01T09:00:00");
	free(path);
	db = db_create(NULL);
	return 0;
}

static int base_end(void **state)
{
	char *command = mem_printf("rm -rf %s", base_dir);
	int rc;

	(void)state;
	db_close(db);
	db = NULL;
	opt.as_of = opt.known = NULL;
	rc = system(command);
	free(command);
	return rc;
}

/* One statement in a change set of its own. Returns the number of the change set. */
__attribute__((unused)) static int64_t change(const char *sql)
{
	int64_t id;

	txn_begin(db);
	id = txn_id(db);
	db_script(db, sql);
	txn_commit(db, NULL);
	return id;
}

/* Exit code of f run in a process of its own, with its messages thrown away. */
__attribute__((unused)) static int dies(void (*f)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(99);
		f();
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

/* All rows as text, one a line, cells parted by '|'. */
__attribute__((unused)) static char *dump(struct db *from, const char *sql)
{
	struct stmt *st = db_prepare_own(from, sql);
	struct str out = {0};

	while (db_step(st)) {
		for (int i = 0; i < db_columns(st); i++)
			str_addf(&out, "%s%s", i ? "|" : "", db_null(st, i) ? "~" : db_text(st, i));
		str_addc(&out, '\n');
	}
	db_finalize(st);
	return str_take(&out);
}

#endif
