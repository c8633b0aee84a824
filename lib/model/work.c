/* SPDX-License-Identifier: GPL-2.0-or-later */
/* work - the frame of a command that writes */
#include "model/work.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/die.h"
#include "base/when.h"
#include "io/ask.h"
#include "io/opt.h"
#include "store/txn.h"

const struct entity *work_entity(const char *name)
{
	const struct entity *e = name ? registry_entity(name) : NULL;
	struct str why = {0};

	if (!name)
		opt_usage("no kind of record given");
	if (e)
		return e;
	registry_unknown_entity(name, &why);
	opt_usage("%s", str_text(&why));
}

struct db *work_begin(void)
{
	struct db *db = db_open(DB_WRITE);
	struct str counts = {0};
	int64_t id;

	if (opt.key && txn_seen(db, opt.key, &id, &counts)) {
		db_close(db);
		note("done already as change set %lld: %s", (long long)id, str_text(&counts));
		exit(CRM_DONE);
	}
	txn_begin(db);
	if (opt.key)
		txn_set_key(db, opt.key);
	return db;
}

void work_confirm(long records, const char *what, bool always)
{
	bool terminal = isatty(STDERR_FILENO);

	if (opt.max >= 0 && records > opt.max)
		die(CRM_USAGE, "%ld records are more than --max %ld", records, opt.max);
	if (opt.dry_run || records == 0 || (records == 1 && !(always && terminal)))
		return;
	if (!always && !terminal)
		return;
	if (!ask_yes("%s %ld record%s", what, records, records == 1 ? "" : "s"))
		die(CRM_USAGE, "not confirmed, nothing was changed");
}

const char *work_at(const char *typed)
{
	static char at[WHEN_SIZE];
	struct str why = {0};

	if (!typed)
		return NULL;
	if (when_parse(typed, at, &why) != 0)
		die(CRM_USAGE, "--at: %s", str_text(&why));
	if (strncmp(at, when_now(), strlen(at)) > 0)
		die(CRM_USAGE, "--at: '%s' lies in the future", typed);
	return at;
}

/* "legal_entity" → "legal entities", when there are many. */
static void in_words(const char *entity, long n, struct str *out)
{
	size_t length = strlen(entity);
	char last = entity[length - 1], before = length > 1 ? entity[length - 2] : 'x';

	if (n == 1)
		str_add(out, entity);
	else if (last == 'y' && !strchr("aeo", before))
		str_addf(out, "%.*sies", (int)length - 1, entity);
	else
		str_addf(out, "%s%s", entity, last == 's' || last == 'x' ? "es" : "s");
	for (char *s = out->s; *s; s++)
		if (*s == '_')
			*s = ' ';
}

int work_end(struct db *db, struct out *out, const char *entity, long n, const char *done,
             long refused)
{
	struct str noun = {0}, counts = {0};

	in_words(entity, n, &noun);
	str_addf(&counts, "%ld %s %s", n, str_text(&noun), done);
	if (refused)
		str_addf(&counts, ", %ld refused", refused);
	if (out && out_at_once()) {
		out_finish(out);
		out = NULL;
	}
	txn_commit(db, str_text(&counts));
	db_close(db);
	if (out)
		out_finish(out);
	note("%s%s", str_text(&counts), opt.dry_run ? " (dry run, nothing was written)" : "");
	str_free(&noun);
	str_free(&counts);
	return refused ? CRM_SOME : CRM_DONE;
}
