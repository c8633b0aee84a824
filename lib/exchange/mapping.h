/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mapping - which column of a foreign table goes into which field of which record */
#ifndef CRM_MAPPING_H
#define CRM_MAPPING_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"
#include "exchange/convert.h"
#include "store/registry.h"

/* Names by which a part of a row is mapped beside those of entities: "legal_address.street", "item.product". */
struct share {
	const char *name, *entity;
	const char *kind; /* every row has this kind; NULL: it is just a name */
};

struct mapped {
	char *name;                  /* header of the column, or of a constant its field */
	const struct entity *entity; /* NULL: not imported */
	const struct field *field;   /* NULL beside an entity: the record's foreign key */
	const struct share *share;   /* one of several shares of that entity in a row: its legal address; or NULL */
	const struct entity *to;     /* what a reference refers to */
	char *label;                 /* what the header calls a telephone or mailbox: "mobile"; NULL: nothing */
	const char *system;          /* the foreign system that a key, or a reference, belongs to */
	size_t from;                 /* column of the file */
	const char *constant;        /* --set; NULL: a column */
	bool given;                  /* by --map or --set */
	const char *why;             /* why it is not imported */
	bool dashes;                 /* some cells said with a dash that there is nothing */
	struct convert convert;
};

struct mapping {
	const struct entity *main;
	struct mapped *col; /* the columns in the file's order, then further keys and constants */
	size_t n, columns;
	const char *currency; /* of the base */
};

/* What an import was told of its columns, as typed; all that a saved mapping keeps. */
struct told {
	const struct entity *main;
	struct strs maps;  /* "Column=field", "Column=contact.field", "Column=-" */
	struct strs sets;  /* "field=value" */
	struct strs keys;  /* "Column", "contact=Column" */
	struct strs refs;  /* "field=SYSTEM": its cells are keys of that system */
	char *system;      /* of the keys; NULL: "import" */
	char *create;      /* entities whose unknown codes are added, by commas */
	char *dates, *decimal, *duplicate; /* NULL: not said */
};

const char *mapping_system(const struct told *);
/* width: the columns of data in the header; currency: of the base. NULL and why: unknown column or field, nothing mapped. */
struct mapping *mapping_make(const struct told *, const struct strs *header, size_t width,
                             const char *currency, struct str *why);
/* The field of an entity that can be imported, also those that the writer keeps in tables of their own
 * (postcode of a company). NULL: none. */
const struct field *mapping_field(const struct entity *, const char *name);
/* Fields that a header in English or Russian may mean for an entity: "field" or "entity.field",
 * separated by spaces, the first that exists counts. currency: of the base, which
 * may stand behind. NULL: not known. Static. */
const char *mapping_words(const char *header, const struct entity *main, const char *currency);
/* What a header calls a telephone or mailbox beside that ("Phone (mobile)"), for the caller to free; NULL: nothing. */
char *mapping_label(const char *header);
/* The entity of a column, or its share of it, as people type it. */
const char *mapping_called(const struct mapped *);
void mapping_free(struct mapping *);

#endif
