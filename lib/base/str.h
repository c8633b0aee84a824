/* SPDX-License-Identifier: GPL-2.0-or-later */
/* str - memory that cannot fail and strings that grow */
#ifndef CRM_STR_H
#define CRM_STR_H

#include <stdarg.h>
#include <stddef.h>

/* A growing string. {0} is a valid empty one; s is NUL-terminated whenever
 * n > 0, and str_text gives "" before that. The owner calls str_free. */
struct str {
	char *s;
	size_t n;   /* bytes, without the NUL */
	size_t cap;
};

/* malloc, calloc, realloc, strdup that die (CRM_STORAGE) when memory is out.
 * mem_grow returns an array with room for at least need items of size bytes. */
void *mem_alloc(size_t n);
void *mem_zero(size_t n);
void *mem_resize(void *p, size_t n);
void *mem_grow(void *p, size_t *cap, size_t need, size_t size);
char *mem_copy(const char *s);
char *mem_copyn(const char *s, size_t n);
/* printf into fresh memory; the caller frees. */
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

void str_add(struct str *, const char *s);
void str_addn(struct str *, const char *s, size_t n);
void str_addc(struct str *, char c);
void str_addf(struct str *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void str_addv(struct str *, const char *fmt, va_list);
/* Makes room for n more bytes and the NUL, and returns where they go; whoever
 * writes there raises n himself. */
char *str_room(struct str *, size_t n);
/* Replaces the whole text; str_setf with printf. Returns -1 always, so that a
 * refusing function can end with: return str_setf(why, "…"); why may be NULL. */
void str_set(struct str *, const char *s);
int str_setf(struct str *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void str_clear(struct str *);              /* empty, memory kept */
const char *str_text(const struct str *);  /* never NULL */
char *str_take(struct str *);              /* the text, now the caller's; never NULL */
void str_free(struct str *);

/* A list of strings that it owns. {0} is empty. */
struct strs {
	char **v;
	size_t n, cap;
};
void strs_add(struct strs *, const char *s);
int strs_find(const struct strs *, const char *s); /* index or -1 */
void strs_free(struct strs *);

#endif
