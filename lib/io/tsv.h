/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tsv - records of the toolkit's own TSV; inside lib/io only, others come through csv.h */
#ifndef CRM_TSV_H
#define CRM_TSV_H

#include "io/csv.h"
#include "io/source.h"

struct tsv;
struct tsv *tsv_open(const struct source *);
/* As csv_next. An empty line is a row of one empty cell. */
int tsv_next(struct tsv *, struct csv_row *, struct str *why);
void tsv_close(struct tsv *);

#endif
