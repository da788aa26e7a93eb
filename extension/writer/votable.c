/*
 * votable.c
 *		The VOTable document: head, fields, tail, error document (VOTable 1.5; DALI 1.1
 *		section 5.4).
 */
#include "writer/votable.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/table.h"
#include "writer/xml_escape.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char *const versions[] = {"1.3", "1.4", "1.5"};

static const char *const rows_elements[] = {
	[VOTABLE_TABLEDATA] = "TABLEDATA",
	[VOTABLE_BINARY] = "BINARY",
	[VOTABLE_BINARY2] = "BINARY2",
};

bool
votable_version_is_known(const char *version)
{
	for (size_t i = 0; i < SKY_LENGTH(versions); i++)
		if (strcmp(version, versions[i]) == 0)
			return true;
	return false;
}

int64_t
votable_null(CellKind kind)
{
	/* Next to the least, because the least itself is seen more often in real data. */
	switch (kind)
	{
		case CELL_BYTE:
			return 0;
		case CELL_INT16:
			return INT16_MIN + 1;
		case CELL_INT32:
			return INT32_MIN + 1;
		default:
			return INT64_MIN + 1;
	}
}

size_t
votable_fixed_count(const WriterColumn *column)
{
	const char *at = column->meta.arraysize;
	size_t count = 1;

	if (!column->array || column->count > 0)
		return column->count;
	if (at == NULL || at[0] < '0' || at[0] > '9')
		return 0;
	while (*at != '\0')
	{
		char *end;
		unsigned long n = strtoul(at, &end, 10);

		if (end == at || n == 0 || n > 65536 || count > 65536 ||
			(*end != '\0' && *end != 'x'))
			return 0;
		count *= n;
		at = *end == 'x' ? end + 1 : end;
	}
	return count;
}

void
votable_refuse_null(TableWriter *writer, int column)
{
	CellKind kind = writer->columns[column].kind;
	char why[96] = "the value ";
	size_t length = strlen(why);

	length += number_put_int64(why + length, votable_null(kind));
	strcpy(why + length, " stands for NULL there");
	writer_refuse(writer,
				  column,
				  why,
				  writer->columns[column].array
					  ? "Cast the array to one of a wider type."
					  : "Use the format votable, which marks NULL apart.");
}

static void
put_info(Sink *sink, const char *name, const char *value, const char *text)
{
	sink_puts(sink, "<INFO");
	xml_put_attribute(sink, "name", name);
	sink_puts(sink, " value=\"");
	xml_put_value(sink, value, strlen(value));
	if (text == NULL)
	{
		sink_puts(sink, "\"/>\n");
		return;
	}
	sink_puts(sink, "\">");
	xml_put_text(sink, text, strlen(text));
	sink_puts(sink, "</INFO>\n");
}

