/* SPDX-License-Identifier: GPL-2.0-or-later */
/* saved_map - the mapping of a header under a name, so that next month's file needs no options
 *
 * A mapping is known by the names of its columns, in any order: next month's file has the same
 * header, perhaps with the columns moved. It is kept as the options that made it, and read as if
 * typed before those of the command line. */
#include "exchange/saved_map.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "exchange/keyset.h"
#include "io/csv.h"

enum { FINGERPRINT_SIZE = 17 };

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of the columns, folded, whatever their order. */
static void fingerprint(const struct strs *header, size_t width, char out[FINGERPRINT_SIZE])
{
	struct strs names = {0};
	struct str folded = {0};
	uint64_t h = 0;

	for (size_t i = 0; i < width; i++) {
		text_fold(header->v[i], &folded);
		strs_add(&names, str_text(&folded));
	}
	if (names.n > 1)
		qsort(names.v, names.n, sizeof *names.v, by_text);
	for (size_t i = 0; i < names.n; i++)
		h = keyset_digest(h, names.v[i], strlen(names.v[i]));
	(void)snprintf(out, FINGERPRINT_SIZE, "%016llx", (unsigned long long)h);
	str_free(&folded);
	strs_free(&names);
}

/* ---- a mapping as text: one option a line, its name and its value, escaped as in a TSV cell */

static void write_option(const char *option, const char *value, struct str *out)
{
	str_addf(out, "%s ", option);
	tsv_escape(out, value);
	str_addc(out, '\n');
}

/* Headers may hold line breaks. */
static void unescape(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (*s == '\\' && s[1])
			*to++ = *++s == 'n' ? '\n' : *s == 't' ? '\t' : *s == 'r' ? '\r' : *s;
		else
			*to++ = *s;
	}
	*to = '\0';
}

/* Where the list, or the text, of an option is kept. */
static struct strs *list_of(struct told *t, const char *option)
{
	return !strcmp(option, "map") ? &t->maps : !strcmp(option, "set") ? &t->sets :
	       !strcmp(option, "key") ? &t->keys : !strcmp(option, "ref") ? &t->refs : NULL;
}

static char **text_of(struct told *t, const char *option)
{
	return !strcmp(option, "system") ? &t->system : !strcmp(option, "create") ? &t->create :
	       !strcmp(option, "dates") ? &t->dates : !strcmp(option, "decimal") ? &t->decimal :
	       !strcmp(option, "on-duplicate") ? &t->duplicate : NULL;
}

static void write_options(struct told *t, struct str *out)
{
	static const char *const options[] = {"system", "key", "map", "set", "ref", "create", "dates", "decimal",
					      "on-duplicate"};

	write_option("entity", t->main->name, out);
	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		struct strs *list = list_of(t, options[i]);
		char **text = text_of(t, options[i]);

		for (size_t k = 0; list && k < list->n; k++)
			write_option(options[i], list->v[k], out);
		if (text && *text)
			write_option(options[i], *text, out);
	}
}

/* The column or field that an option is about: "Column=field", "field=value". */
static size_t subject(const char *option, const char *value)
{
	const char *eq = strcmp(option, "map") ? strchr(value, '=') : strrchr(value, '=');

	return eq ? (size_t)(eq - value) : 0;
}

static bool is_told(const struct strs *list, size_t n, const char *option, const char *value)
{
	size_t length = subject(option, value);

	for (size_t i = 0; i < n; i++)
		if (subject(option, list->v[i]) == length && !strncmp(list->v[i], value, length))
			return true;
	return false;
}

/* What the command line says already is not said again. */
static void read_options(const char *text, struct told *t)
{
	struct told said = *t;
	char *copy = mem_copy(text), *rest = copy, *line;

	while ((line = strsep(&rest, "\n"))) {
		char *value = line + strcspn(line, " ");
		struct strs *list;
		char **one;

		if (!*value)
			continue;
		*value++ = '\0';
		unescape(value);
		list = list_of(t, line);
		one = text_of(t, line);
		if (!strcmp(line, "entity") && !t->main)
			t->main = registry_entity(value);
		else if (list && !is_told(list, list_of(&said, line)->n, line, value))
			strs_add(list, value);
		else if (one && !*one)
			*one = mem_copy(value);
	}
	free(copy);
}

