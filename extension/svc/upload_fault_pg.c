/*
 * upload_fault_pg.c
 *		What is wrong with a table that a client sent, and where.
 */
#include "postgres.h"

#include "svc/upload_fault_pg.h"

#define STATUS_400 MAKE_SQLSTATE('S', 'K', '4', '0', '0')

/* Is it the table's fault? */
static bool
is_of_data(int sqlerrcode)
{
	int category = ERRCODE_TO_CATEGORY(sqlerrcode);

	return category == ERRCODE_DATA_EXCEPTION ||
		   category == ERRCODE_PROGRAM_LIMIT_EXCEEDED ||
		   category == ERRCODE_FEATURE_NOT_SUPPORTED ||
		   category == ERRCODE_EXTERNAL_ROUTINE_EXCEPTION;
}

void
upload_fail(const UploadProgress *progress)
{
	ErrorData *error = CopyErrorData();
	const Reader *reader = progress->source != NULL ? &progress->source->reader : NULL;
	const char *place = "";

	if (!is_of_data(error->sqlerrcode))
		PG_RE_THROW();
	FlushErrorState();
	if (progress->column < 0 && error->context != NULL &&
		strstr(error->context, ", column ") != NULL)
		place = psprintf(", row %lld", (long long) reader->row); /* COPY read a value */
	else if (progress->column >= 0)
		place = psprintf(", row %lld, column \"%s\"",
						 (long long) reader->row,
						 reader->columns[progress->column].meta.name);
	ereport(ERROR,
			(errcode(STATUS_400),
			 errmsg("uploaded table \"%s\"%s: %s", progress->name, place, error->message),
			 error->hint != NULL ? errhint("%s", error->hint) : 0));
}
