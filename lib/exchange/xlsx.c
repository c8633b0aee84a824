/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xlsx - tables as the sheets of a workbook
 *
 * Written beside its place under a name of its own and renamed at the end: who opens the file
 * sees the old workbook or the whole new one. A table longer than a sheet goes on in the next
 * sheet. */
#include "exchange/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "base/die.h"
#include "base/halt.h"
#include "base/text.h"
#include "base/when.h"
#include "exchange/xlsx_column.h"
#include "io/ask.h"
#include "io/spool.h"

enum {
	SHEET_ROWS = 1048576, /* with the header */
	ROOM_BESIDE = 1 << 20, /* bytes for the other parts of a workbook */
	NAME_LETTERS = 31, WIDEST = 60, NARROWEST = 6, PROGRESS_ROWS = 4096
};

struct xlsx {
	const char *file; /* NULL: standard output */
	const struct strs *text;
	lxw_workbook *book;
	lxw_format *bold, *date, *moment, *money;
	struct strs names; /* of sheets, folded */
	long rows;
};

/* Taken away when the program ends before it is in its place. */
static char *half;

static void take_away(void)
{
	if (half)
		(void)unlink(half);
}

static const char *temporary_folder(void)
{
	const char *dir = getenv("TMPDIR");

	return dir && *dir ? dir : "/var/tmp";
}

/* Beside the file that is wanted, so that it can be renamed. */
static void make_half(const char *file)
{
	int fd;

	half = file ? mem_printf("%s.XXXXXX", file) : mem_printf("%s/crm-XXXXXX", temporary_folder());
	fd = mkostemp(half, O_CLOEXEC);
	if (fd < 0) {
		int error = errno;

		free(half);
		half = NULL;
		die(CRM_STORAGE, "'%s' cannot be written: %s", file ? file : temporary_folder(), strerror(error));
	}
	(void)close(fd);
	(void)atexit(take_away);
	halt_watch(take_away);
}

/* The library would put the present moment into every workbook; the same tables are to give the same bytes. */
static void fix_properties(struct xlsx *x)
{
	const char *now = getenv("CRM_NOW");
	lxw_doc_properties properties = {
		.created = (time_t)when_seconds_between("1970-01-01", now && *now ? when_now() : "2000-01-01")};

	(void)workbook_set_properties(x->book, &properties);
}

struct xlsx *xlsx_open(const char *file, const struct strs *text)
{
	struct xlsx *x = mem_zero(sizeof *x);
	char *folder = mem_copy(temporary_folder()); /* the library keeps it */
	/* Rows go to temporary files as they come: memory does not grow with the tables. */
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder, .use_zip64 = LXW_FALSE};

	x->file = file;
	x->text = text;
	make_half(file);
	x->book = workbook_new_opt(half, &options);
	free(folder);
	if (!x->book)
		die(CRM_STORAGE, "out of memory");
	fix_properties(x);
	x->bold = workbook_add_format(x->book);
	format_set_bold(x->bold);
	/* These three are shown as the reader's country does. */
	x->date = workbook_add_format(x->book);
	format_set_num_format_index(x->date, 14);
	x->moment = workbook_add_format(x->book);
	format_set_num_format_index(x->moment, 22);
	x->money = workbook_add_format(x->book);
	format_set_num_format_index(x->money, 4);
	progress_start("writing", 0);
	return x;
}

static void trust(enum lxw_error error)
{
	if (error)
		die(CRM_STORAGE, "the workbook cannot be written: %s", lxw_strerror(error));
}

