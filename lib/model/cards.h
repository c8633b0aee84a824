/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cards - what crm-show prints: a card for each record that operands or a table on stdin name */
#ifndef CRM_CARDS_H
#define CRM_CARDS_H

#include <stdbool.h>
#include "store/db.h"
#include "store/registry.h"

struct cards;
/* Before the base is opened; see feed_open. As text: for people, else a table, with the number of the record and the
 * columns of stdin behind the card's. */
struct cards *cards_open(const struct entity *, char **operands, int n, bool text);
/* Returns how many were refused, and reported. A single operand that names no record dies with CRM_USAGE instead. */
long cards_read(struct cards *, struct db *, long limit);
/* Prints and frees; after the base is closed. */
void cards_finish(struct cards *);

#endif
