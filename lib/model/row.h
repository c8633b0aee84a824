/* SPDX-License-Identifier: GPL-2.0-or-later */
/* row - some fields of one record after another, as people see them */
#ifndef CRM_ROW_H
#define CRM_ROW_H

#include <stdbool.h>
#include <stdint.h>
#include "io/out.h"
#include "store/db.h"
#include "store/registry.h"

struct row;
/* names: fields, also derived ones; names that are none show as empty. */
struct row *row_open(struct db *, const struct entity *, const char *const *names, size_t n);
/* Reads one record; false: it is not there. */
bool row_read(struct row *, int64_t id);
/* A field of the record last read; valid until the next row_read. Also "" when unknown. */
const char *row_text(struct row *, size_t i);
/* How a field's column is printed. */
enum out_kind row_kind(const struct row *, size_t i);
void row_close(struct row *);

#endif
