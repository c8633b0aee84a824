/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup_level - how much two values of a field agree
 *
 * Every comparison gives a level, 1 for equal and higher for less alike. The limits (in
 * thousandths of Jaro-Winkler) are where people stop to take two spellings for one; what a level
 * is worth is not said here but learned from the records (dup_model). */
#include <string.h>
#include "base/latin.h"
#include "base/similar.h"
#include "exchange/dup_in.h"

enum { WORDS = 32, LETTERS = 64 };

struct word {
	const char *s;
	size_t n;
};

static size_t split(const char *s, struct word *w)
{
	size_t n = 0;

	while (*s && n < WORDS) {
		size_t length = strcspn(s, " ");

		w[n++] = (struct word){s, length};
		s += length + (s[length] == ' ');
	}
	return n;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Words found in the other text: their letters, times likeness in thousandths. */
struct shared {
	long both, a, b; /* letters of matched pairs (likeness applied), of a, of b */
};

/* A number is the same or another one; short words are too easily alike. */
static int likeness(struct word a, struct word b)
{
	int jaro;

	if (a.n == b.n && memcmp(a.s, b.s, a.n) == 0)
		return 1000;
	if (is_digit(*a.s) || is_digit(*b.s))
		return 0;
	if (a.n < 3 || b.n < 3)
		return 0;
	jaro = similar_jaro(a.s, a.n, b.s, b.n);
	return jaro >= 840 ? jaro : 0;
}

/* Pairs each word of the shorter text with the most alike of the other. */
static struct shared share(const char *a, const char *b)
{
	struct word x[WORDS], y[WORDS];
	size_t nx = split(a, x), ny = split(b, y);
	bool used[WORDS] = {false};
	struct shared sh = {0};

	for (size_t i = 0; i < nx; i++)
		sh.a += (long)x[i].n;
	for (size_t j = 0; j < ny; j++)
		sh.b += (long)y[j].n;
	for (size_t i = 0; i < nx; i++) {
		int best = 0;
		size_t at = 0;

		for (size_t j = 0; j < ny && best < 1000; j++) {
			int like = used[j] ? 0 : likeness(x[i], y[j]);

			if (like > best) {
				best = like;
				at = j;
			}
		}
		if (best) {
			used[at] = true;
			sh.both += best * (long)(x[i].n < y[at].n ? x[i].n : y[at].n);
		}
	}
	return sh;
}

/* Without spaces: people part words differently. Of a long text only the beginning, which is as long as the buffer. */
static void squeeze(const char *s, struct word *out, char buf[LETTERS])
{
	size_t n = 0;

	for (; *s && n < LETTERS; s++)
		if (*s != ' ')
			buf[n++] = *s;
	*out = (struct word){buf, n};
}

/* ---- names of firms */

/* Numbers make a name another one: "School 12" and "School 13". */
static bool numbers_differ(const char *a, const char *b)
{
	bool any = false;

	for (;;) {
		while (*a && !is_digit(*a))
			a++;
		while (*b && !is_digit(*b))
			b++;
		if (!*a || !*b)
			return any && (*a || *b);
		any = true;
		while (is_digit(*a) && *a == *b)
			a++, b++;
		if (is_digit(*a) || is_digit(*b))
			return true;
	}
}

static bool same_sound(const char *a, size_t na, const char *b, size_t nb)
{
	struct str x = {0}, y = {0};
	bool same;

	latin_skeleton(a, na, &x);
	latin_skeleton(b, nb, &y);
	same = x.n > 1 && x.n == y.n && memcmp(x.s, y.s, x.n) == 0;
	str_free(&x);
	str_free(&y);
	return same;
}

/* Two texts without their spaces, and how alike they are so and word by word, in thousandths. Of long ones the
 * beginning says nothing: they are compared by words only. */
struct alike {
	char buf_a[LETTERS], buf_b[LETTERS];
	struct word x, y;
	struct shared sh;
	long joined, words;
};

static void liken(const char *a, const char *b, struct alike *l)
{
	squeeze(a, &l->x, l->buf_a);
	squeeze(b, &l->y, l->buf_b);
	l->joined = l->x.n < LETTERS && l->y.n < LETTERS ? similar_jaro(l->x.s, l->x.n, l->y.s, l->y.n) : 0;
	l->sh = share(a, b);
	l->words = 2 * l->sh.both / (l->sh.a + l->sh.b);
}

/* Nearly all words of the shorter one, and more than a short word, stand in the other. */
static bool within(const struct shared *sh, long most)
{
	return sh->both >= most * (sh->a < sh->b ? sh->a : sh->b) && sh->both >= 4000;
}

/* 1 equal, 2 the same letters or sounds parted in another way, 3 typing errors, 4 one is part of the other,
 * 5 alike, 6 alike but for a number, 7 different. */
int dup_level_firm(const char *a, const char *b)
{
	struct alike l;
	long like;

	if (strcmp(a, b) == 0)
		return 1;
	liken(a, b, &l);
	like = l.joined > l.words ? l.joined : l.words;
	if (numbers_differ(a, b))
		return like >= 850 ? 6 : 7;
	if (l.joined >= 850 && l.x.n == l.y.n && memcmp(l.x.s, l.y.s, l.x.n) == 0)
		return 2;
	if (l.joined >= 800 && same_sound(l.x.s, l.x.n, l.y.s, l.y.n))
		return 2;
	if (like >= 930)
		return like == 1000 ? 2 : 3;
	if (within(&l.sh, 960))
		return 4;
	return like >= 840 ? 5 : 7;
}

/* ---- parts of names, words, numbers */

/* 1 equal, 2 one typing error or the same sound, 3 two, or much alike, 4 the beginning of the other, 5 alike,
 * 6 different. */
int dup_level_name(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b), least = na < nb ? na : nb;
	int edits, jaro;

	if (na == nb && memcmp(a, b, na) == 0)
		return 1;
	if (least == 1 || (least >= 3 && memcmp(a, b, least) == 0 && na + 1 != nb && nb + 1 != na))
		return *a == *b ? 4 : 6;
	edits = similar_edits(a, na, b, nb, 2);
	if (edits == 1 && least >= 3)
		return 2;
	jaro = similar_jaro(a, na, b, nb);
	if (jaro >= 750 && same_sound(a, na, b, nb))
		return 2;
	if ((edits == 2 && least >= 5) || jaro >= 900)
		return 3;
	return jaro >= 780 || edits <= 2 ? 5 : 6;
}

