/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder_read - an empty base filled from a folder of tables
 *
 * What a base once held needs no checks of its own: the digests prove that it is unchanged. Where one is missing, on
 * purpose, the constraints of the tables and all references are checked instead. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/die.h"
#include "base/halt.h"
#include "base/text.h"
#include "exchange/folder_in.h"
#include "io/ask.h"
#include "io/csv.h"
#include "io/sheet.h"
#include "model/search.h"
#include "store/refill.h"

enum { PROGRESS_ROWS = 4096 };

/* What the manifest says of a table. */
struct listed {
	char *table, *digest;
	int64_t rows, last;
};

struct folder {
	struct db *db;
	const char *path, *extension;
	char delim;
	bool tsv, sheet; /* written for a spreadsheet */
	struct listed *table;
	size_t n, cap;
	long rows;
	bool sound;      /* every digest was there */
};

/* One file of the folder being read. */
struct file {
	char *name;
	int fd;
	struct csv *csv;
	struct csv_row row;
	struct str room;
};

static char *file_name(const char *path, const char *table, const char *extension)
{
	return mem_printf("%s/%s.%s", path, table, extension);
}

/* NULL: there is no manifest in either format. */
static const char *manifest_extension(const char *path)
{
	static const char *const extensions[] = {"csv", "tsv"};

	for (size_t i = 0; i < 2; i++) {
		char *name = file_name(path, "manifest", extensions[i]);
		bool there = access(name, F_OK) == 0;

		free(name);
		if (there)
			return extensions[i];
	}
	return NULL;
}

bool folder_is(const char *path)
{
	return manifest_extension(path) != NULL;
}

static void open_file(const struct folder *in, const char *table, struct file *f)
{
	*f = (struct file){.name = file_name(in->path, table, in->extension)};
	f->fd = open(f->name, O_RDONLY | O_CLOEXEC);
	if (f->fd < 0)
		die(CRM_INPUT, "'%s' cannot be read: %s", f->name, strerror(errno));
	f->csv = csv_open(f->fd, f->name, in->delim, in->tsv);
}

static void close_file(struct file *f)
{
	csv_close(f->csv);
	(void)close(f->fd);
	free(f->name);
	str_free(&f->room);
}

static bool next_row(struct file *f)
{
	struct str why = {0};
	int got = csv_next(f->csv, &f->row, &why);

	if (got < 0)
		die(CRM_INPUT, "%s; nothing was written", str_text(&why));
	return got > 0;
}

_Noreturn static void refuse(const struct file *f, const char *column, const char *value, const char *expected)
{
	struct str why = {0};

	(void)text_refuse(&why, value, "is not %s", expected);
	die(CRM_INPUT, "%s:%ld: column '%s': %s; nothing was written", f->name, f->row.line, column, why.s);
}

/* Exactly what number_format writes. */
static bool read_number(const char *s, int scale, int64_t *value)
{
	bool minus = *s == '-', overflow = false;
	int behind = -1;
	int64_t v = 0;

	s += minus;
	if (!*s)
		return false;
	for (; *s; s++) {
		if (*s == '.' && behind < 0) {
			behind = 0;
			continue;
		}
		if (*s < '0' || *s > '9' || behind >= scale)
			return false;
		/* below zero, since INT64_MIN has no positive counterpart */
		overflow = overflow || __builtin_mul_overflow(v, 10, &v) ||
		           __builtin_sub_overflow(v, *s - '0', &v);
		behind += behind >= 0;
	}
	for (behind = behind < 0 ? 0 : behind; behind < scale; behind++)
		overflow = overflow || __builtin_mul_overflow(v, 10, &v);
	*value = minus ? v : -v;
	return !overflow && (minus || v != INT64_MIN);
}

/* Binds one cell; returns the digest with it. */
static uint64_t take_cell(const struct folder *in, struct file *f, const struct field *field, size_t i,
                          struct stmt *st, uint64_t digest)
{
	const char *cell = f->row.cell[i];
	int scale = folder_scale(field), at = (int)i + 1;
	int64_t value;

	if (!*cell && !f->row.quoted[i]) {
		db_bind_null_at(st, at);
		return folder_digest_null(digest);
	}
	if (in->sheet)
		cell = sheet_cell(cell, folder_kind(field), in->delim == ';', &f->room);
	if (scale >= 0) {
		if (!read_number(cell, scale, &value))
			refuse(f, field->name, cell, "a number as crm-export writes it");
		db_bind_int_at(st, at, value);
		return folder_digest_int(digest, value);
	}
	if (!text_valid(cell, strlen(cell), NULL))
		refuse(f, field->name, cell, "UTF-8 text");
	db_bind_text(st, field->name, cell); /* copied: room holds one cell only */
	return folder_digest_text(digest, cell);
}

