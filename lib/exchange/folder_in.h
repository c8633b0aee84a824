/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder_in - what writing and reading a folder share */
#ifndef CRM_FOLDER_IN_H
#define CRM_FOLDER_IN_H

#include <stdint.h>
#include "exchange/folder.h"
#include "io/out.h"
#include "store/registry.h"

enum folder_column { FOLDER_TABLE, FOLDER_SCHEMA, FOLDER_ROWS, FOLDER_LAST, FOLDER_DIGEST, FOLDER_COLUMNS };
extern const struct out_column folder_columns[FOLDER_COLUMNS];

/* Decimals of a number, -1: a text. */
int folder_scale(const struct field *);
enum out_kind folder_kind(const struct field *);
/* The digest of a table so far, with one more value: NULL, a number, a text. */
uint64_t folder_digest_null(uint64_t);
uint64_t folder_digest_int(uint64_t, int64_t);
uint64_t folder_digest_text(uint64_t, const char *);

#endif
