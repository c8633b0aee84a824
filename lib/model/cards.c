/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cards - what crm-show prints: a card for each record that operands or a table on stdin name */
#include "model/cards.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/number.h"
#include "io/opt.h"
#include "io/spool.h"
#include "model/card.h"
#include "model/feed.h"
#include "model/find.h"

#define MEMORY_LIMIT (64u << 20)

struct cards {
	const struct entity *entity;
	struct feed *feed;
	const char *sole;    /* the operand, when there is but one */
	bool text;
	struct shape *shape; /* the table; with text the spool is used instead */
	struct spool spool;
};

struct cards *cards_open(const struct entity *e, char **operands, int n, bool text)
{
	struct cards *c = mem_zero(sizeof *c);
	struct out_column columns[CARD_COLUMNS + 1];

	c->entity = e;
	c->text = text;
	c->sole = n == 1 && strcmp(operands[0], "-") != 0 ? operands[0] : NULL;
	c->feed = feed_open(e, operands, n);
	c->spool.limit = MEMORY_LIMIT;
	memcpy(columns, card_columns, sizeof card_columns);
	columns[CARD_COLUMNS] = (struct out_column){e->name, OUT_NUMBER};
	if (!text)
		c->shape = feed_shape(c->feed, columns, CARD_COLUMNS + 1);
	return c;
}

static void add_text(struct cards *c, const struct card *card)
{
	struct str text = {0};

	if (c->spool.n || c->spool.spilled)
		str_addc(&text, '\n');
	card_text(card, &text);
	spool_add(&c->spool, str_text(&text), text.n);
	str_free(&text);
}

static void add_rows(struct cards *c, struct card *card, int64_t id)
{
	const char *cells[CARD_COLUMNS + 1];
	char number[24];

	number_format(id, 0, 0, number, sizeof number);
	cells[CARD_COLUMNS] = number;
	for (size_t i = 0; i < card_count(card); i++) {
		card_cells(card, i, cells);
		shape_row(c->shape, feed_cells(c->feed, cells));
	}
}

/* Where one record is meant, what it is not is a mistake of the command. */
static void check_sole(const struct cards *c, struct db *db)
{
	struct str why = {0};

	if (c->sole && find_record(db, c->entity, c->sole, &why) < 0)
		die(CRM_USAGE, "%s", str_text(&why));
}

long cards_read(struct cards *c, struct db *db, long limit)
{
	/* the fields that the department added are known since the base is open */
	struct card *card = card_open(db, registry_entity(c->entity->name), limit);
	int64_t id;

	check_sole(c, db);
	while (feed_next(c->feed, db, &id)) {
		card_read(card, id);
		if (c->text)
			add_text(c, card);
		else
			add_rows(c, card, id);
	}
	card_free(card);
	return feed_refused(c->feed);
}

void cards_finish(struct cards *c)
{
	if (c->text)
		spool_send(&c->spool);
	else
		shape_finish(c->shape);
	spool_free(&c->spool);
	feed_free(c->feed);
	free(c);
}
