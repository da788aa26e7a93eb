/*
 * json.c
 *		JSON, as TAP services give it: {"metadata": [columns], "data": [rows], "status":
 *		...} and ND-JSON, an object per row.
 *
 * ND-JSON has no place to say that rows are missing: the command's error says it.
 */
#include "writer/json_text.h"
#include "writer/ops.h"

typedef struct JsonState
{
	bool any_row;
} JsonState;

/* The column as it is written here. */
static void
put_column(Sink *sink, const WriterColumn *column)
{
	SkyColumn shown = column->meta;

	shown.datatype = writer_column_datatype(column);
	if (!column->array && column->kind != CELL_TEXT)
		shown.arraysize = NULL;
	else if (shown.arraysize == NULL)
		shown.arraysize = "*";
	json_put_column(sink, &shown);
}

static void
begin_json(TableWriter *writer)
{
	Sink *sink = writer->sink;

	writer->state = arena_new(writer->arena, JsonState);
	sink_puts(sink, "{\"infos\":[");
	for (int i = 0; i < writer->ninfos; i++)
	{
		if (i > 0)
			sink_putc(sink, ',');
		json_put_info(sink, &writer->infos[i]);
	}
	sink_puts(sink, "],\n\"metadata\":[");
	for (int i = 0; i < writer->ncolumns; i++)
	{
		sink_puts(sink, i > 0 ? ",\n" : "\n");
		put_column(sink, &writer->columns[i]);
	}
	sink_puts(sink, "],\n\"data\":[");
}

static void
put_json_row(TableWriter *writer, const Cell *cells)
{
	JsonState *state = writer->state;
	Sink *sink = writer->sink;

	sink_puts(sink, state->any_row ? ",\n[" : "\n[");
	state->any_row = true;
	for (int i = 0; i < writer->ncolumns; i++)
	{
		if (i > 0)
			sink_putc(sink, ',');
		json_put_cell(sink, &writer->columns[i], &cells[i], false);
	}
	sink_putc(sink, ']');
}

static void
end_json(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	static const char *const words[] = {
		[WRITER_COMPLETE] = "OK",
		[WRITER_OVERFLOW] = "OVERFLOW",
		[WRITER_FAILED] = "ERROR",
	};
	Sink *sink = writer->sink;

	sink_puts(sink, "],\n\"status\":\"");
	sink_puts(sink, words[outcome]);
	sink_putc(sink, '"');
	if (message != NULL)
	{
		sink_puts(sink, ",\"message\":");
		json_put_string(sink, message, strlen(message));
	}
	sink_puts(sink, "}\n");
}

static void
begin_ndjson(TableWriter *writer)
{
	(void) writer;
}

static void
put_ndjson_row(TableWriter *writer, const Cell *cells)
{
	Sink *sink = writer->sink;

	for (int i = 0; i < writer->ncolumns; i++)
	{
		const char *name = writer->columns[i].meta.name;

		sink_putc(sink, i > 0 ? ',' : '{');
		json_put_string(sink, name, strlen(name));
		sink_putc(sink, ':');
		json_put_cell(sink, &writer->columns[i], &cells[i], false);
	}
	sink_puts(sink, writer->ncolumns > 0 ? "}\n" : "{}\n");
}

static void
end_ndjson(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	(void) writer;
	(void) outcome;
	(void) message;
}

const WriterOps json_ops = {.begin = begin_json, .row = put_json_row, .end = end_json};
const WriterOps ndjson_ops = {
	.begin = begin_ndjson, .row = put_ndjson_row, .end = end_ndjson};
