/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_rules - what single entities ask for beyond their columns
 *
 * One struct rules for each kind that has any; what is not in the table below is a plain record. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "model/filter.h"
#include "model/metric.h"
#include "model/move.h"
#include "model/newcomer.h"
#include "model/task.h"
#include "model/writer_parts.h"
#include "store/key.h"
#include "store/txn.h"

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* ---- who and when stand in for what is not said */

/* Fields that are whoever works when nobody is named. */
static bool is_worker(const char *entity, const char *field)
{
	static const char *const fields[][2] = {
		{"task", "assignee"}, {"activity", "rep"}, {"answer", "rep"},
		{"estimate", "rep"}, {"consumption", "rep"}, {"touchpoint_change", "rep"},
		{"member_change", "rep"}};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (is(fields[i][0], entity) && is(fields[i][1], field))
			return true;
	return is(field, "created_by");
}

/* Columns that a rule below fills. */
static bool is_ruled(const char *entity, const char *field)
{
	static const char *const fields[][2] = {
		{"company", "name_key"}, {"contact", "name_key"}, {"contact", "name"}, {"channel", "key"},
		{"deal", "pipeline"}, {"deal", "stage"}, {"deal", "title"}, {"deal", "amount"},
		{"deal_item", "price"}, {"deal_item", "cost"}, {"deal", "is_repeat"}, {"deal", "moved_at"}, {"deal", "closed_at"}, {"deal", "owner"}};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (is(fields[i][0], entity) && is(fields[i][1], field))
			return true;
	return false;
}

static void first_category(struct writer *w, struct value *v)
{
	v->i = db_get_int(w->db, 0, "SELECT id FROM category ORDER BY position, id LIMIT 1", NULL);
	v->is = v->i ? VALUE_INT : VALUE_NULL;
}

const struct value *rules_spare(struct writer *w, struct column *c)
{
	const struct field *f = c->f;

	if (is_ruled(w->e->name, f->name))
		return &c->own;
	if (is_worker(w->e->name, f->name))
		return &w->who;
	if (is(w->e->name, "company") && is(f->name, "category")) {
		first_category(w, &c->own);
		return &c->own;
	}
	if (f->flags & FIELD_REQUIRED && f->type == F_TIME)
		/* an activity may be written down days later: it is entered now all the same */
		return is(w->e->name, "activity") && is(f->name, "created_at") ? &w->entered : &w->moment;
	if (f->flags & FIELD_REQUIRED && f->type == F_DATE && w->e->dated && is(w->e->dated, f->name))
		return &w->day;
	/* the column is in the INSERT because some rows fill it: an empty cell would be NULL and
	 * not the default */
	if (f->dflt && c->cell) {
		c->own.is = f->type == F_ENUM ? VALUE_TEXT : VALUE_INT;
		c->own.i = strtoll(f->dflt, NULL, 10);
		str_set(&c->own.text, f->dflt);
		return &c->own;
	}
	return NULL;
}

bool writer_fills(struct writer *w, const char *field)
{
	struct column c = {.f = registry_field(w->e, field)};
	bool fills = c.f && rules_spare(w, &c);

	value_free(&c.own);
	return fills;
}

/* ---- what happened, happened by now */

int rules_past(const struct writer *w, const struct cell *c, struct str *why)
{
	const char *at = c->v.text.s;

	/* A date lies in the future only when its day has not begun. */
	if (!(c->f->flags & FIELD_PAST) || (c->f->type != F_TIME && c->f->type != F_DATE) || c->v.is != VALUE_TEXT ||
	    strncmp(at, txn_at(w->db), strlen(at)) <= 0)
		return 0;
	return str_setf(why, "'%s' lies after now, %s%s", at, txn_at(w->db),
			is(w->e->name, "activity") ? "; what is to come is planned_at or a task" : "");
}

/* ---- search keys */

static void name_key(struct writer *w, const char *name)
{
	struct column *key = writer_column(w, "name_key");

	text_name_key(name, &key->own.text);
	key->own.is = key->own.text.n ? VALUE_TEXT : VALUE_NULL;
}

static int company_check(struct writer *w, struct str *why)
{
	const struct column *name = writer_column(w, "name");

	(void)why;
	if (name->use->is == VALUE_TEXT)
		name_key(w, name->use->text.s);
	return 0;
}

static void company_after(struct writer *w, int64_t id)
{
	const struct column *owner = newcomer_active() ? writer_column(w, "owner") : NULL;

	newcomer_company(id, owner && owner->use->is == VALUE_INT ? owner->use->i : 0);
}

