/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setter - the work of crm-set: fields of many records changed, by operands or by an edited list */
#ifndef CRM_SETTER_H
#define CRM_SETTER_H

#include <stdbool.h>
#include "model/feed.h"

struct setter {
	const struct entity *entity;
	struct feed *feed;
	char **records; /* the operands that are no assignments; the feed reads them */
	struct strs fields, texts; /* texts: of operands; empty when the table's columns are the changes */
	bool clear_empty;
	long expected; /* records to come */
	long changed;
	bool together; /* no rule looks at them one by one */
};

/* Sorts operands into records and FIELD=VALUE; without any of the latter the columns of the table on stdin that
 * are fields are the changes. Dies with CRM_USAGE when a field cannot be set, or nothing is to be. */
struct setter *setter_open(const struct entity *, char **operands, int n);
/* work_begin for it. */
struct db *setter_begin(struct setter *);
/* Changes them and returns the changed records: key, label, the fields, and the table's other columns. */
struct out *setter_run(struct setter *, struct db *, const char *at);
void setter_free(struct setter *);

#endif
