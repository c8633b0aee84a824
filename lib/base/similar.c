/* SPDX-License-Identifier: GPL-2.0-or-later */
/* similar - how near two words are */
#include "base/similar.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 8, JARO = 64 };

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* A band of 2 * most + 1 cells around the diagonal (cell k of row i stands for column i + k - most - 1);
 * three rows, for exchanged neighbours. An edit moves one diagonal away, so cells further than `most`
 * from the middle cannot lead to an answer: n * (2 * most + 1) steps instead of n * m, and an end as
 * soon as a whole row is too far. */
static int banded(const char *a, int na, const char *b, int nb, int most)
{
	int row[3][2 * MOST + 3];
	int width = 2 * most + 1;

	memset(row, 0x3f, sizeof row);
	for (int i = 0; i <= na; i++) {
		int *now = row[i % 3], *above = row[(i + 2) % 3], *two = row[(i + 1) % 3];
		int best = most + 1;

		for (int k = 1; k <= width; k++) {
			int j = i + k - most - 1, cost;

			now[k] = 0x3f3f3f;
			if (j < 0 || j > nb)
				continue;
			if (i == 0 || j == 0) {
				now[k] = i + j;
			} else {
				cost = a[i - 1] != b[j - 1];
				now[k] = least(above[k] + cost, least(above[k + 1] + 1, k > 1 ? now[k - 1] + 1 : MOST + 1));
				if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
					now[k] = least(now[k], two[k] + cost);
			}
			best = least(best, now[k]);
		}
		if (best > most)
			return most + 1;
	}
	return least(row[na % 3][nb - na + most + 1], most + 1);
}

int similar_edits(const char *a, size_t na, const char *b, size_t nb, int most)
{
	if (most > MOST)
		most = MOST;
	while (na && nb && *a == *b)
		a++, b++, na--, nb--;
	while (na && nb && a[na - 1] == b[nb - 1])
		na--, nb--;
	if (na > nb + (size_t)most || nb > na + (size_t)most)
		return most + 1;
	if (!na || !nb)
		return (int)(na + nb);
	/* what is left after equal ends decides most pairs at once */
	if (most == 1)
		return na == 1 && nb == 1 ? 1 : na == 2 && nb == 2 && a[0] == b[1] && a[1] == b[0] ? 1 : 2;
	return banded(a, (int)na, b, (int)nb, most);
}

/* Letters of a that b has too, not too far away; their bits are set in the masks. */
static int common(const char *a, int na, const char *b, int nb, uint64_t *in_a, uint64_t *in_b)
{
	int reach = (na > nb ? na : nb) / 2 - 1, n = 0;

	if (reach < 0)
		reach = 0;
	*in_a = *in_b = 0;
	for (int i = 0; i < na; i++) {
		int from = i > reach ? i - reach : 0, to = least(i + reach, nb - 1);

		for (int j = from; j <= to; j++)
			if (a[i] == b[j] && !(*in_b >> j & 1)) {
				*in_a |= (uint64_t)1 << i;
				*in_b |= (uint64_t)1 << j;
				n++;
				break;
			}
	}
	return n;
}

/* Both masks have as many bits: the k-th common letter of a stands against the k-th of b, and
 * every transposition is seen twice. */
static int out_of_order(const char *a, const char *b, uint64_t in_a, uint64_t in_b)
{
	int n = 0;

	while (in_a) {
		n += a[__builtin_ctzll(in_a)] != b[__builtin_ctzll(in_b)];
		in_a &= in_a - 1;
		in_b &= in_b - 1;
	}
	return n / 2;
}

int similar_jaro(const char *a, size_t length_a, const char *b, size_t length_b)
{
	int na = length_a > JARO ? JARO : (int)length_a, nb = length_b > JARO ? JARO : (int)length_b;
	uint64_t in_a, in_b;
	int n, jaro, prefix = 0;

	if (!na || !nb)
		return 0;
	n = common(a, na, b, nb, &in_a, &in_b);
	if (!n)
		return 0;
	jaro = (1000 * n / na + 1000 * n / nb + 1000 * (n - out_of_order(a, b, in_a, in_b)) / n) / 3;
	while (prefix < 4 && prefix < na && prefix < nb && a[prefix] == b[prefix])
		prefix++;
	return jaro + prefix * (1000 - jaro) / 10;
}
