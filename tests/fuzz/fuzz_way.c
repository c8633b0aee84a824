/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_way - cells of telephones and addresses: no crash, and what is written reads back as the same */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "model/way.h"

static void check(const char *kind, const char *cell)
{
	struct ways ways = {.kind = kind}, again = {.kind = kind};
	struct str why = {0}, text = {0};

	if (way_read(&ways, "RU", cell, &why)) {
		if (!why.n || ways.n)
			abort();
	} else {
		way_write(&ways, NULL, &text);
		if (way_read(&again, "RU", str_text(&text), NULL) || again.n != ways.n)
			abort();
		for (size_t i = 0; i < ways.n; i++)
			if (strcmp(str_text(&ways.way[i].key), str_text(&again.way[i].key)) != 0)
				abort();
	}
	way_free(&ways);
	way_free(&again);
	str_free(&why);
	str_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *cell = mem_copyn((const char *)data, n);

	if (text_valid(cell, strlen(cell), NULL)) {
		check("phone", cell);
		check("email", cell);
	}
	free(cell);
	return 0;
}
