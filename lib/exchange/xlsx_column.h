/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xlsx_column - what the columns of a table hold, for a workbook */
#ifndef CRM_XLSX_COLUMN_H
#define CRM_XLSX_COLUMN_H

#include <stdbool.h>
#include "io/out.h"
#include "io/tablein.h"

struct xlsx_column {
	enum out_kind kind;
	bool known;       /* by its name; else the cells decide */
	bool number, date, any; /* all cells so far are such; is there one at all */
	int decimals;     /* most of any */
	int width;        /* letters of the widest cell */
};

/* A number that a workbook keeps exactly: no zeros in front, at most 15 digits. digits and decimals are counted. */
bool xlsx_number(const char *cell, int *digits, int *decimals);
/* A date or moment that a workbook can hold, from 1900 on. */
bool xlsx_date(const char *cell);
/* Reads the table through: names.n columns, the caller frees. It is rewound. Dies with CRM_INPUT when a cell is too
 * long. */
struct xlsx_column *xlsx_columns(struct tablein *, const struct strs *text, long *rows);

#endif