/* INSERT of the columns that the file has; fields gets them in its order. */
static struct stmt *prepare(const struct folder *in, const struct entity *e, struct file *f,
                            const struct field **fields)
{
	struct str sql = {0}, values = {0};
	struct stmt *st;

	str_addf(&sql, "INSERT INTO %s (", e->name);
	for (size_t i = 0; i < f->row.n; i++) {
		struct str why = {0};

		fields[i] = registry_field(e, f->row.cell[i]);
		if (!fields[i] || fields[i]->flags & FIELD_DERIVED) {
			(void)registry_unknown_field(e, f->row.cell[i], &why);
			die(CRM_INPUT, "%s:1: %s; nothing was written", f->name, why.s);
		}
		str_addf(&sql, "%s%s", i ? ", " : "", fields[i]->name);
		str_addf(&values, "%s:%s", i ? ", " : "", fields[i]->name);
	}
	str_addf(&sql, ") VALUES (%s)", str_text(&values));
	st = db_prepare_own(in->db, str_text(&sql));
	str_free(&sql);
	str_free(&values);
	return st;
}

/* Were they taken away, added or changed since? An empty digest asks for no proof. */
static void compare(const struct listed *t, const struct file *f, int64_t rows, uint64_t digest)
{
	char *text;

	if (!*t->digest)
		return;
	if (rows != t->rows)
		die(CRM_INPUT, "%s: %" PRId64 " rows, the manifest says %" PRId64 "; nothing was written", f->name,
		    rows, t->rows);
	text = mem_printf("%016" PRIx64, digest);
	if (strcmp(text, t->digest) != 0)
		die(CRM_INPUT, "%s: is not what was exported: its digest is %s, the manifest says '%s' (a cell left empty "
		    "there asks for no proof); nothing was written", f->name, text, t->digest);
	free(text);
}

/* What the base itself refuses: a file that was edited by hand. */
static void insert(struct file *f, struct stmt *st)
{
	struct str why = {0};

	if (db_try(st, &why) < 0)
		die(CRM_INPUT, "%s:%ld: %s; nothing was written", f->name, f->row.line, str_text(&why));
}

/* csv_next leaves it to its caller what a row of another length is. */
static void check_width(const struct file *f, size_t n)
{
	if (f->row.n != n)
		die(CRM_INPUT, "%s:%ld: %zu cells instead of %zu; nothing was written", f->name, f->row.line, f->row.n, n);
}

/* Somebody may be waiting, or have enough of it. */
static void count_row(struct folder *in)
{
	if (++in->rows % PROGRESS_ROWS)
		return;
	progress_at(in->rows);
	if (!halt_asked())
		return;
	db_close(in->db);
	halt_end();
}

static void read_table(struct folder *in, const struct listed *t)
{
	const struct entity *e = registry_entity(t->table);
	const struct field **fields;
	uint64_t digest = 0;
	struct stmt *st;
	struct file f;
	int64_t rows = 0;
	size_t n;

	open_file(in, t->table, &f);
	if (!next_row(&f))
		die(CRM_INPUT, "%s: there is no header line; nothing was written", f.name);
	n = f.row.n;
	fields = mem_zero((n + 1) * sizeof *fields);
	refill_table(in->db, e->name, t->rows, *t->digest);
	st = prepare(in, e, &f, fields);
	for (; next_row(&f); rows++) {
		check_width(&f, n);
		for (size_t i = 0; i < n; i++)
			digest = take_cell(in, &f, fields[i], i, st, digest);
		insert(&f, st);
		count_row(in);
	}
	compare(t, &f, rows, digest);
	in->sound = in->sound && *t->digest;
	db_finalize(st);
	refill_done(in->db, e->name, t->last);
	free(fields);
	close_file(&f);
}

/* Fields of the department's own become columns before their values come. */
static void read_custom(struct folder *in)
{
	struct stmt *st;

	for (size_t i = 0; i < in->n; i++)
		if (!strcmp(in->table[i].table, "custom_field"))
			read_table(in, &in->table[i]);
	st = db_prepare(in->db, "SELECT entity, name, kind FROM custom_field ORDER BY id");
	while (db_step(st)) {
		const struct entity *e = registry_entity(db_text0(st, 0));

		if (e && !registry_field(e, db_text0(st, 1)))
			refill_column(in->db, e->name, db_text0(st, 1), db_text0(st, 2));
	}
	registry_extend(in->db);
}

