/* SPDX-License-Identifier: GPL-2.0-or-later */
/* formula - the arithmetic that makes an indicator's value of its parts
 *
 * Recursive descent into reverse Polish, evaluated on a small stack. Names are numbered, and
 * whoever evaluates gives their figures: the formula knows neither parts nor other indicators. */
#include "measure/formula.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 32 /* parentheses within parentheses */

enum code { NUMBER, NAME, ADD, SUB, MUL, DIV, NEG };

/* Reverse Polish: operands first. */
struct op {
	enum code code;
	double number;
	size_t name;
};
struct formula {
	struct op *ops;
	size_t n, cap;
	struct strs names;
	size_t deepest; /* cells of the stack that evaluating needs */
};
struct parser {
	struct formula *f;
	const char *text, *at;
	int depth;
	struct str *why;
};

static int expression(struct parser *p);

static void emit(struct formula *f, struct op op)
{
	f->ops = mem_grow(f->ops, &f->cap, f->n + 1, sizeof *f->ops);
	f->ops[f->n++] = op;
}

static char peek(struct parser *p)
{
	while (*p->at == ' ' || *p->at == '\t')
		p->at++;
	return *p->at;
}

static int expected(struct parser *p, const char *what)
{
	if (!*p->at)
		return str_setf(p->why, "'%s': %s is expected at the end", p->text, what);
	return str_setf(p->why, "'%s': %s is expected at '%s'", p->text, what, p->at);
}

static int number(struct parser *p)
{
	char *end;
	double v;

	errno = 0;
	v = strtod(p->at, &end);
	if (errno || end == p->at)
		return expected(p, "a number");
	p->at = end;
	emit(p->f, (struct op){.code = NUMBER, .number = v});
	return 0;
}

static int name(struct parser *p)
{
	size_t n = 0;
	char *word;
	int i;

	while (isalnum((unsigned char)p->at[n]) || (p->at[n] && strchr("._@", p->at[n])))
		n++;
	word = mem_copyn(p->at, n);
	/* A name that stands there twice is one question to whoever evaluates. */
	i = strs_find(&p->f->names, word);
	if (i < 0) {
		i = (int)p->f->names.n;
		strs_add(&p->f->names, word);
	}
	free(word);
	p->at += n;
	emit(p->f, (struct op){.code = NAME, .name = (size_t)i});
	return 0;
}

static int primary(struct parser *p)
{
	char c = peek(p);

	/* Files of the department are input: without an end to it, parentheses would use up the stack of the program. */
	if (++p->depth > DEPTH_MAX)
		return str_setf(p->why, "'%s': too deep", p->text);
	if (c == '(') {
		p->at++;
		if (expression(p) < 0)
			return -1;
		if (peek(p) != ')')
			return expected(p, "')'");
		p->at++;
	} else if (c == '-') {
		p->at++;
		if (primary(p) < 0)
			return -1;
		emit(p->f, (struct op){.code = NEG});
	} else if (isdigit((unsigned char)c) || c == '.') {
		if (number(p) < 0)
			return -1;
	} else if (isalpha((unsigned char)c)) {
		if (name(p) < 0)
			return -1;
	} else {
		return expected(p, "a number or a name");
	}
	p->depth--;
	return 0;
}

static int product(struct parser *p)
{
	char c;

	if (primary(p) < 0)
		return -1;
	while ((c = peek(p)) == '*' || c == '/') {
		p->at++;
		if (primary(p) < 0)
			return -1;
		emit(p->f, (struct op){.code = c == '*' ? MUL : DIV});
	}
	return 0;
}

static int expression(struct parser *p)
{
	char c;

	if (product(p) < 0)
		return -1;
	while ((c = peek(p)) == '+' || c == '-') {
		p->at++;
		if (product(p) < 0)
			return -1;
		emit(p->f, (struct op){.code = c == '+' ? ADD : SUB});
	}
	return 0;
}

struct formula *formula_parse(const char *text, struct str *why)
{
	struct formula *f = mem_zero(sizeof *f);
	struct parser p = {.f = f, .text = text, .at = text, .why = why};
	int rc = expression(&p);

	if (rc == 0 && peek(&p))
		rc = expected(&p, "an operator");
	if (rc < 0) {
		formula_free(f);
		return NULL;
	}
	/* No operation leaves more than one figure, so the stack is never higher than there are of them. */
	f->deepest = f->n;
	return f;
}

void formula_free(struct formula *f)
{
	if (!f)
		return;
	free(f->ops);
	strs_free(&f->names);
	free(f);
}

const char *formula_name(const struct formula *f, size_t i)
{
	return i < f->names.n ? f->names.v[i] : NULL;
}

/* What is not known makes everything unknown that is made of it; so does a division by nothing. */
static struct figure combine(enum code code, struct figure a, struct figure b)
{
	struct figure r = {0, a.is && b.is};

	if (!r.is)
		return r;
	switch (code) {
	case ADD:
		r.v = a.v + b.v;
		break;
	case SUB:
		r.v = a.v - b.v;
		break;
	case MUL:
		r.v = a.v * b.v;
		break;
	default:
		/* Also false of what is no number. */
		r.is = b.v < 0 || b.v > 0;
		r.v = r.is ? a.v / b.v : 0;
	}
	return r;
}

struct figure formula_value(const struct formula *f, struct figure (*given)(void *, size_t), void *arg)
{
	struct figure *stack = mem_alloc((f->deepest + 1) * sizeof *stack), r;
	size_t top = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct op *op = &f->ops[i];

		if (op->code == NUMBER) {
			stack[top++] = (struct figure){op->number, true};
		} else if (op->code == NAME) {
			stack[top++] = given(arg, op->name);
		} else if (op->code == NEG) {
			stack[top - 1].v = -stack[top - 1].v;
		} else {
			top--;
			stack[top - 1] = combine(op->code, stack[top - 1], stack[top]);
		}
	}
	r = stack[0];
	free(stack);
	return r;
}

enum degree { CONSTANT, LINEAR, OTHER };

/* A number beside a name adds up to itself as often as there are months. */
static enum degree degree_of(enum code code, enum degree a, enum degree b)
{
	if (a == OTHER || b == OTHER)
		return OTHER;
	if (code == ADD || code == SUB)
		return a == b ? a : OTHER;
	if (code == DIV)
		return b == CONSTANT ? a : OTHER;
	return a == LINEAR && b == LINEAR ? OTHER : a > b ? a : b;
}

bool formula_adds_up(const struct formula *f)
{
	enum degree *stack = mem_alloc((f->deepest + 1) * sizeof *stack), d;
	size_t top = 0;

	for (size_t i = 0; i < f->n; i++) {
		enum code code = f->ops[i].code;

		if (code == NUMBER || code == NAME) {
			stack[top++] = code == NAME ? LINEAR : CONSTANT;
		} else if (code != NEG) {
			top--;
			stack[top - 1] = degree_of(code, stack[top - 1], stack[top]);
		}
	}
	d = stack[0];
	free(stack);
	return d == LINEAR;
}
