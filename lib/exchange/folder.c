/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder - a whole base as a folder of tables: writing it
 *
 * Everything is read in the transaction that the base was opened with, so all tables are of one moment; rows go
 * straight into their file, so memory does not grow. The folder gets its name last.
 *
 * What a table holds is proved by a digest over its values, not over the bytes of its file: TSV,
 * CSV and a spreadsheet's version of one base have the same. */
#include "exchange/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/die.h"
#include "base/halt.h"
#include "base/money.h"
#include "base/number.h"
#include "exchange/folder_in.h"
#include "exchange/keyset.h"
#include "io/ask.h"
#include "io/opt.h"
#include "io/spool.h"
#include "store/refill.h"
#include "store/txn.h"

enum { PROGRESS_ROWS = 4096 };

const struct out_column folder_columns[FOLDER_COLUMNS] = {
	{"table", OUT_TEXT}, {"schema", OUT_NUMBER}, {"rows", OUT_NUMBER}, {"last", OUT_NUMBER},
	{"digest", OUT_TEXT},
};

/* The one that is being written, taken away if the program ends before it is done. */
static struct {
	char *temp;
	struct strs files;
	long rows;
} half;

/* As many as are stored, so that nothing is rounded on the way. */
int folder_scale(const struct field *f)
{
	switch (f->type) {
	case F_ID:
	case F_INT:
	case F_BOOL:
	case F_REF:
		return 0;
	case F_PERCENT:
		return 1;
	case F_MONEY:
		return 2;
	case F_MILLI:
		return 3;
	case F_MICRO:
		return 6;
	default:
		return -1;
	}
}

enum out_kind folder_kind(const struct field *f)
{
	if (folder_scale(f) >= 0)
		return OUT_NUMBER;
	return registry_is_time(f) ? OUT_DATE : OUT_TEXT;
}

/* Each kind of value begins with a letter of its own: nothing, 0 and "" are three things. */
uint64_t folder_digest_null(uint64_t digest)
{
	return keyset_digest(digest, "n", 1);
}

uint64_t folder_digest_int(uint64_t digest, int64_t value)
{
	char text[24];
	int n = snprintf(text, sizeof text, "i%" PRId64, value);

	return keyset_digest(digest, text, (size_t)n);
}

uint64_t folder_digest_text(uint64_t digest, const char *text)
{
	return keyset_digest(keyset_digest(digest, "t", 1), text, strlen(text));
}

static void take_away(void)
{
	if (!half.temp)
		return;
	for (size_t i = 0; i < half.files.n; i++)
		(void)unlink(half.files.v[i]);
	(void)rmdir(half.temp);
}

static void count_row(void)
{
	if (++half.rows % PROGRESS_ROWS)
		return;
	progress_at(half.rows);
	if (halt_asked())
		halt_end();
}

/* A folder beside the one that is wanted, so that it can be renamed. */
static void make_temp(const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	half.temp = mem_printf("%.*s.XXXXXX", (int)n, path);
	if (!mkdtemp(half.temp)) {
		int error = errno;

		free(half.temp);
		half.temp = NULL;
		die(CRM_STORAGE, "a folder beside '%s' cannot be made: %s", path, strerror(error));
	}
	(void)atexit(take_away);
	halt_watch(take_away);
}

/* A file for a spreadsheet is called .csv too. */
static const char *extension(void)
{
	return opt.output && !strcmp(opt.output, "tsv") ? "tsv" : "csv";
}

static int open_file(const char *table, const char **name)
{
	char *path = mem_printf("%s/%s.%s", half.temp, table, extension());
	int fd;

	strs_add(&half.files, path);
	*name = half.files.v[half.files.n - 1];
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, SPOOL_FILE_MODE);
	if (fd < 0)
		die(CRM_STORAGE, "'%s' cannot be made: %s", path, strerror(errno));
	free(path);
	return fd;
}

/* A file that is complete in its folder must be on the disk before the folder gets its name. */
static void close_file(int fd, const char *name)
{
	if (fsync(fd) != 0 || close(fd) != 0)
		die(CRM_STORAGE, "cannot write '%s': %s", name, strerror(errno));
}

