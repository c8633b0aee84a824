/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table - the table of a report, cell by cell; shape.h chooses, sorts and cuts its columns */
#ifndef CRM_TABLE_H
#define CRM_TABLE_H

#include "io/shape.h"
#include "measure/figure.h"
#include "measure/group.h"

struct table;

struct table *table_new(void);
void table_column(struct table *, const char *name, enum out_kind);
/* One column for each word of --by, and one with names behind records without a code. */
void table_group_columns(struct table *, const struct group *);
/* No more columns. Dies with CRM_USAGE when -c or -s names none of them. */
void table_start(struct table *);
/* Cells in the order of the columns; the last one completes a row. Copied. */
void table_cell(struct table *, const char *text);
void table_figure(struct table *, struct figure, enum kpi_unit);
void table_group(struct table *, struct group *, int group); /* the cells of table_group_columns */
/* No more rows; the caller calls shape_finish after db_close. Frees the table. */
struct shape *table_end(struct table *);

#endif
