/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_setting - a setting or field that the programs could not read is refused when it is set */
#include <ctype.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "model/writer_parts.h"

static int read_zone(struct value *v, struct str *why)
{
	if (when_set_zone(v->text.s) == 0)
		return 0;
	return str_setf(why, "unknown zone '%s', expected one such as Europe/Moscow", v->text.s);
}

static int read_currency(struct value *v, struct str *why)
{
	char code[4];

	if (money_currency(v->text.s, code) != 0)
		return text_refuse(why, v->text.s, "is no currency, expected a code of three letters such as EUR");
	str_set(&v->text, code);
	return 0;
}

static int read_country(struct value *v, struct str *why)
{
	if (v->text.n != 2 || !isalpha((unsigned char)v->text.s[0]) || !isalpha((unsigned char)v->text.s[1]))
		return text_refuse(why, v->text.s, "is no country, expected two letters such as DE");
	for (char *c = v->text.s; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return 0;
}

static int read_lang(struct value *v, struct str *why)
{
	if (strcmp(v->text.s, "en") == 0 || strcmp(v->text.s, "ru") == 0)
		return 0;
	return text_refuse(why, v->text.s, "is not spoken here, expected en or ru");
}

static int read_number(struct value *v, struct str *why)
{
	int64_t n;

	if (int_parse(v->text.s, &n, why) != 0)
		return -1;
	if (n < 0 || n > 100000)
		return text_refuse(why, v->text.s, "is out of range, expected 0 to 100000");
	return str_setf(&v->text, "%lld", (long long)n) + 1;
}

static int setting_change(struct writer *w, int64_t id, struct cell *c, const struct value *was, struct str *why)
{
	static const struct {
		const char *name;
		int (*read)(struct value *, struct str *why);
	} known[] = {{"time_zone", read_zone},      {"base_currency", read_currency}, {"country", read_country},
	             {"lang", read_lang},           {"call_limit", read_number},      {"stalled_days", read_number},
	             {"callback_days", read_number}, {"recontact_days", read_number}};
	struct stmt *st = db_prepare(w->db, "SELECT name FROM setting WHERE id = :id");
	int rc = 0;

	(void)was;
	if (strcmp(c->name, "value") != 0 || c->v.is != VALUE_TEXT)
		return 0; /* an empty one is the program's own */
	db_bind_int(st, "id", id);
	if (!db_step(st))
		return 0;
	for (size_t i = 0; rc == 0 && i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].name, db_text0(st, 0)) == 0)
			rc = known[i].read(&c->v, why);
	db_reset(st);
	return rc;
}

const struct rules setting_rules = {"setting", NULL, NULL, NULL, setting_change, NULL};

/* The list of custom fields says what a column of a table is; it makes none. */
static int custom_check(struct writer *w, struct str *why)
{
	const struct column *entity = writer_column(w, "entity"), *name = writer_column(w, "name");
	const struct entity *e;

	if (entity->use->is != VALUE_TEXT || name->use->is != VALUE_TEXT)
		return 0; /* both are required, which is said next */
	e = registry_entity(entity->use->text.s);
	if (!e) {
		registry_unknown_entity(entity->use->text.s, why);
		return writer_refuse("entity", why);
	}
	if (db_has_column(w->db, e->name, name->use->text.s))
		return 0;
	return str_setf(why, "name: the table %s has no column '%s'", e->name, name->use->text.s);
}

const struct rules custom_field_rules = {"custom_field", NULL, custom_check, NULL, NULL, NULL};
