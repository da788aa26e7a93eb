/*
 * tap_estimate_pg.c
 *		/tap/estimate: what /tap/sync would have to do for the same parameters; nothing is
 *		run.
 *
 * JSON where RESPONSEFORMAT asks for it, else a VOTable of INFOs.  Uploaded tables are
 * read, for the plan depends on them.
 */
#include "postgres.h"

#include "nodes/value.h"

#include "base/guc_pg.h"
#include "svc/estimate_pg.h"
#include "svc/query_answer_pg.h"
#include "svc/service_table_pg.h"
#include "svc/tap_query_pg.h"
#include "writer/json_text.h"
#include "writer/votable.h"

/* Something said of the query: a name may come again, with another value. */
typedef struct Statement
{
	const char *name;
	bool list; /* in JSON an array of all its values, which are texts; else one number */
	const List *values; /* of String */
} Statement;

/* A line of advice where there are no numbers. */
#define GUARDED                                                                          \
	"What is in these tables depends on who asks, so that nothing is told of how much "  \
	"there is."

static List *
one(char *value)
{
	return list_make1(makeString(value));
}

/* What would tell of rows that the caller does not see is not told. */
static List *
number(const QueryEstimate *estimate, char *value)
{
	return estimate->guarded ? NIL : one(value);
}

static List *
lines(const char *text)
{
	List *list = NIL;

	while (*text != '\0')
	{
		size_t length = strcspn(text, "\n");

		list = lappend(list, makeString(pnstrdup(text, length)));
		text += length + (text[length] == '\n');
	}
	return list;
}

static void
put_json(Sink *sink, const Statement *statements, int count)
{
	ListCell *cell;

	for (int i = 0; i < count; i++)
	{
		const Statement *statement = &statements[i];

		sink_printf(sink,
					"%s\"%s\":%s",
					i == 0 ? "{" : ",",
					statement->name,
					statement->list ? "[" : "");
		foreach (cell, statement->values)
		{
			const char *value = strVal(lfirst(cell));

			sink_puts(sink, cell == list_head(statement->values) ? "" : ",");
			if (statement->list)
				json_put_string(sink, value, strlen(value));
			else
				sink_puts(sink, value);
		}
		sink_puts(sink, statement->list ? "]" : statement->values == NIL ? "null" : "");
	}
	sink_puts(sink, "}\n");
}

static void
put_votable(Sink *sink, const Statement *statements, int count)
{
	WriterInfo *infos = NULL;
	int ninfos = 0;
	ListCell *cell;

	for (int i = 0; i < count; i++)
	{
		Size room = sizeof(*infos) * (ninfos + list_length(statements[i].values) + 1);

		infos = infos == NULL ? palloc(room) : repalloc(infos, room);
		foreach (cell, statements[i].values)
			infos[ninfos++] =
				(WriterInfo){.name = statements[i].name, .value = strVal(lfirst(cell))};
	}
	votable_info_document(sink, infos, ninfos);
}

bool
tap_estimate(ServiceCall *call, SkyError *err)
{
	TapQuery query = {.advised = true};
	QueryEstimate estimate;
	int64 rows;
	bool sync;

	if (!tap_query_read(&call->params, &query, err))
	{
		call->fault_text = query.fault_text;
		return false;
	}
	estimate = query_estimate(query_statement(&query.copy), query.advice);
	rows = Min(estimate.rows, query.maxrec); /* one more is planned, to see whether */
	sync = pgsky_sync_expected_max == 0 || estimate.guarded ||
		   estimate.seconds <= pgsky_sync_expected_max;

	const Statement statements[] = {
		{"rows", false, number(&estimate, psprintf(INT64_FORMAT, rows))},
		{"bytes",
		 false,
		 number(&estimate, psprintf(INT64_FORMAT, rows * estimate.width))},
		{"seconds", false, number(&estimate, psprintf("%.3g", estimate.seconds))},
		{"cost", false, number(&estimate, psprintf("%.6g", estimate.cost))},
		{"sync", false, one(sync ? "true" : "false")},
		{"sky_index", true, estimate.sky_indexes},
		{"advice",
		 true,
		 list_concat(lines(estimate.advice), lines(estimate.guarded ? GUARDED : ""))},
	};

	service_header(call, "Cache-Control", "no-cache");
	if (strcmp(query.format.format->name, "json") == 0)
	{
		service_header(call, "Content-Type", "application/json");
		put_json(&call->body, statements, lengthof(statements));
		return true;
	}
	service_header(call, "Content-Type", "application/x-votable+xml");
	put_votable(&call->body, statements, lengthof(statements));
	return true;
}
