/* SPDX-License-Identifier: GPL-2.0-or-later */
/* db_path - where the base is */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/die.h"
#include "io/opt.h"
#include "store/conn.h"

/* $XDG_DATA_HOME/crm/crm.db, with its directory made for crm-init. */
static char *default_path(bool make)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	char *dir;

	if (data && *data == '/')
		dir = mem_printf("%s/crm", data);
	else if (home && *home)
		dir = mem_printf("%s/.local/share/crm", home);
	else
		die(CRM_USAGE, "no base named: use --db FILE or set CRM_DB");
	/* like mkdir -p, mode 0700 as the XDG rules ask for */
	for (char *slash = strchr(dir + 1, '/'); make; slash = strchr(slash + 1, '/')) {
		if (slash)
			*slash = '\0';
		if (mkdir(dir, 0700) != 0 && errno != EEXIST)
			die(CRM_STORAGE, "'%s' cannot be made: %s", dir, strerror(errno));
		if (!slash)
			break;
		*slash = '/';
	}
	data = dir;
	dir = mem_printf("%s/crm.db", data);
	free((char *)data);
	return dir;
}

char *conn_path(bool make)
{
	const char *env = getenv("CRM_DB");

	/* a script's empty variable must not lead to another base */
	if (opt.db && !*opt.db)
		die(CRM_USAGE, "--db: '' is the name of no base");
	if (opt.db)
		return mem_copy(opt.db);
	if (env && *env)
		return mem_copy(env);
	return default_path(make);
}
