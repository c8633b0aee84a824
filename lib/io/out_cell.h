/* SPDX-License-Identifier: GPL-2.0-or-later */
/* out_cell - one cell in each output format; inside lib/io only */
#ifndef CRM_OUT_CELL_H
#define CRM_OUT_CELL_H

#include <stdbool.h>
#include "io/out.h"
#include "io/spool.h"

enum dialect { DIALECT_NONE, DIALECT_EXCEL, DIALECT_EXCEL_RU };

/* Each appends the cell alone, without what stands between cells. */
void out_cell_tsv(struct spool *, const char *cell);
void out_cell_csv(struct spool *, const char *cell, enum out_kind, enum dialect);
void out_cell_json(struct spool *, const char *cell, enum out_kind);
/* Would a spreadsheet take this text for a formula, or for one that was guarded? The guard is one
 * apostrophe in front, which tablein takes off again. */
bool out_cell_formula(const char *text);

#endif
