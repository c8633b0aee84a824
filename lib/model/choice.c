/* SPDX-License-Identifier: GPL-2.0-or-later */
/* choice - the words that a field allows */
#include "model/choice.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"

static void split(const char *choices, const char *mark, struct strs *list)
{
	char *copy = mem_copy(choices), *at = copy, *word;

	while ((word = strsep(&at, mark)))
		strs_add(list, word);
	free(copy);
}

/* quote: "'" where a choice may have spaces. */
static int refuse(const struct strs *list, const char *quote, const char *text, struct str *why)
{
	const char *near = text_nearest_of(text, list);

	text_refuse(why, text, "is not allowed, ");
	if (why && near)
		str_addf(why, "did you mean '%s'?", near);
	for (size_t i = 0; why && !near && i < list->n; i++)
		str_addf(why, "%s%s%s%s", i == 0 ? "expected one of " : ", ", quote, list->v[i], quote);
	return -1;
}

static int refuse_choice(const struct field *f, const char *text, struct str *why)
{
	struct strs list = {0};

	split(f->choices, " ", &list);
	refuse(&list, "", text, why);
	strs_free(&list);
	return -1;
}

/* A department that works in Russian fills its call lists in Russian. One word may mean different things in different
 * fields: the first that the field knows. Folded, as text_fold leaves them. */
static const struct said {
	const char *said, *choice;
} russian[] = {
	{"звонок", "call"}, {"встреча", "meeting"}, {"письмо", "email"}, {"визит", "visit"}, {"сообщение", "message"}, {"отзыв", "reference"}, {"заметка", "note"},
	{"входящий", "in"}, {"исходящий", "out"},
	{"нет ответа", "no-answer"}, {"не ответил", "no-answer"}, {"не ответила", "no-answer"},
	{"недозвон", "no-answer"}, {"не дозвонился", "no-answer"}, {"не дозвонилась", "no-answer"},
	{"разговор", "talked"}, {"поговорили", "talked"}, {"отказ", "refused"}, {"отказ", "declined"},
	{"отказался", "refused"}, {"отказалась", "refused"}, {"перезвонить", "callback"},
	{"назначена встреча", "appointment"}, {"встреча назначена", "appointment"}, {"состоялась", "held"},
	{"встреча состоялась", "held"}, {"отменена", "cancelled"}, {"отменен", "cancelled"},
	{"не пришел", "no-show"}, {"не пришла", "no-show"}, {"неявка", "no-show"},
	{"телефон", "phone"}, {"почта", "email"}, {"другое", "other"},
	{"задача", "task"}, {"обещание", "promise"}, {"долг", "debt"},
	{"открыта", "open"}, {"выполнена", "done"}, {"сделана", "done"}, {"сделано", "done"},
	{"разово", "once"}, {"месяц", "month"}, {"в месяц", "month"}, {"квартал", "quarter"},
	{"в квартал", "quarter"}, {"год", "year"}, {"в год", "year"},
	{"решает", "decides"}, {"влияет", "influences"}, {"пользуется", "uses"}, {"платит", "pays"},
	{"блокирует", "blocks"},
};

bool choice_find(const char *choices, const char *text, struct str *choice)
{
	struct str fold = {0};
	const char *s;
	size_t n = 0;

	text_fold(text, &fold);
	for (size_t i = 0; i < sizeof russian / sizeof *russian; i++)
		if (strcmp(str_text(&fold), russian[i].said) == 0 && registry_choice(choices, russian[i].choice)) {
			str_set(&fold, russian[i].choice);
			break;
		}
	/* choices are ASCII: the folded text is compared blind to the case of 'A B C' */
	for (s = choices; *s; s += n + (s[n] == ' ')) {
		n = strcspn(s, " ");
		if (n == fold.n && strncasecmp(s, fold.s, n) == 0)
			break;
	}
	str_free(&fold);
	if (!*s)
		return false;
	str_clear(choice);
	str_addn(choice, s, n);
	return true;
}

int choice_read(const struct field *f, struct value *v, struct str *why)
{
	v->is = VALUE_TEXT;
	if (registry_choice(f->choices, v->text.s))
		return 0;
	return choice_find(f->choices, v->text.s, &v->text) ? 0 : refuse_choice(f, v->text.s, why);
}

static bool same_folded(const char *a, const char *b)
{
	struct str x = {0}, y = {0};
	bool same;

	text_fold(a, &x);
	text_fold(b, &y);
	same = strcmp(str_text(&x), str_text(&y)) == 0;
	str_free(&x);
	str_free(&y);
	return same;
}

int choice_listed(const struct field *f, struct value *v, struct str *why)
{
	struct strs list = {0};
	int rc = -1;

	split(f->choices, "\n", &list);
	for (size_t i = 0; rc != 0 && i < list.n; i++)
		if (same_folded(list.v[i], v->text.s)) {
			str_set(&v->text, list.v[i]);
			rc = 0;
		}
	if (rc != 0)
		refuse(&list, "'", v->text.s, why);
	strs_free(&list);
	return rc;
}