static bool is_for(const char *options, const struct entity *main)
{
	size_t n = main ? strlen(main->name) : 0;

	return !main || (!strncmp(options, "entity ", 7) && !strncmp(options + 7, main->name, n) &&
			 options[7 + n] == '\n');
}

static char *by_header(struct db *db, const struct strs *header, size_t width, struct told *t)
{
	struct stmt *st = db_prepare(db, "SELECT name, options FROM import_map WHERE fingerprint = :f "
	                                 "ORDER BY id DESC");
	char print[FINGERPRINT_SIZE], *name = NULL;

	fingerprint(header, width, print);
	db_bind_text(st, "f", print);
	while (db_step(st)) {
		if (name || !is_for(db_text0(st, 1), t->main))
			continue;
		name = mem_copy(db_text0(st, 0));
		read_options(db_text0(st, 1), t);
	}
	return name;
}

static int refuse_name(struct db *db, const char *name, struct str *why)
{
	struct stmt *st = db_prepare(db, "SELECT name FROM import_map ORDER BY name");
	struct strs names = {0};
	const char *near;

	while (db_step(st))
		strs_add(&names, db_text0(st, 0));
	near = text_nearest_of(name, &names);
	text_refuse(why, name, "is no saved mapping%s%s%s", near ? ", did you mean '" : "; crm-list import_map lists them",
	            near ? near : "", near ? "'?" : "");
	strs_free(&names);
	return -1;
}

char *saved_map_use(struct db *db, const char *name, const struct strs *header, size_t width, struct told *t, int *bad,
                    struct str *why)
{
	char *options;

	*bad = 0;
	if (name && !strcmp(name, "-"))
		return NULL;
	if (!name)
		return by_header(db, header, width, t);
	options = db_get_text(db, "SELECT options FROM import_map WHERE name = :name", "name", name, NULL);
	if (!options) {
		*bad = refuse_name(db, name, why);
		return NULL;
	}
	read_options(options, t);
	free(options);
	return mem_copy(name);
}

void saved_map_save(struct db *db, const char *name, const struct strs *header, size_t width, const struct told *told)
{
	struct told t = *told;
	struct str options = {0};
	char print[FINGERPRINT_SIZE];
	struct stmt *st;

	fingerprint(header, width, print);
	write_options(&t, &options);
	st = db_prepare(db, "INSERT INTO import_map (name, fingerprint, options) VALUES (:name, :f, :options) "
	                    "ON CONFLICT (name) DO UPDATE SET fingerprint = :f, options = :options "
	                    "WHERE import_map.fingerprint <> :f OR import_map.options <> :options");
	db_bind_text(st, "name", name);
	db_bind_text(st, "f", print);
	db_bind_text(st, "options", options.s);
	db_run(st);
	str_free(&options);
}

static void copy_list(const struct strs *from, struct strs *to)
{
	for (size_t i = 0; i < from->n; i++)
		strs_add(to, from->v[i]);
}

static char *copy_text(const char *s)
{
	return s ? mem_copy(s) : NULL;
}

void told_copy(const struct told *said, struct told *t)
{
	*t = (struct told){.main = said->main, .system = copy_text(said->system), .create = copy_text(said->create),
			   .dates = copy_text(said->dates), .decimal = copy_text(said->decimal),
			   .duplicate = copy_text(said->duplicate)};
	copy_list(&said->maps, &t->maps);
	copy_list(&said->sets, &t->sets);
	copy_list(&said->keys, &t->keys);
	copy_list(&said->refs, &t->refs);
}

void told_free(struct told *t)
{
	strs_free(&t->maps);
	strs_free(&t->sets);
	strs_free(&t->keys);
	strs_free(&t->refs);
	free(t->system);
	free(t->create);
	free(t->dates);
	free(t->decimal);
	free(t->duplicate);
}
