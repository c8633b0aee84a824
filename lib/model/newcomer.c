/* SPDX-License-Identifier: GPL-2.0-or-later */
/* newcomer - what is asked of the records of a load while their rows are still in bundles
 *
 * Rows of a load wait in bundles and no SELECT sees them, but the deals of a file ask for the
 * owner and the first sale of companies some lines above. Both are kept here, sixteen bytes a
 * company in an array by number; of companies that were there before they are read once. */
#include "model/newcomer.h"

#include <stdlib.h>
#include <string.h>
#include "base/str.h"

enum { ENTITIES = 8 };

/* Of a company; a moment is its digits, twice, and one more with a time behind the day: it sorts as the text does. */
struct client {
	int64_t owner;      /* NOBODY, UNKNOWN */
	uint64_t first_won; /* NEVER, UNKNOWN */
};

enum { UNKNOWN = 0, NOBODY = -1 };

#define NEVER UINT64_MAX

static struct db *base;
static bool sales; /* may be in it */
static struct {
	const struct entity *e;
	int64_t first;
} expected[ENTITIES];
static size_t n_expected;
static struct client *clients;
static size_t cap;
static struct {
	int64_t company;
	uint64_t at;
} sale; /* of the present row */

static uint64_t moment(const char *text)
{
	bool timed = strlen(text) > 10;
	uint64_t m = 0;
	int digits = 0;

	for (; *text && digits < 14; text++)
		if (*text >= '0' && *text <= '9') {
			m = m * 10 + (uint64_t)(*text - '0');
			digits++;
		}
	for (; digits < 14; digits++)
		m *= 10;
	return m * 2 + timed;
}

/* By number, not hashed: companies are numbered without gaps, or nearly. */
static struct client *client_of(int64_t company)
{
	size_t had = cap;

	clients = mem_grow(clients, &cap, (size_t)company + 1, sizeof *clients);
	if (cap > had)
		memset(clients + had, 0, (cap - had) * sizeof *clients);
	return &clients[company];
}

void newcomer_begin(struct db *db, bool deals)
{
	base = db;
	sales = deals;
}

bool newcomer_active(void)
{
	return base;
}

void newcomer_expect(const struct entity *e, int64_t first)
{
	if (n_expected == ENTITIES)
		return;
	expected[n_expected].e = e;
	expected[n_expected++].first = first;
}

int64_t newcomer_number(const struct entity *e, const char *text)
{
	for (size_t i = 0; i < n_expected; i++)
		if (expected[i].e == e) {
			char *end;
			long long id = strtoll(text, &end, 10);

			return !*end && id >= expected[i].first ? id : 0;
		}
	return 0;
}

void newcomer_company(int64_t company, int64_t owner)
{
	if (base)
		*client_of(company) = (struct client){owner ? owner : NOBODY, NEVER};
}

int64_t newcomer_owner(int64_t company)
{
	struct client *c = client_of(company);

	if (c->owner == UNKNOWN) {
		c->owner = db_get_int_id(base, 0, "SELECT owner FROM company WHERE id = :id", company);
		c->owner = c->owner ? c->owner : NOBODY;
	}
	return c->owner == NOBODY ? 0 : c->owner;
}

static void read_sales(struct client *c, int64_t company)
{
	struct stmt *st;

	c->first_won = NEVER;
	if (!sales)
		return;
	st = db_prepare(base, "SELECT min(d.closed_at) FROM deal d JOIN stage s ON s.id = d.stage "
		       "WHERE d.company = :company AND s.kind = 'won'");
	db_bind_int(st, "company", company);
	if (db_step(st) && !db_null(st, 0))
		c->first_won = moment(db_text(st, 0));
	db_reset(st);
}

bool newcomer_bought(int64_t company, const char *at)
{
	struct client *c = client_of(company);

	if (c->first_won == UNKNOWN)
		read_sales(c, company);
	return c->first_won != NEVER && c->first_won <= moment(at);
}

/* Not at once: the row may still be refused. */
void newcomer_sale(int64_t company, const char *at)
{
	sale.company = base ? company : 0;
	sale.at = moment(at);
}

void newcomer_keep(void)
{
	struct client *c;

	if (!sale.company)
		return;
	c = client_of(sale.company);
	if (c->first_won == UNKNOWN)
		read_sales(c, sale.company);
	if (sale.at < c->first_won)
		c->first_won = sale.at;
	sale.company = 0;
}

void newcomer_drop(void)
{
	sale.company = 0;
}

void newcomer_changed(int64_t company)
{
	*client_of(company) = (struct client){UNKNOWN, UNKNOWN};
	sales = true;
}

void newcomer_end(void)
{
	free(clients);
	clients = NULL;
	cap = n_expected = 0;
	base = NULL;
	newcomer_drop();
}
