/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import - a foreign table into the base, as one change set
 *
 * Rows are read once, in their order, and written as they come. What refers to rows behind it,
 * or in a large load has found its record, waits in a spool and is read again when all others
 * are in and indexed. All of it is one change set: a signal, or --strict, takes everything back. */
#include "exchange/import.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/halt.h"
#include "base/text.h"
#include "exchange/import_in.h"
#include "exchange/trails.h"
#include "io/ask.h"
#include "io/opt.h"
#include "model/work.h"
#include "store/txn.h"

enum { REASONS_SHOWN = 20, PROGRESS_ROWS = 1024 };

#define WAIT_IN_MEMORY (4u << 20)

static void refuse(struct import *im, const struct intake *in, const char *reason)
{
	im->refused++;
	import_key_left(im, in->row.line);
	rejects_add(im->rejects, &in->row, &reason);
	import_out_row(im, in->row.line, reason);
	if (im->refused <= REASONS_SHOWN)
		complain("%s:%ld: %s", in->name, in->row.line, reason);
	else if (im->refused == REASONS_SHOWN + 1)
		complain("… further rows are refused without being shown");
}

/* Once: what is not there in the second reading does not come. */
static bool may_wait(const struct import *im)
{
	for (size_t i = 0; i < im->parts.n && !im->second; i++)
		if (im->parts.part[i].later)
			return true;
	return false;
}

/* Keeps the row until all others are in, with its line and digest in front: cells are trimmed by now. */
static void wait(struct import *im, const struct csv_row *row)
{
	struct str text = {0};

	str_addf(&text, "%ld,%lld", row->line, (long long)im->parts.part[0].digest);
	for (size_t i = 0; i < row->n; i++) {
		str_addc(&text, ',');
		csv_quote(&text, row->cell[i], ',');
	}
	str_addc(&text, '\n');
	spool_add(&im->later, text.s, text.n);
	str_free(&text);
	im->waiting++;
}

/* A row that came like this under its key before says nothing new. */
static bool is_unchanged(struct import *im, const struct intake *in)
{
	struct part *p = &im->parts.part[0];
	const char *ref = part_ref(p, in->row.cell);
	int64_t id;

	if (!im->second)
		p->digest = import_digest(im, &in->row);
	if (!ref || p->bulk || (im->flow && !p->known))
		return false;
	id = refs_unchanged(im->refs, p->key, ref, p->digest);
	if (!id) {
		refs_let_go(im->refs);
		return false;
	}
	part_unchanged(p, in->row.cell, id);
	part_counted(p);
	import_out_row(im, in->row.line, NULL);
	return true;
}

static void take_row(struct import *im, struct intake *in)
{
	str_clear(&im->why);
	for (size_t i = 0; i < im->parts.n; i++)
		im->parts.part[i].label = "";
	if (intake_check(in, &im->why) < 0) {
		refuse(im, in, im->why.s);
		return;
	}
	if (im->digests && is_unchanged(im, in))
		return;
	if (import_ask_decided(im, in, &im->why) == 0 && import_row(im, in, &im->why) == 0)
		import_out_row(im, in->row.line, NULL);
	else if (may_wait(im))
		wait(im, &in->row);
	else if (im->ask.part)
		import_ask(im, in);
	else
		refuse(im, in, str_text(&im->why));
}

/* Everything is taken back. */
static _Noreturn void stop(struct import *im)
{
	db_close(im->db);
	halt_end();
}

