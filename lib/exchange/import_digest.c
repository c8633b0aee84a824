/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_digest - a row in one number, so that an unchanged one is known at a glance */
#include <string.h>
#include "exchange/import_in.h"
#include "exchange/keyset.h"

static uint64_t add_text(uint64_t h, const char *s)
{
	return keyset_digest(h, s ? s : "", s ? strlen(s) : 0);
}

void import_digest_map(struct import *im)
{
	uint64_t h = im->apply.mode;

	for (size_t i = 0; i < im->map->n; i++) {
		const struct mapped *col = &im->map->col[i];
		char way[] = {(char)('0' + col->convert.dates), (char)('0' + col->convert.decimal), 0};

		h = add_text(h, col->entity ? col->entity->name : NULL);
		h = add_text(h, col->field ? col->field->name : NULL);
		h = add_text(h, col->constant);
		h = add_text(h, col->system);
		h = add_text(h, way);
	}
	im->map_digest = h;
}

int64_t import_digest(const struct import *im, const struct csv_row *row)
{
	uint64_t h = im->map_digest;

	for (size_t i = 0; i < row->n && i < im->in->width; i++)
		h = keyset_digest(h, row->cell[i], row->len[i]);
	return (int64_t)(h & INT64_MAX);
}
