/*
 * vosi_tables_pg.c
 *		/tap/tables and /tap/tables/{name}: what tap_schema shows the caller, as
 *		VODataService 1.1 (VOSI 1.1, section 3.3).
 *
 * The views below tap_schema know tables by Oid, which one table's columns are found by.
 * Tables, columns and keys are read by one query each and merged: columns and keys are
 * sorted by the bytes of their table's name and found by bisection.  A whole document
 * with more columns than COLUMNS_MAX leaves them all out (the standard lets a service
 * choose); clients then ask table by table.
 */
#include "postgres.h"

#include "svc/vosi_tables_pg.h"

#include "miscadmin.h"

#include "svc/rows_pg.h"
#include "svc/service_table_pg.h"
#include "writer/xml_escape.h"

#define TABLES_MAX	100000
#define COLUMNS_MAX 200000
#define NAMESPACES                                                                       \
	" xmlns:vosi=\"http://www.ivoa.net/xml/VOSITables/v1.0\""                            \
	" xmlns:vs=\"http://www.ivoa.net/xml/VODataService/v1.1\""                           \
	" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""

/* $1 is the only table wanted, or NULL; in a name without quotes case does not count. */
#define WANTED(column)                                                                   \
	"($1 IS NULL OR " column " = $1 OR"                                                  \
	" ($1 !~ '\"' AND pg_catalog.lower(" column ") = pg_catalog.lower($1)))"

#define COLUMNS                                                                          \
	"SELECT table_name, column_name, description, unit, ucd, utype, datatype,"           \
	" arraysize, xtype, CASE WHEN indexed THEN 'y' END,"                                 \
	" CASE WHEN principal THEN 'y' END, std::text FROM sky.published_column"

#define TABLES                                                                           \
	"SELECT t.table_name::text, t.table_type::text, t.description::text, t.utype::text," \
	" s.schema_name::text, s.description::text, s.utype::text"                           \
	" FROM tap_schema.tables t JOIN tap_schema.schemas s USING (schema_name)"
#define IN_ORDER " ORDER BY s.schema_index, s.schema_name, t.table_index, t.table_name"

static const char tables_sql[] = TABLES " WHERE " WANTED("t.table_name") IN_ORDER;
static const char user_tables_sql[] =
	TABLES " WHERE s.schema_name IN (SELECT sky.tap_name(u.schema_name)"
		   " FROM sky.user_table u)" IN_ORDER;
static const char columns_sql[] =
	COLUMNS " ORDER BY table_name COLLATE \"C\", column_index, column_name";
static const char table_columns_sql[] =
	COLUMNS " WHERE relid = (SELECT relid FROM sky.published_table WHERE " WANTED(
		"table_name") " LIMIT 1) ORDER BY column_index, column_name";
static const char keys_sql[] =
	"SELECT from_table, key_id, target_table, description, NULL::text, c.a, c.b"
	" FROM sky.published_key, unnest(from_columns, target_columns) AS c (a, b)"
	" WHERE " WANTED("from_table") " ORDER BY from_table COLLATE \"C\", key_id";

typedef struct Document
{
	Sink *sink;
	const char *tables_sql;
	Rows tables;
	Rows columns;
	Rows keys;
	bool brief; /* no columns, no keys */
} Document;

static bool read_detail(const ServiceCall *call, bool *brief, SkyError *err);
static void read_document(Document *document, const char *table);
static bool put_one(Document *document, const char *name, SkyError *err);
static void put_all(Document *document);
static void
put_table(Document *document, uint64 row, const char *open, const char *close);
static void put_column(Document *document, uint64 row);
static void put_keys(Document *document, RowText table);

