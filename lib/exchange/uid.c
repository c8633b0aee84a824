/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uid - the names that records carry in address books and calendars
 *
 * A UID names the base, the kind and the number, so that a card that comes back finds its record
 * without any key having been stored. The base is told by its first change set and first rep. */
#include "exchange/uid.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "exchange/keyset.h"
#include "model/find.h"

/* What tells this base from all others: when and by whom it was made. */
static const char *base_name(struct db *db)
{
	static char name[24];

	if (!*name) {
		char *first = db_get_text(db, "SELECT at || ' ' || command FROM txn ORDER BY id LIMIT 1", NULL);
		char *head = db_get_text(db, "SELECT login FROM rep ORDER BY id LIMIT 1", NULL);
		uint64_t hash = keyset_digest(0, first ? first : "", first ? strlen(first) : 0);

		hash = keyset_digest(hash, head ? head : "", head ? strlen(head) : 0);
		(void)snprintf(name, sizeof name, "crm-%016" PRIx64, hash);
		free(first);
		free(head);
	}
	return name;
}

void uid_make(struct db *db, const struct entity *e, int64_t id, struct str *out)
{
	struct stmt *st = db_prepare(db, "SELECT ref FROM alias WHERE entity = :entity AND row = :row AND "
	                                 "system = :system ORDER BY id LIMIT 1");

	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "row", id);
	db_bind_text(st, "system", UID_SYSTEM);
	if (db_step(st))
		str_set(out, db_text0(st, 0));
	else
		(void)str_setf(out, "%s-%s-%" PRId64, base_name(db), e->name, id);
	db_reset(st);
}

int64_t uid_find(struct db *db, const struct entity *e, const char *uid)
{
	const char *base;
	char *ours;
	int64_t id = 0;
	size_t n;

	if (strncmp(uid, "crm-", 4) != 0)
		return 0;
	base = base_name(db);
	ours = mem_printf("%s-%s-", base, e->name);
	n = strlen(ours);
	if (!strncmp(uid, ours, n))
		id = strtoll(uid + n, NULL, 10);
	free(ours);
	id = id > 0 ? find_number(db, e, id, NULL) : 0;
	return id > 0 ? id : 0;
}
