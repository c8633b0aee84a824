/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xlsx - tables as the sheets of a workbook; the only module that needs libxlsxwriter */
#ifndef CRM_XLSX_H
#define CRM_XLSX_H

#include "base/str.h"
#include "io/tablein.h"

struct xlsx;
/* file: where the workbook is to be; NULL: standard output. Columns named in text stay text. */
struct xlsx *xlsx_open(const char *file, const struct strs *text);
/* Adds a table as a sheet: header bold and fixed, with filters. Texts stay texts; numbers and dates become such
 * where the column is one, by the name that the registry knows, else by all of its cells. Beyond 1,048,575 rows the
 * table goes on in further sheets. Dies with CRM_INPUT when a cell has more letters than a workbook takes. */
void xlsx_sheet(struct xlsx *, struct tablein *, const char *name);
/* Writes it and frees; the file is whole or not there. */
void xlsx_finish(struct xlsx *);

#endif
