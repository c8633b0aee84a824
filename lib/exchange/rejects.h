/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rejects - the refused rows as a file that can be corrected and fed again
 *
 * It is written as the input is (encoding, BOM, delimiter), with more columns: line, and what is said of the row, such as the reason. Without a
 * header in the input the names of --columns make one. */
#ifndef CRM_REJECTS_H
#define CRM_REJECTS_H

#include "exchange/intake.h"

struct rejects;
/* file: path of the rejects, NULL: none are written. Nothing is there before the first row. columns: what is said of a
 * row, up to NULL; static. */
struct rejects *rejects_open(struct intake *, const char *file, const char *const *columns);
/* cells: for the columns. */
void rejects_add(struct rejects *, const struct csv_row *, const char *const *cells);
/* Puts the file in its place; dies with CRM_STORAGE when it cannot be written. When no row was added, the file of refused
 * rows that an earlier run left there is removed, if it begins as that of this table, and that is said. */
void rejects_finish(struct rejects *);
/* Leaves nothing behind. */
void rejects_drop(struct rejects *);

#endif
