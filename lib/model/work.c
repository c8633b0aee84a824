/* SPDX-License-Identifier: GPL-2.0-or-later */
/* work - the frame of a command that writes */
#include "model/work.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/die.h"
#include "base/text.h"
#include "base/when.h"
#include "io/ask.h"
#include "io/opt.h"
#include "model/search.h"
#include "model/writer.h"
#include "store/trigger.h"
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

void work_assignment(const struct entity *e, const char *operand, struct strs *fields, struct strs *texts)
{
	const char *equals = strchr(operand, '=');
	struct str why = {0};
	char *field;

	if (!equals)
		opt_usage("'%s' is no field=value", operand);
	field = mem_copyn(operand, (size_t)(equals - operand));
	if (writer_settable(e, field, &why) != 0)
		opt_usage("%s", str_text(&why));
	if (strs_find(fields, field) >= 0)
		opt_usage("field '%s' is given twice", field);
	strs_add(fields, field);
	strs_add(texts, equals + 1);
	free(field);
}

static void check_key(const char *key)
{
	if (!*key)
		opt_usage("--key: '' is no key");
	for (const char *s = key; *s; s++)
		if ((unsigned char)*s < ' ')
			opt_usage("--key: '%s' has a control character", key);
}

static bool same_program(const char *command)
{
	size_t n = strlen(die_name);

	return strncmp(command, die_name, n) == 0 && (command[n] == ' ' || command[n] == '\0');
}

/* The answer of the run that had the key. */
_Noreturn static void answer(struct db *db, const struct txn_done *done)
{
	const char *command = str_text(&done->command);
	bool other = strcmp(command, opt_command_line()) != 0;

	txn_rollback(db);
	db_close(db);
	if (!same_program(command))
		die(CRM_USAGE, "the key '%s' was used by change set %lld: %s", opt.key, (long long)done->id, command);
	if (done->table.n)
		out_finish(out_again(done->table.s));
	note("done already as change set %lld: %s%s%s", (long long)done->id, str_text(&done->counts),
	     other ? ", by: " : "", other ? command : "");
	exit(done->code);
}

void work_done_before(struct db *db)
{
	struct txn_done done = {0};

	if (!opt.key)
		return;
	check_key(opt.key);
	if (txn_seen(db, opt.key, &done))
		answer(db, &done);
}

void work_start(struct db *db)
{
	txn_begin(db); /* first: of two runs with one key the second waits here */
	work_done_before(db);
	if (opt.key)
		txn_set_key(db, opt.key);
}

void work_ready(struct db *db, const struct entity *e, bool changed)
{
	search_ready(db, e->name);
	if (changed)
		trigger_arm_table(db, e->name);
}

struct db *work_begin(const struct entity *added)
{
	struct db *db = db_open(DB_WRITE);

	if (added)
		work_ready(db, added, false);
	work_start(db);
	return db;
}

void work_answer(struct db *db, const struct out *out, int code)
{
	if (opt.key)
		txn_answer(db, code, out ? out_kept(out) : "");
}

void work_commit(struct db *db, struct out *out, const char *counts, int code)
{
	/* to a file: a full disk must not leave a change whose list of numbers is lost; to a
	 * pipe: a reader that stalls must not hold the base */
	bool first = out && out_at_once();

	work_answer(db, out, code);
	if (first)
		out_finish(out);
	txn_commit(db, counts);
	db_close(db);
	if (out && !first)
		out_finish(out);
}

/* From so many records on the base is opened for a great number of statements. */
#define MANY 50

void work_confirm(long records, const char *what, bool always)
{
	bool terminal = isatty(STDERR_FILENO);

	if (records >= MANY)
		db_expect_many();
	if (opt.max >= 0 && records > opt.max)
		die(CRM_USAGE, "%ld record%s more than --max %ld", records, records == 1 ? " is" : "s are", opt.max);
	/* one record is asked about only by deletions on a terminal, many on a terminal, or
	 * anywhere by deletions */
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

void work_noun(const char *entity, long n, struct str *out)
{
	size_t length = strlen(entity), start = out->n;
	char last = entity[length - 1], before = length > 1 ? entity[length - 2] : 'x';

	if (n == 1)
		str_add(out, entity);
	else if (last == 'y' && !strchr("aeo", before))
		str_addf(out, "%.*sies", (int)length - 1, entity);
	else
		str_addf(out, "%s%s", entity, last == 's' || last == 'x' ? "es" : "s");
	for (char *s = out->s + start; *s; s++)
		if (*s == '_')
			*s = ' ';
}

int work_end(struct db *db, struct out *out, const char *entity, long n, const char *done,
             long refused)
{
	struct str noun = {0}, counts = {0};

	work_noun(entity, n, &noun);
	str_addf(&counts, "%ld %s %s", n, str_text(&noun), done);
	if (refused)
		str_addf(&counts, ", %ld refused", refused);
	work_commit(db, out, str_text(&counts), refused ? CRM_SOME : CRM_DONE);
	note("%s%s", str_text(&counts), opt.dry_run ? " (dry run, nothing was written)" : "");
	str_free(&noun);
	str_free(&counts);
	return refused ? CRM_SOME : CRM_DONE;
}
