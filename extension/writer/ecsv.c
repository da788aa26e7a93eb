/*
 * ecsv.c
 *		ECSV 1.0 (Astropy Proposal for Enhancement 6): CSV below a YAML header.
 *
 * A missing value is nothing at all; so is, for the readers, the empty string.
 */
#include "writer/json_text.h"
#include "writer/literal.h"
#include "writer/ops.h"

#define SCALAR_ROOM (CELL_SCALAR_MAX + 2)

static const CellWords ecsv_words = {"True", "False", "nan", "inf", "-inf"};

static const char *const datatypes[CELL_KINDS] = {
	[CELL_BOOLEAN] = "bool",
	[CELL_BYTE] = "uint8",
	[CELL_INT16] = "int16",
	[CELL_INT32] = "int32",
	[CELL_INT64] = "int64",
	[CELL_FLOAT] = "float32",
	[CELL_DOUBLE] = "float64",
	[CELL_TEXT] = "string",
};

/* ", name: value"; a JSON string is a YAML string. */
static void
put_member(Sink *sink, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	sink_puts(sink, ", ");
	sink_puts(sink, name);
	sink_puts(sink, ": ");
	json_put_string(sink, value, strlen(value));
}

/* What ECSV has no key for goes into the column's meta. */
static void
put_meta(Sink *sink, const WriterColumn *column)
{
	const SkyColumn *meta = &column->meta;
	const char *const names[] = {"ucd", "utype", "xtype"};
	const char *const values[] = {meta->ucd, meta->utype, meta->xtype};
	bool any = false;

	for (int i = 0; i < 3; i++)
	{
		if (values[i] == NULL || values[i][0] == '\0')
			continue;
		sink_puts(sink, any ? ", " : ", meta: !!omap [");
		any = true;
		sink_putc(sink, '{');
		sink_puts(sink, names[i]);
		sink_puts(sink, ": ");
		json_put_string(sink, values[i], strlen(values[i]));
		sink_putc(sink, '}');
	}
	if (any)
		sink_putc(sink, ']');
}

static void
put_column(Sink *sink, const WriterColumn *column)
{
	const SkyColumn *meta = &column->meta;

	sink_puts(sink, "# - {name: ");
	json_put_string(sink, meta->name, strlen(meta->name));
	put_member(sink, "unit", meta->unit);
	sink_puts(sink, ", datatype: ");
	sink_puts(sink, column->array ? "string" : datatypes[column->kind]);
	if (column->array)
	{
		sink_puts(sink, ", subtype: '");
		sink_puts(sink, datatypes[column->kind]);
		sink_puts(sink, "[null]'");
	}
	put_member(sink, "description", meta->description);
	put_meta(sink, column);
	sink_puts(sink, "}\n");
}

static void
put_text(Sink *sink, const char *text, size_t length)
{
	sink_putc(sink, '"');
	sink_put_doubled(sink, text, length, "\"");
	sink_putc(sink, '"');
}

static void
begin(TableWriter *writer)
{
	Sink *sink = writer->sink;

	sink_puts(sink, "# %ECSV 1.0\n# ---\n# delimiter: ','\n# datatype:\n");
	for (int i = 0; i < writer->ncolumns; i++)
		put_column(sink, &writer->columns[i]);
	if (writer->ninfos > 0)
		sink_puts(sink, "# meta: !!omap\n");
	for (int i = 0; i < writer->ninfos; i++)
	{
		sink_puts(sink, "# - ");
		json_put_string(sink, writer->infos[i].name, strlen(writer->infos[i].name));
		sink_puts(sink, ": ");
		json_put_string(sink, writer->infos[i].value, strlen(writer->infos[i].value));
		sink_putc(sink, '\n');
	}
	sink_puts(sink, "# schema: astropy-2.0\n");
	for (int i = 0; i < writer->ncolumns; i++)
	{
		const char *name = writer->columns[i].meta.name;

		if (i > 0)
			sink_putc(sink, ',');
		put_text(sink, name, strlen(name));
	}
	sink_putc(sink, '\n');
}

static void
put_cell(TableWriter *writer, const WriterColumn *column, const Cell *cell)
{
	Sink *sink = writer->sink;

	if (column->array)
	{
		writer->scratch->used = 0;
		json_put_cell(writer->scratch, column, cell, true);
		put_text(sink, writer->scratch->buffer, writer->scratch->used);
	}
	else if (column->kind == CELL_TEXT)
		put_text(sink, cell->text.bytes, cell->text.length);
	else
	{
		char *to = sink_reserve(sink, SCALAR_ROOM);

		sink_advance(sink, cell_put_scalar(to, column->kind, cell, &ecsv_words));
	}
}

static void
put_row(TableWriter *writer, const Cell *cells)
{
	for (int i = 0; i < writer->ncolumns; i++)
	{
		if (i > 0)
			sink_putc(writer->sink, ',');
		if (!cells[i].null)
			put_cell(writer, &writer->columns[i], &cells[i]);
		else if (writer->ncolumns == 1)
			sink_puts(writer->sink, "\"\""); /* an empty line would be no row */
	}
	sink_putc(writer->sink, '\n');
}

static void
end(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	(void) writer;
	(void) outcome;
	(void) message;
}

const WriterOps ecsv_ops = {.begin = begin, .row = put_row, .end = end};
