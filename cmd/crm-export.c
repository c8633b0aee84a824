/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-export - records and whole bases going out */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "exchange/export.h"
#include "exchange/folder.h"
#include "io/opt.h"
#include "model/listing.h"
#include "model/work.h"

static const char *form_name, *folder;

static const struct opt options[] = {
	{0, "all", OPT_TEXT, &folder, "FOLDER", "write the whole base into a new folder, a CSV or TSV file for each table"},
	{'f', "format", OPT_TEXT, &form_name, "FORMAT", "table, vcard3, vcard4 or ical"},
	OPT_INCLUDE(opt_select),
	OPT_INCLUDE(opt_past),
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_base),
	OPT_END
};

static const struct cmd cmd = {
	"crm-export", "write records to a table, an address book, a calendar, or the whole base to a folder",
	(const char *const[]){"ENTITY [-] [FILTER ...] [-f FORMAT] [-o FORMAT] [--for PROGRAM]", "-f FORMAT",
	                      "--all FOLDER [-o csv|tsv] [--for PROGRAM]", NULL},
	(const char *const[]){"crm-export --all base-2026-11",
	                      "crm-export company territory=Tver --for excel-ru > tver.csv",
	                      "crm-export contact 'employment(company=17)' -f vcard4 > acme.vcf",
	                      "crm-export task assignee=ivanova status=open -f ical > ivanova.ics", NULL},
	options
};

static enum exit_code whole(int operands)
{
	struct db *db;

	if (operands || form_name || opt.columns || opt.sort || opt.limit || opt.no_header)
		opt_usage("--all writes the whole base: no records, columns or format can be chosen");
	if (opt.as_of || opt.known)
		opt_usage("--all writes the base as it is now: --as-of and --known are for records");
	if (!opt.output && !opt.dialect)
		opt.output = "csv";
	if (opt.output && strcmp(opt.output, "csv") != 0 && strcmp(opt.output, "tsv") != 0)
		opt_usage("--all writes csv or tsv, not '%s'", opt.output);
	db = db_open(DB_READ);
	folder_write(db, folder);
	db_close(db);
	return CRM_DONE;
}

static enum exit_code table(const struct entity *e, char **filters, struct narrow *l)
{
	struct db *db = db_open(DB_READ);
	char *all = export_columns(registry_entity(e->name));
	long refused, n;
	struct query *q;
	struct out *out;

	q = listing_query(db, registry_entity(e->name), l, all, filters);
	refused = listing_narrow(l, db, q);
	out = listing_out(l, db, q, &n);
	query_free(q);
	free(all);
	db_close(db);
	out_finish(out);
	return refused ? CRM_SOME : CRM_DONE;
}

/* e NULL: all that the form takes. */
static enum exit_code cards(enum export_form form, const struct entity *e, char **filters, struct narrow *l)
{
	const char *all[] = {form == EXPORT_ICAL ? "task" : "contact", form == EXPORT_ICAL ? "activity" : NULL};
	struct db *db = db_open(DB_READ);
	struct export *x = export_open(db, form);
	struct str why = {0};
	long refused = 0, n;

	for (size_t i = 0; i < (e ? 1 : 2) && (e || all[i]); i++) {
		const struct entity *kind = registry_entity(e ? e->name : all[i]);
		struct query *q = listing_query(db, kind, l, "id", filters);

		refused += listing_narrow(l, db, q);
		if (export_add(x, kind, q, &why) < 0)
			opt_usage("%s", why.s);
		query_free(q);
	}
	db_close(db);
	n = export_finish(x);
	note("%ld record%s", n, n == 1 ? "" : "s");
	return refused ? CRM_SOME : CRM_DONE;
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	enum export_form form = EXPORT_TABLE;
	const struct entity *e = NULL;
	struct narrow *l = NULL;
	struct str why = {0};

	if (folder)
		return (int)whole(argc - i);
	if (form_name && export_parse(form_name, &form, &why) < 0)
		opt_usage("--format: %s", why.s);
	if (i < argc || form == EXPORT_TABLE)
		e = work_entity(argv[i++]);
	if (form != EXPORT_TABLE && (opt.output || opt.dialect || opt.columns))
		opt_usage("--output, --for and --columns are for tables");
	if (form != EXPORT_TABLE && e && export_takes(form, e, &why) < 0)
		opt_usage("--format: %s", why.s);
	/* Only when told so: a script that runs in a loop or under cron may have anything on stdin. */
	if (e && i < argc && !strcmp(argv[i], "-")) {
		l = narrow_read(e);
		i++;
	}
	i = i < argc ? i : argc;
	return (int)(form == EXPORT_TABLE ? table(e, argv + i, l) : cards(form, e, argv + i, l));
}
