/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-xlsx - tables as a workbook */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "exchange/xlsx.h"
#include "io/opt.h"

static const char *file, *sheet, *text;

static const struct opt options[] = {
	{0, "file", OPT_TEXT, &file, "FILE", "write the workbook into this file, and not to standard output"},
	{0, "sheet", OPT_TEXT, &sheet, "NAME", "name of the sheet of standard input"},
	{0, "text", OPT_TEXT, &text, "COLUMNS", "columns that stay text whatever they hold"},
	{'q', "quiet", OPT_FLAG, &opt.quiet, NULL, "say only what went wrong"},
	OPT_END
};

static const struct cmd cmd = {
	"crm-xlsx", "make a workbook of tables",
	(const char *const[]){"[TABLE ...] [--file FILE] [--sheet NAME] [--text COLUMNS] > FILE", NULL},
	(const char *const[]){"crm-list deal stage.kind=open | crm-xlsx > deals.xlsx",
	                      "crm-xlsx funnel.tsv kpi.tsv clients.csv --file november.xlsx",
	                      "crm-list legal_entity -c company_name,inn,bank | crm-xlsx --sheet Clients > clients.xlsx",
	                      NULL},
	options
};

/* The file without folder and extension. */
static char *sheet_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');

	return mem_copyn(name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
}

static void add(struct xlsx *x, const char *path)
{
	bool in = !strcmp(path, "-");
	int fd = in ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	char *name = in ? mem_copy(sheet ? sheet : "Sheet1") : sheet_of(path);
	struct tablein *t;

	if (fd < 0)
		die(CRM_INPUT, "'%s' cannot be read: %s", path, strerror(errno));
	t = tablein_read(fd, in ? "stdin" : path, NULL);
	if (!in)
		(void)close(fd);
	xlsx_sheet(x, t, name);
	tablein_free(t);
	free(name);
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	struct strs columns = {0};
	char *list = mem_copy(text ? text : ""), *rest = list, *column;
	struct xlsx *x;

	if (i == argc && !tablein_waiting())
		opt_usage("no table given: name files, or let a program write one to standard input");
	if (!file && isatty(STDOUT_FILENO))
		opt_usage("a workbook is nothing for a terminal: '> FILE' or --file");
	while ((column = strsep(&rest, ",")))
		strs_add(&columns, column);
	x = xlsx_open(file, &columns);
	if (i == argc)
		add(x, "-");
	for (; i < argc; i++)
		add(x, argv[i]);
	xlsx_finish(x);
	strs_free(&columns);
	free(list);
	return CRM_DONE;
}
