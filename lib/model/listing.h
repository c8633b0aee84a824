/* SPDX-License-Identifier: GPL-2.0-or-later */
/* listing - a query's rows as a table, narrowed to the records that a table on stdin names */
#ifndef CRM_LISTING_H
#define CRM_LISTING_H

#include "io/out.h"
#include "model/narrow.h"
#include "model/query.h"

/* The query that --columns, --sort, --limit and the filters (NULL-terminated) ask for; dies with CRM_USAGE on what is
 * unknown in them. Without --columns the usual ones, and without usual (NULL) the defaults. */
struct query *listing_query(struct db *, const struct entity *, const struct narrow *, const char *usual, char **filters);
/* Its columns alone, for a program that makes the query itself. A list in --columns may name columns of stdin (narrow
 * may be NULL), and leaves out all it does not name; one that begins with + leaves out none. */
void listing_columns(struct query *, const struct narrow *, const char *usual);

/* Restricts the query to the records of stdin, whose other columns go behind the query's; NULL changes nothing. Returns
 * how many rows were refused. Records named twice are listed once. */
long listing_narrow(struct narrow *, struct db *, struct query *);
/* Restricts the query (of deals or companies) to those that lack what the gate asks for of the stage or category that they
 * stand in; what, is a further last column. */
void listing_missing(struct db *, const struct entity *, struct query *);
/* Runs the query into a table: its columns, then those of stdin that it does not have. count gets
 * the number of rows. The caller closes the base and calls out_finish. */
struct out *listing_out(struct narrow *, struct db *, struct query *, long *count);

/* What there is to list: kinds of records (hidden ones too if all), and the fields of one. */
struct out *listing_entities(bool all);
struct out *listing_fields(const struct entity *);

#endif
