/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_intake - any bytes as a foreign table: encoding, dialect, header, dates and numbers; two readers agree, and
 * what is converted can be read */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/money.h"
#include "base/text.h"
#include "base/when.h"
#include "exchange/convert.h"
#include "exchange/intake.h"
#include "exchange/rejects.h"

static const struct field date = {.name = "day", .type = F_TIME}, sum = {.name = "sum", .type = F_MONEY};

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* A dry reader learns the columns, another one reads them. */
static void convert_rows(const struct intake *first, struct rejects *rejects)
{
	struct intake *learn = intake_again(first), *in = intake_again(first);
	struct convert days = {0}, sums = {0};
	struct str out = {0}, why = {0};
	char when[WHEN_SIZE];

	while (intake_next(learn, NULL) > 0)
		for (size_t i = 0; i < learn->row.n; i++) {
			convert_learn(&days, &date, learn->row.cell[i]);
			convert_learn(&sums, &sum, learn->row.cell[i]);
		}
	(void)convert_decide(&days, &date, &why);
	(void)convert_decide(&sums, &sum, &why);
	while (intake_next(in, &why) > 0) {
		if (intake_check(in, &why) < 0) {
			const char *reason = why.s;

			rejects_add(rejects, &in->row, &reason);
		}
		for (size_t i = 0; i < in->row.n; i++) {
			if (convert_cell(&days, &date, in->row.cell[i], &out, &why) > 0)
				must(when_parse(out.s, when, NULL) == 0);
			(void)convert_cell(&sums, &sum, in->row.cell[i], &out, &why);
			(void)convert_shortened(in->row.cell[i]);
		}
	}
	must(in->row.line == learn->row.line && in->loose == learn->loose);
	intake_close(in);
	intake_close(learn);
	str_free(&out);
	str_free(&why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const columns[] = {"reason", NULL};
	static const char *const quotes[] = {NULL, NULL, NULL, NULL, NULL, NULL, "single", "none"};
	int fd = memfd_create("fuzz", MFD_CLOEXEC), code;
	unsigned char way = n ? data[0] : 0;
	struct intake_wish wish = {.quote = quotes[way & 7], .form = "table"};
	struct str why = {0};
	struct intake *in;
	char file[32];

	when_set_now("2026-11-22T10:05:00");
	(void)when_set_zone("UTC");
	if (way & 8)
		wish.columns = "a,b";
	if (way & 16)
		wish.skip = "2";
	(void)snprintf(file, sizeof file, "/proc/self/fd/%d", fd);
	wish.file = file;
	if (fd < 0 || (n && write(fd, data + 1, n - 1) != (ssize_t)n - 1))
		abort();
	in = intake_open(&wish, &code, &why);
	must(in || why.n);
	if (in) {
		struct rejects *rejects = rejects_open(in, file, columns);

		convert_rows(in, rejects);
		rejects_drop(rejects);
		intake_close(in);
	}
	str_free(&why);
	close(fd);
	return 0;
}