static void take_listed(struct folder *in, struct file *f)
{
	struct listed *t;
	char **cell = f->row.cell;
	int64_t schema;
	struct str why = {0};

	check_width(f, FOLDER_COLUMNS);
	if (!registry_entity(cell[FOLDER_TABLE])) {
		(void)registry_unknown_entity(cell[FOLDER_TABLE], &why);
		die(CRM_INPUT, "%s:%ld: %s", f->name, f->row.line, why.s);
	}
	if (!read_number(cell[FOLDER_SCHEMA], 0, &schema) || schema != refill_version(in->db))
		die(CRM_INPUT, "%s: was exported from schema version %s, this base has %d", f->name,
		    cell[FOLDER_SCHEMA], refill_version(in->db));
	in->table = mem_grow(in->table, &in->cap, in->n + 1, sizeof *in->table);
	t = &in->table[in->n++];
	*t = (struct listed){.table = mem_copy(cell[FOLDER_TABLE]), .digest = mem_copy(cell[FOLDER_DIGEST]), .last = -1};
	if (!read_number(cell[FOLDER_ROWS], 0, &t->rows))
		refuse(f, "rows", cell[FOLDER_ROWS], "a number");
	if (*cell[FOLDER_LAST] && !read_number(cell[FOLDER_LAST], 0, &t->last))
		refuse(f, "last", cell[FOLDER_LAST], "a number");
}

/* A manifest that was cut off must not pass for a small base. */
static void check_all_listed(const struct folder *in, const struct file *f)
{
	const struct entity *e;
	size_t k;

	for (size_t i = 0; (e = registry_at(i)); i++) {
		for (k = 0; k < in->n && strcmp(in->table[k].table, e->name) != 0; k++)
			;
		if (k == in->n)
			die(CRM_INPUT, "%s: table '%s' is not in it", f->name, e->name);
	}
}

static void check_manifest_header(const struct file *f)
{
	for (size_t i = 0; i < FOLDER_COLUMNS; i++)
		if (i >= f->row.n || strcmp(f->row.cell[i], folder_columns[i].name) != 0)
			die(CRM_INPUT, "%s: is no manifest of crm-export", f->name);
}

/* The first bytes of the manifest tell how all files are written. */
static void find_format(struct folder *in)
{
	char *name = file_name(in->path, "manifest", in->extension);
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	char head[10] = "";
	ssize_t got = fd < 0 ? -1 : read(fd, head, sizeof head - 1);

	if (got < 0)
		die(CRM_INPUT, "'%s' cannot be read: %s", name, strerror(errno));
	(void)close(fd);
	free(name);
	in->tsv = !strcmp(in->extension, "tsv");
	in->sheet = !strncmp(head, "\xEF\xBB\xBF", 3);
	in->delim = in->tsv ? '\t' : in->sheet && strchr(head, ';') ? ';' : ',';
}

static void read_manifest(struct folder *in)
{
	struct file f;

	in->extension = manifest_extension(in->path);
	find_format(in);
	open_file(in, "manifest", &f);
	if (!next_row(&f))
		die(CRM_INPUT, "%s: is empty", f.name);
	check_manifest_header(&f);
	while (next_row(&f))
		take_listed(in, &f);
	check_all_listed(in, &f);
	close_file(&f);
}

static void free_folder(struct folder *in)
{
	for (size_t i = 0; i < in->n; i++) {
		free(in->table[i].table);
		free(in->table[i].digest);
	}
	free(in->table);
}

long folder_read(struct db *db, const char *path)
{
	struct folder in = {.db = db, .path = path, .sound = true};
	struct str why = {0};

	read_manifest(&in);
	if (!refill_ready(db))
		die(CRM_USAGE, "the base '%s' has records already, expected one that crm-init has just made", db_path(db));
	progress_start("restoring", 0);
	halt_watch(progress_end);
	refill_begin(db);
	read_custom(&in);
	for (size_t i = 0; i < in.n; i++)
		if (strcmp(in.table[i].table, "custom_field") != 0)
			read_table(&in, &in.table[i]);
	/* Looking up every reference costs as much as all the rest, and is only needed for what was edited. */
	if (!in.sound && refill_check(db, &why) < 0)
		die(CRM_INPUT, "%s: %s; nothing was written", path, why.s);
	search_rebuild(db, NULL, 0, 0);
	refill_commit(db);
	halt_forget();
	progress_end();
	free_folder(&in);
	return in.rows;
}
