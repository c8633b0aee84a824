/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trigger - the change-recording triggers, made from the registry (txn_make_triggers) */
#ifndef CRM_TRIGGER_H
#define CRM_TRIGGER_H

#include "store/registry.h"

/* Is there a column behind the field, not an expression? */
bool trigger_column(const struct field *);
/* Are changes of this table recorded? All but the tables that record them. */
bool trigger_recorded(const struct entity *);
/* Appends json_object('id', ROWid, …): all columns but search keys; row is "OLD." or "". */
void trigger_image(const struct entity *, const char *row, struct str *out);

#endif
