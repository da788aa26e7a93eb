/*
 * table_service_pg.c
 *		Services for rows of tables: sky.table_service, kept at hand, and the descriptors
 *		of those that take columns of a result (DataLink 1.1, section 4).
 */
#include "postgres.h"

#include "svc/table_service_pg.h"

#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/memutils.h"

#include "base/export_pg.h"
#include "base/owner_pg.h"
#include "writer/sink_pg.h"
#include "writer/xml_escape.h"

/* The columns of the query, all texts. */
enum
{
	SERVICE_NAME,
	SERVICE_TABLE,
	SERVICE_DESCRIPTION,
	SERVICE_URL,
	SERVICE_STANDARD,
	PARAM_NAME,
	PARAM_COLUMN,
	PARAM_VALUE,
	PARAM_OPTIONS, /* elements of XML */
	PARAM_DATATYPE,
	PARAM_ARRAYSIZE,
	PARAM_XTYPE,
	PARAM_UNIT,
	PARAM_UCD,
	PARAM_DESCRIPTION,
	ROW_CELLS
};

static const char query[] =
	"SELECT s.name, s.table_name, s.description, s.access_url, s.standard_id, p.name,"
	" p.column_name, p.value, (SELECT string_agg(xmlelement(name \"OPTION\","
	" xmlattributes(o AS value))::text, '' ORDER BY i)"
	" FROM unnest(p.options) WITH ORDINALITY AS u(o, i)),"
	" p.datatype, coalesce(p.arraysize, CASE p.datatype WHEN 'char' THEN '*' END),"
	" p.xtype, p.unit, p.ucd, p.description"
	" FROM sky.table_service s JOIN sky.table_service_param p ON p.service = s.name"
	" ORDER BY s.name COLLATE \"C\" DESC, p.param_index NULLS LAST, p.name COLLATE \"C\"";

/* A parameter of a service; those of a service follow each other. */
typedef struct ServiceRow
{
	const char *cells[ROW_CELLS]; /* NULL: nothing there */
} ServiceRow;

static ServiceRow *rows;
static int nrows;
static bool is_read;
static bool is_watched;
static uint64 changes; /* counted, so that one while they are read is noticed */
static Oid relation;   /* sky.table_service */
static MemoryContext context;

static void
relation_changed(Datum arg, Oid relid)
{
	if (relid != relation && OidIsValid(relid))
		return;
	is_read = false;
	changes++;
}

/* Read the tables, as their owner, with a snapshot not older than the last change. */
static void
read_rows(void)
{
	OwnerScope owner;
	uint64 before = changes;

	if (context == NULL)
		context = AllocSetContextCreate(
			TopMemoryContext, "sky services of tables", ALLOCSET_SMALL_SIZES);
	if (!is_watched)
		CacheRegisterRelcacheCallback(relation_changed, (Datum) 0);
	is_watched = true;
	MemoryContextReset(context);
	nrows = 0;
	relation = owner_relation("table_service");
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	owner = owner_begin();
	if (SPI_execute(query, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "the services of tables could not be read");
	rows = MemoryContextAllocZero(context, Max(SPI_processed, 1) * sizeof(ServiceRow));
	for (uint64 i = 0; i < SPI_processed; i++, nrows++)
		for (int k = 0; k < ROW_CELLS; k++)
		{
			char *cell =
				SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, k + 1);

			rows[nrows].cells[k] =
				cell != NULL ? MemoryContextStrdup(context, cell) : NULL;
		}
	owner_end(&owner);
	SPI_finish();
	is_read = changes == before;
}

/* The column of the result that is the parameter's, or NULL. */
static const SkyColumn *
find_column(const ServiceRow *row, const SkyColumn *columns, int ncolumns)
{
	for (int i = 0; i < ncolumns; i++)
		if (columns[i].table != NULL &&
			pg_strcasecmp(columns[i].column, row->cells[PARAM_COLUMN]) == 0 &&
			pg_strcasecmp(columns[i].table, row->cells[SERVICE_TABLE]) == 0)
			return &columns[i];
	return NULL;
}

/* Does the result have what the service takes, of at least one column? */
static bool
is_served(const ServiceRow *first, int count, const SkyColumn *columns, int ncolumns)
{
	bool is_some = false;

	for (int i = 0; i < count; i++)
	{
		if (first[i].cells[PARAM_COLUMN] == NULL)
			continue;
		if (find_column(&first[i], columns, ncolumns) == NULL)
			return false;
		is_some = true;
	}
	return is_some;
}

