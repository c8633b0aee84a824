/* SPDX-License-Identifier: GPL-2.0-or-later */
/* no-transaction - preloaded by scripts/torture: SQLite without BEGIN, COMMIT and ROLLBACK
 *
 * With it a command is no longer one change set, and a kill in the middle has to leave a part of it.
 * So torture shows that it would notice. */
#include <dlfcn.h>
#include <sqlite3.h>
#include <string.h>
#include <strings.h>

typedef int prepare_fn(sqlite3 *, const char *, int, unsigned, sqlite3_stmt **, const char **);
typedef int exec_fn(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);

/* The true function: a data pointer may not be cast to a function in ISO C, but dlsym gives one. */
union symbol {
	void *data;
	prepare_fn *prepare;
	exec_fn *exec;
};

static const char *harmless(const char *sql)
{
	static const char *const words[] = {"BEGIN", "COMMIT", "ROLLBACK", "END"};

	for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
		if (strncasecmp(sql, words[i], strlen(words[i])) == 0)
			return "SELECT 1 WHERE 0";
	return sql;
}

int sqlite3_prepare_v3(sqlite3 *db, const char *sql, int n, unsigned flags, sqlite3_stmt **out,
		       const char **tail)
{
	union symbol real = {.data = dlsym(RTLD_NEXT, "sqlite3_prepare_v3")};
	const char *use = harmless(sql);

	return real.prepare(db, use, use == sql ? n : -1, flags, out, tail);
}

int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *arg,
		 char **error)
{
	union symbol real = {.data = dlsym(RTLD_NEXT, "sqlite3_exec")};

	return real.exec(db, harmless(sql), row, arg, error);
}
