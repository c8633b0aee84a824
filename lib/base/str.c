/* SPDX-License-Identifier: GPL-2.0-or-later */
/* str - memory that cannot fail and strings that grow */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"

/* die() would need memory itself. */
static _Noreturn void out_of_memory(void)
{
	fprintf(stderr, "%s: out of memory\n", die_name);
	exit(CRM_STORAGE);
}

void *mem_resize(void *p, size_t n)
{
	p = realloc(p, n ? n : 1);
	if (!p)
		out_of_memory();
	return p;
}

void *mem_alloc(size_t n)
{
	return mem_resize(NULL, n);
}

void *mem_zero(size_t n)
{
	void *p = calloc(1, n ? n : 1);

	if (!p)
		out_of_memory();
	return p;
}

/* Doubling makes n additions cost O(n) in all; the products are checked, since counts come from
 * files. */
void *mem_grow(void *p, size_t *cap, size_t need, size_t size)
{
	size_t want = *cap ? *cap : 8, bytes;

	if (need <= *cap && p)
		return p;
	while (want < need)
		if (__builtin_mul_overflow(want, (size_t)2, &want))
			out_of_memory();
	if (__builtin_mul_overflow(want, size, &bytes))
		out_of_memory();
	*cap = want;
	return mem_resize(p, bytes);
}

char *mem_copyn(const char *s, size_t n)
{
	char *p = mem_alloc(n + 1);

	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *mem_copy(const char *s)
{
	return mem_copyn(s, strlen(s));
}

char *mem_printf(const char *fmt, ...)
{
	struct str out = {0};
	va_list ap;

	va_start(ap, fmt);
	str_addv(&out, fmt, ap);
	va_end(ap);
	return str_take(&out);
}

char *str_room(struct str *t, size_t n)
{
	size_t need;

	if (__builtin_add_overflow(t->n, n, &need) || __builtin_add_overflow(need, 1, &need))
		out_of_memory();
	if (need > t->cap || !t->s)
		t->s = mem_grow(t->s, &t->cap, need < 32 ? 32 : need, 1);
	return t->s + t->n;
}

void str_addn(struct str *t, const char *s, size_t n)
{
	char *at = str_room(t, n);

	if (n)
		memcpy(at, s, n);
	at[n] = '\0';
	t->n += n;
}

void str_add(struct str *t, const char *s)
{
	str_addn(t, s, strlen(s));
}

void str_addc(struct str *t, char c)
{
	str_addn(t, &c, 1);
}

/* Formatted into the room there is; only what does not fit is formatted a second time. */
void str_addv(struct str *t, const char *fmt, va_list ap)
{
	va_list again;
	char *at = str_room(t, 0);
	int n;

	va_copy(again, ap);
	n = vsnprintf(at, t->cap - t->n, fmt, ap);
	if (n < 0)
		die(CRM_STORAGE, "cannot format a message");
	if ((size_t)n >= t->cap - t->n)
		vsnprintf(str_room(t, (size_t)n), (size_t)n + 1, fmt, again);
	va_end(again);
	t->n += (size_t)n;
}

void str_addf(struct str *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_addv(t, fmt, ap);
	va_end(ap);
}

void str_set(struct str *t, const char *s)
{
	struct str old = *t;

	/* s may lie within the old text. */
	if (s >= old.s && old.s && s <= old.s + old.n) {
		t->n = old.n - (size_t)(s - old.s);
		memmove(t->s, s, t->n + 1);
		return;
	}
	str_clear(t);
	str_add(t, s);
}

int str_setf(struct str *t, const char *fmt, ...)
{
	struct str fresh = {0};
	va_list ap;

	if (!t)
		return -1;
	/* An argument may be the old text. */
	va_start(ap, fmt);
	str_addv(&fresh, fmt, ap);
	va_end(ap);
	str_free(t);
	*t = fresh;
	return -1;
}

void str_clear(struct str *t)
{
	t->n = 0;
	if (t->s)
		t->s[0] = '\0';
}

const char *str_text(const struct str *t)
{
	return t->s ? t->s : "";
}

char *str_take(struct str *t)
{
	char *s = t->s ? t->s : mem_copy("");

	*t = (struct str){0};
	return s;
}

void str_free(struct str *t)
{
	free(t->s);
	*t = (struct str){0};
}

void strs_add(struct strs *l, const char *s)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof *l->v);
	l->v[l->n++] = mem_copy(s);
}

int strs_find(const struct strs *l, const char *s)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->v[i], s) == 0)
			return (int)i;
	return -1;
}

void strs_free(struct strs *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i]);
	free(l->v);
	*l = (struct strs){0};
}
