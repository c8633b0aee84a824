/* SPDX-License-Identifier: GPL-2.0-or-later */
/* registry_data - the tables that scripts/make-registry writes
 *
 * Places of texts, not pointers: the pages of a table of pointers are copied and filled in anew by each start of each
 * program, even one that only prints its version. */
#ifndef CRM_REGISTRY_DATA_H
#define CRM_REGISTRY_DATA_H

#include <stdint.h>

#include "store/registry.h"

/* As struct field and struct entity have them; texts by registry_text. */
struct packed_field {
	uint16_t name, ref, choices, expr, help, dflt;
	uint8_t type, flags;
};
struct packed_entity {
	uint16_t name, code, label, dated, help, n;
	bool internal;
};

extern const struct packed_field registry_fields[]; /* of the first entity, of the second, … */
extern const struct packed_entity registry_entities[];
extern const size_t registry_entities_n;

const char *registry_text(uint16_t at); /* 0: NULL */

#endif