/* 1 equal, 2 typing errors, 3 one within the other, 4 much in common, 5 something, 6 different. */
int dup_level_words(const char *a, const char *b)
{
	struct alike l;

	if (strcmp(a, b) == 0)
		return 1;
	liken(a, b, &l);
	if (l.words >= 920 || l.joined >= 940)
		return 2;
	if (within(&l.sh, 920))
		return 3;
	return l.words >= 700 || l.joined >= 860 ? 4 : l.words >= 400 ? 5 : 6;
}

/* 1 equal, 2 one digit another, missing or exchanged with its neighbour, 3 two, 4 different. */
int dup_level_number(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);
	int edits = similar_edits(a, na, b, nb, na > 5 ? 2 : 1);

	return edits > 2 || (na <= 5 && edits > 1) ? 4 : edits + 1;
}

/* "ИНН/КПП": 1 equal, 2 a typing error, 3 a branch, 4 different. Branches share the ИНН. */
int dup_level_inn(const char *a, const char *b)
{
	size_t na = strcspn(a, "/"), nb = strcspn(b, "/");
	int edits = similar_edits(a, na, b, nb, 1);

	if (edits > 0)
		return edits == 1 ? 2 : 4;
	return a[na] && b[nb] && strcmp(a + na, b + nb) != 0 ? 3 : 1;
}

/* yyyy-mm-dd. 1 equal, 2 one digit, or day and month exchanged, 3 two of year, month and day equal, 4 the same
 * year, or two digits, 5 different. */
int dup_level_date(const char *a, const char *b)
{
	bool year, month, day;
	int edits;

	if (strcmp(a, b) == 0)
		return 1;
	if (strlen(a) != 10 || strlen(b) != 10)
		return 5;
	year = memcmp(a, b, 4) == 0;
	month = memcmp(a + 5, b + 5, 2) == 0;
	day = memcmp(a + 8, b + 8, 2) == 0;
	edits = similar_edits(a, 10, b, 10, 2);
	if (edits == 1 || (year && memcmp(a + 5, b + 8, 2) == 0 && memcmp(a + 8, b + 5, 2) == 0))
		return 2;
	if (year + month + day == 2)
		return 3;
	return year || edits == 2 ? 4 : 5;
}

