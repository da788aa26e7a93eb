/*
 * sql_error.c
 *		From SQLSTATEs to what clients see.
 *
 * Messages are kept only where they speak of the client's own values; all others may name
 * relations, roles, paths or pieces of SQL and are replaced.
 */
#include "svc/sql_error.h"

#include <stddef.h>
#include <string.h>

#include "base/table.h"

/* The first row whose sqlstate begins the error's counts: longer ones come first. */
static const SqlErrorRule rules[] = {
	{.sqlstate = "SK400", .status = 400, .keep = true},
	{.sqlstate = "SK401", .status = 401, .keep = true},
	{.sqlstate = "SK403", .status = 403, .keep = true},
	{.sqlstate = "SK404", .status = 404, .keep = true},
	{.sqlstate = "SK405", .status = 405, .keep = true},
	{.sqlstate = "SK413", .status = 413, .keep = true},
	{.sqlstate = "SK415", .status = 415, .keep = true},
	{.sqlstate = "SK429", .status = 429, .keep = true},
	{.sqlstate = "SK503", .status = 503, .keep = true},
	{.sqlstate = "SK507", .status = 507, .keep = true},
	{.sqlstate = "08", .status = 503, .message = "the database cannot be reached now"},
	{.sqlstate = "0A",
	 .status = 400,
	 .message = "the query asks for what is not supported"},
	{.sqlstate = "21", .status = 400, .keep = true},
	{.sqlstate = "22", .status = 400, .keep = true},
	{.sqlstate = "25006",
	 .status = 503,
	 .message = "this copy of the archive can only be read",
	 .hint = "Ask /tap/sync, or the archive itself."},
	{.sqlstate = "28", .status = 403, .message = "you may not use this service"},
	{.sqlstate = "40",
	 .status = 503,
	 .message = "the query met a change of the data it reads",
	 .hint = "Send it again."},
	{.sqlstate = "42501",
	 .status = 403,
	 .message = "you may not read everything that the query needs"},
	{.sqlstate = "42", .status = 400, .message = "the database cannot run the query"},
	{.sqlstate = "53100",
	 .status = 503,
	 .message = "the query needs more temporary space than there is",
	 .hint = "Select fewer rows, or sort and join fewer of them."},
	{.sqlstate = "53200",
	 .status = 503,
	 .message = "the query needs more memory than there is",
	 .hint = "Select fewer rows, or sort and join fewer of them."},
	{.sqlstate = "53400",
	 .status = 400,
	 .message = "the query needs more temporary space than it may use",
	 .hint = "Select fewer rows, or sort and join fewer of them."},
	{.sqlstate = "53",
	 .status = 503,
	 .message = "the service is busy",
	 .hint = "Send the query again in a while."},
	{.sqlstate = "54001",
	 .status = 400,
	 .message = "the query is too complex",
	 .hint = "Split it into simpler ones."},
	{.sqlstate = "54", .status = 400, .keep = true},
	{.sqlstate = "55006",
	 .status = 503,
	 .message = "a file was replaced while it was read",
	 .hint = "Send the request again."},
	{.sqlstate = "55P03",
	 .status = 503,
	 .message = "a table of the query is being changed",
	 .hint = "Send the query again in a while."},
	{.sqlstate = "57014",
	 .status = 504,
	 .message = "the query was stopped: it ran longer than a query may",
	 .hint = "Select fewer rows, with TOP or a narrower WHERE."},
	{.sqlstate = "57", .status = 503, .message = "the service is being restarted"},
};

static const SqlErrorRule general_rule = {.sqlstate = "", .status = 500};

const SqlErrorRule *
sql_error_rule(const char *sqlstate)
{
	for (size_t i = 0; i < SKY_LENGTH(rules); i++)
	{
		if (strncmp(sqlstate, rules[i].sqlstate, strlen(rules[i].sqlstate)) == 0)
			return &rules[i];
	}
	return &general_rule;
}
