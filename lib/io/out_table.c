/* SPDX-License-Identifier: GPL-2.0-or-later */
/* out_table - a fitted table for terminals
 *
 * libsmartcols is opened only here: linked, it would cost every run of every program a tenth of
 * a millisecond, for a terminal that most runs do not have. So does the locale it measures in. */
#include "io/out_table.h"

#include <dlfcn.h>
#include <libsmartcols/libsmartcols.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "base/die.h"
#include "base/text.h"
#include "io/csv.h"

#define LIBRARY "libsmartcols.so.1"

/* Rows laid out at once: what bounds the memory of a table of any length. */
#define PAGE_ROWS 4096

/* Cut, a code, a period or a telephone would be another one: only columns with longer texts give way. */
#define WHOLE_WIDTH 20

static struct {
	__typeof__(&scols_new_table) new_table;
	__typeof__(&scols_unref_table) unref_table;
	__typeof__(&scols_table_new_column) new_column;
	__typeof__(&scols_column_set_safechars) safechars;
	__typeof__(&scols_column_set_flags) flags;
	__typeof__(&scols_table_get_column) column;
	__typeof__(&scols_table_new_line) new_line;
	__typeof__(&scols_line_set_data) set_data;
	__typeof__(&scols_table_enable_noheadings) noheadings;
	__typeof__(&scols_table_set_termwidth) termwidth;
	__typeof__(&scols_table_set_termforce) termforce;
	__typeof__(&scols_print_table_to_string) print;
} scols;

static void load_function(void *library, const char *name, void *function)
{
	void *symbol = dlsym(library, name);

	if (!symbol)
		die(CRM_STORAGE, "%s has no %s", LIBRARY, name);
	memcpy(function, &symbol, sizeof symbol);
}

static void load_library(void)
{
	void *library = dlopen(LIBRARY, RTLD_NOW);

	if (!library)
		die(CRM_STORAGE, "cannot show a table: %s; --output tsv needs no library", dlerror());
	load_function(library, "scols_new_table", &scols.new_table);
	load_function(library, "scols_unref_table", &scols.unref_table);
	load_function(library, "scols_table_new_column", &scols.new_column);
	load_function(library, "scols_column_set_safechars", &scols.safechars);
	load_function(library, "scols_column_set_flags", &scols.flags);
	load_function(library, "scols_table_get_column", &scols.column);
	load_function(library, "scols_table_new_line", &scols.new_line);
	load_function(library, "scols_line_set_data", &scols.set_data);
	load_function(library, "scols_table_enable_noheadings", &scols.noheadings);
	load_function(library, "scols_table_set_termwidth", &scols.termwidth);
	load_function(library, "scols_table_set_termforce", &scols.termforce);
	load_function(library, "scols_print_table_to_string", &scols.print);
	/* Never LC_ALL: numbers keep their point. */
	(void)setlocale(LC_CTYPE, "C.UTF-8");
}

static struct libscols_table *new_page(const struct out_column *columns, size_t n, bool header)
{
	struct libscols_table *table = scols.new_table();
	struct winsize size = {0};
	bool terminal = !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col;

	if (!table)
		die(CRM_STORAGE, "out of memory");
	for (size_t i = 0; i < n; i++) {
		int flag = columns[i].kind == OUT_NUMBER ? SCOLS_FL_RIGHT : 0;
		struct libscols_column *c = scols.new_column(table, columns[i].name, 0, flag);

		/* what text_printable escaped is not to be escaped once more */
		if (!c || scols.safechars(c, "\\"))
			die(CRM_STORAGE, "out of memory");
	}
	scols.noheadings(table, !header);
	scols.termforce(table, terminal ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
	if (terminal)
		scols.termwidth(table, size.ws_col);
	return table;
}

/* widest: of each column so far. */
static void add_line(struct libscols_table *table, int *widest, const struct csv_row *row)
{
	struct libscols_line *line = scols.new_line(table, NULL);
	struct str cell = {0};

	if (!line)
		die(CRM_STORAGE, "out of memory");
	for (size_t i = 0; i < row->n; i++) {
		str_clear(&cell);
		text_printable(row->cell[i], &cell);
		if (scols.set_data(line, i, str_text(&cell)))
			die(CRM_STORAGE, "out of memory");
		if (text_width(str_text(&cell)) > widest[i])
			widest[i] = text_width(str_text(&cell));
	}
	str_free(&cell);
}

/* Would the words fit if they were cut, and not if all other text was? */
static bool words_give_way(const struct out_column *columns, size_t n, const int *widest)
{
	struct winsize size = {0};
	int others = 0, words = 0;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		return false;
	for (size_t i = 0; i < n; i++) {
		int name = text_width(columns[i].name);
		int least = widest[i] < name ? name : columns[i].kind == OUT_TEXT && widest[i] > WHOLE_WIDTH ? name : widest[i];

		if (columns[i].kind == OUT_WORDS)
			words += least;
		else
			others += least + 1;
	}
	return others + words > size.ws_col && others + WHOLE_WIDTH <= size.ws_col;
}

static void cut(struct libscols_table *table, const struct out_column *columns, size_t n, const int *widest)
{
	bool words = words_give_way(columns, n, widest);

	for (size_t i = 0; i < n; i++) {
		bool gives_way = columns[i].kind == OUT_TEXT || (columns[i].kind == OUT_WORDS && words);

		if (gives_way && widest[i] > WHOLE_WIDTH && scols.flags(scols.column(table, i), SCOLS_FL_TRUNC))
			die(CRM_STORAGE, "out of memory");
	}
}

static void print_page(struct libscols_table *table, struct spool *text)
{
	char *lines = NULL;

	if (scols.print(table, &lines) || !lines)
		die(CRM_STORAGE, "cannot lay out the table");
	spool_add(text, lines, strlen(lines));
	spool_add(text, "\n", 1);
	free(lines);
	scols.unref_table(table);
}

void out_table(struct spool *rows, const struct out_column *columns, size_t n, bool header,
               struct spool *text)
{
	struct csv *in = csv_open_with(spool_read, rows, "table", '\t', true);
	struct libscols_table *page = NULL;
	struct csv_row row;
	int *widest = mem_zero((n + 1) * sizeof *widest);
	size_t lines = 0;

	load_library();
	while (csv_next(in, &row, NULL) == 1) {
		if (lines == PAGE_ROWS) {
			cut(page, columns, n, widest);
			memset(widest, 0, n * sizeof *widest);
			print_page(page, text);
			page = NULL;
		}
		if (!page) {
			page = new_page(columns, n, header);
			lines = 0;
		}
		add_line(page, widest, &row);
		lines++;
	}
	if (page) {
		cut(page, columns, n, widest);
		print_page(page, text);
	}
	free(widest);
	csv_close(in);
}
