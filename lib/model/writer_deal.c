/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_deal - a deal on its way in: pipeline, stage, title, amount, history */
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/money.h"
#include "model/codes.h"
#include "model/move.h"
#include "model/newcomer.h"
#include "model/writer_parts.h"

struct stage {
	int64_t id, pipeline;
	char kind; /* of open, won, lost the first letter */
	bool first; /* of its pipeline */
};

struct deal_state {
	struct stage *stage; /* ordered by pipeline and position */
	size_t n, cap;
	struct column *pipeline, *at_stage, *title, *amount, *is_repeat, *moved_at, *closed_at;
	struct column *created_at, *owner, *company, *lost_reason, *competitor;
	struct cell *product, *quantity, *price;
	struct stmt *bought, *price_list, *keeper;
	bool won;
};

static struct cell *tied_cell(struct writer *w, const char *name)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->cell[i].tied && strcmp(w->cell[i].name, name) == 0)
			return &w->cell[i];
	return NULL;
}

static void read_stages(struct writer *w, struct deal_state *d)
{
	struct stmt *st = db_prepare(w->db, "SELECT id, pipeline, kind FROM stage "
	                                    "ORDER BY pipeline, position, id");

	while (db_step(st)) {
		d->stage = mem_grow(d->stage, &d->cap, d->n + 1, sizeof *d->stage);
		d->stage[d->n] = (struct stage){db_int(st, 0), db_int(st, 1), *db_text0(st, 2), false};
		d->stage[d->n].first = d->n == 0 || d->stage[d->n - 1].pipeline != d->stage[d->n].pipeline;
		d->n++;
	}
}

static void deal_prepare(struct writer *w)
{
	struct deal_state *d = w->deal = mem_zero(sizeof *d);

	read_stages(w, d);
	d->pipeline = writer_column(w, "pipeline");
	d->at_stage = writer_column(w, "stage");
	d->title = writer_column(w, "title");
	d->amount = writer_column(w, "amount");
	d->is_repeat = writer_column(w, "is_repeat");
	d->moved_at = writer_column(w, "moved_at");
	d->closed_at = writer_column(w, "closed_at");
	d->created_at = writer_column(w, "created_at");
	d->owner = writer_column(w, "owner");
	d->company = writer_column(w, "company");
	d->lost_reason = writer_column(w, "lost_reason");
	d->competitor = writer_column(w, "competitor");
	d->product = tied_cell(w, "product");
	d->quantity = tied_cell(w, "quantity");
	d->price = tied_cell(w, "price");
	d->bought = db_prepare(w->db, "SELECT 1 FROM deal d JOIN stage s ON s.id = d.stage "
	                              "WHERE d.company = ? AND s.kind = 'won' AND d.closed_at <= ? "
	                              "LIMIT 1");
	d->keeper = db_prepare(w->db, "SELECT owner FROM company WHERE id = ? AND owner IS NOT NULL");
	d->price_list = db_prepare(w->db, "SELECT coalesce(name, code), price FROM product WHERE id = ?");
	w->history = bundle_new(w->db, "stage_change",
	                        "deal, to_stage, at, rep, owner, lost_reason, competitor");
}

void deal_free(struct writer *w)
{
	if (w->deal)
		free(w->deal->stage);
	free(w->deal);
}

static const struct stage *stage_of(const struct deal_state *d, int64_t id)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->stage[i].id == id)
			return &d->stage[i];
	return NULL;
}

/* The stage by its text; where the bare code fits several pipelines, the first pipeline's. */
static int64_t stage_by_text(struct writer *w, const struct deal_state *d, int64_t pipeline,
                             const char *text, struct str *why)
{
	int64_t id = pipeline ? codes_stage(w->db, pipeline, text, why)
	                      : codes_id(w->db, registry_entity("stage"), text, why);

	/* 'new' may be a stage of every pipeline */
	return id < 0 && !pipeline ? codes_stage(w->db, d->stage[0].pipeline, text, NULL) : id;
}

static const struct stage *choose_stage(struct writer *w, struct deal_state *d, struct str *why)
{
	const struct cell *cell = d->at_stage->cell;
	int64_t pipeline = d->pipeline->use->is == VALUE_INT ? d->pipeline->use->i : 0;

	if (d->n == 0) {
		str_setf(why, "stage: there is no stage yet, expected crm-init --preset or crm-add stage");
		return NULL;
	}
	if (cell && cell->v.is == VALUE_TEXT) {
		int64_t id = stage_by_text(w, d, pipeline, cell->v.text.s, why);

		if (id < 0) {
			writer_refuse("stage", why);
			return NULL;
		}
		return stage_of(d, id);
	}
	for (size_t i = 0; i < d->n; i++)
		if (!pipeline || d->stage[i].pipeline == pipeline)
			return &d->stage[i];
	str_setf(why, "pipeline: '%s' has no stages",
	         codes_text(w->db, registry_entity("pipeline"), pipeline));
	return NULL;
}

static void set_int(struct column *c, int64_t i)
{
	c->own.is = VALUE_INT;
	c->own.i = i;
	c->use = &c->own;
}

