/* SPDX-License-Identifier: GPL-2.0-or-later */
/* metric - the names of indicators: ours in the program, the department's in its folder */
#include "model/metric.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/die.h"
#include "base/text.h"
#include "sql.h"

const char *metric_ours(const char *name)
{
	for (const struct sql_kpi *k = sql_kpi; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k->text;
	return NULL;
}

void metric_folder(struct str *path)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	str_clear(path);
	if (config && *config == '/')
		str_setf(path, "%s/crm/kpi", config);
	else if (home && *home)
		str_setf(path, "%s/.config/crm/kpi", home);
}

bool metric_is_name(const char *name)
{
	return islower((unsigned char)name[0]) &&
	       !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._")];
}

/* The name of the indicator in "NAME.sql", NULL: it is none. */
static char *name_of(const char *file)
{
	size_t n = strlen(file);

	if (n <= 4 || strcmp(file + n - 4, ".sql") != 0 || !metric_is_name(file))
		return NULL;
	return mem_copyn(file, n - 4);
}

static void add_own(struct strs *names)
{
	struct str path = {0};
	struct dirent *entry;
	DIR *dir;

	metric_folder(&path);
	dir = path.n ? opendir(path.s) : NULL;
	while (dir && (entry = readdir(dir))) {
		char *name = name_of(entry->d_name);

		if (name && metric_ours(name))
			warn("'%s/%s' is left out: the name belongs to an indicator of crm", path.s, entry->d_name);
		else if (name)
			strs_add(names, name);
		free(name);
	}
	if (dir)
		closedir(dir);
	str_free(&path);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void metric_names(struct strs *names)
{
	for (const struct sql_kpi *k = sql_kpi; k->name; k++)
		strs_add(names, k->name);
	add_own(names);
	if (names->n)
		qsort(names->v, names->n, sizeof *names->v, by_name);
}

int metric_unknown(const char *name, struct str *why)
{
	struct strs names = {0};
	const char *near;

	metric_names(&names);
	near = text_nearest_of(name, &names);
	if (near)
		str_setf(why, "unknown indicator '%s', did you mean '%s'?", name, near);
	else
		str_setf(why, "unknown indicator '%s', see crm-kpi --list", name);
	strs_free(&names);
	return -1;
}

bool metric_path(const char *name, struct str *path)
{
	metric_folder(path);
	if (!path->n || !metric_is_name(name))
		return false;
	str_addf(path, "/%s.sql", name);
	return true;
}

static bool is_own(const char *name)
{
	struct str path = {0};
	bool found = metric_path(name, &path) && access(path.s, R_OK) == 0;

	str_free(&path);
	return found;
}

int metric_check(const char *name, struct str *why)
{
	return metric_ours(name) || is_own(name) ? 0 : metric_unknown(name, why);
}
