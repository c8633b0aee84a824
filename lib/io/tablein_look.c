/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tablein_look - what the first line of a table tells */
#include "io/tablein_look.h"

#include <string.h>

char tablein_delimiter(const char *s, bool *tsv)
{
	static const char known[] = ",;|";
	size_t count[3] = {0}, best = 0;
	const char *line = s;
	bool quoted = false;

	s += strcspn(s, "\t\r\n");
	*tsv = *s == '\t';
	if (*tsv)
		return '\t';
	for (s = line; *s && (quoted || (*s != '\n' && *s != '\r')); s++) {
		const char *which = strchr(known, *s);

		if (*s == '"')
			quoted = !quoted;
		else if (which && !quoted)
			count[which - known]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (count[i] > count[best])
			best = i;
	*tsv = !count[best] && *line != '"';
	return *tsv ? '\t' : known[best];
}

bool tablein_known(const char *line, char delim, const char *const *known)
{
	char ends[] = {delim, '\r', '\n', '\0'};
	bool found = false;

	for (const char *p = line; !found; p++) {
		size_t n = strcspn(p, ends);
		const char *end = p + n;

		for (; n && strchr(" \"", *p); n--)
			p++;
		for (; n && strchr(" \"", p[n - 1]); n--)
			;
		for (const char *const *k = known; *k && !found; k++)
			found = strlen(*k) == n && memcmp(*k, p, n) == 0;
		if (*end != delim)
			break;
		p = end;
	}
	return found;
}
