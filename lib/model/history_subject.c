/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history_subject - whose history is asked for: change sets by number, one record, or those of a table */
#include <stdlib.h>
#include <string.h>

#include "io/opt.h"
#include "model/history.h"

/* "7", "7..", "..9" or "7..9" into the wish; false: it is none of them. */
static bool take_range(struct history_wish *wish, const char *s)
{
	size_t n = strspn(s, "0123456789"), dots = s[n] == '.' && s[n + 1] == '.' ? 2 : 0;
	size_t m = dots ? strspn(s + n + dots, "0123456789") : 0;

	if (n > 17 || m > 17 || n + m == 0 || s[n + dots + m])
		return false;
	wish->fields = true;
	wish->one = !dots;
	wish->first = strtoll(s, NULL, 10);
	wish->last = dots ? strtoll(s + n + dots, NULL, 10) : wish->first;
	return true;
}

/* A name of a record may hold a sign as well, but no word stands right before it. */
static bool is_filter(const char *s, bool name)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz_.");

	return name ? n > 0 && s[n] && strchr("=<>~!(", s[n]) : strpbrk(s, "=<>~(") != NULL;
}

/* What the operands are about; the filters stand behind it. */
static char **take_subject(struct history_wish *wish, char **operand)
{
	struct str why = {0};

	if (!*operand || is_filter(*operand, false))
		return operand;
	if (take_range(wish, *operand))
		return operand + 1;
	if (strchr("0123456789", **operand))
		opt_usage("'%s' is no change set: expected a number, or a range such as 7..9", *operand);
	wish->entity = registry_entity(*operand);
	if (!wish->entity) {
		registry_unknown_entity(*operand, &why);
		opt_usage("%s", str_text(&why));
	}
	wish->record = operand[1] && strcmp(operand[1], "-") != 0 && !is_filter(operand[1], true) ? operand[1] : NULL;
	if (!wish->record)
		wish->feed = feed_open(wish->entity, NULL, 0);
	return operand + 1 + (operand[1] && (wish->record || strcmp(operand[1], "-") == 0));
}

void history_subject(struct history_wish *wish, char **operands)
{
	wish->filters = take_subject(wish, operands);
}
