/*
 * guc_pg.c
 *		Every setting of pgsky, alphabetical.
 */
#include "postgres.h"

#include "base/guc_pg.h"

#include <limits.h>

#include "utils/guc.h"

int pgsky_max_query_length = 1024;
int pgsky_maxrec_default = 20000;
int pgsky_maxrec_hard = 1000000000;
int pgsky_sync_temp_space = 4 * 1024 * 1024;
int pgsky_sync_timeout = 60 * 1000;

void
guc_init(void)
{
	DefineCustomIntVariable("pgsky.max_query_length",
							"Limits the length of an ADQL query.",
							"Longer queries are refused before they are parsed.",
							&pgsky_max_query_length,
							1024,
							1,
							64 * 1024,
							PGC_SUSET,
							GUC_UNIT_KB,
							NULL,
							NULL,
							NULL);
	DefineCustomIntVariable("pgsky.maxrec_default",
							"Sets the number of rows a synchronous answer has at most "
							"when the client names no MAXREC.",
							"Rows; more are cut off and the answer says OVERFLOW.",
							&pgsky_maxrec_default,
							20000,
							0,
							INT_MAX,
							PGC_SUSET,
							0,
							NULL,
							NULL,
							NULL);
	DefineCustomIntVariable("pgsky.maxrec_hard",
							"Limits the MAXREC a client may ask for.",
							"Rows; a larger MAXREC is lowered to it.",
							&pgsky_maxrec_hard,
							1000000000,
							0,
							INT_MAX,
							PGC_SUSET,
							0,
							NULL,
							NULL,
							NULL);
	DefineCustomIntVariable("pgsky.sync_temp_space",
							"Limits the temporary files of a synchronous answer.",
							"A query that needs more is stopped; -1 leaves it to "
							"temp_file_limit.",
							&pgsky_sync_temp_space,
							4 * 1024 * 1024,
							-1,
							INT_MAX,
							PGC_SUSET,
							GUC_UNIT_KB,
							NULL,
							NULL,
							NULL);
	DefineCustomIntVariable("pgsky.sync_timeout",
							"Limits the time of a synchronous answer.",
							"A query that runs longer is stopped.",
							&pgsky_sync_timeout,
							60 * 1000,
							1,
							INT_MAX,
							PGC_SUSET,
							GUC_UNIT_MS,
							NULL,
							NULL,
							NULL);
	MarkGUCPrefixReserved("pgsky");
}