static void read_all(struct import *im)
{
	bool counts_rows = decode_copied(im->in->decode);
	struct str why = {0};
	int got;

	if (!im->wish->no_progress && counts_rows)
		progress_start("importing", 0);
	else if (!im->wish->no_progress)
		progress_start_bytes("importing", decode_size(im->in->decode));
	while ((got = intake_next(im->in, &why)) > 0) {
		if (import_key_wants(im, im->in->row.line))
			take_row(im, im->in);
		if (++im->rows % PROGRESS_ROWS == 0)
			progress_at(counts_rows ? im->rows : decode_done(im->in->decode));
		if (halt_asked())
			stop(im);
	}
	progress_end();
	if (got < 0)
		die(CRM_INPUT, "%s; nothing was written", why.s);
	if (im->in->loose)
		note("%s: the quotes of %ld row%s follow no rules, they were read as they stand; the first on line %ld",
		     im->in->name, im->in->loose, im->in->loose == 1 ? "" : "s", im->in->loose_line);
}

/* The rows that waited, in their order, with everything else there and indexed. */
static void read_waiting(struct import *im)
{
	struct intake in = *im->in;
	struct str why = {0};

	im->second = true;
	for (size_t i = 0; i < im->parts.n; i++)
		im->parts.part[i].bulk = false;
	if (!im->waiting)
		return;
	in.csv = csv_open_with(spool_read, &im->later, im->in->name, ',', false);
	while (csv_next(in.csv, &in.row, &why) > 0) {
		in.row.line = strtol(in.row.cell[0], NULL, 10);
		im->parts.part[0].digest = strtoll(in.row.cell[1], NULL, 10);
		in.row.cell += 2;
		in.row.len += 2;
		in.row.quoted += 2;
		in.row.n -= 2;
		take_row(im, &in);
		if (halt_asked())
			stop(im);
		/* The next one may refer to this one. */
		for (size_t i = 0; i < im->parts.n; i++)
			writer_flush(im->parts.part[i].writer);
	}
	csv_close(in.csv);
	if (why.n)
		die(CRM_STORAGE, "%s", why.s);
}

static void open_base(struct import *im)
{
	const struct import_wish *w = im->wish;

	im->refs = refs_open(im->db, mapping_system(&im->told), im->told.create, &im->why);
	if (!im->refs)
		die(CRM_USAGE, "--create: %s", im->why.s);
	import_gates_prepare(im);
	import_bulk_prepare(im);
	work_start(im->db);
	im->apply.db = im->db;
	im->apply.at = work_at(w->at);
	im->apply.refs = im->refs;
	im->gone = gone_open(im->db);
	if (parts_open(&im->parts, im->db, im->apply.at, &im->why) < 0)
		die(CRM_USAGE, "%s", im->why.s);
	im->match = mem_zero(im->parts.n * sizeof(struct match *));
	for (size_t i = 0; i < im->parts.n; i++) {
		im->match[i] = match_open(im->db, &im->parts.part[i], w->only_keys);
		if (w->no_search)
			writer_no_search(im->parts.part[i].writer);
	}
}

/* What was told of the columns: on the command line, then by a saved mapping. */
static void listen(struct import *im)
{
	struct told *t = &im->told;
	int bad;

	told_copy(&im->wish->told, t);
	im->map_name = saved_map_use(im->db, im->wish->use_map, &im->in->header, im->in->width, t, &bad, &im->why);
	if (bad)
		die(CRM_USAGE, "--use-map: %s", im->why.s);
	vtable_told(&im->in->header, t);
	if (!t->main)
		t->main = registry_entity("company");
}

static void open_table(struct import *im)
{
	int code;

	im->in = intake_open(&im->wish->intake, &code, &im->why);
	if (!im->in)
		die((enum exit_code)code, "%s", im->why.s);
	/* Before the base is opened, for it is said to the library as a whole. */
	db_expect_many();
	im->db = db_open(DB_WRITE);
	db_heed_halt(im->db);
	listen(im);
	if (im->told.duplicate && apply_parse(im->told.duplicate, &im->apply.mode, &im->why) < 0)
		die(CRM_USAGE, "--on-duplicate: %s", im->why.s);
	im->map = mapping_make(&im->told, &im->in->header, im->in->width,
	                       db_setting(im->db, "base_currency", "RUB"), &im->why);
	if (!im->map)
		die(CRM_USAGE, "%s: %s", im->in->name, im->why.s);
	import_look(im);
	if (parts_make(im->map, &im->parts, &im->why) < 0)
		die(CRM_USAGE, "%s", im->why.s);
	for (size_t i = 0; i < im->parts.n && !im->stages; i++)
		im->stages = stages_open(&im->parts.part[i]);
	import_report(im);
	import_out_open(im);
}

