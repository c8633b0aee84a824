/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shape - -c, -s and -l for tables that are computed and not selected
 *
 * Cut to --limit and to --columns. With --sort rows are kept until the end and sorted by any of their columns
 * (numbers as numbers, empty cells last): for tables the size of a report; lists of records sort in the base. */
#ifndef CRM_SHAPE_H
#define CRM_SHAPE_H

#include <stddef.h>
#include "io/out.h"

struct shape;
/* Takes --columns, --sort and --limit from opt; dies with CRM_USAGE on an unknown column (and the nearest). */
struct shape *shape_open(const struct out_column *, size_t n);
void shape_row(struct shape *, const char *const *cells); /* copied; NULL is empty */
bool shape_wants(const struct shape *, size_t column); /* is it shown or sorted by? */
size_t shape_count(const struct shape *);
bool shape_flush(struct shape *); /* as out_flush; dies with CRM_USAGE when it is to be sorted */
/* Sorts, cuts, prints, frees; call after the base is closed. */
void shape_finish(struct shape *);

#endif
