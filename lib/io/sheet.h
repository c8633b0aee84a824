/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sheet - a table that comes back from a spreadsheet; inside lib/io only */
#ifndef CRM_SHEET_H
#define CRM_SHEET_H

#include <stdbool.h>
#include <stddef.h>

struct sheet;
/* cp1251: the cells are in that encoding, else in UTF-8. comma: decimals have a comma. */
struct sheet *sheet_open(bool cp1251, bool comma);
/* Rewrites a row of cells as the toolkit writes them: UTF-8, dates as 2026-11-22[T10:05:00],
 * decimals with a point, the formula guard taken off. The cells live until the next call. */
void sheet_row(struct sheet *, char **cell, size_t n);
void sheet_close(struct sheet *); /* NULL is fine */

#endif
