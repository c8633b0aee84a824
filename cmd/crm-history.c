/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-history - who changed what: change sets, and their fields one by one */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "io/opt.h"
#include "model/find.h"
#include "model/history.h"

static const char *rep;
static bool exit_empty;

static const struct opt options[] = {
	{'r', "rep", OPT_TEXT, &rep, "LOGIN", "only what this rep did"},
	{0, "from", OPT_TEXT, &opt.from, "WHEN", "from this day or moment on"},
	{0, "to", OPT_TEXT, &opt.to, "WHEN", "up to this day or moment, included"},
	{'e', "exit-empty", OPT_FLAG, &exit_empty, NULL, "exit 1 when nothing is found"},
	OPT_INCLUDE(opt_select),
	OPT_INCLUDE(opt_past),
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_base),
	OPT_END
};

static const char *const synopsis[] = {
	"[FILTER ...] [-r LOGIN] [--from WHEN] [--to WHEN] [-c COLUMNS] [-s COLUMNS] [-l N]",
	"CHANGE [-c COLUMNS] [-s COLUMNS] [-l N]", "ENTITY WHAT [-c COLUMNS] [-s COLUMNS] [-l N]", NULL
};

static const char *const examples[] = {
	"crm-history -l 10",
	"crm-history --rep ivanova --from yesterday",
	"crm-history 7",
	"crm-history company 12",
	NULL
};

static const struct cmd cmd = {
	"crm-history", "show who changed what", synopsis, examples, options
};

static void narrow(struct query *q, const char *left, const char *value, const char *right)
{
	char *text = mem_printf("%s%s%s", left, value ? value : "", right);
	struct str why = {0};

	if (value && query_filter(q, text, &why) < 0)
		opt_usage("%s", str_text(&why));
	free(text);
	str_free(&why);
}

static enum exit_code sets(char **filters)
{
	struct db *db = db_open(DB_READ);
	struct query *q = query_new(db, registry_entity("txn"));
	struct shape *out;
	size_t n;

	narrow(q, "rep=", rep, "");
	narrow(q, "at=", opt.from, "..");
	narrow(q, "at=..", opt.to, "");
	for (; *filters; filters++)
		narrow(q, "", *filters, "");
	query_limit(q, opt.sort ? 0 : opt_limit(0));
	out = history_list(q);
	n = shape_count(out);
	query_free(q);
	db_close(db);
	shape_finish(out);
	return exit_empty && n == 0 ? CRM_SOME : CRM_DONE;
}

static bool is_number(const char *s)
{
	return *s && s[strspn(s, "0123456789")] == '\0' && strlen(s) < 18;
}

/* A number may be that of a record that is gone. */
static int64_t which(struct db *db, const struct entity *e, const char *what, struct str *why)
{
	int64_t id = find_record(db, e, what, is_number(what) ? NULL : why);

	return id < 0 && is_number(what) ? strtoll(what, NULL, 10) : id;
}

/* entity NULL: one change set, else one record. */
static enum exit_code details(const char *entity, const char *what)
{
	struct db *db = db_open(DB_READ);
	long limit = opt_limit(0);
	struct history *h;
	const struct entity *e = entity ? registry_entity(entity) : NULL;
	struct str why = {0};
	struct shape *out;
	int64_t id;

	opt.limit = NULL; /* counted between records, which are not cut in two */
	h = history_open(db, limit);
	if (entity && !e)
		id = registry_unknown_entity(entity, &why);
	else if (e)
		id = which(db, e, what, &why);
	else
		id = strtoll(what, NULL, 10);
	if (id < 0 || (e ? history_record(h, e, id, &why) : history_set(h, id, &why)) < 0)
		die(CRM_USAGE, "%s", str_text(&why));
	out = history_close(h);
	db_close(db);
	shape_finish(out);
	return CRM_DONE;
}

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv), n = argc - i;
	bool filters = n == 0 || strpbrk(argv[i], "=<>~(");

	if (filters)
		return (int)sets(argv + i);
	if (n == 1 && is_number(argv[i]))
		return (int)details(NULL, argv[i]);
	if (n != 2)
		opt_usage("'%s' is neither a change set nor a kind of record and which one", argv[i]);
	return (int)details(argv[i], argv[i + 1]);
}