/* Read and answer; name: of the only table wanted, or NULL. */
static bool
put_document(ServiceCall *call, Document *document, const char *name, SkyError *err)
{
	bool done = true;

	rows_begin();
	read_document(document, name);
	sink_puts(document->sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	if (name != NULL)
		done = put_one(document, name, err);
	else
		put_all(document);
	rows_end();
	service_header(call, "Content-Type", "text/xml; charset=utf-8");
	return done;
}

bool
vosi_tables(ServiceCall *call, SkyError *err)
{
	Document document = {.sink = &call->body, .tables_sql = tables_sql};
	const char *name;

	if (!read_detail(call, &document.brief, err))
		return false;
	if (call->suffix[0] == '\0')
		return put_document(call, &document, NULL, err);
	name = http_decode(call->arena,
					   call->suffix,
					   strlen(call->suffix),
					   false,
					   "the name of the table",
					   err);
	return name != NULL && vosi_put_table(call, name, err);
}

bool
vosi_put_table(ServiceCall *call, const char *name, SkyError *err)
{
	Document document = {.sink = &call->body, .tables_sql = tables_sql};

	return put_document(call, &document, name, err);
}

bool
vosi_put_user_tables(ServiceCall *call)
{
	Document document = {
		.sink = &call->body, .tables_sql = user_tables_sql, .brief = true};

	return put_document(call, &document, NULL, NULL);
}

/* DETAIL=min wants no columns; it is a hint, but a wrong value is told. */
static bool
read_detail(const ServiceCall *call, bool *brief, SkyError *err)
{
	const char *detail;

	if (!http_params_single(&call->params, "DETAIL", &detail, err))
		return false;
	*brief = detail != NULL && pg_strcasecmp(detail, "min") == 0;
	if (detail == NULL || *brief || pg_strcasecmp(detail, "max") == 0)
		return true;
	sky_error(err, SKY_E_BAD_VALUE, -1, "DETAIL \"%s\" is not known", detail);
	return sky_error_hint(err, "Use min or max.");
}

static void
read_document(Document *document, const char *table)
{
	const char *columns = table != NULL ? table_columns_sql : columns_sql;

	document->tables = rows_read(document->tables_sql, table, TABLES_MAX);
	if (document->tables.count == 0)
		return;
	if (!document->brief)
		document->columns = rows_read(columns, table, COLUMNS_MAX + 1);
	document->brief |= document->columns.count > COLUMNS_MAX;
	if (!document->brief)
		document->keys = rows_read(keys_sql, table, COLUMNS_MAX);
}

/* A document of one table. */
static bool
put_one(Document *document, const char *name, SkyError *err)
{
	if (document->tables.count == 0)
	{
		sky_error(err, SKY_E_NOT_FOUND, -1, "there is no table %s", name);
		return sky_error_hint(err, "All tables are at /tap/tables?detail=min.");
	}
	put_table(document, 0, "vosi:table" NAMESPACES, "vosi:table");
	return true;
}

/* A document of all tables, schema by schema. */
static void
put_all(Document *document)
{
	Sink *sink = document->sink;
	const Rows *tables = &document->tables;

	sink_puts(sink, "<vosi:tableset" NAMESPACES ">\n");
	for (uint64 i = 0; i < tables->count; i++)
	{
		RowText schema = row_text(tables, i, 5);

		CHECK_FOR_INTERRUPTS();
		if (i == 0 || !row_text_equal(schema, row_text(tables, i - 1, 5)))
		{
			sink_puts(sink, i == 0 ? "<schema>" : "</schema>\n<schema>");
			row_put_element(sink, "name", schema);
			row_put_element(sink, "description", row_text(tables, i, 6));
			row_put_element(sink, "utype", row_text(tables, i, 7));
			sink_putc(sink, '\n');
		}
		put_table(document, i, "table", "table");
	}
	sink_puts(sink, tables->count > 0 ? "</schema>\n" : "");
	sink_puts(sink, "</vosi:tableset>\n");
}

/* The first of the rows whose first column is not less than name, by bytes. */
static uint64
first_row(const Rows *rows, RowText name)
{
	uint64 low = 0;
	uint64 high = rows->count;

	while (low < high)
	{
		uint64 middle = low + (high - low) / 2;
		RowText text = row_text(rows, middle, 1);
		int order = memcmp(text.bytes, name.bytes, Min(text.length, name.length));

		if (order < 0 || (order == 0 && text.length < name.length))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* One table, in an element whose tags are given. */
static void
put_table(Document *document, uint64 row, const char *open, const char *close)
{
	Sink *sink = document->sink;
	const Rows *tables = &document->tables;
	const Rows *columns = &document->columns;
	RowText name = row_text(tables, row, 1);

	sink_printf(sink, "<%s type=\"", open);
	row_put(sink, row_text(tables, row, 2));
	sink_puts(sink, "\">");
	row_put_element(sink, "name", name);
	row_put_element(sink, "description", row_text(tables, row, 3));
	row_put_element(sink, "utype", row_text(tables, row, 4));
	if (!document->brief)
	{
		for (uint64 i = first_row(columns, name);
			 i < columns->count && row_text_equal(row_text(columns, i, 1), name);
			 i++)
			put_column(document, i);
		put_keys(document, name);
	}
	sink_printf(sink, "</%s>\n", close);
}

static void
put_column(Document *document, uint64 row)
{
	static const char *const elements[] = {"name", "description", "unit", "ucd", "utype"};
	Sink *sink = document->sink;
	const Rows *columns = &document->columns;

	CHECK_FOR_INTERRUPTS();
	sink_puts(sink, "\n<column");
	row_put_attribute(sink, "std", row_text(columns, row, 12));
	sink_putc(sink, '>');
	for (int i = 0; i < lengthof(elements); i++)
		row_put_element(sink, elements[i], row_text(columns, row, 2 + i));
	sink_puts(sink, "<dataType xsi:type=\"vs:VOTableType\"");
	row_put_attribute(sink, "arraysize", row_text(columns, row, 8));
	row_put_attribute(sink, "extendedType", row_text(columns, row, 9));
	sink_putc(sink, '>');
	row_put(sink, row_text(columns, row, 7));
	sink_puts(sink, "</dataType>");
	if (row_text(columns, row, 10).bytes != NULL)
		sink_puts(sink, "<flag>indexed</flag>");
	if (row_text(columns, row, 11).bytes != NULL)
		sink_puts(sink, "<flag>principal</flag>");
	sink_puts(sink, "</column>");
}

/* End the key whose columns were rows up to, not including, row. */
static void
put_key_tail(Document *document, uint64 row)
{
	row_put_element(document->sink, "description", row_text(&document->keys, row - 1, 4));
	row_put_element(document->sink, "utype", row_text(&document->keys, row - 1, 5));
	sink_puts(document->sink, "</foreignKey>");
}

/* The foreign keys of a table: one row for each pair of columns. */
static void
put_keys(Document *document, RowText table)
{
	Sink *sink = document->sink;
	const Rows *keys = &document->keys;
	uint64 first = first_row(keys, table);
	uint64 i;

	for (i = first; i < keys->count && row_text_equal(row_text(keys, i, 1), table); i++)
	{
		RowText key = row_text(keys, i, 2);

		if (i == first || !row_text_equal(key, row_text(keys, i - 1, 2)))
		{
			if (i > first)
				put_key_tail(document, i);
			sink_puts(sink, "\n<foreignKey>");
			row_put_element(sink, "targetTable", row_text(keys, i, 3));
		}
		sink_puts(sink, "<fkColumn>");
		row_put_element(sink, "fromColumn", row_text(keys, i, 6));
		row_put_element(sink, "targetColumn", row_text(keys, i, 7));
		sink_puts(sink, "</fkColumn>");
	}
	if (i > first)
		put_key_tail(document, i);
}