/* The columns that are stored, in the order of the schema. */
static struct stmt *select_all(struct db *db, const struct entity *e, const struct field **fields, size_t *n)
{
	struct str sql = {0};
	struct stmt *st;

	*n = 0;
	for (size_t i = 0; i < e->n; i++) {
		if (e->fields[i].flags & FIELD_DERIVED)
			continue;
		str_addf(&sql, "%s%s", *n ? ", " : "SELECT ", e->fields[i].name);
		fields[(*n)++] = &e->fields[i];
	}
	str_addf(&sql, " FROM %s ORDER BY id", e->name);
	st = db_prepare_own(db, str_text(&sql));
	str_free(&sql);
	return st;
}

static uint64_t put_value(struct out *out, const struct field *f, struct stmt *st, int column, uint64_t digest)
{
	int scale = folder_scale(f);
	char number[MONEY_SIZE];

	if (db_null(st, column)) {
		out_cell(out, NULL);
		return folder_digest_null(digest);
	}
	if (scale < 0) {
		out_cell(out, db_text(st, column));
		return folder_digest_text(digest, db_text(st, column));
	}
	if (scale) {
		number_format(db_int(st, column), scale, f->type == F_MONEY ? scale : 0, number, sizeof number);
		out_cell(out, number);
	} else {
		out_int(out, db_int(st, column));
	}
	return folder_digest_int(digest, db_int(st, column));
}

static struct out *open_table(const struct field *const *fields, size_t n, int fd, const char *name)
{
	struct out_column *columns = mem_zero(n * sizeof *columns);
	struct out *out;

	for (size_t i = 0; i < n; i++)
		columns[i] = (struct out_column){fields[i]->name, folder_kind(fields[i])};
	out = out_open(columns, n);
	out_into(out, fd, name);
	free(columns);
	return out;
}

/* The number last given out is kept apart: the row that had it may be gone, and nobody is to get it again. */
static void note_table(struct db *db, const struct entity *e, struct out *manifest, long rows, uint64_t digest)
{
	int64_t last = txn_last_given(db, e->name);
	char text[24];

	out_cell(manifest, e->name);
	out_int(manifest, refill_version(db));
	out_int(manifest, rows);
	if (last < 0)
		out_cell(manifest, NULL);
	else
		out_int(manifest, last);
	(void)snprintf(text, sizeof text, "%016" PRIx64, digest);
	out_cell(manifest, text);
}

static void write_table(struct db *db, const struct entity *e, struct out *manifest)
{
	const struct field **fields = mem_zero(e->n * sizeof *fields);
	uint64_t digest = 0;
	const char *name;
	struct stmt *st;
	struct out *out;
	long rows = 0;
	size_t n;
	int fd;

	st = select_all(db, e, fields, &n);
	fd = open_file(e->name, &name);
	out = open_table(fields, n, fd, name);
	for (; db_step(st); rows++) {
		for (size_t i = 0; i < n; i++)
			digest = put_value(out, fields[i], st, (int)i, digest);
		count_row();
	}
	out_finish(out);
	close_file(fd, name);
	db_finalize(st);
	note_table(db, e, manifest, rows, digest);
	free(fields);
}

void folder_write(struct db *db, const char *path)
{
	const struct entity *e;
	const char *name;
	struct out *manifest;
	int fd;

	/* rename replaces nothing that holds a file, so neither does this */
	if (rmdir(path) != 0 && errno != ENOENT)
		die(CRM_USAGE, "'%s' cannot be the folder: %s", path, strerror(errno));
	make_temp(path);
	fd = open_file("manifest", &name);
	manifest = out_open(folder_columns, FOLDER_COLUMNS);
	out_into(manifest, fd, name);
	progress_start("exporting", 0);
	for (size_t i = 0; (e = registry_at(i)); i++)
		write_table(db, e, manifest);
	progress_end();
	out_finish(manifest);
	close_file(fd, name);
	if (rename(half.temp, path) != 0)
		die(CRM_STORAGE, "'%s' cannot be made: %s", path, strerror(errno));
	halt_forget();
	note("%ld rows in %zu tables", half.rows, half.files.n - 1);
	strs_free(&half.files);
	free(half.temp);
	half.temp = NULL;
}
