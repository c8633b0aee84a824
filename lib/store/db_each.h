/* SPDX-License-Identifier: GPL-2.0-or-later */
/* db_each - the rows of a statement, handed one by one to a function
 *
 * For statements of millions of rows: the function is called from inside of SQLite's machine, as an
 * aggregate is, and coming back to the caller for each row is a seventh of the cost of a row. */
#ifndef CRM_DB_EACH_H
#define CRM_DB_EACH_H

#include "store/db.h"

struct db_row;
/* May run other statements, not this one. */
typedef void db_take(void *arg, const struct db_row *);

/* columns: the list between SELECT and FROM; from: all behind it, without GROUP BY, ORDER BY and LIMIT. The
 * caller frees with db_finalize. Only for db_each. */
struct stmt *db_prepare_each(struct db *, const char *columns, const char *from);
void db_each(struct stmt *, db_take *, void *arg);
int64_t db_row_int(const struct db_row *, int column);      /* NULL is 0 */
const char *db_row_text(const struct db_row *, int column); /* NULL is NULL; valid until take returns */
bool db_row_null(const struct db_row *, int column);
/* The row on which a stepped statement stands, to be read in the same way until the next step. */
const struct db_row *db_row_of(struct stmt *);

#endif
