/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past - tables as they stood: which ones a statement needs, and their shadows */
#include <stdlib.h>
#include "store/conn.h"
#include "store/past.h"
struct past { enum past_mode mode; char before[WHEN_SIZE]; };
void past_arm(struct db *db, enum past_mode mode, const char *before) { (void)db; (void)mode; (void)before; }
enum past_mode past_mode(const struct db *db) { return db->past ? db->past->mode : PAST_NONE; }
const char *past_before(const struct db *db) { return db->past ? db->past->before : NULL; }
void past_shadow_for(struct db *db, const char *sql) { (void)db; (void)sql; }
void past_disarm(struct db *db) { (void)db; }
