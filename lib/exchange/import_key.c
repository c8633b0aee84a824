/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_key - a file that adds records without a key of their own is imported once */
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

void import_key(struct import *im)
{
	struct txn_done done = {0};

	if (opt.key || im->wish->again || !may_need_one(im))
		return;
	str_setf(&im->key, "import:%lld:%016llx:%016llx", decode_size(im->in->decode),
	         (unsigned long long)decode_digest(im->in->decode), (unsigned long long)options(im));
	if (txn_seen(im->db, im->key.s, &done))
		done_before(im, &done);
}

void import_key_keep(struct import *im, int code)
{
	work_answer(im->db, im->out, code);
	if (!im->key.n || !im->keyless)
		return;
	txn_set_key(im->db, im->key.s);
	txn_answer(im->db, code, "");
}
