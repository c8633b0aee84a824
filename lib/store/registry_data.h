/* SPDX-License-Identifier: GPL-2.0-or-later */
/* registry_data - the table that scripts/make-registry writes */
#ifndef CRM_REGISTRY_DATA_H
#define CRM_REGISTRY_DATA_H

#include "store/registry.h"

extern const struct entity registry_data[];
extern const size_t registry_data_n;

#endif
