/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_deal - what a deal gets from the other records of its rows: further contacts, the sum of its items
 *
 * Items and people of a deal stand in rows of their own in the base, and in a file often one
 * below the other under the same deal. The first person of a deal is its own, further ones go to
 * deal_contact. */
#include <string.h>
#include "exchange/import_in.h"
#include "exchange/keyset.h"
#include "model/bundle.h"
#include "model/move.h"

static struct part *part_of(struct import *im, const char *entity)
{
	for (size_t i = 0; i < im->parts.n; i++)
		if (!strcmp(im->parts.part[i].entity->name, entity))
			return &im->parts.part[i];
	return NULL;
}

void import_deal_begin(struct import *im)
{
	im->deal = part_of(im, "deal");
	im->deal_contact = im->deal ? part_of(im, "contact") : NULL;
	if (im->deal)
		db_temp_ids(im->db, "told");
	im->last_deal = im->deal ? db_get_int(im->db, 0, "SELECT max(id) FROM deal", NULL) : 0;
}

static uint64_t pair(const struct import *im)
{
	int64_t both[2] = {im->deal->id, im->deal_contact->id};

	return keyset_hash(im->told_pairs, 'd', (const char *)both, sizeof both);
}

/* A further person of a deal: with :deal and :contact. */
#define FURTHER "SELECT d.id, :contact FROM deal d WHERE d.id = :deal AND d.contact <> :contact AND NOT EXISTS " \
		"(SELECT 1 FROM deal_contact dc WHERE dc.deal = d.id AND dc.contact = :contact)"

static struct stmt *with_pair(struct import *im, const char *sql)
{
	struct stmt *st = db_prepare(im->db, sql);

	db_bind_int(st, "deal", im->deal->id);
	db_bind_int(st, "contact", im->deal_contact->id);
	return st;
}

/* In the base, where the deal and all its people are. */
static void add_person(struct import *im)
{
	db_run(with_pair(im, "INSERT INTO deal_contact (deal, contact) " FURTHER));
	if (db_changes(im->db) > 0)
		im->deal->fate = PART_CHANGED;
}

static bool has_person(struct import *im)
{
	struct stmt *st = with_pair(im, FURTHER);
	bool further = db_step(st);

	db_reset(st);
	return !further;
}

/* The same of a deal of this run, all of whose people are known. */
static int hold_person(struct import *im)
{
	struct part *deal = im->deal;

	if (deal->id <= deal->before)
		return has_person(im) ? 0 : IMPORT_STUCK;
	if (match_fresh_value(im->match[deal - im->parts.part], deal->id, "contact") != 0 ||
	    keyset_find(im->told_pairs, pair(im)))
		return 0;
	if (!im->people)
		im->people = bundle_new(im->db, "deal_contact", "deal, contact");
	bundle_int(im->people, deal->id);
	bundle_int(im->people, im->deal_contact->id);
	deal->fate = PART_CHANGED;
	return 0;
}

/* Who stood there before the first row of this file that names the deal. */
static void keep_person(struct import *im)
{
	struct stmt *st = db_prepare(im->db, "INSERT INTO deal_contact (deal, contact) SELECT d.id, :person FROM deal d "
				     "WHERE d.id = :deal AND d.contact <> :person AND NOT EXISTS (SELECT 1 "
				     "FROM deal_contact dc WHERE dc.deal = d.id AND dc.contact = :person)");

	db_bind_int(st, "deal", im->deal->id);
	db_bind_int(st, "person", im->deal_person);
	db_run(st);
}

/* The first person that a file names of a deal is its main one; the same file again then changes nothing. */
void import_deal_found(struct import *im, int64_t id)
{
	const struct part *contact = im->deal_contact;
	int at = contact ? part_find(im->deal, "contact") : -1;
	int64_t person;

	if (at < 0 || !contact->here || contact->id <= 0 || apply_mode_for(&im->apply, im->deal, id) != APPLY_UPDATE)
		return;
	person = db_get_int_id(im->db, 0, "SELECT contact FROM deal WHERE id = :id", id);
	if (!person || person == contact->id)
		return;
	if (bits_has(&im->deals_told, id))
		im->deal->cell[at] = "";
	else
		im->deal_person = person;
}

void import_deal_seen(struct import *im)
{
	if (im->deal_contact && im->deal->here && im->deal->id > 0)
		bits_add(&im->deals_told, im->deal->id);
}

int import_deal_row(struct import *im)
{
	struct part *deal = im->deal, *contact = im->deal_contact;
	int rc = 0;

	if (!contact || !deal->here || !contact->here || deal->fate == PART_NEW || deal->id <= 0)
		return 0;
	if (im->held)
		rc = hold_person(im);
	else
		add_person(im);
	if (im->deal_person)
		keep_person(im);
	return rc;
}

void import_deal_told(struct import *im)
{
	const struct part *deal = im->deal, *contact = im->deal_contact;

	if (contact && deal->here && contact->here && deal->fate == PART_CHANGED)
		keyset_add(im->told_pairs, pair(im), deal->id);
}

/* The amount of a deal that has items and no other sum. */
static void sum_items(struct import *im)
{
	struct stmt *st = db_prepare(im->db, "UPDATE deal SET amount = (SELECT sum((i.quantity * i.price + "
	                             "CASE WHEN i.quantity * i.price < 0 THEN -500 ELSE 500 END) / 1000) "
	                             "FROM deal_item i WHERE i.deal = deal.id) "
	                             "WHERE id > :last AND amount IS NULL");

	db_bind_int(st, "last", im->last_deal);
	db_run(st);
}

/* Sales of before make clients of those who bought. */
static void tell_sales(struct import *im)
{
	struct stmt *st;

	st = db_prepare(im->db, "INSERT INTO told (id) SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage "
	                        "WHERE d.id > :last AND s.kind = 'won' ON CONFLICT DO NOTHING");
	db_bind_int(st, "last", im->last_deal);
	db_run(st);
	move_told(im->db);
}

void import_deal_end(struct import *im)
{
	if (!im->deal)
		return;
	bits_free(&im->deals_told);
	bundle_free(im->people);
	if (im->deal->items)
		sum_items(im);
	tell_sales(im);
}
