/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_other - another field in the place of a value: owner!=company.owner */
#include <stdlib.h>
#include <string.h>
#include "model/filter_read.h"

/* Are the two of one kind? */
static bool comparable(const struct field *a, const struct field *b)
{
	const char *ra = a->type == F_REF ? a->ref : "", *rb = b->type == F_REF ? b->ref : "";

	if (a->type == F_REF || b->type == F_REF)
		return strcmp(ra, rb) == 0;
	if (registry_is_number(a) || registry_is_number(b))
		return a->type == b->type;
	return registry_is_time(a) == registry_is_time(b);
}

/* Is the value the path of a field of the same kind? "company.owner" may be; "ivanova" is not. */
bool filter_other(struct filter *f, const struct filter_column *c, const struct filter_item *i,
                  struct filter_column *other)
{
	char *first = mem_copyn(i->lo, strcspn(i->lo, "."));
	const struct field *head = registry_field(f->scope->entity, first);
	bool is = head && !i->quoted && !i->range && (!strchr(i->lo, '.') || head->type == F_REF);

	free(first);
	*other = (struct filter_column){0};
	if (is)
		is = filter_path(f->sql, f->scope, i->lo, other, NULL) == 0 && comparable(c->field, other->field);
	return is;
}

void filter_two(const struct filter_column *a, const char *op, const struct filter_column *b, struct str *out)
{
	const char *x = str_text(&a->sql), *y = str_text(&b->sql);

	/* A date and a moment are compared by day. */
	if (registry_is_time(a->field))
		str_addf(out, "substr(%s, 1, length(%s)) %s substr(%s, 1, length(%s))", x, y, op, y, x);
	else
		str_addf(out, "%s %s %s", x, op, y);
}
