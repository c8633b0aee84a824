/* SPDX-License-Identifier: GPL-2.0-or-later */
/* value - one field's value: from what people type to what is stored, and back
 *
 * Every door (crm-add, crm-set, crm-import, filters) reads through here, so what can be typed in
 * one place can be typed in all. Texts are kept, numbers are kept as whole ones (money in
 * hundredths), an empty cell is NULL and never "". */
#include "model/value.h"

#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/phone.h"
#include "base/taxid.h"
#include "base/text.h"
#include "base/when.h"
#include "model/choice.h"
#include "model/codes.h"
#include "model/find.h"
#include "model/newcomer.h"

static int as_int(struct value *v, int64_t i)
{
	v->is = VALUE_INT;
	v->i = i;
	v->named = false;
	return 0;
}

static int as_text(struct value *v)
{
	v->is = VALUE_TEXT;
	return 0;
}

static int read_money(struct db *db, struct value *v, struct str *why)
{
	const char *ours = db_setting(db, "base_currency", "RUB");
	char currency[4];
	int64_t i;

	if (money_parse(v->text.s, &i, currency, why) != 0)
		return -1;
	if (*currency && strcmp(currency, ours) != 0)
		return text_refuse(why, v->text.s, "is in %s, expected a bare number, and the currency in its "
		                   "own field", currency);
	if (i > MONEY_MOST || i < -MONEY_MOST)
		return text_refuse(why, v->text.s, "is too large an amount");
	return as_int(v, i);
}

/* Everything that is a number inside. */
static int read_number(const struct field *f, struct value *v, struct str *why)
{
	const char *s = v->text.s;
	int64_t i;
	int rc;

	if (f->type == F_MILLI)
		rc = milli_parse(s, &i, why);
	else if (f->type == F_MICRO)
		rc = micro_parse(s, &i, why);
	else if (f->type == F_PERCENT)
		rc = percent_parse(s, &i, why);
	else
		rc = int_parse(s, &i, why);
	return rc == 0 ? as_int(v, i) : -1;
}

static int read_bool(struct value *v, struct str *why)
{
	static const char *const words[2][6] = {{"0", "no", "n", "false", "off", "нет"},
	                                        {"1", "yes", "y", "true", "on", "да"}};
	struct str fold = {0};

	text_fold(v->text.s, &fold);
	for (int b = 0; b < 2; b++)
		for (size_t i = 0; i < 6; i++)
			if (strcmp(words[b][i], str_text(&fold)) == 0) {
				str_free(&fold);
				return as_int(v, b);
			}
	str_free(&fold);
	return text_refuse(why, v->text.s, "is neither yes nor no");
}

static int read_when(const struct field *f, struct value *v, struct str *why)
{
	char when[WHEN_SIZE];

	if (when_parse(v->text.s, when, why) != 0)
		return -1;
	if (f->type == F_DATE)
		/* A time that was typed into a field of days is nothing to refuse. */
		when[10] = '\0';
	str_set(&v->text, when);
	return as_text(v);
}

static int read_period(struct value *v, struct str *why)
{
	struct period period;

	if (period_parse(v->text.s, &period, why) != 0)
		return -1;
	str_set(&v->text, period.label);
	return as_text(v);
}

static int read_ref(struct db *db, const struct field *f, struct value *v, struct str *why)
{
	const struct entity *e = registry_entity(f->ref);
	int64_t id = newcomer_number(e, v->text.s);

	if (!id)
		id = e->code ? codes_id(db, e, v->text.s, why) : find_record(db, e, v->text.s, why);
	if (id < 0)
		return -1;
	as_int(v, id);
	/* Codes have a table in memory; a record by its name costs a search, which value_read saves when it comes again. */
	v->named = !e->code;
	return 0;
}

static int read_phone(struct db *db, struct value *v, struct str *why)
{
	struct str key = {0};
	int rc = phone_key(v->text.s, db_setting(db, "country", "RU"), &key, NULL, why);

	str_free(&key);
	return rc == 0 ? as_text(v) : -1;
}

static int read_email(struct value *v, struct str *why)
{
	struct str key = {0};
	bool good = text_email_key(v->text.s, &key, why);

	str_free(&key);
	return good ? as_text(v) : -1;
}

/* Spaces go, the check digits must hold. */
static int read_taxid(const struct field *f, struct value *v, struct str *why)
{
	char *to = v->text.s;
	int rc;

	for (const char *s = to; *s; s++)
		if (*s != ' ')
			*to++ = *s;
	*to = '\0';
	v->text.n = (size_t)(to - v->text.s);
	if (f->type == F_INN)
		rc = taxid_inn(v->text.s, why);
	else if (f->type == F_KPP)
		rc = taxid_kpp(v->text.s, why);
	else
		rc = taxid_ogrn(v->text.s, why);
	return rc == 0 ? as_text(v) : -1;
}

/* One way of writing each, or their sums would stand in two lines. */
static int read_currency(struct value *v, struct str *why)
{
	char code[4];

	if (money_currency(v->text.s, code) != 0)
		return text_refuse(why, v->text.s, "is no currency, expected a code of three letters such as EUR");
	str_set(&v->text, code);
	return as_text(v);
}

