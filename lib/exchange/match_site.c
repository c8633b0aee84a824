/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_site - companies by their web sites, which have no index: read once, when the first is looked for
 *
 * Two companies a site are kept: with one of them the row may be that company, with two nobody
 * can tell, and more say no more. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "exchange/match_in.h"

enum { SITES = 1000, FIRST = 's', SECOND = 'S' };

static void learn(struct match *m, const struct str *key, int64_t id)
{
	uint64_t hash = keyset_hash(m->sites, FIRST, key->s, key->n);
	int64_t had = keyset_find(m->sites, hash);

	if (had && had != id)
		hash = keyset_hash(m->sites, SECOND, key->s, key->n);
	if (!had || (had != id && !keyset_find(m->sites, hash)))
		keyset_add(m->sites, hash, id);
}

void match_site_load(struct match *m, int64_t expected)
{
	struct stmt *st = db_prepare(m->db, "SELECT id, site FROM company WHERE site IS NOT NULL");
	int64_t last = db_get_int(m->db, 0, "SELECT max(id) FROM company", NULL);
	struct str key = {0};
	size_t n;

	m->sites = keyset_new((size_t)(last + expected), last + expected);
	while (db_step(st)) {
		/* One or several, cut up as those of a row are. */
		for (const char *site = db_text0(st, 1); *site; site += n + (site[n] != '\0')) {
			n = strcspn(site, " ,;\n");
			if (n && text_site_key(site, n, &key))
				learn(m, &key, db_int(st, 0));
		}
	}
	str_free(&key);
}

void match_site_learn(struct match *m, const struct match_key *k, int64_t id)
{
	learn(m, &k->text, id);
}

size_t match_site(struct match *m, const struct match_key *k, int64_t owner[MATCH_OWNERS])
{
	if (!m->sites)
		match_site_load(m, SITES);
	owner[0] = keyset_find(m->sites, keyset_hash(m->sites, FIRST, k->text.s, k->text.n));
	if (!owner[0])
		return 0;
	owner[1] = keyset_find(m->sites, keyset_hash(m->sites, SECOND, k->text.s, k->text.n));
	return owner[1] ? 2 : 1;
}
