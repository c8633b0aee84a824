/* SPDX-License-Identifier: GPL-2.0-or-later */
/* image - a row as change.old keeps it: one flat JSON object of texts, whole numbers and nulls */
#ifndef CRM_IMAGE_H
#define CRM_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include "store/registry.h"
#include "store/db.h"

struct image_value {
	const char *name;
	const char *text; /* NULL: null */
	bool number;
};
/* {0} is empty; memory is kept from one image to the next. */
struct image {
	struct image_value *v;
	size_t n, cap;
	char *buf;
	size_t buf_cap;
};

/* The SQL function crm_image(N, value, …) that trigger_image (trigger.h) writes: the text of an image, of the entity at
 * registry_at(N). The same bytes as json_object's. */
void image_register(struct db *);
/* -1: not such an object. Values live until the next image_parse. */
int image_parse(struct image *, const char *json);
/* NULL: the column did not exist when the image was made. */
const struct image_value *image_find(const struct image *, const char *name);
/* Same text, or both null? A missing value (NULL pointer) equals only a missing one. */
bool image_equal(const struct image_value *, const struct image_value *);
/* Do all columns that both know hold the same, but for some (up to NULL; NULL: none)? */
bool image_same(const struct image *, const struct image *, const char *const *except);
void image_bind_at(struct stmt *, int i, const struct image_value *);
void image_free(struct image *);

/* The row as it stands now; false: there is none. */
bool image_read(struct db *, const struct entity *, int64_t row, struct image *);
/* The row right after a change of it: what its next change found, or else what stands there now; false: there was none. */
bool image_after(struct db *, const struct entity *, int64_t row, int64_t change, struct image *);
/* INSERT of the image, with its search key; columns the image lacks get their default. Returns -1
 * and why when the base refuses. into, {0} at first, keeps the statement for the next image of that kind. */
enum { IMAGE_TOGETHER = 64 };
struct image_into {
	const struct entity *e;
	const struct field *key;
	struct stmt *st;
	struct strs columns; /* of the image */
	bool *known;         /* parallel: those that are still columns */
	size_t cap;
	struct str text[IMAGE_TOGETHER]; /* of search keys */
	struct stmt *together;           /* the same for so many images, or NULL */
};
int image_insert(struct db *, struct image_into *, const struct entity *, const struct image *, struct str *why);
/* The same for IMAGE_TOGETHER images; -1 also when their columns differ: then none of them is in. */
int image_insert_together(struct db *, struct image_into *, const struct entity *, const struct image *);
void image_into_free(struct image_into *);
/* The field of the search key; NULL: there is none. */
const struct field *image_key(const struct entity *);
/* Makes the search key of a row anew from its fields; im is scratch. */
void image_renew_key(struct db *, const struct entity *, int64_t row, struct image *im);

#endif
