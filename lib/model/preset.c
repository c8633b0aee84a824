/* SPDX-License-Identifier: GPL-2.0-or-later */
/* preset - tables that a new base starts with
 *
 * A folder of tables. They are loaded in the order of their names, and the number in front puts
 * what is referred to before what refers to it. All are opened and their columns checked before
 * the first row is written. */
#include "model/preset.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/die.h"
#include "base/lang.h"
#include "base/text.h"
#include "io/tablein.h"
#include "model/writer.h"
#include "sql.h"

struct file {
	char *name;
	const struct entity *entity;
	struct tablein *in;
};

struct preset {
	struct file *file;
	size_t n, cap;
};

/* ---- reading */

static const struct entity *entity_of(const char *file, struct str *why)
{
	size_t digits = strspn(file, "0123456789"), length = strlen(file);
	const struct entity *e;
	char *name;

	if (file[digits] != '-' || length < digits + 6 || strcmp(file + length - 4, ".csv") != 0) {
		str_setf(why, "%s: expected a name such as 03-stage.csv", file);
		return NULL;
	}
	name = mem_copyn(file + digits + 1, length - digits - 5);
	e = registry_entity(name);
	if (!e) {
		struct str unknown = {0};

		registry_unknown_entity(name, &unknown);
		str_setf(why, "%s: %s", file, str_text(&unknown));
		str_free(&unknown);
	}
	free(name);
	return e;
}

static int check_columns(const struct file *f, struct str *why)
{
	struct str reason = {0};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < f->in->names.n; i++)
		rc = writer_settable(f->entity, f->in->names.v[i], &reason);
	if (rc != 0)
		str_setf(why, "%s:1: %s", f->name, str_text(&reason));
	str_free(&reason);
	return rc;
}

static int add_file(struct preset *p, int fd, const char *name, struct str *why)
{
	const struct entity *e = entity_of(name, why);
	struct file *f;

	if (!e)
		return -1;
	p->file = mem_grow(p->file, &p->cap, p->n + 1, sizeof *p->file);
	f = &p->file[p->n++];
	*f = (struct file){.name = mem_copy(name), .entity = e};
	f->in = tablein_read(fd, f->name, NULL);
	return check_columns(f, why);
}

/* Text that is built in goes through a file in memory, so that there is one way to read a table. */
static int add_text(struct preset *p, const struct sql_preset *built_in, struct str *why)
{
	size_t n = strlen(built_in->text);
	int fd = memfd_create(built_in->file, MFD_CLOEXEC), rc;

	if (fd < 0 || write(fd, built_in->text, n) != (ssize_t)n || lseek(fd, 0, SEEK_SET) != 0)
		die(CRM_STORAGE, "memory file: %s", strerror(errno));
	rc = add_file(p, fd, built_in->file, why);
	close(fd);
	return rc;
}

static int no_such(const char *name, const char *lang, struct str *why)
{
	const char *last = "";

	str_setf(why, "unknown preset '%s' in language '%s', expected a folder or one of", name, lang);
	for (const struct sql_preset *s = sql_presets; s->text; s++) {
		size_t n = strcspn(s->folder, ".");

		if (strncmp(s->folder, "settings.", 9) == 0 || strcmp(s->folder, last) == 0)
			continue;
		/* the languages of a preset follow each other */
		if (strncmp(s->folder, last, n) != 0)
			str_addf(why, " %.*s", (int)n, s->folder);
		last = s->folder;
	}
	return -1;
}

static int read_built_in(struct preset *p, const char *name, const char *lang, struct str *why)
{
	char *folder = mem_printf("%s.%s", name, lang);
	int rc = 0;

	for (const struct sql_preset *s = sql_presets; rc == 0 && s->text; s++)
		if (strcmp(s->folder, folder) == 0)
			rc = add_text(p, s, why);
	free(folder);
	return rc == 0 && p->n == 0 ? no_such(name, lang, why) : rc;
}

static int is_csv(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return d->d_name[0] != '.' && n > 4 && strcmp(d->d_name + n - 4, ".csv") == 0;
}

static int read_folder(struct preset *p, const char *path, struct str *why)
{
	struct dirent **list;
	/* alphasort goes by strcoll, which in the C locale (programs set LC_CTYPE only) is the
	 * order of bytes */
	int n = scandir(path, &list, is_csv, alphasort), rc = 0;

	if (n < 0)
		return str_setf(why, "preset '%s' cannot be read: %s", path, strerror(errno));
	for (int i = 0; i < n; i++) {
		char *full = mem_printf("%s/%s", path, list[i]->d_name);
		int fd = rc == 0 ? open(full, O_RDONLY | O_CLOEXEC) : -1;

		if (rc == 0 && fd < 0)
			rc = str_setf(why, "'%s' cannot be read: %s", full, strerror(errno));
		if (fd >= 0) {
			rc = add_file(p, fd, list[i]->d_name, why);
			close(fd);
		}
		free(full);
		free(list[i]);
	}
	free(list);
	return rc == 0 && n == 0 ? str_setf(why, "preset '%s' holds no .csv files", path) : rc;
}

struct preset *preset_open(const char *name, const char *lang, struct str *why)
{
	struct preset *p = mem_zero(sizeof *p);
	int rc;

	if (strchr(name, '/'))
		rc = read_folder(p, name, why);
	else
		rc = read_built_in(p, name, lang, why);
	if (rc == 0)
		return p;
	preset_free(p);
	return NULL;
}

/* ---- loading */

static long load_file(struct db *db, const struct file *f, struct str *why)
{
	struct str reason = {0};
	struct writer *w = writer_open(db, f->entity, (const char *const *)f->in->names.v,
	                               f->in->names.n, &reason);
	long n = 0;

	if (!w)
		str_setf(why, "%s:1: %s", f->name, str_text(&reason));
	while (w && tablein_next(f->in)) {
		if (writer_add(w, (const char *const *)f->in->cell, &reason) < 0) {
			str_setf(why, "%s:%ld: %s", f->name, f->in->line, str_text(&reason));
			n = -1;
			break;
		}
		n++;
	}
	writer_close(w);
	str_free(&reason);
	return w ? n : -1;
}

long preset_load(struct preset *p, struct db *db, struct str *why)
{
	long all = 0;

	for (size_t i = 0; i < p->n; i++) {
		long n = load_file(db, &p->file[i], why);

		if (n < 0)
			return -1;
		all += n;
	}
	return all;
}

void preset_free(struct preset *p)
{
	for (size_t i = 0; p && i < p->n; i++) {
		tablein_free(p->file[i].in);
		free(p->file[i].name);
	}
	if (p)
		free(p->file);
	free(p);
}

const char *preset_lang(const char *asked, struct str *why)
{
	if (asked && strcmp(asked, "en") != 0 && strcmp(asked, "ru") != 0) {
		text_refuse(why, asked, "is no language, expected en or ru");
		return NULL;
	}
	return asked ? asked : lang_pick("en", "ru");
}