/* A person may be given in parts: then the parts make the name. */
static int contact_check(struct writer *w, struct str *why)
{
	struct column *name = writer_column(w, "name");

	(void)why;
	/* own still holds the name of the row before */
	if (name->use->is == VALUE_NULL || name->use == &name->own) {
		contact_name(w, &name->own.text);
		name->own.is = name->own.text.n ? VALUE_TEXT : VALUE_NULL;
	}
	if (name->use->is == VALUE_TEXT)
		name_key(w, name->use->text.s);
	return 0;
}

static int channel_check(struct writer *w, struct str *why)
{
	const struct column *kind = writer_column(w, "kind"), *value = writer_column(w, "value");
	struct column *key = writer_column(w, "key");

	if (kind->use->is != VALUE_TEXT || value->use->is != VALUE_TEXT)
		return 0; /* both are required, which is said next */
	key->own.is = VALUE_TEXT;
	if (key_channel(w->db, kind->use->text.s, value->use->text.s, &key->own.text, why) != 0)
		return writer_refuse("value", why);
	return 0;
}

/* ---- history
 * The category a company begins with needs no row of it: it is where its first change comes from. */

/* Nobody is his own grandfather: the new parent does not lie below the record. */
static int tree_change(struct writer *w, int64_t id, struct cell *c, const struct value *was, struct str *why)
{
	int64_t at = c->v.is == VALUE_INT ? c->v.i : 0;
	char *sql;

	(void)was;
	sql = mem_printf("SELECT coalesce(%s, 0) FROM %s WHERE id = :id", c->name, w->e->name);
	/* a tree that others put a circle into must not hold us: a thousand generations are
	 * enough */
	for (int i = 0; at && at != id && i < 1000; i++)
		at = db_get_int_id(w->db, 0, sql, at);
	free(sql);
	return at ? str_setf(why, "%s: %s %lld would come back to itself", c->name, w->e->name, (long long)id) : 0;
}

static int company_change(struct writer *w, int64_t id, struct cell *c, const struct value *was,
                          struct str *why)
{
	struct move m = {.at = w->moment.text.s};

	if (is(c->name, "category"))
		return str_setf(why, "category: is changed with crm-move, which asks what must be known");
	if (!is(c->name, "owner"))
		return tree_change(w, id, c, was, why);
	writer_mark(w);
	return move_owner(w->db, "company", id, c->v.is == VALUE_INT ? c->v.i : 0, &m, why) < 0 ? -1 : 1;
}

/* ---- what may not be written like other records */

/* When deals were closed follows from the kinds of the stages they went through. */
static int stage_change(struct writer *w, int64_t id, struct cell *c, const struct value *was, struct str *why)
{
	(void)was;
	if (!db_get_int_id(w->db, 0, "SELECT 1 FROM stage_change WHERE to_stage = :id LIMIT 1", id))
		return 0;
	return str_setf(why, "%s: is fixed once deals have been there, expected another stage", c->name);
}

static int moves_check(struct writer *w, struct str *why)
{
	if (w->allow_kept)
		return 0;
	return str_setf(why, "a row of %s is made by crm-move", w->e->name);
}

static int moves_change(struct writer *w, int64_t id, struct cell *c, const struct value *was,
                        struct str *why)
{
	(void)id;
	(void)was;
	if (w->allow_kept || strcmp(c->name, "forced") == 0)
		return 0;
	return str_setf(why, "%s: what happened stays as it is, expected crm-undo or crm-move", c->name);
}

/* What nobody measures would never be met nor missed, nor paid. */
static int metric_of(const struct cell *metric, struct str *why)
{
	if (!metric || metric->v.is != VALUE_TEXT || metric_check(metric->v.text.s, why) == 0)
		return 0;
	return writer_refuse("metric", why);
}

static int plan_check(struct writer *w, struct str *why)
{
	return metric_of(writer_cell(w, "metric"), why);
}

static int plan_change(struct writer *w, int64_t id, struct cell *c, const struct value *was, struct str *why)
{
	(void)w;
	(void)id;
	(void)was;
	return metric_of(c, why);
}

/* Nobody is paid for minutes and letters. */
static int paid_metric(const struct cell *metric, struct str *why)
{
	static const char *const effort[] = {"calls.minutes", "emails.sent", "calls.made",
	                                     "work.activities"};

	for (size_t i = 0; metric && metric->v.is == VALUE_TEXT && i < 4; i++)
		if (is(metric->v.text.s, effort[i]))
			return str_setf(why, "metric: '%s' is effort, expected a result such as meetings.held",
			                effort[i]);
	return metric_of(metric, why);
}

