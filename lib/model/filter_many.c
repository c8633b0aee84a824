/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_many - fields that show one of several things, and are compared with all of them */
#include <string.h>
#include "model/filter_read.h"
#include "model/find.h"

static const struct filter_many many[] = {
	{"company", "inn", "SELECT le.company FROM legal_entity le WHERE ", "le.inn"},
	{"company", "kpp", "SELECT le.company FROM legal_entity le WHERE ", "le.kpp"},
	{"deal", "product", "SELECT di.deal FROM deal_item di JOIN product pr ON pr.id = di.product WHERE ", "pr.code"},
	{"rep", "role", "SELECT rr.rep FROM rep_role rr WHERE " FIND_TODAY("rr") " AND ", "rr.role"},
};

const struct filter_many *filter_many(const struct filter_column *c)
{
	for (size_t i = 0; i < sizeof many / sizeof *many && c->field->flags & FIELD_DERIVED; i++)
		if (strcmp(many[i].entity, c->entity->name) == 0 && strcmp(many[i].field, c->field->name) == 0)
			return &many[i];
	return NULL;
}
