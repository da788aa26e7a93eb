/*
 * tap_functions_pg.c
 *		/tap/functions: what a query may call, for people.  It is the table of functions,
 *		written out.
 */
#include "postgres.h"

#include "adql/function_table.h"
#include "svc/page_pg.h"
#include "svc/service_table_pg.h"
#include "writer/xml_escape.h"

static void put_family(Sink *sink, const AdqlFamily *family, size_t number);
static void put_clauses(Sink *sink);

bool
tap_functions(ServiceCall *call, SkyError *err)
{
	Sink *sink = &call->body;
	const AdqlFamily *family;

	page_begin(call, "Functions of ADQL", "");
	sink_puts(sink,
			  "<p>What a query may call: its form, an example, and what it gives. Names "
			  "are taken in any case. What ADQL does not have is taken all the same; "
			  "other archives may not do that.</p>\n<ul>\n");
	for (size_t i = 0; (family = adql_function_family(i)) != NULL; i++)
		sink_printf(sink, "<li><a href=\"#family%zu\">%s</a></li>\n", i, family->title);
	sink_puts(sink, "</ul>\n");
	for (size_t i = 0; (family = adql_function_family(i)) != NULL; i++)
		put_family(sink, family, i);
	put_clauses(sink);
	page_end(call);
	return true;
}

static void
put_text(Sink *sink, const char *before, const char *text, const char *after)
{
	sink_puts(sink, before);
	xml_put_text(sink, text, strlen(text));
	sink_puts(sink, after);
}

static void
put_function(Sink *sink, const AdqlFunction *row)
{
	char form[ADQL_SIGNATURE_MAX];

	adql_function_signature(row, form, sizeof(form));
	put_text(sink, "<tr><td><b><code>", form, "</code></b><br/>");
	put_text(sink, "<code>", row->example, "</code></td><td>");
	put_text(sink, "", row->doc, "");
	if (row->instead != NULL && row->instead[0] != '\0')
		put_text(sink, " ADQL has <code>", row->instead, "</code> instead.");
	put_text(sink, " <i>", row->origin, "</i></td></tr>\n");
}

static void
put_family(Sink *sink, const AdqlFamily *family, size_t number)
{
	sink_printf(sink, "<h2 id=\"family%zu\">%s</h2>\n<table>\n", number, family->title);
	for (size_t i = 0; i < family->count; i++)
		put_function(sink, &family->rows[i]);
	sink_puts(sink, "</table>\n");
}

/* The optional features that are no functions. */
static void
put_clauses(Sink *sink)
{
	const AdqlClause *clause;

	sink_puts(sink, "<h2>Optional clauses</h2>\n<table>\n");
	for (size_t i = 0; (clause = adql_clause(i)) != NULL; i++)
	{
		put_text(sink, "<tr><td><code>", clause->form, "</code></td><td>");
		put_text(sink, "", clause->doc, " <i>ADQL 2.1</i></td></tr>\n");
	}
	sink_puts(sink, "</table>\n");
}