/* 1 equal, 2 typing errors, 3 the same name elsewhere, or much alike, 4 alike, 5 different. */
int dup_level_email(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b), la = strcspn(a, "@"), lb = strcspn(b, "@");
	int edits, local, domain;

	if (na == nb && memcmp(a, b, na) == 0)
		return 1;
	edits = similar_edits(a, na, b, nb, 2);
	if (edits <= 2 && na > 6)
		return 2;
	local = similar_jaro(a, la, b, lb);
	domain = similar_jaro(a + la, na - la, b + lb, nb - lb);
	if (local >= 900 && domain >= 900)
		return 2;
	if ((la == lb && memcmp(a, b, la) == 0) || (local >= 880 && domain >= 750))
		return 3;
	return local >= 800 && domain >= 900 ? 4 : 5;
}

/* 1 equal, 2 one of them within the other's or a typing error, 3 different. */
int dup_level_house(const char *a, const char *b)
{
	struct word x[WORDS], y[WORDS];
	size_t nx, ny;

	if (strcmp(a, b) == 0)
		return 1;
	nx = split(a, x);
	ny = split(b, y);
	for (size_t i = 0; i < nx; i++)
		for (size_t j = 0; j < ny; j++)
			if (x[i].n == y[j].n && memcmp(x[i].s, y[j].s, x[i].n) == 0)
				return 2;
	return strlen(a) > 2 && similar_edits(a, strlen(a), b, strlen(b), 1) == 1 ? 2 : 3;
}

/* 1 equal, 2 typing errors, 3 different, as are two pages of one host. */
int dup_level_site(const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		return 1;
	return !strchr(a, '/') && !strchr(b, '/') && similar_jaro(a, strlen(a), b, strlen(b)) >= 930 ? 2 : 3;
}

/* ---- records */

/* The best of all values of the two. */
static int best(const char *a, const char *b, dup_compare *compare, int most, const char **hit)
{
	int level = most;

	for (const char *x = a; *x && level > 1; x += strlen(x) + 1)
		for (const char *y = b; *y && level > 1; y += strlen(y) + 1) {
			int l = compare(x, y);

			if (l < level)
				level = l;
			if (l == 1)
				*hit = x;
		}
	return level;
}

static int between(const struct dup *d, const struct dup_record *a, int f, const struct dup_record *b, int g,
                   const char **hit)
{
	if (!(a->given >> f & 1) || !(b->given >> g & 1))
		return 0;
	return best(dup_value(d, a, f), dup_value(d, b, g), d->plan->field[f].compare, d->plan->field[f].levels, hit);
}

/* Family and given name, straight or swapped, whichever says more. */
static void names(const struct dup *d, const struct dup_record *a, const struct dup_record *b, int f, int *level,
                  const char **hit)
{
	const char *across[2] = {NULL, NULL};
	int x, y;

	level[f] = between(d, a, f, b, f, &hit[f]);
	level[f + 1] = between(d, a, f + 1, b, f + 1, &hit[f + 1]);
	if ((level[f] == 1 || !level[f]) && level[f + 1] == 1)
		return;
	x = between(d, a, f, b, f + 1, &across[0]);
	y = between(d, a, f + 1, b, f, &across[1]);
	if ((x && x <= 3 && y && y <= 3 && x + y < level[f] + level[f + 1]) ||
	    (!level[f] && !level[f + 1] && ((x && x <= 2) || (y && y <= 2)))) {
		level[f] = x;
		level[f + 1] = y;
		hit[f] = across[0];
		hit[f + 1] = across[1];
	}
}

void dup_level_field(const struct dup *d, const struct dup_record *a, const struct dup_record *b, int f, int *level,
                     const char **hit)
{
	hit[f] = NULL;
	if (d->plan->parts && f == d->plan->name) {
		hit[f + 1] = NULL;
		names(d, a, b, f, level, hit);
	} else if (!d->plan->parts || f != d->plan->name + 1) {
		level[f] = between(d, a, f, b, f, &hit[f]);
	}
}

void dup_levels(const struct dup *d, uint32_t a, uint32_t b, int *level, const char **hit)
{
	for (int f = 0; f < d->plan->fields; f++)
		dup_level_field(d, &d->record[a], &d->record[b], f, level, hit);
}