/* From the XML declaration to the INFOs of the one RESOURCE. */
static void
put_resource(Sink *sink, const char *version, const WriterInfo *infos, int ninfos)
{
	sink_puts(sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<VOTABLE");
	xml_put_attribute(sink, "version", version != NULL ? version : "1.4");
	sink_puts(sink,
			  " xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n"
			  "<RESOURCE type=\"results\">\n");
	for (int i = 0; i < ninfos; i++)
		put_info(sink, infos[i].name, infos[i].value, infos[i].text);
}

/* A document without a table. */
static void
put_document(Sink *sink,
			 const char *version,
			 const WriterInfo *status,
			 const WriterInfo *infos,
			 int ninfos)
{
	put_resource(sink, version, status, 1);
	for (int i = 0; i < ninfos; i++)
		put_info(sink, infos[i].name, infos[i].value, infos[i].text);
	sink_puts(sink, "</RESOURCE>\n</VOTABLE>\n");
}

void
votable_error_document(Sink *sink,
					   const char *version,
					   const char *message,
					   const WriterInfo *infos,
					   int ninfos)
{
	WriterInfo status = {"QUERY_STATUS", "ERROR", message};

	put_document(sink, version, &status, infos, ninfos);
}

void
votable_info_document(Sink *sink, const WriterInfo *infos, int ninfos)
{
	static const WriterInfo status = {"QUERY_STATUS", "OK", NULL};

	put_document(sink, NULL, &status, infos, ninfos);
}

/* No bound such as "32*": Astropy refuses one on unicodeChar. */
static const char *
text_arraysize(const WriterColumn *column, char *fixed)
{
	if (column->length == 0)
		return "*";
	fixed[number_put_int64(fixed, (int64_t) column->length)] = '\0';
	return fixed;
}

static const char *
array_arraysize(const WriterColumn *column, char *fixed)
{
	if (column->count > 0)
	{
		fixed[number_put_int64(fixed, (int64_t) column->count)] = '\0';
		return fixed;
	}
	return votable_fixed_count(column) > 0 ? column->meta.arraysize : "*";
}

/*
 * The xtype of a field, without what validators up to VOTable 1.4 do not bear: json, moc
 * and uuid came with DALI 1.2 (of a MOC a name of our own tells sky.load), and STILTS 3.4
 * misreads binary rows with polygons of varying size if it is told that they are some.
 */
static const char *
field_xtype(const WriterColumn *column, VotableRows rows, bool modern)
{
	const char *xtype = column->meta.xtype;

	if (modern || xtype == NULL)
		return xtype;
	if (strcmp(xtype, "uuid") == 0 || strcmp(xtype, "json") == 0)
		return NULL;
	if (strcmp(xtype, "moc") == 0)
		return "pgsky:moc";
	if (rows != VOTABLE_TABLEDATA && strcmp(xtype, "polygon") == 0 &&
		votable_fixed_count(column) == 0)
		return NULL;
	return xtype;
}

/* Can the name of a field be the ID of an XML element as well? */
static bool
is_xml_id(const char *name)
{
	return strspn(name, LETTERS "_") > 0 &&
		   name[strspn(name, LETTERS "_0123456789.-")] == '\0';
}

static void
put_field(const TableWriter *writer, const WriterColumn *column, VotableRows rows)
{
	Sink *sink = writer->sink;
	bool modern = writer->version != NULL && strcmp(writer->version, "1.5") == 0;
	const SkyColumn *meta = &column->meta;
	char fixed[NUMBER_TEXT_MAX + 1];
	bool magic = cell_kind_is_integer(column->kind) && column->kind != CELL_BYTE &&
				 (column->array || rows == VOTABLE_BINARY);
	bool described = meta->description != NULL && meta->description[0] != '\0';

	sink_puts(sink, "<FIELD");
	if (writer->appendix != NULL && is_xml_id(meta->name))
		xml_put_attribute(sink, "ID", meta->name);
	sink_puts(sink, " name=\"");
	xml_put_value(sink, meta->name, strlen(meta->name));
	sink_putc(sink, '"');
	xml_put_attribute(sink, "datatype", writer_column_datatype(column));
	if (column->kind == CELL_TEXT)
		xml_put_attribute(sink, "arraysize", text_arraysize(column, fixed));
	else if (column->array)
		xml_put_attribute(sink, "arraysize", array_arraysize(column, fixed));
	xml_put_attribute(sink, "xtype", field_xtype(column, rows, modern));
	xml_put_attribute(sink, "unit", meta->unit);
	xml_put_attribute(sink, "ucd", meta->ucd);
	xml_put_attribute(sink, "utype", meta->utype);
	if (!described && !magic)
	{
		sink_puts(sink, "/>\n");
		return;
	}
	sink_putc(sink, '>');
	if (described)
	{
		sink_puts(sink, "<DESCRIPTION>");
		xml_put_text(sink, meta->description, strlen(meta->description));
		sink_puts(sink, "</DESCRIPTION>");
	}
	if (magic)
	{
		fixed[number_put_int64(fixed, votable_null(column->kind))] = '\0';
		sink_puts(sink, "<VALUES null=\"");
		sink_puts(sink, fixed);
		sink_puts(sink, "\"/>");
	}
	sink_puts(sink, "</FIELD>\n");
}

void
votable_put_head(TableWriter *writer, VotableRows rows)
{
	Sink *sink = writer->sink;
	WriterInfo status = {"QUERY_STATUS", "OK", NULL};

	put_resource(sink, writer->version, &status, 1);
	for (int i = 0; i < writer->ninfos; i++)
		put_info(
			sink, writer->infos[i].name, writer->infos[i].value, writer->infos[i].text);
	if (writer->preface != NULL)
		sink_puts(sink, writer->preface);
	sink_puts(sink, "<TABLE>\n");
	for (int i = 0; i < writer->ncolumns; i++)
		put_field(writer, &writer->columns[i], rows);
	sink_puts(sink, "<DATA>\n<");
	sink_puts(sink, rows_elements[rows]);
	sink_puts(sink,
			  rows == VOTABLE_TABLEDATA ? ">\n" : ">\n<STREAM encoding=\"base64\">\n");
}

void
votable_put_tail(TableWriter *writer,
				 VotableRows rows,
				 WriterOutcome outcome,
				 const char *message)
{
	Sink *sink = writer->sink;

	if (rows != VOTABLE_TABLEDATA)
		sink_puts(sink, "</STREAM>\n");
	sink_puts(sink, "</");
	sink_puts(sink, rows_elements[rows]);
	sink_puts(sink, ">\n</DATA>\n</TABLE>\n");
	if (outcome == WRITER_OVERFLOW)
		put_info(sink,
				 "QUERY_STATUS",
				 "OVERFLOW",
				 "The result was cut off at the maximum number of rows.");
	else if (outcome == WRITER_FAILED)
		put_info(sink, "QUERY_STATUS", "ERROR", message);
	sink_puts(sink, "</RESOURCE>\n");
	if (writer->appendix != NULL)
		sink_puts(sink, writer->appendix);
	sink_puts(sink, "</VOTABLE>\n");
}
