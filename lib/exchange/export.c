/* SPDX-License-Identifier: GPL-2.0-or-later */
/* export - records going out as a table, an address book or a calendar
 *
 * The text is kept until the base is closed, so that a reader that stalls does not hold a snapshot of it. */
#include "exchange/export.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "exchange/ical.h"
#include "exchange/vcard.h"
#include "io/ask.h"
#include "io/spool.h"

enum { PROGRESS_ROWS = 1024 };
#define IN_MEMORY (8u << 20)

struct export {
	struct db *db;
	enum export_form form;
	struct ical ical;
	struct str text;
	struct spool body;
	long n;
};

int export_parse(const char *text, enum export_form *form, struct str *why)
{
	static const char *const names[] = {"table", "vcard3", "vcard4", "ical"};

	for (int i = EXPORT_TABLE; i <= EXPORT_ICAL; i++)
		if (!strcmp(text, names[i])) {
			*form = (enum export_form)i;
			return 0;
		}
	return text_refuse(why, text, "is no format, expected table, vcard3, vcard4 or ical");
}

char *export_columns(const struct entity *e)
{
	struct str names = {0};

	for (size_t i = 0; i < e->n; i++)
		if (!(e->fields[i].flags & FIELD_DERIVED) && e->fields[i].type != F_KEY)
			str_addf(&names, "%s%s", names.n ? "," : "", e->fields[i].name);
	return str_take(&names);
}

struct export *export_open(struct db *db, enum export_form form)
{
	struct export *x = mem_zero(sizeof *x);

	x->db = db;
	x->form = form;
	x->ical.db = db;
	x->body.limit = IN_MEMORY;
	progress_start("exporting", 0);
	return x;
}

int export_takes(enum export_form form, const struct entity *e, struct str *why)
{
	if (form == EXPORT_ICAL)
		return !strcmp(e->name, "task") || !strcmp(e->name, "activity") ? 0
			: str_setf(why, "a calendar takes records of kind task and activity, not %s", e->name);
	return !strcmp(e->name, "contact") ? 0
		: str_setf(why, "an address book takes records of kind contact, not %s", e->name);
}

static void put_record(struct export *x, bool task, int64_t id)
{
	struct str *text = x->form == EXPORT_ICAL ? &x->ical.out : &x->text;

	str_clear(text);
	if (x->form != EXPORT_ICAL)
		vcard_put(x->db, id, x->form == EXPORT_VCARD4 ? VCARD_4 : VCARD_3, text);
	else if (task)
		ical_task(&x->ical, id);
	else
		ical_meeting(&x->ical, id);
	spool_add(&x->body, str_text(text), text->n);
	if (++x->n % PROGRESS_ROWS == 0)
		progress_at(x->n);
}

int export_add(struct export *x, const struct entity *e, struct query *q, struct str *why)
{
	bool task = !strcmp(e->name, "task");

	if (x->form == EXPORT_ICAL && !task &&
	    query_filter(q, "planned_at!= and (outcome=appointment or kind=meeting,visit)", why) < 0)
		return -1;
	while (query_next(q))
		put_record(x, task, query_id(q));
	return 0;
}

long export_finish(struct export *x)
{
	struct spool head = {.limit = IN_MEMORY};
	long n = x->n;

	progress_end();
	str_clear(&x->text);
	if (x->form == EXPORT_ICAL) { /* which years the zone is described for is known only now */
		ical_head(&x->ical, &x->text);
		spool_add(&head, str_text(&x->text), x->text.n);
		spool_send(&head);
		str_clear(&x->text);
		ical_tail(&x->text);
		spool_add(&x->body, str_text(&x->text), x->text.n);
	}
	spool_send(&x->body);
	spool_free(&head);
	spool_free(&x->body);
	ical_free(&x->ical);
	str_free(&x->text);
	free(x);
	return n;
}
