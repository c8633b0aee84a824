/* SPDX-License-Identifier: GPL-2.0-or-later */
/* opt_shared - the options that mean the same in every program */
#include "io/opt.h"

struct opt_values opt = {.max = -1};

const struct opt opt_base[] = {
	{'d', "db", OPT_TEXT, &opt.db, "FILE", "the base; else $CRM_DB, else ~/.local/share/crm/crm.db"},
	{'q', "quiet", OPT_FLAG, &opt.quiet, NULL, "no counts, notes and warnings"},
	{'v', "verbose", OPT_FLAG, &opt.verbose, NULL, "say more on standard error"},
	OPT_END
};

const struct opt opt_output[] = {
	{'o', "output", OPT_TEXT, &opt.output, "FORMAT", "tsv, csv, table, json or jsonl"},
	{'H', "no-header", OPT_FLAG, &opt.no_header, NULL, "leave out the header line"},
	{0, "for", OPT_TEXT, &opt.dialect, "PROGRAM", "CSV that excel or excel-ru opens cleanly"},
	OPT_END
};

const struct opt opt_select[] = {
	{'c', "columns", OPT_TEXT, &opt.columns, "LIST", "columns to show, such as id,name,company.name"},
	{'s', "sort", OPT_TEXT, &opt.sort, "LIST", "sort by these columns; -column is downwards"},
	{'l', "limit", OPT_TEXT, &opt.limit, "N", "at most so many rows; 0 is all"},
	OPT_END
};

const struct opt opt_past[] = {
	{0, "as-of", OPT_TEXT, &opt.as_of, "WHEN", "as things stood then, with what was entered since"},
	{0, "known", OPT_TEXT, &opt.known, "WHEN", "what would have been printed then"},
	OPT_END
};

const struct opt opt_period[] = {
	{'p', "period", OPT_TEXT, &opt.period, "PERIOD", "2026, 2026-Q3, 2026-11, 2026-W47, last-month, …"},
	{0, "from", OPT_TEXT, &opt.from, "DATE", "first day of the period"},
	{0, "to", OPT_TEXT, &opt.to, "DATE", "last day of the period"},
	{0, "per", OPT_TEXT, &opt.per, "UNIT", "cut into day, week, month, quarter or year"},
	OPT_END
};

const struct opt opt_write[] = {
	{'n', "dry-run", OPT_FLAG, &opt.dry_run, NULL, "show what would change, change nothing"},
	{'y', "yes", OPT_FLAG, &opt.yes, NULL, "do not ask"},
	{0, "max", OPT_INT, &opt.max, "N", "refuse to touch more than so many records"},
	{0, "key", OPT_TEXT, &opt.key, "TEXT", "do nothing if a run with this key is already done"},
	OPT_END
};
