/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-show - one record with everything tied to it and its time line */
#include <unistd.h>

#include "base/die.h"
#include "io/opt.h"
#include "model/card.h"
#include "model/find.h"
#include "model/work.h"

#define ROWS 20 /* of each kind, and in the time line */

static const struct opt options[] = {
	{'l', "limit", OPT_TEXT, &opt.limit, "N", "at most so many records of a kind and events; 0 is all (20)"},
	OPT_INCLUDE(opt_past),
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_base),
	OPT_END
};

static const char *const synopsis[] = {"ENTITY WHAT [-l N] [--as-of WHEN | --known WHEN]", NULL};

static const char *const examples[] = {
	"crm-show company 12",
	"crm-show company '482 123-45-67'",
	"crm-show deal 7 --as-of 2026-09-30",
	"crm-show company romashka | awk -F'\\t' '$1 == \"time\"'",
	NULL
};

static const struct cmd cmd = {
	"crm-show", "show one record, what is tied to it, and its time line", synopsis, examples, options
};

static void show(struct db *db, const struct entity *e, int64_t id)
{
	struct card *card = card_read(db, e, id, opt_limit(ROWS));
	struct str text = {0};

	db_close(db);
	if (isatty(STDOUT_FILENO) && !opt.output) {
		card_text(card, &text);
		out_text(str_text(&text));
	} else {
		out_finish(card_table(card));
	}
	str_free(&text);
	card_free(card);
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	const struct entity *e;
	struct str why = {0};
	struct db *db;
	int64_t id;

	if (argc - i != 2)
		opt_usage("expected a kind of record and which one");
	e = work_entity(argv[i]);
	db = db_open(DB_READ);
	e = registry_entity(argv[i]);
	id = find_record(db, e, argv[i + 1], &why);
	if (id < 0)
		die(CRM_USAGE, "%s", str_text(&why));
	show(db, e, id);
	return CRM_DONE;
}