static int pay_rule_check(struct writer *w, struct str *why)
{
	return paid_metric(writer_cell(w, "metric"), why);
}

static int pay_rule_change(struct writer *w, int64_t id, struct cell *c, const struct value *was, struct str *why)
{
	(void)w;
	(void)id;
	(void)was;
	return paid_metric(c, why);
}

/* A condition is read when it is entered, not on the morning when a deal first stands before it. */
static int compiles(struct writer *w, const char *entity, const struct cell *condition, struct str *why)
{
	const struct entity *e = registry_entity(entity);
	struct sql *sql;
	int rc;

	if (condition->v.is != VALUE_TEXT)
		return 0;
	if (!e)
		return registry_unknown_entity(entity, why);
	sql = sql_new(w->db, e);
	rc = sql_filter(sql, condition->v.text.s, why);
	sql_free(sql);
	return rc < 0 ? writer_refuse(condition->name, why) : 0;
}

static int condition_check(struct writer *w, struct str *why)
{
	const struct column *entity = writer_column(w, "entity");
	const struct cell *condition = writer_cell(w, is(w->e->name, "gate") ? "test" : "filter");

	if (!condition || entity->use->is != VALUE_TEXT)
		return 0; /* what is required is asked for next */
	return compiles(w, entity->use->text.s, condition, why);
}

static int condition_change(struct writer *w, int64_t id, struct cell *c, const struct value *was,
			    struct str *why)
{
	bool gate = is(w->e->name, "gate");
	struct str entity = {0};
	struct stmt *st;
	int rc;

	(void)was;
	st = db_prepare(w->db, gate ? "SELECT entity FROM gate WHERE id = :id"
				    : "SELECT entity FROM saved_group WHERE id = :id");
	db_bind_int(st, "id", id);
	if (!db_step(st))
		return 0;
	str_set(&entity, db_text0(st, 0));
	db_reset(st);
	rc = compiles(w, str_text(&entity), c, why);
	str_free(&entity);
	return rc;
}

static int every_check(const struct cell *every, struct str *why)
{
	if (!every || every->v.is != VALUE_TEXT || task_repeat_check(every->v.text.s, why) == 0)
		return 0;
	return writer_refuse("every", why);
}

static int task_check(struct writer *w, struct str *why)
{
	return every_check(writer_cell(w, "every"), why);
}

static int task_change(struct writer *w, int64_t id, struct cell *c, const struct value *was, struct str *why)
{
	(void)w;
	(void)id;
	(void)was;
	return every_check(c, why);
}

const struct rules *rules_of(const struct entity *e)
{
	static const struct rules all[] = {
		{"company", NULL, company_check, company_after, company_change, "category owner parent referred_by"},
		{"contact", NULL, contact_check, NULL, contact_change, "last_name first_name patronymic"},
		{"channel", NULL, channel_check, main_after, main_change, "is_main"},
		{"address", NULL, NULL, main_after, main_change, "is_main"},
		{"legal_entity", NULL, NULL, main_after, main_change, "is_main"},
		{"territory", NULL, NULL, NULL, tree_change, "parent"},
		{"stage", NULL, NULL, NULL, stage_change, "kind pipeline"},
		{"stage_change", NULL, moves_check, NULL, moves_change, NULL},
		{"category_change", NULL, moves_check, NULL, moves_change, NULL},
		{"owner_change", NULL, moves_check, NULL, moves_change, NULL},
		{"task", NULL, task_check, NULL, task_change, "every"},
		{"plan", NULL, plan_check, NULL, plan_change, "metric"},
		{"pay_rule", NULL, pay_rule_check, NULL, pay_rule_change, "metric"},
		{"gate", NULL, condition_check, NULL, condition_change, "test"},
		{"saved_group", NULL, condition_check, NULL, condition_change, "filter"}};

	if (is(e->name, "deal"))
		return &deal_rules;
	if (is(e->name, "deal_item"))
		return &item_rules;
	if (is(e->name, "setting"))
		return &setting_rules;
	if (is(e->name, "custom_field"))
		return &custom_field_rules;
	if (is(e->name, "touchpoint"))
		return &touchpoint_rules;
	if (is(e->name, "touchpoint_change"))
		return &touchpoint_change_rules;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (is(all[i].entity, e->name))
			return &all[i];
	return NULL;
}
