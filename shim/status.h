#ifndef SHIM_STATUS_H
#define SHIM_STATUS_H

#include <stdbool.h>

/* What one SQLSTATE, or one class of them, means over HTTP. */
typedef struct StatusRule
{
	const char *sqlstate; /* five characters, or the two of a class */
	int status;
	bool retry; /* the same request may succeed later: Retry-After is sent */
	bool shown; /* the message was written for the one who asked */
} StatusRule;

/*
 * The rule of an SQLSTATE: the exact one, else that of its class, else 500.  Class SK
 * carries its status in its name.  Never NULL; NULL and malformed text get 500.
 */
extern StatusRule status_of_sqlstate(const char *sqlstate);

/* The reason phrase of a status; never NULL. */
extern const char *status_reason(int status);

#endif
