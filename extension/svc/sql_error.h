#ifndef SVC_SQL_ERROR_H
#define SVC_SQL_ERROR_H

#include <stdbool.h>

/* What a client is told of an error of the database. */
typedef struct SqlErrorRule
{
	const char *sqlstate; /* or the beginning of one */
	int status;			  /* of HTTP */
	bool keep;			  /* message and hint are the client's to see */
	const char *message;  /* instead, where not kept; NULL: the general one */
	const char *hint;	  /* NULL: none */
} SqlErrorRule;

/* The rule for an SQLSTATE; never NULL. */
extern const SqlErrorRule *sql_error_rule(const char *sqlstate);

#endif
