/*
 * report_pg.c
 *		From the core's faults to ereport.
 */
#include "postgres.h"

#include "base/report_pg.h"

#include "mb/pg_wchar.h"

/* A five-character SQLSTATE as the server's number. */
static int
make_sqlstate(const char *s)
{
	return MAKE_SQLSTATE(s[0], s[1], s[2], s[3], s[4]);
}

void
sky_report(const SkyError *err, const char *text)
{
	bool placed = text != NULL && err->position >= 0;

	ereport(ERROR,
			(errcode(make_sqlstate(sky_error_sqlstate(err->code))),
			 errmsg("%s", err->message),
			 err->detail[0] != '\0' ? errdetail("%s", err->detail) : 0,
			 err->hint[0] != '\0' ? errhint("%s", err->hint) : 0,
			 placed ? internalerrquery(text) : 0,
			 placed ? internalerrposition(pg_mbstrlen_with_len(text, err->position) + 1)
					: 0));
	pg_unreachable();
}
