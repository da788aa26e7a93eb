/*
 * tap_examples_pg.c
 *		/tap/examples: queries to begin with (DALI 1.1, section 2.3;
 *		TAP 1.1, section 2.6).
 *
 * Well-formed XML with RDFa Lite: clients read the properties, people the rest.  What
 * does not compile for this client is left out: he may not see all tables.
 */
#include "postgres.h"

#include "nodes/value.h"

#include "adql/catalog.h"
#include "adql/catalog_pg.h"
#include "adql/settings_pg.h"
#include "publish/published_read_pg.h"
#include "svc/page_pg.h"
#include "svc/service_table_pg.h"
#include "writer/xml_escape.h"

#define ON_A_PAGE 50

/* A catalogue over what is published that keeps a list of the tables a query names. */
static const CatalogTable *
find_and_note(const Catalog *catalog,
			  Arena *arena,
			  CatalogName schema,
			  CatalogName table,
			  int *matches)
{
	List **tables = catalog->state;
	const CatalogTable *found =
		catalog_published.find_table(&catalog_published, arena, schema, table, matches);

	if (found != NULL)
		*tables = list_append_unique(
			*tables,
			makeString(published_tap_name(found->schema_name, found->table_name)));
	return found;
}

/* Does the query compile?  *tables: those it names, of String. */
static bool
compiles(const char *query, Arena *arena, List **tables)
{
	AdqlOptions options = adql_settings(ADQL_LENIENT);
	Catalog catalog = catalog_published;
	AdqlResult result;
	SkyError err = {0};

	*tables = NIL;
	catalog.find_table = find_and_note;
	catalog.state = tables;
	return adql_compile(query, &options, &catalog, arena, &result, &err);
}

static void
put_example(Sink *sink, const Rows *examples, uint64 row, long number, const List *tables)
{
	ListCell *cell;

	sink_printf(sink,
				"<div typeof=\"example\" id=\"example%ld\" resource=\"#example%ld\">\n"
				"<h2 property=\"name\">",
				number,
				number);
	row_put(sink, row_text(examples, row, 1));
	sink_puts(sink, "</h2>\n<p>");
	row_put(sink, row_text(examples, row, 2));
	sink_puts(sink, "</p>\n<pre property=\"query\">");
	row_put(sink, row_text(examples, row, 3));
	sink_puts(sink, "</pre>\n<p>");
	foreach (cell, tables)
	{
		const char *name = strVal(lfirst(cell));

		sink_puts(sink, cell == list_head(tables) ? "Tables: " : ", ");
		sink_puts(sink, "<code property=\"table\">");
		row_put(sink, (RowText){name, strlen(name)});
		sink_puts(sink, "</code>");
	}
	sink_puts(sink, "</p>\n</div>\n");
}

/* FIRST: the number of examples before this page. */
static bool
read_first(const HttpParams *params, long *first, SkyError *err)
{
	const char *text;

	*first = 0;
	if (!http_params_single(params, "FIRST", &text, err))
		return false;
	if (text == NULL)
		return true;
	*first = strtol(text, NULL, 10);
	if (text[0] != '\0' && strlen(text) < 10 && text[strspn(text, "0123456789")] == '\0')
		return true;
	return sky_error(
		err, SKY_E_BAD_VALUE, -1, "FIRST \"%.40s\" is not a number of examples", text);
}

/* Where the rest is: an address, so that it is the same whatever the client resolves. */
static void
put_continuation(ServiceCall *call, long first)
{
	const char *base = request_base_url(&call->request, call->arena);

	sink_puts(&call->body, "<p><a property=\"continuation\" href=\"");
	xml_put_value(&call->body, base, strlen(base));
	sink_printf(&call->body, "/tap/examples?FIRST=%ld\">More examples</a></p>\n", first);
}

bool
tap_examples(ServiceCall *call, SkyError *err)
{
	Sink *sink = &call->body;
	Rows examples;
	long first;

	if (!read_first(&call->params, &first, err))
		return false;
	rows_begin();
	examples = page_examples(first, ON_A_PAGE + 1);
	page_begin(call, "Examples", " vocab=\"http://www.ivoa.net/rdf/examples#\"");
	for (uint64 i = 0; i < Min(examples.count, ON_A_PAGE); i++)
	{
		RowText query = row_text(&examples, i, 3);
		List *tables;

		if (compiles(arena_strndup(call->arena, query.bytes, query.length),
					 call->arena,
					 &tables))
			put_example(sink, &examples, i, first + (long) i + 1, tables);
	}
	if (examples.count > ON_A_PAGE)
		put_continuation(call, first + ON_A_PAGE);
	page_end(call);
	rows_end();
	return true;
}
