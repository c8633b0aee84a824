/* SPDX-License-Identifier: GPL-2.0-or-later */
/* codes - reference rows (stages, categories, territories, reps, …) by the code people type
 *
 * Tables with a code column are small; each is read once, when first asked for. A stage's
 * code is written with its pipeline, "sale:offer"; the bare code will do where only one fits. */
#ifndef CRM_CODES_H
#define CRM_CODES_H

#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

/* The code of a row as shown and typed; "" when there is no such row. Lives until
 * codes_forget, which the writer calls after a change to the table. */
const char *codes_text(struct db *, const struct entity *, int64_t id);
/* The row of a code (or of its number, or of its exact name, case-blind); -1 and "unknown stage 'x',
 * did you mean 'y'?" (several stages: the candidates) otherwise. */
int64_t codes_id(struct db *, const struct entity *, const char *text, struct str *why);
/* A stage by code within one pipeline; -1 and why. */
int64_t codes_stage(struct db *, int64_t pipeline, const char *text, struct str *why);
/* All rows that a code names: for stages every one with that code, for territories the row and
 * all below it. Returns the count (0 and why: unknown); *ids is the caller's to free. */
size_t codes_ids(struct db *, const struct entity *, const char *text, int64_t **ids, struct str *why);
/* A row was added, or one changed (pipelines name stages too): what was read is kept as far as it still holds. */
void codes_added(struct db *, const struct entity *, int64_t id);
void codes_changed(struct db *, const struct entity *, int64_t id);
/* Forget what was read (after a change to a reference table in this process). */
void codes_forget(void);

#endif
