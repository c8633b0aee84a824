/* SPDX-License-Identifier: GPL-2.0-or-later */
/* registry - every entity and field: one list, made from the comments of lib/sql/schema.sql and
 * lib/sql/derived.sql at build time, extended by custom fields when a base is opened.
 * It drives validation, adding, changing, listing, filters, help, triggers and crm-tables.5. */
#ifndef CRM_REGISTRY_H
#define CRM_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"

enum field_type {
	F_ID,      /* the record's own number */
	F_TEXT, F_CODE, F_INT, F_BOOL,
	F_MONEY,   /* minor units */
	F_MILLI,   /* thousandths */
	F_MICRO,   /* millionths */
	F_PERCENT, /* thousandths of the whole, typed and shown as percent */
	F_DATE,    /* a date only */
	F_TIME,    /* a moment, or a date when no time was given */
	F_PERIOD,  /* 2026-Q3: the label of a period */
	F_ENUM,    /* one of choices */
	F_REF,     /* a record of ref */
	F_PHONE, F_EMAIL, F_INN, F_KPP, F_OGRN,
	F_KEY      /* search key kept by the program: hidden, not in change */
};

enum field_flag {
	FIELD_REQUIRED = 1, /* NOT NULL without default */
	FIELD_DEFAULT = 2,  /* among the default columns of a list */
	FIELD_KEPT = 4,     /* kept by the program (created_at, moved_at, …): shown, not settable */
	FIELD_DERIVED = 8,  /* computed: expr, no column */
	FIELD_CUSTOM = 16,
	FIELD_INDEXED = 32, /* first column of an index: equality is cheap */
	FIELD_PAST = 64     /* when something happened: cannot lie after now */
};

struct field {
	const char *name;
	enum field_type type;
	unsigned flags;
	const char *ref;     /* F_REF: entity name */
	const char *choices; /* F_ENUM: "a b c", space-separated; of a custom field, any type: one a line */
	const char *expr;    /* FIELD_DERIVED: SQL with $ for the row's alias */
	const char *help;    /* one line */
	const char *dflt;    /* what the schema puts there when nothing is given, as stored; NULL: nothing */
};

struct entity {
	const char *name;
	const char *code;  /* column typed and shown instead of the id, or NULL: "login", "code", "name" */
	const char *label; /* column that names the record for people, or NULL */
	const char *dated; /* column that says when the fact happened (section 8), or NULL */
	const char *help;
	const struct field *fields; /* the first is id */
	size_t n;
	bool internal; /* log tables and settings: not offered to crm-add, crm-list shows them all the same */
};

const struct entity *registry_entity(const char *name); /* NULL: unknown */
const struct entity *registry_at(size_t i);             /* NULL: past the end */
const struct field *registry_field(const struct entity *, const char *name); /* also derived; NULL */
/* What a SELECT says for the field of the row with that alias: the column, or the derived expression. */
void registry_column(const struct field *, const char *alias, struct str *out);
/* Is it stored as a whole number? As a day or moment? */
bool registry_is_number(const struct field *);
bool registry_is_time(const struct field *);
/* "unknown field 'x', did you mean 'y'?" into why; -1 always. */
int registry_unknown_field(const struct entity *, const char *name, struct str *why);
int registry_unknown_entity(const char *name, struct str *why);
/* The field of child that points at parent: the one named like the entity, else the first; NULL. */
const struct field *registry_link(const struct entity *child, const struct entity *parent);
/* Are rows of child parts of parent's, named in the field of its name: written along with it, or its history or keys? */
bool registry_is_part(const char *child, const char *parent);
/* Is s one of the space-separated choices? */
bool registry_choice(const char *choices, const char *s);

struct db;
/* Adds the base's custom fields, those whose column is there; called by db_open. */
void registry_extend(struct db *);

#endif
