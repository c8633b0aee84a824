/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history_did - a change set in one line
 *
 * What the command counted stands first, in its own words; what came along (the tasks of a stage, the telephones of
 * a company) is counted here. */
#include <string.h>

#include "model/history.h"
#include "model/work.h"
#include "sql.h"

/* How the command's own words speak of an entity. */
enum { UNSAID, SAID_ADDED, SAID_CHANGED, SAID_DELETED, SAID_ALL };

static int verb(const char *rest)
{
	if (strncmp(rest, " added", 6) == 0 || strncmp(rest, " logged", 7) == 0)
		return SAID_ADDED;
	return strncmp(rest, " deleted", 8) == 0 ? SAID_DELETED : SAID_CHANGED;
}

/* "3 deals moved": one noun at the beginning. Behind "deal" may stand "items": the longer word counts. */
static const struct entity *counted(const char *counts, int *said)
{
	size_t digits = strspn(counts, "0123456789"), longest = 0;
	const struct entity *e, *found = NULL;

	for (size_t i = 0; digits && counts[digits] && (e = registry_at(i)); i++)
		for (long n = 1; n <= 2 && counts[digits + 1] == *e->name; n++) {
			struct str noun = {0};

			work_noun(e->name, n, &noun);
			if (noun.n > longest && strncmp(counts + digits + 1, noun.s, noun.n) == 0 &&
			    counts[digits + 1 + noun.n] == ' ') {
				longest = noun.n;
				found = e;
				*said = verb(counts + digits + 1 + noun.n);
			}
			str_free(&noun);
		}
	return found;
}

/* "company: 3 new, 1 changed; deal: …", as imports count. */
static bool listed(const char *counts, const char *entity)
{
	size_t n = strlen(entity);

	for (const char *at = counts; (at = strstr(at, entity)); at += n)
		if (at[n] == ':' && (at == counts || at[-1] == ' '))
			return true;
	return false;
}

/* Histories and keys go without saying. */
static bool is_minor(const char *entity)
{
	size_t n = strlen(entity);

	return strcmp(entity, "alias") == 0 || (n > 7 && strcmp(entity + n - 7, "_change") == 0);
}

static const char *done(char op, int *kind)
{
	*kind = op == 'D' ? SAID_DELETED : op == 'U' ? SAID_CHANGED : SAID_ADDED;
	return op == 'D' ? "deleted" : op == 'U' ? "changed" : op == 'I' ? "brought back" : "added";
}

void history_did(struct db *db, int64_t id, const char *counts, struct str *out)
{
	struct stmt *st = db_prepare(db, sql_history_did);
	const char *sep = strchr(counts, ':') ? "; " : ", ";
	int said = UNSAID;
	const struct entity *main = counted(counts, &said);

	str_add(out, counts);
	db_bind_int(st, "id", id);
	while (db_step(st)) {
		const struct entity *e = registry_entity(db_text0(st, 0));
		long n = (long)db_int(st, 2);
		const char *word;
		int kind;

		word = done(*db_text0(st, 1), &kind);
		if (!e || is_minor(e->name) || listed(counts, e->name) || (e == main && kind == said))
			continue;
		str_addf(out, "%s%ld %s", out->n ? sep : "", n, db_int(st, 3) ? "or more " : "");
		sep = ", ";
		work_noun(e->name, n, out);
		str_addf(out, " %s", word);
	}
}
