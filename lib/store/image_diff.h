/* SPDX-License-Identifier: GPL-2.0-or-later */
/* image_diff - where two images of a row differ, without reading what they have in common */
#ifndef CRM_IMAGE_DIFF_H
#define CRM_IMAGE_DIFF_H

#include "store/image.h"

/* {0} is empty; memory is kept from one pair to the next. */
struct image_diff {
	struct image_difference {
		int column; /* among those of the image */
		const struct field *f;
		struct image_value was, is;
	} *v; /* in the order of columns */
	size_t n, cap;
	struct str buf;
};

/* Values live until the next image_differ. False: not both have the columns that images of the entity have today. */
bool image_differ(struct image_diff *, const struct entity *, const char *was, const char *is);
/* NULL: the column is the same in both. */
const struct image_difference *image_difference(const struct image_diff *, int column);
void image_diff_free(struct image_diff *);

#endif
