/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kpi_find - where indicators are: ours in the program, the department's in its folder */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"
#include "measure/kpi_file.h"
#include "sql.h"

#define FILE_MAX (1u << 20)

/* What a department's own statement may not contain: it reads, and nothing else. */
static const char *const writing[] = {"insert", "update",  "delete", "replace", "attach", "detach",
                                      "pragma", "create",  "drop",   "alter",   "vacuum", "reindex",
                                      "begin",  "commit",  "load_extension", NULL};

static const char *ours(const char *name)
{
	for (const struct sql_kpi *k = sql_kpi; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k->text;
	return NULL;
}

/* The department's folder; empty when there is no home to look in. */
static void folder(struct str *path)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	str_clear(path);
	if (config && *config == '/')
		str_setf(path, "%s/crm/kpi", config);
	else if (home && *home)
		str_setf(path, "%s/.config/crm/kpi", home);
}

/* Lower-case letters, digits, dots and underscores: never a path. */
static bool is_name(const char *name)
{
	return islower((unsigned char)name[0]) &&
	       !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._")];
}

/* The name of the indicator in "NAME.sql", NULL: it is none. */
static char *name_of(const char *file)
{
	size_t n = strlen(file);

	if (n <= 4 || strcmp(file + n - 4, ".sql") != 0 || !is_name(file))
		return NULL;
	return mem_copyn(file, n - 4);
}

static void add_own(struct strs *names)
{
	struct str path = {0};
	struct dirent *entry;
	DIR *dir;

	folder(&path);
	dir = path.n ? opendir(path.s) : NULL;
	while (dir && (entry = readdir(dir))) {
		char *name = name_of(entry->d_name);

		if (name && ours(name))
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

void kpi_names(struct strs *names)
{
	for (const struct sql_kpi *k = sql_kpi; k->name; k++)
		strs_add(names, k->name);
	add_own(names);
	if (names->n)
		qsort(names->v, names->n, sizeof *names->v, by_name);
}

static bool is_word(unsigned char c)
{
	return isalnum(c) || c == '_' || c >= 0x80;
}

/* Behind a comment, a string or a quoted name that begins at p; p itself when none does. */
static const char *skip(const char *p)
{
	const char *end;

	if (strncmp(p, "--", 2) == 0)
		return p + strcspn(p, "\n");
	if (strncmp(p, "/*", 2) == 0) {
		end = strstr(p + 2, "*/");
		return end ? end + 2 : p + strlen(p);
	}
	if (*p == '\'' || *p == '"') {
		end = strchr(p + 1, *p);
		return end ? end + 1 : p + strlen(p);
	}
	return p;
}

/* One word of a statement; first: it opens it. */
static int word_reads(char *word, bool first, struct str *why)
{
	for (char *c = word; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	for (int i = 0; writing[i]; i++)
		if (strcmp(word, writing[i]) == 0)
			return str_setf(why, "'%s' does not read: only one SELECT may stand there", word);
	if (first && strcmp(word, "select") != 0 && strcmp(word, "with") != 0)
		return str_setf(why, "a SELECT is expected, not '%s'", word);
	return 0;
}

/* One statement that begins with SELECT or WITH and holds no word that writes; nothing at all will
 * do for an indicator that is made of others. */
static int only_reads(const char *sql, struct str *why)
{
	bool first = true;
	int rc = 0;

	for (const char *p = sql; *p && rc == 0;) {
		const char *q = skip(p);
		size_t n = 0;
		char *word;

		if (*p == ';' && p[1 + strspn(p + 1, " \t\r\n")])
			return str_setf(why, "only one statement may stand there");
		while (q == p && is_word((unsigned char)p[n]))
			n++;
		if (n) {
			word = mem_copyn(p, n);
			rc = word_reads(word, first, why);
			free(word);
			first = false;
		}
		p = q > p ? q : p + (n ? n : 1);
	}
	return rc;
}

static char *read_own(const char *name, struct str *why)
{
	struct str path = {0}, text = {0};
	FILE *f;

	folder(&path);
	str_addf(&path, "/%s.sql", name);
	f = fopen(path.s, "re");
	if (!f) {
		str_free(&path);
		return NULL;
	}
	text.n = fread(str_room(&text, FILE_MAX), 1, FILE_MAX, f);
	text.s[text.n] = '\0';
	if (ferror(f))
		str_setf(why, "'%s' cannot be read: %s", path.s, strerror(errno));
	else if (text.n == FILE_MAX)
		str_setf(why, "'%s' is larger than an indicator can be", path.s);
	else if (!text_valid(text.s, text.n, NULL))
		str_setf(why, "'%s' is not UTF-8", path.s);
	fclose(f);
	str_free(&path);
	return str_take(&text);
}

static int unknown(const char *name, struct str *why)
{
	struct strs names = {0};
	const char *near;

	kpi_names(&names);
	strs_add(&names, "");
	free(names.v[names.n - 1]);
	names.v[names.n - 1] = NULL;
	near = text_nearest(name, (const char *const *)names.v);
	if (near)
		str_setf(why, "unknown indicator '%s', did you mean '%s'?", name, near);
	else
		str_setf(why, "unknown indicator '%s', see --list", name);
	names.n--;
	strs_free(&names);
	return -1;
}

struct kpi *kpi_load(const char *name, struct str *why)
{
	struct str reason = {0};
	const char *text = ours(name);
	char *own = NULL;
	struct kpi *kpi = NULL;

	if (text)
		return kpi_parse(name, text, why);
	if (is_name(name))
		own = read_own(name, &reason);
	if (!own && !reason.n)
		unknown(name, &reason);
	if (!reason.n)
		kpi = kpi_parse(name, own, &reason);
	if (kpi && only_reads(kpi->sql, &reason) < 0) {
		str_setf(why, "%s: %s", name, str_text(&reason));
		str_set(&reason, str_text(why));
		kpi_free(kpi);
		kpi = NULL;
	}
	if (kpi)
		kpi->own = true;
	else
		str_set(why, str_text(&reason));
	free(own);
	str_free(&reason);
	return kpi;
}
