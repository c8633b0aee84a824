/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fns - the SQL functions that hide what engines do differently
 *
 * crm_txn()                number of the open change set; an error outside of one
 * crm_recording()          1 unless the triggers are muted
 * crm_changed(sign)        crm_txn() for the recording triggers, which say with it what they record (altered.h)
 * crm_image(N, value, …)   an old image; made by image.h
 * crm_now(), crm_today()   the clock (CRM_NOW, --as-of)
 * crm_days(a, b)           days from a to b, date parts; NULL when one is NULL
 * crm_seconds(a, b)        seconds from a to b, a date is its midnight; NULL when one is NULL
 * crm_contains(text, what) case-blind in any script
 * crm_fold(text)           case-folded
 * crm_open(invoice)        what is not paid of it, in its currency; less than 0 when its own payments exceed it
 * crm_base(amount, currency, date)  minor units in the base currency by table rate; NULL without a rate */
#ifndef CRM_FNS_H
#define CRM_FNS_H

#include "store/db.h"

void fns_register(struct db *);

#endif
