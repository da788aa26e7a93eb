/*
 * writer.c
 *		What all formats share: from the caller to the format's operations.
 */
#include "writer/writer.h"

#include "writer/format_table.h"

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

const char *
writer_column_datatype(const WriterColumn *column)
{
	return writer_column_is_unicode(column) ? "unicodeChar" : datatypes[column->kind];
}

bool
writer_column_is_unicode(const WriterColumn *column)
{
	return column->kind == CELL_TEXT && (!column->plain || column->array);
}

void
writer_begin(TableWriter *writer)
{
	writer->format->ops->begin(writer);
}

void
writer_row(TableWriter *writer, const Cell *cells)
{
	writer->format->ops->row(writer, cells);
}

void
writer_flush(TableWriter *writer)
{
	if (writer->format->ops->flush != NULL)
		writer->format->ops->flush(writer);
}

void
writer_end(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	writer->format->ops->end(writer, outcome, message);
}

void
writer_refuse(TableWriter *writer, int column, const char *why, const char *hint)
{
	if (writer->error.code != SKY_OK)
		return;
	sky_error(&writer->error,
			  SKY_E_OUT_OF_RANGE,
			  -1,
			  "column \"%s\" cannot be written as %s: %s",
			  writer->columns[column].meta.name,
			  writer->format->name,
			  why);
	sky_error_hint(&writer->error, "%s", hint);
}
