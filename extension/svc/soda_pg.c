/*
 * soda_pg.c
 *		/soda/sync: cutouts of products (SODA 1.0); /soda/mosaic: several as one.
 *
 * One cutout is a file of its own; several are extensions of one.  Each is planned first:
 * so a request that meets nothing is known before the head of the answer, and the answer
 * has a length.  What is short comes with its plan; what is not is streamed afterwards.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "svc/rows_pg.h"
#include "svc/service_table_pg.h"
#include "svc/soda_mosaic_pg.h"
#include "svc/soda_request_pg.h"

#define BODY_MAX                                                                         \
	(4 * 1024 * 1024)	 /* [bytes] of several cutouts that are not streamed             \
						  */
#define CUTOUT_MAX 65536 /* [bytes] of a single one */
#define PREFIX_MAX 100	 /* [bytes] of the name of a file */

/* An answer as it grows: its files, and the queries of a stream that would give these. */
typedef struct Answer
{
	ServiceCall *call;
	int parts; /* cutouts that meet something */
	int64 length;
	StringInfoData queries;
} Answer;

/* Add the bytes of a query's only value. */
static void
add_query(Answer *answer, const char *query)
{
	appendStringInfo(
		&answer->queries, "%s%s", answer->queries.len > 0 ? " UNION ALL " : "", query);
}

/* Add a cutout's size and file, and the query that would stream it. */
static void
add_answer(Answer *answer, const Rows *rows, const char *query)
{
	RowText size = row_text(rows, 0, 1);
	RowText file = row_text(rows, 0, 2);

	if (size.bytes == NULL)
		return;
	answer->parts++;
	answer->length += strtoll(pnstrdup(size.bytes, size.length), NULL, 10);
	add_query(answer, query);
	if (file.bytes != NULL)
		sink_put(&answer->call->body, file.bytes, file.length);
}

/*
 * The only one, a "cutout" or "mosaic": asked for once, and streamed by the same order if
 * it is long.  What the arguments call $1 and so on are the values, NULL: there are none.
 */
static void
add_single(Answer *answer,
		   const char *what,
		   const char *arguments,
		   const char *const *values)
{
	bool is_head = strcmp(answer->call->request.method, "HEAD") == 0;
	const char *query = psprintf("SELECT size::text, file FROM sky.%s_%s(%s, most => %d)",
								 what,
								 is_head ? "within" : "open",
								 arguments,
								 CUTOUT_MAX);
	Rows rows = values != NULL ? rows_read_planned(query, values, SODA_FILTERS)
							   : rows_read(query, NULL, 1);

	add_answer(answer, &rows, "SELECT sky.cutout_rest()");
}

/* One of several. */
static void
add_part(Answer *answer, const SodaCutout *cutout)
{
	const char *part = soda_cutout_arguments(cutout, answer->parts + 1);
	int64 room = Max(BODY_MAX - answer->length, 0);
	Rows rows = rows_read(
		psprintf(
			"SELECT size::text, file FROM sky.cutout_within(%s, most => " INT64_FORMAT
			")",
			part,
			room),
		NULL,
		1);

	add_answer(answer, &rows, psprintf("SELECT sky.cutout_pieces(%s)", part));
	SPI_freetuptable(rows.table);
}

/* The primary HDU of a file of several cutouts. */
static void
add_primary(Answer *answer)
{
	static const char query[] = "SELECT sky.fits_primary()";
	Rows rows = rows_read(query, NULL, 1);
	RowText primary = row_text(&rows, 0, 1);

	add_query(answer, query);
	answer->length += primary.length;
	sink_put(&answer->call->body, primary.bytes, primary.length);
}

static void
finish(Answer *answer, const char *name)
{
	ServiceCall *call = answer->call;

	if (answer->parts == 0)
	{
		call->body.used = 0;
		call->status = 204;
		return;
	}
	service_file(call, "application/fits", name);
	if ((int64) call->body.used == answer->length)
		return;
	call->body.used = 0;
	service_header(
		call, "Sky-Length", arena_printf(call->arena, INT64_FORMAT, answer->length));
	call->stream = arena_printf(
		call->arena, "COPY (%s) TO STDOUT (FORMAT raw)", answer->queries.data);
}

/* PREFIX: how the name of the file is to begin, which ESO's clients may choose. */
static bool
read_name(ServiceCall *call, const char **name, SkyError *err)
{
	const char *prefix;
	char *file;

	if (!soda_read_single(&call->params, "PREFIX", &prefix, err))
		return false;
	if (prefix == NULL)
		return true;
	file = psprintf(
		"%.*s_%s", pg_mbcliplen(prefix, (int) strlen(prefix), PREFIX_MAX), prefix, *name);
	for (char *c = file; *c != '\0'; c++)
		if (*c == '/')
			*c = '_';
	*name = file;
	return true;
}

bool
soda_sync(ServiceCall *call, SkyError *err)
{
	const SodaRequest *request = soda_request_read(&call->params, err);
	const char *name = "cutout.fits";
	Answer answer = {.call = call};
	int count;

	if (request == NULL || !read_name(call, &name, err))
		return false;
	count = soda_request_count(request);
	rows_begin();
	initStringInfo(&answer.queries);
	if (count > 1)
		add_primary(&answer);
	for (int i = 0; i < count; i++)
	{
		SodaCutout cutout = soda_request_cutout(request, i);

		if (count > 1)
			add_part(&answer, &cutout);
		else
		{
			const char *values[SODA_FILTERS];
			const char *arguments = soda_cutout_parameters(&cutout, values);

			add_single(&answer, "cutout", arguments, values);
		}
	}
	finish(&answer, name);
	rows_end();
	return true;
}

bool
soda_mosaic(ServiceCall *call, SkyError *err)
{
	Answer answer = {.call = call};
	const char *arguments;

	if (!soda_mosaic_read(&call->params, &arguments, err))
		return false;
	rows_begin();
	initStringInfo(&answer.queries);
	if (arguments != NULL)
		add_single(&answer, "mosaic", arguments, NULL);
	finish(&answer, "mosaic.fits");
	rows_end();
	return true;
}