/* Takes the first letters of s, so that with what follows there are no more than a sheet's name may have. */
static void cut_name(const char *s, size_t follow, struct str *out)
{
	size_t letters = 0;

	str_set(out, "");
	while (*s) {
		const char *from = s;
		int32_t c = text_next(&s);

		/* As the format counts: in UTF-16. */
		letters += c >= 0x10000 ? 2 : 1;
		if (letters + follow > NAME_LETTERS)
			break;
		if (c < ' ' || c == 0x7f || strchr("[]:*?/\\", (int)(c < 0x80 ? c : 'a')))
			str_addc(out, '_');
		else
			str_addn(out, from, (size_t)(s - from));
	}
	/* it may neither begin nor end with an apostrophe */
	if (out->n && out->s[0] == '\'')
		out->s[0] = '_';
	if (out->n && out->s[out->n - 1] == '\'')
		out->s[out->n - 1] = '_';
}

/* The name of a sheet as a workbook allows it (31 letters, without []:*?/\), unlike the ones before it. */
static void choose_name(struct xlsx *x, const char *name, struct str *out)
{
	struct str key = {0};
	char number[16] = "";

	for (int n = 2;; n++) {
		cut_name(*name ? name : "Sheet1", strlen(number), out);
		str_add(out, number);
		text_fold(out->s, &key);
		/* Excel keeps the name History for itself, and sees no difference of case. */
		if (strs_find(&x->names, key.s) < 0 && strcmp(key.s, "history") != 0)
			break;
		(void)snprintf(number, sizeof number, " (%d)", n);
	}
	strs_add(&x->names, key.s);
	str_free(&key);
}

static lxw_worksheet *begin_sheet(struct xlsx *x, const struct tablein *t, const struct xlsx_column *columns,
                                  const char *name)
{
	struct str sheet_name = {0};
	lxw_worksheet *sheet;

	choose_name(x, name, &sheet_name);
	sheet = workbook_add_worksheet(x->book, sheet_name.s);
	if (!sheet)
		die(CRM_STORAGE, "the workbook takes no sheet '%s'", sheet_name.s);
	worksheet_freeze_panes(sheet, 1, 0);
	for (size_t i = 0; i < t->names.n; i++) {
		int width = columns[i].width + 1;

		width = width > WIDEST ? WIDEST : width < NARROWEST ? NARROWEST : width;
		trust(worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL));
		trust(worksheet_write_string(sheet, 0, (lxw_col_t)i, t->names.v[i], x->bold));
	}
	str_free(&sheet_name);
	return sheet;
}

static void end_sheet(lxw_worksheet *sheet, const struct tablein *t, lxw_row_t last)
{
	if (t->names.n)
		trust(worksheet_autofilter(sheet, 0, 0, last, (lxw_col_t)(t->names.n - 1)));
}

static void put_date(struct xlsx *x, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *cell)
{
	lxw_datetime t = {.year = (int)strtol(cell, NULL, 10), .month = (int)strtol(cell + 5, NULL, 10),
	                  .day = (int)strtol(cell + 8, NULL, 10)};
	bool moment = strlen(cell) > 10;

	if (moment) {
		t.hour = (int)strtol(cell + 11, NULL, 10);
		t.min = (int)strtol(cell + 14, NULL, 10);
		t.sec = (double)strtol(cell + 17, NULL, 10);
	}
	trust(worksheet_write_datetime(sheet, row, col, &t, moment ? x->moment : x->date));
}

static bool is_hex(const char *s, size_t n)
{
	return strspn(s, "0123456789abcdefABCDEF") >= n;
}

/* "_x0041_" stands for a letter in a workbook; a text that has it is written so that it does not. */
static void put_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *cell)
{
	static struct str made;

	if (strstr(cell, "_x")) {
		str_set(&made, "");
		for (; *cell; cell++) {
			if (!strncmp(cell, "_x", 2) && is_hex(cell + 2, 4) && cell[6] == '_')
				str_add(&made, "_x005F");
			str_addc(&made, *cell);
		}
		cell = made.s;
	}
	trust(worksheet_write_string(sheet, row, col, cell, NULL));
}

