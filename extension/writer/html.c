/*
 * html.c
 *		A page with one table, for eyes.
 */
#include "writer/literal.h"
#include "writer/ops.h"
#include "writer/xml_escape.h"

static const char style[] =
	"<style>body{font-family:sans-serif}table{border-collapse:collapse}"
	"th,td{border:1px solid #bbb;padding:2px 6px;text-align:right}"
	"th{background:#eee;position:sticky;top:0}td.t{text-align:left}"
	".n{color:#999}</style>\n";

static void
put_heading(Sink *sink, const SkyColumn *meta)
{
	sink_puts(sink, "<th scope=\"col\"");
	xml_put_attribute(sink, "title", meta->description);
	sink_putc(sink, '>');
	xml_put_text(sink, meta->name, strlen(meta->name));
	if (meta->unit != NULL && meta->unit[0] != '\0')
	{
		sink_puts(sink, "<br>[");
		xml_put_text(sink, meta->unit, strlen(meta->unit));
		sink_putc(sink, ']');
	}
	sink_puts(sink, "</th>");
}

static void
begin(TableWriter *writer)
{
	Sink *sink = writer->sink;

	sink_puts(sink,
			  "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
			  "<title>Query result</title>\n");
	sink_puts(sink, style);
	sink_puts(sink, "</head>\n<body>\n");
	for (int i = 0; i < writer->ninfos; i++)
	{
		sink_puts(sink, "<p><b>");
		xml_put_text(sink, writer->infos[i].name, strlen(writer->infos[i].name));
		sink_puts(sink, "</b>: ");
		xml_put_text(sink, writer->infos[i].value, strlen(writer->infos[i].value));
		sink_puts(sink, "</p>\n");
	}
	sink_puts(sink, "<table>\n<thead>\n<tr>");
	for (int i = 0; i < writer->ncolumns; i++)
		put_heading(sink, &writer->columns[i].meta);
	sink_puts(sink, "</tr>\n</thead>\n<tbody>\n");
}

static void
put_row(TableWriter *writer, const Cell *cells)
{
	Sink *sink = writer->sink;

	sink_puts(sink, "<tr>");
	for (int i = 0; i < writer->ncolumns; i++)
	{
		const WriterColumn *column = &writer->columns[i];

		sink_puts(sink,
				  cells[i].null				  ? "<td class=\"n\">"
				  : column->kind == CELL_TEXT ? "<td class=\"t\">"
											  : "<td>");
		if (!cells[i].null)
		{
			writer->scratch->used = 0;
			literal_put(writer->scratch, column, &cells[i]);
			xml_put_text(sink, writer->scratch->buffer, writer->scratch->used);
		}
		sink_puts(sink, "</td>");
	}
	sink_puts(sink, "</tr>\n");
}

static void
end(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	Sink *sink = writer->sink;

	sink_puts(sink, "</tbody>\n</table>\n");
	if (outcome == WRITER_OVERFLOW)
		sink_puts(
			sink,
			"<p><b>The result was cut off at the maximum number of rows.</b></p>\n");
	else if (outcome == WRITER_FAILED)
	{
		sink_puts(sink, "<p><b>The query failed before its end: ");
		xml_put_text(sink, message, strlen(message));
		sink_puts(sink, "</b></p>\n");
	}
	sink_puts(sink, "</body>\n</html>\n");
}

const WriterOps html_ops = {.begin = begin, .row = put_row, .end = end};
