/* SPDX-License-Identifier: GPL-2.0-or-later */
/* out_table - a fitted table for terminals; inside lib/io only */
#ifndef CRM_OUT_TABLE_H
#define CRM_OUT_TABLE_H

#include <stdbool.h>
#include "io/out.h"
#include "io/spool.h"

/* Reads rows of n cells (TSV without a header line) from rows and appends the table to text.
 * Shrinks it to the terminal's width when stdout is one. */
void out_table(struct spool *rows, const struct out_column *, size_t n, bool header,
               struct spool *text);

#endif
