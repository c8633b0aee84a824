/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sheet - a table that comes back from a spreadsheet; for tablein, and for what restores a base */
#ifndef CRM_SHEET_H
#define CRM_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"
#include "io/out.h"

struct sheet;
/* cp1251: the cells are in that encoding, else in UTF-8. comma: decimals have a comma. */
struct sheet *sheet_open(bool cp1251, bool comma);
/* Rewrites a row of cells as the toolkit writes them: UTF-8, dates as 2026-11-22[T10:05:00],
 * decimals with a point, the formula guard taken off. The cells live until the next call. */
void sheet_row(struct sheet *, char **cell, size_t n);
/* One cell of a column of that kind, exactly as it was before out wrote it for a spreadsheet; into room if it
 * was changed. */
const char *sheet_cell(const char *cell, enum out_kind, bool comma, struct str *room);
/* Was this text guarded, or would it be? One apostrophe in front keeps a spreadsheet from running it. */
bool sheet_guarded(const char *cell);
bool sheet_guards(const char *cell);
void sheet_close(struct sheet *); /* NULL is fine */

#endif