static void set_text(struct column *c, const char *s)
{
	c->own.is = VALUE_TEXT;
	str_set(&c->own.text, s);
	c->use = &c->own;
}

/* Title and amount from the product where they are not given. */
static void from_product(struct deal_state *d)
{
	int64_t quantity = d->quantity && d->quantity->v.is == VALUE_INT ? d->quantity->v.i : 1000;
	bool priced = d->price && d->price->v.is == VALUE_INT, titled = d->title->use->is == VALUE_TEXT;
	int64_t price = priced ? d->price->v.i : 0;

	if (d->product && d->product->v.is == VALUE_INT) {
		db_bind_int_at(d->price_list, 1, d->product->v.i);
		while (db_step(d->price_list)) {
			if (!titled)
				set_text(d->title, db_text0(d->price_list, 0));
			if (!priced && !db_null(d->price_list, 1)) {
				price = db_int(d->price_list, 1);
				priced = true;
			}
		}
	}
	if (priced && d->amount->use->is == VALUE_NULL)
		set_int(d->amount, money_times(quantity, price));
	if (d->title->use->is == VALUE_NULL)
		set_text(d->title, "deal");
}

static bool bought_before(struct deal_state *d)
{
	bool found;

	if (!d->company || d->company->use->is != VALUE_INT)
		return false;
	if (newcomer_active())
		return newcomer_bought(d->company->use->i, d->created_at->use->text.s);
	value_bind_at(d->bought, 1, d->company->use);
	value_bind_at(d->bought, 2, d->created_at->use);
	found = db_step(d->bought);
	db_reset(d->bought);
	return found;
}

/* A deal nobody is named for belongs to whoever keeps the company, else to who works. */
static void choose_owner(struct writer *w, struct deal_state *d)
{
	int64_t owner;

	d->owner->use = &w->who;
	if (!d->company || d->company->use->is != VALUE_INT)
		return;
	if (newcomer_active()) {
		owner = newcomer_owner(d->company->use->i);
		if (owner)
			set_int(d->owner, owner);
		return;
	}
	value_bind_at(d->keeper, 1, d->company->use);
	if (db_step(d->keeper))
		set_int(d->owner, db_int(d->keeper, 0));
	db_reset(d->keeper);
}

static bool said(const struct column *c)
{
	return c && c->use->is != VALUE_NULL;
}

/* What the moves of a deal ask for holds for one that begins behind them; files from elsewhere are what they are. */
static int check_end(struct writer *w, const struct deal_state *d, char kind, struct str *why)
{
	if (w->allow_kept)
		return 0;
	if (kind == 'w' && !said(d->company))
		return str_setf(why, "company: the deal needs one to be won");
	if (kind != 'l' && said(d->lost_reason))
		return str_setf(why, "lost_reason: only a lost deal has one");
	if (kind != 'l' && said(d->competitor))
		return str_setf(why, "competitor: only a lost deal has one");
	return 0;
}

static int deal_check(struct writer *w, struct str *why)
{
	struct deal_state *d = w->deal;
	const struct stage *s;
	bool closed;

	/* own still holds what the deal before left there */
	d->title->own.is = d->amount->own.is = VALUE_NULL;
	d->closed_at->own.is = d->moved_at->own.is = d->owner->own.is = VALUE_NULL;
	if (!d->pipeline->cell || d->pipeline->cell->v.is == VALUE_NULL)
		d->pipeline->own.is = VALUE_NULL;
	s = choose_stage(w, d, why);
	if (!s)
		return -1;
	if (why)
		str_clear(why);
	set_int(d->pipeline, s->pipeline);
	set_int(d->at_stage, s->id);
	closed = s->kind != 'o';
	d->won = s->kind == 'w';
	if (closed && d->closed_at->use->is == VALUE_NULL)
		set_text(d->closed_at, d->created_at->use->text.s);
	if (!closed && d->closed_at->use->is != VALUE_NULL)
		return str_setf(why, "closed_at: an open deal has none");
	if (check_end(w, d, s->kind, why) != 0)
		return -1;
	if (d->moved_at->use->is == VALUE_NULL)
		set_text(d->moved_at, closed ? d->closed_at->use->text.s : d->created_at->use->text.s);
	from_product(d);
	if (d->amount->use == &d->amount->own && d->amount->own.is == VALUE_INT &&
	    (d->amount->own.i > MONEY_MOST || d->amount->own.i < -MONEY_MOST))
		return str_setf(why, "quantity: times the price it makes too large an amount");
	if (d->owner->use->is == VALUE_NULL || d->owner->use == &d->owner->own || d->owner->use == &w->who)
		choose_owner(w, d);
	if (d->is_repeat->use->is == VALUE_NULL || d->is_repeat->use == &d->is_repeat->own)
		set_int(d->is_repeat, bought_before(d));
	return 0;
}

static void tell_column(struct writer *w, const struct column *c)
{
	if (c)
		bundle_value(w->history, c->use);
	else
		bundle_text(w->history, NULL);
}

