/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder - a whole base as a folder of tables, and an empty base filled from one
 *
 * One file a table, named after it, with every stored column; references are numbers, money and quantities
 * have their decimals. manifest.csv (or .tsv) has a row for each: version of the schema, rows, the last number
 * given out, and a digest of the values, which is the same in every format. */
#ifndef CRM_FOLDER_H
#define CRM_FOLDER_H

#include <stdbool.h>
#include "store/db.h"

/* Writes the base into a new folder, in the format of opt (CSV, TSV, for a spreadsheet). Nothing is there
 * until all is. Dies with CRM_USAGE when the folder is there and not empty. */
void folder_write(struct db *, const char *path);
/* Is this a folder with a manifest? */
bool folder_is(const char *path);
/* Fills the base, which must be as crm-init left it, from a folder: it is then the one that was written, with
 * numbers and history. Dies with CRM_INPUT when a file is missing, cut or of another version. Returns the rows. */
long folder_read(struct db *, const char *path);

#endif
