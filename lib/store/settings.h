/* SPDX-License-Identifier: GPL-2.0-or-later */
/* settings - what the department has set; single ones are asked for by db_setting (db.h) */
#ifndef CRM_SETTINGS_H
#define CRM_SETTINGS_H

#include "store/db.h"

/* Time zone, language and holidays of the base from now on. An unknown zone is a warning. */
void settings_take(struct db *);
/* No holidays any more, and db_setting's texts are gone. */
void settings_free(struct db *);

#endif