static void
put_text_param(Sink *sink, const char *name, const char *value)
{
	if (value == NULL)
		return;
	sink_printf(sink, "<PARAM name=\"%s\" datatype=\"char\" arraysize=\"*\"", name);
	xml_put_attribute(sink, "value", value);
	sink_puts(sink, "/>\n");
}

static void
put_param(Sink *sink, const ServiceRow *row, const SkyColumn *column)
{
	const char *const *cells = row->cells;
	const char *value = cells[PARAM_VALUE];

	sink_puts(sink, "<PARAM");
	xml_put_attribute(sink, "name", cells[PARAM_NAME]);
	xml_put_attribute(sink, "ucd", cells[PARAM_UCD]);
	xml_put_attribute(sink, "unit", cells[PARAM_UNIT]);
	xml_put_attribute(
		sink, "datatype", column != NULL ? column->datatype : cells[PARAM_DATATYPE]);
	xml_put_attribute(
		sink, "arraysize", column != NULL ? column->arraysize : cells[PARAM_ARRAYSIZE]);
	xml_put_attribute(sink, "xtype", column != NULL ? column->xtype : cells[PARAM_XTYPE]);
	if (column != NULL)
		xml_put_attribute(sink, "ref", column->name);
	sink_puts(sink, " value=\"");
	if (value != NULL)
		xml_put_value(sink, value, strlen(value));
	sink_puts(sink, "\">");
	if (cells[PARAM_DESCRIPTION] != NULL)
		xml_put_element(sink,
						"DESCRIPTION",
						cells[PARAM_DESCRIPTION],
						strlen(cells[PARAM_DESCRIPTION]));
	if (cells[PARAM_OPTIONS] != NULL)
		sink_printf(sink, "<VALUES>%s</VALUES>", cells[PARAM_OPTIONS]);
	sink_puts(sink, "</PARAM>\n");
}

static void
put_service(Sink *sink, const ServiceRow *first, const char *base_url)
{
	const char *const *cells = first->cells;
	const char *url = cells[SERVICE_URL];

	sink_puts(sink, "<RESOURCE type=\"meta\" utype=\"adhoc:service\"");
	xml_put_attribute(sink, "name", cells[SERVICE_NAME]);
	sink_puts(sink, ">\n");
	xml_put_element(sink,
					"DESCRIPTION",
					cells[SERVICE_DESCRIPTION],
					strlen(cells[SERVICE_DESCRIPTION]));
	sink_putc(sink, '\n');
	put_text_param(sink, "standardID", cells[SERVICE_STANDARD]);
	put_text_param(
		sink, "accessURL", url[0] == '/' ? psprintf("%s%s", base_url, url) : url);
	sink_puts(sink, "<GROUP name=\"inputParams\">\n");
}

const char *
table_services_put(Arena *arena,
				   const char *base_url,
				   const SkyColumn *columns,
				   int ncolumns,
				   const char *others)
{
	Sink sink;

	if (!is_read)
		read_rows();
	memory_sink_init(&sink);
	for (int i = 0, count; i < nrows; i += count)
	{
		for (count = 1; i + count < nrows; count++)
			if (strcmp(rows[i].cells[SERVICE_NAME],
					   rows[i + count].cells[SERVICE_NAME]) != 0)
				break;
		if (!is_served(&rows[i], count, columns, ncolumns))
			continue;
		put_service(&sink, &rows[i], base_url);
		for (int k = i; k < i + count; k++)
			put_param(&sink,
					  &rows[k],
					  rows[k].cells[PARAM_COLUMN] != NULL
						  ? find_column(&rows[k], columns, ncolumns)
						  : NULL);
		sink_puts(&sink, "</GROUP>\n</RESOURCE>\n");
	}
	if (others != NULL)
		sink_puts(&sink, others);
	return sink.used > 0 ? arena_strndup(arena, sink.buffer, sink.used) : NULL;
}

/* After a change of these tables: every session reads them again. */
SKY_FUNCTION(table_service_changed)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("sky.table_service_changed is a trigger of sky.table_service")));
	CacheInvalidateRelcacheByRelid(owner_relation("table_service"));
	return PointerGetDatum(NULL);
}
