/* SPDX-License-Identifier: GPL-2.0-or-later */
/* labels - the names of records of one kind, those met last kept in memory that does not grow with the base */
#include "model/labels.h"

#include <stdlib.h>
#include "model/find.h"

/* Neighbours have different places, so a list that goes up and down among 65,000 records reads each of them once. */
#define PLACES (1 << 16)

struct label {
	int64_t id;
	char *text;
};

struct labels {
	struct db *db;
	const struct entity *e;
	struct label *kept; /* [id % PLACES] */
	struct str text;
};

struct labels *labels_open(struct db *db, const struct entity *e)
{
	struct labels *l = mem_zero(sizeof *l);

	l->db = db;
	l->e = e;
	l->kept = mem_zero(PLACES * sizeof *l->kept);
	return l;
}

const char *labels_of(struct labels *l, int64_t id)
{
	struct label *k = &l->kept[id % PLACES];

	if (id == 0)
		return "";
	if (k->id == id)
		return k->text;
	str_clear(&l->text);
	find_label(l->db, l->e, id, &l->text);
	free(k->text);
	*k = (struct label){id, mem_copy(str_text(&l->text))};
	return k->text;
}

void labels_free(struct labels *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < PLACES; i++)
		free(l->kept[i].text);
	free(l->kept);
	str_free(&l->text);
	free(l);
}
