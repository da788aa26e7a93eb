/*
 * json.c
 *		JSON, as TAP services give it: {"metadata": [columns], "data": [rows], "status":
 *...} and ND-JSON, an object per row.
 *
 * ND-JSON has no place to say that rows are missing: the command's error says it.
 */
#include "writer/json_text.h"
#include "writer/ops.h"
#include "writer/votable.h"

static const char *const datatypes[CELL_KINDS] = {
	[CELL_BOOLEAN] = "boolean",
	[CELL_BYTE] = "unsignedByte",
	[CELL_INT16] = "short",
	[CELL_INT32] = "int",
	[CELL_INT64] = "long",
	[CELL_FLOAT] = "float",
	[CELL_DOUBLE] = "double",
	[CELL_TEXT] = "char",
};

typedef struct JsonState
{
	bool any_row;
} JsonState;

/* ,"name":"value" or nothing if value is NULL. */
static void
put_member(Sink *sink, const char *name, const char *value)
{
	if (value == NULL)
		return;
	sink_putc(sink, ',');
	json_put_string(sink, name, strlen(name));
	sink_putc(sink, ':');
	json_put_string(sink, value, strlen(value));
}

static void
put_column(Sink *sink, const WriterColumn *column)
{
	const SkyColumn *meta = &column->meta;

	sink_puts(sink, "{\"name\":");
	json_put_string(sink, meta->name, strlen(meta->name));
	put_member(sink, "datatype", datatypes[column->kind]);
	if (column->array || column->kind == CELL_TEXT)
		put_member(sink, "arraysize", meta->arraysize != NULL ? meta->arraysize : "*");
	put_member(sink, "xtype", writer_column_xtype(column));
	put_member(sink, "unit", meta->unit);
	put_member(sink, "ucd", meta->ucd);
	put_member(sink, "utype", meta->utype);
	put_member(sink, "description", meta->description);
	sink_putc(sink, '}');
}

static void
begin_json(TableWriter *writer)
{
	Sink *sink = writer->sink;

	writer->state = arena_new(writer->arena, JsonState);
	sink_puts(sink, "{\"infos\":[");
	for (int i = 0; i < writer->ninfos; i++)
	{
		const WriterInfo *info = &writer->infos[i];

		sink_puts(sink, i > 0 ? ",{\"name\":" : "{\"name\":");
		json_put_string(sink, info->name, strlen(info->name));
		put_member(sink, "value", info->value);
		put_member(sink, "text", info->text);
		sink_putc(sink, '}');
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
	put_member(sink, "message", message);
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

const WriterOps json_ops = {begin_json, put_json_row, end_json};
const WriterOps ndjson_ops = {begin_ndjson, put_ndjson_row, end_ndjson};
