/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-set - fields of records changed */
#include "base/die.h"
#include "io/opt.h"
#include "model/setter.h"
#include "model/work.h"

static const char *at;
static bool clear_empty;

static const struct opt options[] = {
	{0, "at", OPT_TEXT, &at, "WHEN", "when it happened, instead of now"},
	{0, "clear-empty", OPT_FLAG, &clear_empty, NULL, "an empty cell of the table empties the field"},
	OPT_INCLUDE(opt_write), OPT_INCLUDE(opt_output), OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-set", "change fields of records",
	(const char *const[]){"ENTITY RECORD ... FIELD=VALUE ...", "ENTITY FIELD=VALUE ... < TABLE",
	                      "ENTITY [--clear-empty] < TABLE", NULL},
	(const char *const[]){
		"crm-set company 12 class=A potential='1 200 000'",
		"crm-list company territory=tver | crm-set company owner=ivanova -y",
		"crm-list deal -c deal,title,amount,expected_on > deals.tsv   # edit it, then",
		"crm-set deal < deals.tsv", NULL},
	options
};

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	const struct entity *entity;
	struct setter *setter;
	struct db *db;
	struct out *out;
	int code;

	entity = work_entity(argv[i]);
	setter = setter_open(entity, argv + i + 1, argc - i - 1);
	setter->clear_empty = clear_empty;
	work_confirm(setter->expected, "change", false);
	db = setter_begin(setter);
	out = setter_run(setter, db, work_at(at));
	code = work_end(db, out, entity->name, setter->changed, "changed", feed_refused(setter->feed));
	setter_free(setter);
	return code;
}
