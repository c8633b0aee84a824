/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-show - records with everything tied to them and their time lines */
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "io/opt.h"
#include "model/cards.h"
#include "model/work.h"

#define ROWS 20 /* of each kind, and in the time line */

static const struct opt options[] = {
	{'l', "limit", OPT_TEXT, &opt.limit, "N", "at most so many records of a kind and events; 0 is all (20)"},
	{'c', "columns", OPT_TEXT, &opt.columns, "LIST", "columns to show, such as what,text"},
	{'s', "sort", OPT_TEXT, &opt.sort, "LIST", "sort by these columns; -column is downwards"},
	OPT_INCLUDE(opt_past),
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_base),
	OPT_END
};

static const char *const synopsis[] = {
	"ENTITY WHAT ... [-l N] [-c COLUMNS] [-s COLUMNS] [--as-of WHEN | --known WHEN]", "ENTITY [-] [-l N] ... < TABLE", NULL
};

static const char *const examples[] = {
	"crm-show company 12",
	"crm-show company '482 123-45-67'",
	"crm-show deal 7 --as-of 2026-09-30",
	"crm-list company owner=petrov | crm-show company | awk -F'\\t' '$1 == \"time\"'",
	NULL
};

static const struct cmd cmd = {
	"crm-show", "show records, what is tied to them, and their time lines", synopsis, examples, options
};

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	long limit = opt_limit(ROWS), refused;
	const struct entity *e;
	struct cards *cards;
	struct db *db;

	e = work_entity(argv[i]);
	opt.limit = NULL; /* not rows of the table */
	cards = cards_open(e, argv + i + 1, argc - i - 1, isatty(STDOUT_FILENO) && !opt.output && !opt.dialect);
	db = db_open(DB_READ);
	refused = cards_read(cards, db, limit);
	db_close(db);
	cards_finish(cards);
	return refused ? CRM_SOME : CRM_DONE;
}
