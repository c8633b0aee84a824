/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_gates - what gates ask for where the rows of a file lead: told at the end, or asked of each row (--gates) */
#ifndef CRM_IMPORT_GATES_H
#define CRM_IMPORT_GATES_H

#include "base/str.h"

struct import;

/* Before the change set: are rows to be asked at all? Then each goes in by itself. */
void import_gates_prepare(struct import *);
/* Before the first row: which rows end the history of their record, for only those are asked. */
void import_gates_begin(struct import *);
/* When the records of a row are in: 0, or -1 and why when a gate is closed to one of them. */
int import_gates_row(struct import *, long line, struct str *why);
/* After the last row, when all records stand where they will: what gates ask for there; told beside the counts. */
void import_gates_end(struct import *);
void import_gates_told(struct import *);

#endif
