/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_enter - a record that is written down where a gate would ask for more */
#include <string.h>
#include "base/die.h"
#include "model/gate.h"
#include "model/writer_parts.h"

void writer_lacks(const struct writer *w, int64_t id, const struct str *why, const struct str *wish)
{
	if (why->n)
		note("%s %lld: %s", w->e->name, (long long)id, why->s);
	if (wish->n)
		note("%s %lld: still wanted: %s", w->e->name, (long long)id, wish->s);
}

/* Gates stop moves. What is written down as it is is taken, and told what a move would have asked for. */
static void company_enter(struct writer *w, int64_t id)
{
	const struct column *category = writer_column(w, "category");
	struct str wish = {0}, why = {0};

	if (category->use->is != VALUE_INT || gate_begins(w->db, GATE_CATEGORY, category->use->i))
		return;
	(void)gate_pass(w->db, GATE_CATEGORY, category->use->i, id, &wish, &why);
	writer_lacks(w, id, &why, &wish);
	str_free(&wish);
	str_free(&why);
}

void writer_enter(struct writer *w, int64_t id)
{
	if (w->bulk || w->allow_kept)
		return;
	if (w->deal)
		deal_enter(w, id);
	else if (strcmp(w->e->name, "company") == 0)
		company_enter(w, id);
}
