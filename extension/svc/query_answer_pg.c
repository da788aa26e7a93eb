/*
 * query_answer_pg.c
 *		Answers that are rows of a query.
 */
#include "postgres.h"

#include "svc/query_answer_pg.h"

#include "writer/answer_pg.h"
#include "writer/kept_plan_pg.h"
#include "writer/sink_pg.h"

/* How long a body the HTTP program takes in the place of a stream; 0: none. */
static size_t
read_room(ServiceCall *call)
{
	const char *room = request_header(&call->request, call->arena, "sky-room");

	/* What HEAD would not show is not worth the work. */
	if (room == NULL || strcmp(call->request.method, "HEAD") == 0)
		return 0;
	return strtoul(room, NULL, 10);
}

/* The statement's options as the writer wants them. */
static WriterOptions
writer_options(const CopyStatement *copy)
{
	return (WriterOptions){
		.format = table_format_by_name(copy->format),
		.maxrec = copy->maxrec,
		.expected_max = copy->expected_max,
		.instead = copy->instead,
		.fields = unconstify(SkyColumn *, copy->columns),
		.nfields = copy->ncolumns,
		.infos = unconstify(WriterInfo *, copy->infos),
		.ninfos = copy->ninfos,
		.preface = copy->preface,
		.appendix = copy->appendix,
	};
}

void
query_answer(ServiceCall *call, const CopyStatement *copy)
{
	CopyPlan query = {.source = copy->sql, .options = writer_options(copy)};
	size_t room = read_room(call);

	if (room > 0 && writer_answer(&query, room, &call->body))
		return;
	call->stream = query_statement(copy);
	if (room > 0)
		kept_plan_name(call->stream);
}

const char *
query_statement(const CopyStatement *copy)
{
	Sink statement;
	Sink scratch;

	memory_sink_init(&statement);
	memory_sink_init(&scratch);
	copy_statement_put(&statement, &scratch, copy);
	sink_putc(&statement, '\0');
	return statement.buffer;
}
