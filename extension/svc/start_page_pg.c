/*
 * start_page_pg.c
 *		/ and /tap: what this archive is, for people with a browser.
 */
#include "postgres.h"

#include "svc/page_pg.h"
#include "svc/scs_pg.h"
#include "svc/service_table_pg.h"
#include "writer/format_table.h"
#include "writer/xml_escape.h"

#define TABLES_SHOWN 200

/* The comment of the database is how a DBA introduces his archive. */
static const char introduction_sql[] =
	"SELECT pg_catalog.shobj_description(oid, 'pg_database')"
	" FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()";
static const char tables_sql[] =
	"SELECT t.table_name::text, t.description::text"
	" FROM tap_schema.tables t JOIN tap_schema.schemas s USING (schema_name)"
	" ORDER BY t.schema_name = 'tap_schema', s.schema_index, s.schema_name,"
	" t.table_index, t.table_name";

/* The ways to ask, with the address of the service in place of %1$s. */
static const char clients[] =
	"<h2>From programs</h2>\n"
	"<p>curl:</p>\n"
	"<pre>curl %1$s/tap/sync --data-urlencode FORMAT=csv "
	"--data-urlencode 'QUERY=SELECT * FROM tap_schema.tables'</pre>\n"
	"<p>Python, with PyVO:</p>\n"
	"<pre>import pyvo\n"
	"service = pyvo.dal.TAPService(\"%1$s/tap\")\n"
	"print(service.search(\"SELECT * FROM tap_schema.tables\"))</pre>\n"
	"<p>TOPCAT: menu VO, Table Access Protocol, then as TAP URL:</p>\n"
	"<pre>%1$s/tap</pre>\n"
	"<p>STILTS:</p>\n"
	"<pre>stilts tapquery sync=true tapurl=%1$s/tap "
	"adql='SELECT * FROM tap_schema.tables'</pre>\n"
	"<p>By parameters instead of queries: <a href=\"/sia/query\">images and cubes</a> "
	"(SIA 2.0), <a href=\"/ssa\">spectra</a> (SSA 1.1), and cone searches (SCS 1.03) of the "
	"tables above.</p>\n"
	"<p><a href=\"/account\">Your account</a>, <a href=\"/tap/examples\">examples</a>, "
	"<a href=\"/tap/functions\">functions</a>, "
	"<a href=\"/tap/tables\">all tables and columns</a> (XML), "
	"<a href=\"/capabilities\">capabilities</a> (XML), "
	"<a href=\"/tap/availability\">availability</a> (XML).</p>\n";

static void put_form(Sink *sink, const Rows *examples);
static void put_tables(ServiceCall *call, const Rows *tables);
static void put_clients(ServiceCall *call);

bool
start_page(ServiceCall *call, SkyError *err)
{
	Sink *sink = &call->body;
	Rows introduction;
	Rows tables;
	Rows examples;

	rows_begin();
	introduction = rows_read(introduction_sql, NULL, 1);
	tables = rows_read(tables_sql, NULL, TABLES_SHOWN + 1);
	examples = page_examples(0, 1);

	page_begin(call, "An astronomical archive", "");
	sink_puts(sink, "<p>");
	if (introduction.count > 0 && row_text(&introduction, 0, 1).length > 0)
		row_put(sink, row_text(&introduction, 0, 1));
	else
		sink_puts(sink,
				  "Tables about the sky, to be asked in ADQL through the Table Access "
				  "Protocol (TAP) of the International Virtual Observatory Alliance.");
	sink_puts(sink, "</p>\n");
	put_form(sink, &examples);
	put_tables(call, &tables);
	put_clients(call);
	page_end(call);
	rows_end();
	return true;
}

/* A form that a browser sends without any script. */
static void
put_form(Sink *sink, const Rows *examples)
{
	int count;
	const TableFormat *formats = table_format_list(&count);

	sink_puts(sink,
			  "<form action=\"/tap/sync\" method=\"post\" "
			  "enctype=\"multipart/form-data\">\n"
			  "<p><label for=\"query\">Ask in ADQL:</label></p>\n"
			  "<textarea id=\"query\" name=\"QUERY\" rows=\"6\" cols=\"80\">\n");
	if (examples->count > 0)
		row_put(sink, row_text(examples, 0, 3));
	sink_puts(sink, "</textarea>\n<p><label>as <select name=\"RESPONSEFORMAT\">");
	for (int i = 0; i < count; i++)
	{
		const TableFormat *format = &formats[i];

		if (!format->internal)
			sink_printf(sink,
						"<option value=\"%s\"%s>%s</option>",
						format->name,
						strcmp(format->name, "html") == 0 ? " selected=\"selected\"" : "",
						format->description);
	}
	sink_puts(sink,
			  "</select></label>\n"
			  "<label>at most <input name=\"MAXREC\" value=\"1000\" size=\"8\"/> rows"
			  "</label>\n<input type=\"hidden\" name=\"LANG\" value=\"ADQL\"/>"
			  "<button type=\"submit\">Run</button></p>\n</form>\n");
}

/* Where a table with a position is searched by cone. */
static void
put_cone_search(ServiceCall *call, RowText name)
{
	const char *path =
		scs_path(call, arena_strndup(call->arena, name.bytes, name.length));

	if (path == NULL)
		return;
	sink_puts(&call->body, "<a");
	xml_put_attribute(&call->body, "href", path);
	sink_puts(&call->body, ">cone search</a>");
}

static void
put_tables(ServiceCall *call, const Rows *tables)
{
	Sink *sink = &call->body;

	sink_puts(sink, "<h2>Tables</h2>\n<div class=\"wide\"><table>\n");
	for (uint64 i = 0; i < Min(tables->count, TABLES_SHOWN); i++)
	{
		sink_puts(sink, "<tr><td><code>");
		row_put(sink, row_text(tables, i, 1));
		sink_puts(sink, "</code></td><td>");
		row_put(sink, row_text(tables, i, 2));
		sink_puts(sink, "</td><td>");
		put_cone_search(call, row_text(tables, i, 1));
		sink_puts(sink, "</td></tr>\n");
	}
	sink_puts(sink, "</table></div>\n");
	if (tables->count > TABLES_SHOWN)
		sink_puts(sink, "<p>There are more: ask <code>tap_schema.tables</code>.</p>\n");
}

static void
put_clients(ServiceCall *call)
{
	const char *base = request_base_url(&call->request, call->arena);
	size_t start = call->body.used;
	const char *escaped;

	xml_put_value(&call->body, base, strlen(base));
	escaped =
		arena_strndup(call->arena, call->body.buffer + start, call->body.used - start);
	call->body.used = start;
	sink_printf(&call->body, clients, escaped);
}
