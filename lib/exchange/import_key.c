/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_key - a file that adds records without a key of their own is imported once
 *
 * Rows without a key that are added twice are two records. So the run itself gets a key of the
 * file's bytes and of what was asked for; a second run with it finds the first one and does
 * nothing, or only the rows that the first one refused. */
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "exchange/import_in.h"
#include "exchange/keyset.h"
#include "io/opt.h"
#include "model/work.h"
#include "store/txn.h"

static uint64_t add(uint64_t h, const char *text)
{
	return keyset_digest(h, text ? text : "", text ? strlen(text) : 0);
}

/* The options that change what becomes of a row; the mapping has most of them in it. */
static uint64_t options(const struct import *im)
{
	const struct import_wish *w = im->wish;
	const struct dialect *d = &im->in->dialect;
	char way[] = {d->delim, d->quote ? d->quote : '-', '\0'};
	uint64_t h = add(im->map_digest, im->parts.part[0].entity->name);

	h = add(add(add(h, im->told.create), w->at), decode_encoding(im->in->decode));
	h = add(add(h, way), w->intake.skip);
	return add(h, w->only_keys ? "keys" : w->strict ? "strict" : "");
}

static bool may_need_one(const struct import *im)
{
	for (size_t i = 0; i < im->parts.n; i++)
		if (match_by_content(im->match[i]))
			return true;
	return false;
}

_Noreturn static void done_before(struct import *im, const struct txn_done *done)
{
	txn_rollback(im->db);
	db_close(im->db);
	if (im->out)
		out_finish(im->out);
	note("%s: imported before as change set %lld: %s; --again imports it once more", im->in->name,
	     (long long)done->id, str_text(&done->counts));
	exit(done->code);
}

/* The lines that the last run left out are all that is to be read. */
static void take_lines(struct import *im, const struct txn_done *done)
{
	char *rest = done->table.s;
	size_t cap = 0;

	im->only_n = 0;
	while (*rest) {
		im->only = mem_grow(im->only, &cap, im->only_n + 1, sizeof *im->only);
		im->only[im->only_n++] = strtol(rest, &rest, 10);
		rest += *rest == ' ';
	}
}

static int by_line(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return (x > y) - (x < y);
}

void import_key(struct import *im)
{
	struct txn_done done = {0};

	if (opt.key || im->wish->again || !may_need_one(im))
		return;
	str_setf(&im->key, "import:%lld:%016llx:%016llx", decode_size(im->in->decode),
	         (unsigned long long)decode_digest(im->in->decode), (unsigned long long)options(im));
	/* Each run that took up what the one before had left is known by that one's number behind. */
	while (txn_seen(im->db, im->key.s, &done)) {
		if (!done.table.n)
			done_before(im, &done);
		free(im->only);
		im->only = NULL;
		take_lines(im, &done);
		str_addf(&im->key, ":%lld", (long long)done.id);
	}
	if (im->only) {
		qsort(im->only, im->only_n, sizeof *im->only, by_line);
		note("%s: imported before as change set %lld: only the %zu row%s left out then %s read", im->in->name,
		     (long long)done.id, im->only_n, im->only_n == 1 ? "" : "s", im->only_n == 1 ? "is" : "are");
	}
	txn_done_free(&done);
}

bool import_key_wants(const struct import *im, long line)
{
	return !im->only || bsearch(&line, im->only, im->only_n, sizeof line, by_line);
}

void import_key_left(struct import *im, long line)
{
	if (im->key.n)
		str_addf(&im->left, "%s%ld", im->left.n ? " " : "", line);
}

void import_key_keep(struct import *im, int code)
{
	work_answer(im->db, im->out, code);
	if (!im->key.n || !im->keyless)
		return;
	txn_set_key(im->db, im->key.s);
	txn_answer(im->db, code, str_text(&im->left));
}
