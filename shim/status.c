/* One table from SQLSTATE to HTTP status, one from status to its name. */
#include "status.h"

#include <stddef.h>
#include <string.h>

/* Sorted by SQLSTATE; a whole code wins over its class. */
static const StatusRule status_rules[] = {
	{"08", 503, .retry = true},	   /* connection exceptions */
	{"0A", 400, .shown = true},	   /* not supported */
	{"22", 400, .shown = true},	   /* bad data */
	{"25006", 403, .shown = true}, /* write in a read-only transaction */
	{"28", 403, .shown = false},   /* who asks is not let in */
	{"40", 503, .retry = true},	   /* serialization failure, deadlock */
	{"42", 400, .shown = true},	   /* syntax, unknown names */
	{"42501", 403, .shown = true}, /* insufficient privilege */
	{"53", 503, .retry = true},	   /* out of resources */
	{"53400",
	 400,
	 .shown = true},			/* configured limit exceeded, such as temp_file_limit */
	{"54", 400, .shown = true}, /* too complex, too long */
	{"55", 503, .retry = true}, /* object in use, lock not available */
	{"57", 503, .retry = true}, /* operator intervention */
	{"57014", 504, .shown = true}, /* cancelled: the time limit */
	{"P0001", 400, .shown = true}, /* RAISE EXCEPTION without a code */
};

StatusRule
status_of_sqlstate(const char *sqlstate)
{
	StatusRule found = {.sqlstate = "", .status = 500};

	if (sqlstate == NULL || strlen(sqlstate) != 5)
		return found;
	if (memcmp(sqlstate, "SK", 2) == 0 && sqlstate[2] >= '1' && sqlstate[2] <= '5' &&
		strspn(sqlstate + 2, "0123456789") == 3)
	{
		found.status =
			(sqlstate[2] - '0') * 100 + (sqlstate[3] - '0') * 10 + (sqlstate[4] - '0');
		found.retry = found.status == 429 || found.status == 503;
		found.shown = true;
		return found;
	}
	for (size_t i = 0; i < sizeof(status_rules) / sizeof(status_rules[0]); i++)
	{
		const StatusRule *rule = &status_rules[i];

		if (strncmp(rule->sqlstate, sqlstate, strlen(rule->sqlstate)) == 0)
			found = *rule; /* the longer one comes later */
	}
	return found;
}

/* RFC 9110 section 15, and RFC 6585 for 429 and 431. */
static const struct
{
	int status;
	const char *reason;
} status_reasons[] = {
	{100, "Continue"},
	{200, "OK"},
	{201, "Created"},
	{202, "Accepted"},
	{204, "No Content"},
	{206, "Partial Content"},
	{301, "Moved Permanently"},
	{302, "Found"},
	{303, "See Other"},
	{304, "Not Modified"},
	{307, "Temporary Redirect"},
	{308, "Permanent Redirect"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{406, "Not Acceptable"},
	{408, "Request Timeout"},
	{409, "Conflict"},
	{410, "Gone"},
	{411, "Length Required"},
	{412, "Precondition Failed"},
	{413, "Content Too Large"},
	{414, "URI Too Long"},
	{415, "Unsupported Media Type"},
	{416, "Range Not Satisfiable"},
	{417, "Expectation Failed"},
	{422, "Unprocessable Content"},
	{429, "Too Many Requests"},
	{431, "Request Header Fields Too Large"},
	{500, "Internal Server Error"},
	{501, "Not Implemented"},
	{502, "Bad Gateway"},
	{503, "Service Unavailable"},
	{504, "Gateway Timeout"},
	{505, "HTTP Version Not Supported"},
	{507, "Insufficient Storage"},
};

const char *
status_reason(int status)
{
	for (size_t i = 0; i < sizeof(status_reasons) / sizeof(status_reasons[0]); i++)
		if (status_reasons[i].status == status)
			return status_reasons[i].reason;
	return status < 400 ? "OK" : "Error";
}