static int convert(struct db *db, const struct field *f, struct value *v, struct str *why)
{
	switch (f->type) {
	case F_MONEY:
		return read_money(db, v, why);
	case F_ID:
	case F_INT:
	case F_MILLI:
	case F_MICRO:
	case F_PERCENT:
		return read_number(f, v, why);
	case F_BOOL:
		return read_bool(v, why);
	case F_DATE:
	case F_TIME:
		return read_when(f, v, why);
	case F_PERIOD:
		return read_period(v, why);
	case F_ENUM:
		return choice_read(f, v, why);
	case F_REF:
		return read_ref(db, f, v, why);
	case F_PHONE:
		return read_phone(db, v, why);
	case F_EMAIL:
		return read_email(v, why);
	case F_INN:
	case F_KPP:
	case F_OGRN:
		return read_taxid(f, v, why);
	case F_TEXT:
		return f->name && strcmp(f->name, "currency") == 0 ? read_currency(v, why) : as_text(v);
	case F_CODE:
	case F_KEY:
		break;
	}
	return as_text(v);
}

int value_read(struct db *db, const struct field *f, const char *text, struct value *v,
               struct str *why)
{
	size_t bad;

	/* The rows of a file about one record follow each other. */
	if (f->type == F_REF && v->is == VALUE_INT && v->named && text && !strcmp(v->text.s, text))
		return 0;
	v->is = VALUE_NULL;
	if (!text || !*text)
		return 0;
	str_set(&v->text, text);
	if (!text_valid(v->text.s, v->text.n, &bad))
		return str_setf(why, "not valid UTF-8 at byte %zu", bad + 1);
	text_trim(v->text.s);
	v->text.n = strlen(v->text.s);
	if (v->text.n == 0)
		return 0;
	if (f->flags & FIELD_CUSTOM && f->choices && choice_listed(f, v, why) != 0)
		return -1;
	return convert(db, f, v, why);
}

void value_bind(struct stmt *st, const char *name, const struct value *v)
{
	if (v->is == VALUE_NULL)
		db_bind_null(st, name);
	else if (v->is == VALUE_INT)
		db_bind_int(st, name, v->i);
	else
		db_bind_text(st, name, v->text.s);
}

void value_bind_at(struct stmt *st, int i, const struct value *v)
{
	if (v->is == VALUE_NULL)
		db_bind_null_at(st, i);
	else if (v->is == VALUE_INT)
		db_bind_int_at(st, i, v->i);
	else
		db_bind_text_at(st, i, v->text.s);
}

void value_load(const struct field *f, struct stmt *st, int column, struct value *v)
{
	v->is = VALUE_NULL;
	if (db_null(st, column))
		return;
	if (registry_is_number(f)) {
		as_int(v, db_int(st, column));
		return;
	}
	str_set(&v->text, db_text(st, column));
	as_text(v);
}

bool value_same(const struct value *a, const struct value *b)
{
	if (a->is != b->is || a->is == VALUE_NULL)
		return a->is == b->is;
	return a->is == VALUE_INT ? a->i == b->i : strcmp(a->text.s, b->text.s) == 0;
}

void value_free(struct value *v)
{
	str_free(&v->text);
	v->is = VALUE_NULL;
}

/* A number that is shown otherwise than it is stored; false: as it stands. */
static bool show_number(struct db *db, const struct field *f, int64_t i, struct str *out)
{
	char number[MONEY_SIZE] = "";
	const struct entity *e;

	switch (f->type) {
	case F_MONEY:
		money_format(i, number);
		break;
	case F_MILLI:
		milli_format(i, number);
		break;
	case F_MICRO:
		micro_format(i, number);
		break;
	case F_PERCENT:
		percent_format(i, number);
		break;
	case F_REF:
		e = registry_entity(f->ref);
		if (!e->code)
			return false;
		str_add(out, codes_text(db, e, i));
		return true;
	default:
		return false;
	}
	str_add(out, number);
	return true;
}

void value_show(struct db *db, const struct field *f, struct stmt *st, int column, struct str *out)
{
	str_clear(out);
	if (!db_null(st, column) && !show_number(db, f, db_int(st, column), out))
		str_add(out, db_text0(st, column));
}

void value_text(struct db *db, const struct field *f, const struct value *v, struct str *out)
{
	str_clear(out);
	if (v->is == VALUE_TEXT)
		str_add(out, str_text(&v->text));
	else if (v->is == VALUE_INT && !show_number(db, f, v->i, out))
		str_addf(out, "%lld", (long long)v->i);
}

const char *value_show_image(struct db *db, const struct field *f, const struct image_value *v, struct str *out)
{
	if (!v || !v->text)
		return NULL;
	str_clear(out);
	if (!show_number(db, f, strtoll(v->text, NULL, 10), out))
		str_add(out, v->text);
	return str_text(out);
}

enum out_kind value_out_kind(const struct field *f)
{
	switch (f->type) {
	case F_ID:
	case F_INT:
	case F_MONEY:
	case F_MILLI:
	case F_MICRO:
	case F_PERCENT:
		return OUT_NUMBER;
	case F_REF:
		return registry_entity(f->ref)->code ? OUT_TEXT : OUT_NUMBER;
	case F_BOOL:
		return OUT_BOOL;
	case F_DATE:
	case F_TIME:
		return OUT_DATE;
	default:
		return OUT_TEXT;
	}
}
