/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-list - records that fulfil conditions, as a table */
#include <string.h>

#include "base/die.h"
#include "io/opt.h"
#include "model/listing.h"
#include "model/work.h"

static bool exit_empty, count_only, fields_only, missing;

static const struct opt options[] = {
	OPT_INCLUDE(opt_select),
	{'e', "exit-empty", OPT_FLAG, &exit_empty, NULL, "exit 1 when nothing is found"},
	{0, "count", OPT_FLAG, &count_only, NULL, "print only how many there are"},
	{0, "missing", OPT_FLAG, &missing, NULL, "only what stands where a gate asks for more, and what that is"},
	{0, "fields", OPT_FLAG, &fields_only, NULL, "print the fields of the entity instead"},
	OPT_INCLUDE(opt_past),
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_base),
	OPT_END
};

static const char *const synopsis[] = {
	"[ENTITY [-] [FILTER ...]] [-c COLUMNS] [-s COLUMNS] [-l N] [-e] [--count] [--missing]", "ENTITY --fields", NULL
};

static const char *const examples[] = {
	"crm-list deal stage=offer moved_at=..-14d -s -amount -l 20",
	"crm-list company territory=Tver 'no activity(at=-30d..)' -c +phone,email",
	"crm-list task due_at=..today status=open -c due_at,title,company.name",
	"crm-list deal 'days_in_stage>stage.max_days' --count",
	NULL
};

static const struct cmd cmd = {
	"crm-list", "list the records that fulfil conditions", synopsis, examples, options
};

static void print_count(long n)
{
	static const struct out_column column = {"count", OUT_NUMBER};
	struct out *out;

	opt.no_header = opt.no_header || !opt.output;
	out = out_open(&column, 1);
	out_int(out, n);
	out_finish(out);
}

static enum exit_code list(const struct entity *e, char **filters, bool narrow)
{
	struct narrow *l = narrow ? narrow_read(e) : NULL;
	struct db *db = db_open(DB_READ);
	struct query *q = listing_query(db, registry_entity(e->name), l, NULL, filters);
	long refused = listing_narrow(l, db, q), n;
	struct out *out = NULL;

	if (missing)
		listing_missing(db, e, q);
	if (count_only)
		n = (long)query_count(q);
	else
		out = listing_out(l, db, q, &n);
	query_free(q);
	db_close(db);
	if (out)
		out_finish(out);
	else
		print_count(n);
	narrow_free(l);
	return refused || (exit_empty && n == 0) ? CRM_SOME : CRM_DONE;
}

static enum exit_code fields(const char *entity)
{
	struct db *db = db_open(DB_READ); /* for the fields that the department added */
	struct out *out = listing_fields(registry_entity(entity));

	db_close(db);
	out_finish(out);
	return CRM_DONE;
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	const struct entity *e;
	bool narrow;

	if (i == argc) {
		out_finish(listing_entities(opt.verbose));
		return CRM_DONE;
	}
	e = work_entity(argv[i]);
	if (fields_only)
		return (int)fields(argv[i]);
	if (missing && strcmp(e->name, "deal") && strcmp(e->name, "company"))
		opt_usage("--missing: gates are for deals and companies");
	/* Only when told so: a script that runs in a loop or under cron may have anything on stdin. */
	narrow = i + 1 < argc && strcmp(argv[i + 1], "-") == 0;
	return (int)list(e, argv + i + 1 + narrow, narrow);
}
