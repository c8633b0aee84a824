/* SPDX-License-Identifier: GPL-2.0-or-later */
/* altered - which fields of a table change sets altered, so that a past date need not look at rows of the log for
 * what no row of it can tell (past.h)
 *
 * Per field the last change set. Of a large change set N each field is told once more, as FIELD#N: one that has such
 * marks altered nothing else. More fields than were altered may be named, never fewer. */
#ifndef CRM_ALTERED_H
#define CRM_ALTERED_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

/* Stands for the rows themselves: some were deleted or came back. */
#define ALTERED_ROWS "id"
/* Stands for whatever there is: of what happened nothing is known. */
#define ALTERED_ANY "*"

/* Between a field and the change set. */
#define ALTERED_BY '#'
/* So many rows of the log make a change set large. */
#define ALTERED_LARGE 500

/* Rows of a table that went or came back: all, and those that altered_swept told of, with the numbers between which
 * they lie. */
struct sweep {
	int64_t all, rows, first, last;
};

struct altered {
	uint64_t *fields;    /* by place in the registry: those that statements of this connection set */
	unsigned char *what; /* by place: done in this change set */
	struct sweep *sweep; /* by place, of this change set */
	size_t n;
	int64_t told;        /* rows of the log that this module was told of */
	bool direct;         /* other statements than the triggers write to the log */
};

/* A statement that sets a column was compiled. */
void altered_column(struct db *, const struct entity *, const char *column);
/* What the recording trigger of updates or deletions says to crm_changed. */
int altered_sign(struct db *, const struct entity *, bool deletes);
void altered_signed(struct db *, int sign);
/* So many rows of the log were written past the triggers: updates of these columns, or with none, rows that went or
 * came back. */
void altered_rows(struct db *, const struct entity *, const char *const *columns, size_t n, int64_t rows);
/* The same for rows that went or came back together, between these numbers. */
void altered_swept(struct db *, const struct entity *, int64_t rows, int64_t first, int64_t last);
/* Has this change set altered, deleted or brought back rows of the table? */
bool altered_now(struct db *, const struct entity *);
/* At the start and the end of a change set. */
void altered_begin(struct db *);
void altered_write(struct db *);
void altered_free(struct db *);
/* Within a migration: where a mark stands for whatever there is, all marks are made again from the log, in one pass
 * over it. Custom fields need not be known. */
void altered_renew(struct db *);

#endif