static void put_cell(struct xlsx *x, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col,
                     const struct xlsx_column *c, const char *cell)
{
	int digits, decimals;
	bool number = c->kind == OUT_NUMBER || c->kind == OUT_BOOL;

	if (!*cell)
		return;
	if (number && xlsx_number(cell, &digits, &decimals))
		trust(worksheet_write_number(sheet, row, col, strtod(cell, NULL), c->decimals == 2 ? x->money : NULL));
	else if (c->kind == OUT_DATE && xlsx_date(cell))
		put_date(x, sheet, row, col, cell);
	else
		put_text(sheet, row, col, cell);
}

void xlsx_sheet(struct xlsx *x, struct tablein *t, const char *name)
{
	long rows;
	struct xlsx_column *columns = xlsx_columns(t, x->text, &rows);
	lxw_worksheet *sheet = begin_sheet(x, t, columns, name);
	lxw_row_t row = 0;

	while (tablein_next(t)) {
		if (++row == SHEET_ROWS) {
			end_sheet(sheet, t, row - 1);
			sheet = begin_sheet(x, t, columns, name);
			row = 1;
		}
		for (size_t i = 0; i < t->names.n; i++)
			put_cell(x, sheet, row, (lxw_col_t)i, &columns[i], t->cell[i]);
		if (++x->rows % PROGRESS_ROWS == 0)
			progress_at(x->rows);
		if (halt_asked())
			halt_end();
	}
	end_sheet(sheet, t, row);
	free(columns);
}

static void send(void)
{
	struct spool sp = {.limit = 1u << 20};
	int fd = open(half, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : 0;

	while (fd >= 0 && (got = read(fd, spool_room(&sp, 1u << 16), 1u << 16)) > 0)
		sp.n += (size_t)got;
	if (got < 0)
		die(CRM_STORAGE, "cannot read '%s': %s", half, strerror(errno));
	(void)close(fd);
	spool_send(&sp);
	spool_free(&sp);
}

/* mkostemp made it for the owner only. */
static void put_in_place(const char *file)
{
	mode_t mask = umask(0);
	int fd = open(half, O_RDONLY | O_CLOEXEC);

	(void)umask(mask);
	if (fd < 0 || fchmod(fd, SPOOL_FILE_MODE & ~mask) != 0 || fsync(fd) != 0 || close(fd) != 0 || rename(half, file) != 0)
		die(CRM_STORAGE, "'%s' cannot be written: %s", file, strerror(errno));
}

/* Is there room for one more file of so many bytes among the temporary ones? */
static bool room_for(off_t bytes)
{
	char *path = mem_printf("%s/crm-XXXXXX", temporary_folder());
	int fd = mkostemp(path, O_CLOEXEC), error = fd < 0 ? errno : 0;

	if (fd >= 0) {
		(void)unlink(path);
		error = posix_fallocate(fd, 0, bytes + ROOM_BESIDE);
		(void)close(fd);
	}
	free(path);
	errno = error;
	return !error;
}

/* The library does not look whether its temporary files could be written, and copies each once more. */
static void check_temporary(const struct xlsx *x)
{
	const lxw_worksheet *sheet;
	off_t largest = 0;

	STAILQ_FOREACH(sheet, x->book->worksheets, list_pointers) {
		FILE *f = sheet->optimize_tmpfile;

		if (f && (fflush(f) != 0 || ferror(f)))
			die(CRM_STORAGE, "cannot write a temporary file in '%s': %s", temporary_folder(), strerror(errno));
		if (f && ftello(f) > largest)
			largest = ftello(f);
	}
	if (!room_for(largest))
		die(CRM_STORAGE, "cannot write a temporary file in '%s': %s", temporary_folder(), strerror(errno));
}

void xlsx_finish(struct xlsx *x)
{
	check_temporary(x);
	trust(workbook_close(x->book));
	progress_end();
	if (x->file)
		put_in_place(x->file);
	else
		send();
	halt_forget();
	take_away();
	free(half);
	half = NULL;
	strs_free(&x->names);
	free(x);
}
