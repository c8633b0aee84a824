/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-import - foreign tables into the base */
#include <string.h>
#include "base/die.h"
#include "exchange/folder.h"
#include "exchange/import.h"
#include "io/opt.h"
#include "model/work.h"

static const char *progress;
static struct import_wish wish;
static bool headless, duplicate;

static const struct opt options[] = {
	{'m', "map", OPT_LIST, &wish.told.maps, "'COLUMN=FIELD'", "put a column into a field; '-' leaves it out"},
	{0, "set", OPT_LIST, &wish.told.sets, "FIELD=VALUE", "give every row this value"},
	{'k', "key", OPT_LIST, &wish.told.keys, "COLUMN", "the column is the record's key in the system it comes from"},
	{0, "system", OPT_TEXT, &wish.told.system, "NAME", "that system; else 'import'"},
	{0, "ref", OPT_LIST, &wish.told.refs, "FIELD=SYSTEM", "the field's cells are keys of that system"},
	{0, "create", OPT_TEXT, &wish.told.create, "ENTITIES",
	 "add unknown codes of these, such as territory,industry,source,product"},
	{0, "save-map", OPT_TEXT, &wish.save_map, "NAME", "keep these column options for files with this header"},
	{0, "use-map", OPT_TEXT, &wish.use_map, "NAME", "use those kept under a name; '-': none"},
	{0, "on-duplicate", OPT_TEXT, &wish.told.duplicate, "WHAT",
	 "skip, fill, update, error or ask-file; else update what has a key, fill the gaps of the others"},
	{0, "duplicate", OPT_FLAG, &duplicate, NULL, "only keys tell records apart: look for no duplicates"},
	{0, "again", OPT_FLAG, &wish.again, NULL,
	 "import the file even if it was before: rows without a key are added once more"},
	{0, "run-key", OPT_TEXT, &opt.key, "TEXT", "do nothing if a run with this key is already done"},
	{0, "from", OPT_TEXT, &wish.intake.form, "FORMAT", "table, vcard or ical; else found out"},
	{0, "encoding", OPT_TEXT, &wish.intake.encoding, "NAME", "UTF-8, CP1251, KOI8-R, CP866, UTF-16, …"},
	{0, "delimiter", OPT_TEXT, &wish.intake.delimiter, "CHAR", "comma, semicolon, tab or bar"},
	{0, "quote", OPT_TEXT, &wish.intake.quote, "CHAR", "double, single or none"},
	{0, "skip-lines", OPT_TEXT, &wish.intake.skip, "N", "lines above the header, or the data"},
	{0, "columns", OPT_TEXT, &wish.intake.columns, "NAMES", "names of the columns of a file without header"},
	{'H', "no-header", OPT_FLAG, &headless, NULL, "the file has no header; needs --columns"},
	{0, "dates", OPT_TEXT, &wish.told.dates, "ORDER", "dmy, mdy or ymd, for dates such as 03/04/26"},
	{0, "decimal", OPT_TEXT, &wish.told.decimal, "SIGN", "comma or point"},
	{0, "at", OPT_TEXT, &wish.at, "WHEN", "when it happened, instead of now"},
	{0, "rejects", OPT_TEXT, &wish.rejects, "FILE", "where refused rows go; else FILE.rejects.csv"},
	{0, "gates", OPT_FLAG, &wish.gates, NULL, "refuse rows that lead where a gate is closed to their record"},
	{0, "strict", OPT_FLAG, &wish.strict, NULL, "one refused row refuses all"},
	{0, "rows", OPT_FLAG, &wish.rows, NULL, "print what became of every row"},
	{'n', "dry-run", OPT_FLAG, &opt.dry_run, NULL, "print what would become of every row, change nothing"},
	{0, "no-search", OPT_FLAG, &wish.no_search, NULL, "keep new records out of the full-text index"},
	{0, "progress", OPT_TEXT, &progress, "WHEN", "auto or never"},
	{'o', "output", OPT_TEXT, &opt.output, "FORMAT", "of the rows: tsv, csv, table, json or jsonl"},
	OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-import", "bring a foreign table into the base",
	(const char *const[]){"[ENTITY] FILE|- [OPTION ...]", NULL},
	(const char *const[]){
		"crm-import clients.csv -n",
		"crm-import clients.csv --map 'Ответственный=owner' --create territory,source",
		"crm-import deal deals.csv --key id --system oldcrm --ref company=oldcrm",
		NULL},
	options
};

static void check(int operands)
{
	if (!operands)
		opt_usage("no file given; '-' is standard input");
	if (operands > 1)
		opt_usage("one file at a time");
	if (headless && !wish.intake.columns)
		opt_usage("--no-header needs --columns");
	if (progress && strcmp(progress, "auto") && strcmp(progress, "never"))
		opt_usage("--progress: '%s' is neither auto nor never", progress);
}

static int restore(const char *folder)
{
	struct db *db;
	long rows;

	db_expect_many();
	db = db_open(DB_WRITE);
	rows = folder_read(db, folder);
	db_close(db);
	note("%ld rows restored%s", rows, opt.dry_run ? " (nothing was written)" : "");
	return CRM_DONE;
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);

	if (i + 1 < argc)
		wish.told.main = work_entity(argv[i++]);
	check(argc - i);
	if (folder_is(argv[i]) && !wish.told.main)
		return restore(argv[i]);
	wish.intake.file = argv[i];
	wish.only_keys = duplicate || wish.again;
	wish.no_progress = progress && !strcmp(progress, "never");
	return import_run(&wish);
}
