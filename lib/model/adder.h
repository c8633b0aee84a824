/* SPDX-License-Identifier: GPL-2.0-or-later */
/* adder - the work of crm-add: records from operands or from a table on stdin */
#ifndef CRM_ADDER_H
#define CRM_ADDER_H

#include <stdbool.h>
#include "io/out.h"
#include "store/db.h"
#include "store/registry.h"

struct adder {
	const struct entity *entity;
	struct strs fields, texts; /* of the operands */
	struct tablein *in;        /* NULL: operands only */
	struct strs given;         /* fields of the writer */
	int *column;               /* of the table, for each of given; -1: operand */
	struct strs passed;        /* further columns of the table */
	int *passed_column;
	bool twins;                /* a company that is there already may be added */
	long added, refused;
};

/* Reads operands "field=value" and, without any or with "-", the table on stdin, to whose rows the operands add.
 * Dies with CRM_USAGE when a field cannot be set or is not known, and when there is nothing to add. */
struct adder *adder_open(const struct entity *, char **operands, int n);
/* Adds them; refused rows are reported with their place. at as from work_at. Returns the records added:
 * key, label, what was given, and the table's other columns. */
struct out *adder_run(struct adder *, struct db *, const char *at);
void adder_free(struct adder *);

#endif
