/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer - adding and changing records of one entity, one at a time or a million
 *
 * A writer is made once for a list of fields and then fed rows. It validates, fills the fields
 * the program keeps (created_at, created_by, search keys), writes what belongs to other tables (phone and
 * email of a company or contact become channels; inn, kpp, ogrn, legal_name a legal entity; city, address an address;
 * company, position, role of a contact an employment; product, quantity, price of a deal an item), the first stage_change of a deal and category_change of a company,
 * owner changes, and the search index. A change set must be open (txn_begin). */
#ifndef CRM_WRITER_H
#define CRM_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

struct value;
struct writer;

/* fields: names as people type them. NULL and why: unknown field, field that cannot be set. */
struct writer *writer_open(struct db *, const struct entity *, const char *const *fields, size_t n, struct str *why);
/* Tables of change sets, which nobody writes by hand. */
bool writer_is_log(const struct entity *);
/* May a person set this field? 0, or -1 and why. */
int writer_settable(const struct entity *, const char *field, struct str *why);
/* The other table that a field of a record goes to, whose rows name the record in a column called after its kind; NULL: none. */
const char *writer_table(const struct entity *, const char *field);
/* Empty cells then set the field to nothing instead of leaving it alone. */
void writer_clear_empty(struct writer *);
/* The moment the rows happened (--at): default for created_at and changes; NULL: txn_at. */
void writer_at(struct writer *, const char *at);
/* Fields kept by the program (created_at, created_by) may be given: for import and restore only. */
void writer_allow_kept(struct writer *);
/* For loads: rows are written many at a time and seen by SELECT only after writer_flush or writer_close. Not
 * together with writer_no_twins, nor for entities with unique fields: a clash ends the program. */
void writer_bulk(struct writer *);
void writer_flush(struct writer *);
/* What is added stays out of the search index (search_rebuild takes it in later). */
void writer_no_search(struct writer *);
/* Companies that are there already (name in the territory, phone, e-mail, ИНН) are refused with who has them. */
void writer_no_twins(struct writer *);
/* Adds one record; cells parallel to fields. Returns its number, or -1 and why ("field: reason") with nothing written. */
int64_t writer_add(struct writer *, const char *const *cells, struct str *why);
/* Does the program put something into this field that depends on who, when and what else, where a record to be added has
 * nothing there? Not so of what the schema always puts there (dflt of registry.h). */
bool writer_fills(struct writer *, const char *field);
/* What the record added last has in a field; NULL: that is no column of its own, or has what the schema gives it. */
const struct value *writer_stored(struct writer *, const char *field);
/* Is this record in the base, and not still in a bundle? */
bool writer_wrote(const struct writer *, int64_t id);
/* Changes one. 1: changed, 0: nothing to change, -1 and why, nothing written. Stage and category cannot be set here:
 * moves have rules of their own (move.h); the owner is handed over (owner_change). */
int writer_set(struct writer *, int64_t id, const char *const *cells, struct str *why);
/* What it would do, from reading only: 1 change the record, 0 nothing, -1 refuse, or do what rules ask for. */
int writer_would(struct writer *, int64_t id, const char *const *cells);
/* The same change of many records, in two statements. Can it be done so? Only where a field is a plain column that no rule
 * and no other column has a say in. Needs no writer, nor a change set. */
bool writer_alike(struct db *, const struct entity *, const char *const *fields, size_t n);
/* And where each record gets values of its own? */
bool writer_each(struct db *, const struct entity *, const char *const *fields, size_t n);
/* Begins it, after writer_clear_empty. */
void writer_many(struct writer *, bool each);
bool writer_many_there(struct writer *, int64_t id); /* is there such a record? Cheapest in the order of numbers */
/* Like writer_set, but written by writer_many_write at last. Where all get the same, cells are so too, and a record that
 * comes again is changed already: 0. */
int writer_many_set(struct writer *, int64_t id, const char *const *cells, struct str *why);
/* What the record changed last has in a field in the end, as people see it. */
void writer_text(struct writer *, size_t field, struct str *out);
const char *writer_many_label(const struct writer *); /* what names the record asked last; "": nothing */
void writer_many_write(struct writer *);
/* The main telephone or e-mail address that works of a record, "" for none; false: the field is neither. */
bool writer_way(struct writer *, const char *field, int64_t id, struct str *out);
/* Did the last writer_set change this field? */
bool writer_changed(const struct writer *, size_t field);
/* Brings the search index up to date for what was added: call it before txn_commit. */
void writer_close(struct writer *);

/* Deletes one. Records tied to it: refused with a list of what and how many, unless with_tied, which
 * deletes them first, one by one. Returns the number of rows deleted, and in why what was tied ("2 deal, 1 task"),
 * or -1 and why. */
int64_t record_delete(struct db *, const struct entity *, int64_t id, bool with_tied, struct str *why);

/* The numbers that a SELECT of them with :id finds, read whole before any of their rows is written; the caller frees. */
int64_t *record_ids(struct db *, const char *sql, int64_t id, size_t *n);

#endif
