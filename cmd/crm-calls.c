/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-calls - the day's call list, with reasons */
#include <string.h>

#include "base/die.h"
#include "io/opt.h"
#include "io/shape.h"
#include "measure/calls.h"
#include "model/codes.h"
#include "store/who.h"

static const char *rep;
static bool everybody, no_cold, exit_empty;

static const struct opt options[] = {
	{'r', "rep", OPT_TEXT, &rep, "LOGIN", "whose list; else the one who is working"},
	{0, "all", OPT_FLAG, &everybody, NULL, "one list after the other for everybody who works here"},
	{0, "no-cold", OPT_FLAG, &no_cold, NULL, "do not fill up with cold leads"},
	{'e', "exit-empty", OPT_FLAG, &exit_empty, NULL, "exit 1 when there is nobody to call"},
	OPT_INCLUDE(opt_select),
	OPT_INCLUDE(opt_past),
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_base),
	OPT_END
};

static const char *const synopsis[] = {
	"[-r LOGIN | --all] [--no-cold] [-l N] [-c COLUMNS] [-s COLUMNS] [-e] [FILTER ...]", "- [FILTER ...] < TABLE", NULL
};

static const char *const examples[] = {
	"crm-calls --rep ivanova -c when,company_name,phone,why",
	"crm-calls --rep ivanova -o csv --for excel-ru > today.csv",
	"crm-calls --all territory=Tver -l 20",
	"crm-find -E company насос | crm-calls - --all",
	NULL
};

static const struct cmd cmd = {
	"crm-calls", "whom to call today, and why", synopsis, examples, options
};

static int64_t whose(struct db *db)
{
	struct str why = {0};
	int64_t id;

	if (everybody)
		return 0;
	if (!rep)
		return who_id(db);
	id = codes_id(db, registry_entity("rep"), rep, &why);
	if (id < 0)
		opt_usage("--rep: %s", str_text(&why));
	return id;
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	/* Only when told so: a script that runs in a loop or under cron may have anything on stdin. */
	bool narrow = i < argc && strcmp(argv[i], "-") == 0;
	struct narrow *among = narrow ? narrow_read(registry_entity("company")) : NULL;
	struct db *db = db_open(DB_READ);
	struct calls_wish wish = {
		.rep = whose(db),
		.limit = opt_limit(db_setting_int(db, "call_limit", 30)),
		.cold = !no_cold,
		.filters = (const char *const *)argv + i + narrow,
		.among = among,
	};
	struct shape *shape;
	long refused;
	size_t n;

	opt.limit = NULL; /* it is a number of rows for each rep */
	shape = calls_table(db, &wish, &refused);
	/* before the first row goes out: a reader that stalls must not hold a snapshot */
	db_close(db);
	narrow_free(among);
	n = shape_count(shape);
	shape_finish(shape);
	return refused || (exit_empty && n == 0) ? CRM_SOME : CRM_DONE;
}
