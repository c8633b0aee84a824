/* SPDX-License-Identifier: GPL-2.0-or-later */
/* image_parts - what the modules of images share */
#ifndef CRM_IMAGE_PARTS_H
#define CRM_IMAGE_PARTS_H

#include "store/image.h"

/* The columns of an entity's images today, each with what stands before its value: {"id": and ,"name": */
struct image_shape {
	const struct field *fields; /* it was made of; fields added later make another list */
	struct str *before;
	const struct field **field;
	int n;
};

const struct image_shape *image_shape(size_t place); /* in the registry */
/* Reads a value at *at, unescaping it where it stands, and goes behind it. */
int image_value(char **at, struct image_value *);

#endif
