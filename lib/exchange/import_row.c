/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_row - one row: read, its records found, written one after the other, all or none
 *
 * Parts are written in their order (part.c). A row of several parts is all or nothing: by an
 * undo point, or where rows go into bundles (import_flow) by a mark in these. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "exchange/import_in.h"
#include "model/bundle.h"
#include "model/codes.h"
#include "model/newcomer.h"
#include "store/txn.h"

/* The numbers of the records of this row that were written before. */
static void fill_links(struct part *p)
{
	for (size_t i = 0; i < p->n; i++) {
		struct part_field *f = &p->field[i];

		if (!f->link)
			continue;
		if (f->link->id)
			str_setf(&f->text, "%lld", (long long)f->link->id);
		p->cell[i] = f->link->id ? f->text.s : "";
	}
}

static int write_part(struct import *im, size_t i, struct str *why)
{
	struct part *p = &im->parts.part[i];
	int64_t id;

	fill_links(p);
	if (im->stages && stages_read(im->stages, im->db, p, why) < 0) {
		part_reason(p, why);
		p->fate = PART_REFUSED;
		return -1;
	}
	id = import_ask_find(im, i, why);
	if (im->held && (id < 0 || match_stuck(im->match[i])))
		return IMPORT_STUCK;
	if (id < 0)
		return import_ask_unclear(im, p, why);
	/* Its columns cannot be looked at while there are no indexes. */
	if (id && p->bulk) {
		match_waits(im->match[i], id);
		p->later = true;
		return -1;
	}
	if (id && im->held)
		return import_flow_found(im, i, id, why);
	if (id && import_ask_must(im, p, id, why))
		return -1;
	if (!id && im->stages && !stages_fill(im->stages, im->db, p, im->held))
		return IMPORT_STUCK;
	if (id && p == im->deal)
		import_deal_found(im, id);
	if (apply_part(&im->apply, p, id, why) < 0)
		return -1;
	if (!id && im->stages)
		stages_added(im->stages, p);
	/* The deal of the row asks who keeps it. */
	if (im->flow && p->fate == PART_CHANGED && !strcmp(p->entity->name, "company"))
		newcomer_changed(p->id);
	return 0;
}

static void row_back(struct import *im)
{
	txn_back(im->db);
	for (size_t i = 0; i < im->parts.n; i++)
		match_back(im->match[i]);
}

/* Codes that were added with the row are gone with it. */
static void take_back(struct import *im)
{
	row_back(im);
	for (size_t i = 0; i < im->parts.n; i++)
		if (im->parts.part[i].entity->code && im->parts.part[i].here) {
			codes_forget();
			return;
		}
}

static int write_parts(struct import *im, struct str *why)
{
	int rc = 0;

	im->deal_person = 0;
	for (size_t i = 0; i < im->parts.n && !rc; i++)
		if (im->parts.part[i].here)
			rc = write_part(im, i, why);
	if (!rc && im->parts.n > 1)
		rc = import_deal_row(im);
	return rc;
}

/* Each row of the base at once. All parts or none. */
static int write_row(struct import *im, long line, struct str *why)
{
	bool several = im->parts.n > 1 || im->gated;
	int bad;

	if (several)
		txn_mark(im->db);
	bad = write_parts(im, why);
	if (!bad)
		bad = import_gates_row(im, line, why);
	if (several && bad)
		take_back(im);
	else if (several)
		txn_keep(im->db);
	return bad;
}

static void count(struct import *im)
{
	import_deal_seen(im);
	for (size_t i = 0; i < im->parts.n; i++) {
		struct part *p = &im->parts.part[i];

		part_counted(p);
		for (size_t k = 0; p->fate == PART_CHANGED && k < im->parts.n; k++)
			match_changed(im->match[k]);
		p->again = p->fate == PART_NEW && !strcmp(p->entity->name, "company") && gone_again(im->gone, p);
		im->keyless += p->fate == PART_NEW && !p->ref && match_by_content(im->match[i]);
		if (p->here)
			match_learn(im->match[i], p->id);
	}
}

static int read_row(struct import *im, struct intake *in, struct str *why)
{
	bool any = false;
	int bad = 0;

	for (size_t i = 0; i < im->map->n; i++) {
		struct mapped *col = &im->map->col[i];

		if (col->field && !col->constant && *in->row.cell[col->from])
			col->dashes = col->dashes || !*convert_said(col->field, text_trim(in->row.cell[col->from]));
		if (col->field && !col->constant && convert_concerns(col->field) &&
		    convert_waits(&col->convert, col->field, in->row.cell[col->from]))
			import_learn(im);
		if (col->entity && !col->constant && convert_shortened(in->row.cell[col->from]))
			bad = str_setf(bad ? NULL : why, "column '%s': '%s' is a number that a spreadsheet has "
				       "shortened, its last digits are lost; give the column the format of text there",
				       col->name, in->row.cell[col->from]);
	}
	for (size_t i = 0; i < im->parts.n; i++) {
		struct part *p = &im->parts.part[i];

		if (part_read(p, in->row.cell, im->refs, bad ? NULL : why) < 0)
			bad = -1;
		any = any || p->here;
	}
	return bad || any ? bad : str_setf(why, "no mapped column has a value");
}

/* Into the bundles, when nothing that is in them need be asked for; else they are emptied first. */
static int flow_row(struct import *im, struct intake *in, struct str *why)
{
	int rc;

	import_flow_hold(im, true);
	rc = write_parts(im, why);
	if (im->marked && rc)
		row_back(im);
	else if (im->marked)
		txn_keep(im->db);
	im->marked = false;
	if (rc != IMPORT_STUCK) {
		import_flow_done(im, rc == 0);
		return rc;
	}
	import_flow_done(im, false);
	import_flow_hold(im, false);
	if (read_row(im, in, why) < 0)
		return -1;
	rc = write_row(im, in->row.line, why);
	import_flow_done(im, rc == 0);
	return rc;
}

int import_row(struct import *im, struct intake *in, struct str *why)
{
	int bad = read_row(im, in, why);

	if (bad)
		return bad;
	bad = im->flow ? flow_row(im, in, why) : write_row(im, in->row.line, why);
	if (!bad)
		count(im);
	return bad;
}
