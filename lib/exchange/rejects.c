/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rejects - the refused rows as a file that can be corrected and fed again
 *
 * What a row became on the way in (UTF-8, guards taken off) is undone on the way out, so that
 * the file opens in the program that wrote the input and goes the same way again. */
#include "exchange/rejects.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/die.h"
#include "io/sheet.h"
#include "io/spool.h"

#define IN_MEMORY (4u << 20)

struct rejects {
	struct intake *in;
	char *file;
	const char *const *columns;
	size_t width; /* columns of the input that go out again: a question that is refused stays one */
	struct spool text;
	long n;
	struct str line;
};

struct rejects *rejects_open(struct intake *in, const char *file, const char *const *columns)
{
	struct rejects *r = mem_zero(sizeof *r);

	r->in = in;
	r->columns = columns;
	r->width = columns == intake_questions ? in->width : in->kept;
	r->file = file ? mem_copy(file) : NULL;
	r->text.limit = IN_MEMORY;
	return r;
}

/* What intake took off goes on again: the file is for a spreadsheet. */
static void guard(struct rejects *r, const char *text)
{
	char *guarded = mem_printf("'%s", text);

	csv_quote(&r->line, guarded, r->in->dialect.delim);
	free(guarded);
}

static void cell(struct rejects *r, const char *text, bool last)
{
	char delim = r->in->dialect.delim;

	if (r->in->dialect.escapes)
		tsv_escape(&r->line, text);
	else if (r->in->sheet && sheet_guards(text))
		guard(r, text);
	else
		csv_quote_with(&r->line, text, delim, r->in->dialect.quote);
	if (last)
		str_add(&r->line, r->in->dialect.eol);
	else
		str_addc(&r->line, delim);
}

static void put_line(struct rejects *r)
{
	struct str bytes = {0};

	decode_back(r->in->decode, r->line.s, r->line.n, &bytes);
	spool_add(&r->text, bytes.s, bytes.n);
	str_free(&bytes);
	str_clear(&r->line);
}

static void begin(struct rejects *r)
{
	struct str bom = {0};

	decode_back_bom(r->in->decode, &bom);
	if (bom.n)
		spool_add(&r->text, bom.s, bom.n);
	str_free(&bom);
	for (size_t i = 0; i < r->width; i++)
		cell(r, r->in->header.v[i], false);
	cell(r, "line", false);
	for (size_t i = 0; r->columns[i]; i++)
		cell(r, r->columns[i], !r->columns[i + 1]);
	put_line(r);
}

void rejects_add(struct rejects *r, const struct csv_row *row, const char *const *cells)
{
	char line[24];
	size_t n = row->n;

	r->n++;
	if (!r->file)
		return;
	if (r->n == 1)
		begin(r);
	/* What came from a rejects file gives its old line and reason away. */
	if (n == r->in->header.n && !row->broken)
		n = r->width;
	for (size_t i = 0; i < n; i++)
		cell(r, row->cell[i], false);
	(void)snprintf(line, sizeof line, "%ld", row->line);
	cell(r, line, false);
	for (size_t i = 0; r->columns[i]; i++)
		cell(r, cells[i], !r->columns[i + 1]);
	put_line(r);
}

static int write_all(struct rejects *r, int fd)
{
	char buf[32768];
	long got;

	while ((got = spool_read(&r->text, buf, sizeof buf)) > 0)
		for (long at = 0; at < got;) {
			ssize_t done = write(fd, buf + at, (size_t)(got - at));

			if (done < 0 && errno != EINTR)
				return -1;
			at += done > 0 ? done : 0;
		}
	return 0;
}

static bool is_input(const struct rejects *r, const struct stat *file)
{
	struct stat st;

	return (stat(r->in->name, &st) == 0 || fstat(STDIN_FILENO, &st) == 0) && st.st_dev == file->st_dev &&
	       st.st_ino == file->st_ino;
}

/* Does the file begin as one of this table's would? */
static bool is_ours(struct rejects *r)
{
	int fd = open(r->file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char has[4096];
	ssize_t n = fd < 0 ? -1 : read(fd, has, sizeof has);

	if (fd >= 0)
		(void)close(fd);
	begin(r);
	return n > 0 && r->text.n <= (size_t)n && !memcmp(has, r->text.buf, r->text.n);
}

/* Rows that were refused before and are not now: whoever found them would bring them in once more. */
static void remove_old(struct rejects *r, const struct stat *st)
{
	if (!S_ISREG(st->st_mode) || is_input(r, st))
		return;
	if (!is_ours(r))
		note("'%s' is from another table and was left; no row is refused now", r->file);
	else if (unlink(r->file))
		note("cannot remove '%s', whose rows are not refused any more: %s", r->file, strerror(errno));
	else
		note("'%s' was removed: no row is refused any more", r->file);
}

/* Written beside and renamed, so that it is whole or not there; never in the place of a link or device. */
void rejects_finish(struct rejects *r)
{
	struct stat st;
	bool there = r->file && lstat(r->file, &st) == 0, special = there && !S_ISREG(st.st_mode);
	char *half = r->file && r->n ? mem_printf("%s%s", r->file, special ? "" : ".part") : NULL;
	int fd;

	if (half) {
		if (!special)
			(void)unlink(half); /* of a run that was killed; its mode would stay */
		fd = open(half, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, SPOOL_FILE_MODE);
		if (fd < 0 || write_all(r, fd) || (!special && fsync(fd)) || close(fd) ||
		    (!special && rename(half, r->file)))
			die(CRM_STORAGE, "cannot write '%s': %s", r->file, strerror(errno));
	}
	free(half);
	/* What somebody was asked he may be answering. */
	if (there && !r->n && r->columns != intake_questions)
		remove_old(r, &st);
	rejects_drop(r);
}

void rejects_drop(struct rejects *r)
{
	spool_free(&r->text);
	str_free(&r->line);
	free(r->file);
	free(r);
}
