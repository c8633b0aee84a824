/* SPDX-License-Identifier: GPL-2.0-or-later */
/* die - messages, exit codes, and the end of a program */
#ifndef CRM_DIE_H
#define CRM_DIE_H

/* The same in every program and every manual page. */
enum exit_code {
	CRM_DONE = 0,    /* done, also with an empty result */
	CRM_SOME = 1,    /* done, but some rows were refused; or -e and nothing found */
	CRM_USAGE = 2,   /* unknown option, field or value; confirmation refused */
	CRM_INPUT = 3,   /* input that cannot be read as a whole; nothing written */
	CRM_BUSY = 4,    /* the base is busy, try again */
	CRM_STORAGE = 5, /* storage or output failed */
	CRM_DENIED = 6   /* not allowed */
};

/* Name of the running program, "crm-add"; set once by opt_parse. */
extern const char *die_name;
/* Set by -q: warn and note say nothing (die and complain always speak). */
extern int die_quiet;

/* Prints "NAME: MESSAGE" on stderr and ends the program with the code. */
_Noreturn void die(enum exit_code code, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Prints "NAME: warning: MESSAGE" on stderr; the program goes on. */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Prints "MESSAGE" on stderr, in spite of -q: a row that was not taken, and why. */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Prints "MESSAGE" on stderr: counts and progress in words. */
void note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
