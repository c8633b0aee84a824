/* SPDX-License-Identifier: GPL-2.0-or-later */
/* who - who is working: the login of the uid, or CRM_REP on a base that the caller owns */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "store/conn.h"
#include "store/who.h"

static const char *uid_name(void)
{
	static char *name;
	const struct passwd *pw;

	if (!name) {
		pw = getpwuid(getuid());
		name = pw ? mem_copy(pw->pw_name) : mem_printf("%ld", (long)getuid());
	}
	return name;
}

static const char *from_environment(void)
{
	const char *rep = getenv("CRM_REP");

	return rep && *rep ? rep : NULL;
}

const char *who_process(void)
{
	const char *rep = from_environment();

	return rep ? rep : uid_name();
}

/* Whoever owns the file could change it with any program: to doubt who he says he is would
 * protect nothing. */
static bool owns(const struct db *db)
{
	struct stat st;

	return stat(db->path, &st) == 0 && st.st_uid == getuid();
}

static void look_up(struct db *db)
{
	const char *login = who_process();

	if (from_environment() && !owns(db) && strcmp(login, uid_name()) != 0)
		die(CRM_DENIED, "CRM_REP is '%s', but it counts only on a base of one's own", login);
	db->login = mem_copy(login);
	/* below nothing: who has left */
	db->rep = db_get_int(db, 0, "SELECT CASE WHEN left_on < crm_today() THEN -id ELSE id END FROM rep "
	                            "WHERE login = :login", "login", login, NULL);
	if (db->rep < 0 && !owns(db))
		die(CRM_DENIED, "'%s' has left the department of the base '%s'", login, db->path);
	if (db->rep < 0)
		db->rep = -db->rep;
	if (db->rep > 0)
		return;
	if (db_get_int(db, 0, "SELECT 1 FROM rep LIMIT 1", NULL) || !owns(db))
		die(CRM_DENIED, "'%s' is not a rep of the base '%s'", login, db->path);
}

int64_t who_id(struct db *db)
{
	if (db->rep < 0)
		look_up(db);
	return db->rep;
}

const char *who_login(struct db *db)
{
	who_id(db);
	return db->login;
}