static void open_rejects(struct import *im)
{
	static const char *const reason[] = {"reason", NULL};
	const struct import_wish *w = im->wish;
	char *file = w->rejects ? mem_copy(w->rejects) : mem_printf("%s.rejects.csv", im->in->name);

	im->later.limit = WAIT_IN_MEMORY;
	im->rejects = rejects_open(im->in, opt.dry_run ? NULL : file, reason);
	free(file);
	import_ask_open(im);
}

static void free_import(struct import *im)
{
	for (size_t i = 0; i < im->map->n; i++)
		strs_free(&im->samples[i]);
	free(im->samples);
	for (size_t i = 0; i < im->parts.n; i++)
		match_close(im->match[i]);
	free(im->match);
	gone_free(im->gone);
	stages_free(im->stages);
	parts_free(&im->parts);
	mapping_free(im->map);
	intake_close(im->in);
	spool_free(&im->later);
	told_free(&im->told);
	free(im->map_name);
	str_free(&im->key);
	str_free(&im->left);
	free(im->only);
	str_free(&im->why);
}

static int finish(struct import *im)
{
	struct str counts = {0}, created = {0};
	bool refuse_all = im->wish->strict && im->refused;
	int code = im->refused || im->ask.n ? CRM_SOME : CRM_DONE;

	import_counts(im, &counts);
	refs_added(im->refs, &created);
	if (created.n)
		str_addf(&counts, "; added: %s", created.s);
	refs_close(im->refs); /* indexes cannot go while it reads */
	stages_settle(im->stages, im->db);
	for (size_t i = 0; i < im->parts.n; i++)
		trails_settle(im->db, &im->parts.part[i]);
	import_deal_end(im);
	parts_close(&im->parts);
	import_gates_end(im);
	if (im->wish->save_map)
		saved_map_save(im->db, im->wish->save_map, &im->in->header, im->in->width, &im->told);
	if (halt_asked())
		stop(im);
	/* Whoever finds the change set done already must find the refused rows too. */
	rejects_finish(im->rejects);
	import_ask_end(im);
	import_key_keep(im, code);
	if (refuse_all)
		txn_rollback(im->db);
	else
		txn_commit(im->db, counts.s);
	halt_forget();
	db_close(im->db);
	/* The rows are what a dry run is for, the sum of it all the same a refusal. */
	if (refuse_all && opt.dry_run && im->out)
		out_finish(im->out);
	if (refuse_all)
		die(CRM_INPUT, "%ld row%s refused, and --strict: nothing was written", im->refused,
		    im->refused == 1 ? " is" : "s are");
	import_found(im);
	gone_told(im->gone);
	import_gates_told(im);
	note("%s%s", counts.s, opt.dry_run ? " (nothing was written)" : "");
	if (im->out)
		out_finish(im->out);
	str_free(&counts);
	str_free(&created);
	return code;
}

int import_run(const struct import_wish *wish)
{
	struct import im = {.wish = wish};
	int code;

	halt_watch(progress_end);
	open_table(&im);
	open_rejects(&im);
	open_base(&im);
	im.digests = im.parts.n == 1 && im.parts.part[0].key;
	import_digest_map(&im);
	import_key(&im);
	import_deal_begin(&im);
	import_gates_begin(&im);
	import_bulk_begin(&im);
	read_all(&im);
	import_bulk_end(&im);
	read_waiting(&im);
	code = finish(&im);
	free_import(&im);
	return code;
}