/* A sale that is entered whole has its closer and makes a client all the same. */
static void tell_sale(struct writer *w, int64_t id)
{
	struct stmt *st;

	db_temp_ids(w->db, "told");
	st = db_prepare(w->db, "INSERT INTO told (id) VALUES (:id)");
	db_bind_int(st, "id", id);
	db_run(st);
	move_told(w->db);
}

static void deal_after(struct writer *w, int64_t id)
{
	struct deal_state *d = w->deal;

	bundle_int(w->history, id);
	bundle_value(w->history, d->at_stage->use);
	bundle_value(w->history, d->moved_at->use);
	bundle_value(w->history, &w->who);
	tell_column(w, d->owner);
	tell_column(w, d->lost_reason);
	tell_column(w, d->competitor);
	if (d->won && d->company && d->company->use->is == VALUE_INT)
		newcomer_sale(d->company->use->i, d->closed_at->use->text.s);
}

/* Gates stop moves. What is written down as it happened is taken, and told what a move would have asked for. */
static void tell_missing(struct writer *w, int64_t id, int64_t stage)
{
	struct move m = {.forced = NULL};
	struct str wish = {0}, why = {0};

	if (said(w->deal->lost_reason))
		m.lost_reason = w->deal->lost_reason->use->i;
	(void)move_gate(w->db, id, stage, &m, &wish, &why);
	writer_lacks(w, id, &why, &wish);
	str_free(&wish);
	str_free(&why);
}

/* A deal that is added behind the beginning stands where moves would have led it, and what they bring holds for it. */
void deal_enter(struct writer *w, int64_t id)
{
	const struct deal_state *d = w->deal;
	const struct stage *s = stage_of(d, d->at_stage->use->i);
	const char *at = d->moved_at->use->text.s;

	if (!s->first)
		tell_missing(w, id, s->id);
	/* What is told of the past had its duties then. */
	if (strncmp(at, w->entered.text.s, 10) == 0)
		move_duties(w->db, id, s->id, at);
	if (s->kind == 'w')
		tell_sale(w, id);
}

static bool stands(struct writer *w, int64_t id, const char *kind)
{
	struct stmt *st = db_prepare(w->db, "SELECT 1 FROM deal d JOIN stage s ON s.id = d.stage "
	                                    "WHERE d.id = :id AND s.kind = :kind");
	bool found;

	db_bind_int(st, "id", id);
	db_bind_text(st, "kind", kind);
	found = db_step(st);
	db_reset(st);
	return found;
}

/* Why and to whom a deal was lost belongs to the move that lost it. */
static void tell_last_move(struct writer *w, int64_t id, const struct cell *c)
{
	struct stmt *st = db_prepare(w->db, strcmp(c->name, "competitor") == 0
		? "UPDATE stage_change SET competitor = :v WHERE id = (SELECT id FROM stage_change "
		  "WHERE deal = :deal ORDER BY at DESC, id DESC LIMIT 1)"
		: "UPDATE stage_change SET lost_reason = :v WHERE id = (SELECT id FROM stage_change "
		  "WHERE deal = :deal ORDER BY at DESC, id DESC LIMIT 1)");

	value_bind(st, "v", &c->v);
	db_bind_int(st, "deal", id);
	db_run(st);
}

static int change_currency(struct writer *w, int64_t id, struct str *why)
{
	if (!db_get_int_id(w->db, 0, "SELECT 1 FROM deal_item WHERE deal = :id", id) &&
	    !db_get_int_id(w->db, 0, "SELECT 1 FROM payment WHERE deal = :id", id))
		return 0;
	return str_setf(why, "currency: is fixed once a deal has items or payments");
}

static int deal_change(struct writer *w, int64_t id, struct cell *c, const struct value *was,
                       struct str *why)
{
	struct move m = {.at = w->moment.text.s};

	(void)was;
	if (strcmp(c->name, "stage") == 0 || strcmp(c->name, "pipeline") == 0)
		return str_setf(why, "%s: is changed with crm-move, which asks what must be known", c->name);
	if (strcmp(c->name, "currency") == 0)
		return change_currency(w, id, why);
	if (strcmp(c->name, "company") == 0)
		return c->v.is == VALUE_NULL && stands(w, id, "won") ? str_setf(why, "company: a deal that was won has one") : 0;
	if (strcmp(c->name, "lost_reason") == 0 || strcmp(c->name, "competitor") == 0) {
		if (c->v.is != VALUE_NULL && !w->allow_kept && !stands(w, id, "lost"))
			return str_setf(why, "%s: only a lost deal has one", c->name);
		writer_mark(w);
		tell_last_move(w, id, c);
		return 0;
	}
	writer_mark(w);
	return move_owner(w->db, "deal", id, c->v.is == VALUE_INT ? c->v.i : 0, &m, why) < 0 ? -1 : 1;
}

const struct rules deal_rules = {"deal", deal_prepare, deal_check, deal_after, deal_change,
                                 "stage pipeline currency lost_reason competitor owner company"};
