/* SPDX-License-Identifier: GPL-2.0-or-later */
/* who - who is working: the login of the uid, or CRM_REP on a base that the caller owns */
#ifndef CRM_WHO_H
#define CRM_WHO_H

#include <stdint.h>
#include "store/db.h"

/* Id and login of the working rep. Unknown to the base: CRM_DENIED (dies), except that a base without
 * any rep is open to its owner (id 0). */
int64_t who_id(struct db *);
const char *who_login(struct db *);
/* The login this process runs under: CRM_REP if set, else the uid's name. */
const char *who_process(void);

#endif
