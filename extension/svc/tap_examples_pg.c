/*
 * tap_examples_pg.c
 *		/tap/examples: queries to begin with (DALI 1.1, section 2.3;
 *		TAP 1.1, section 2.6).
 *
 * Well-formed XML with RDFa Lite: clients read the properties, people the rest.
 */
#include "postgres.h"

#include "svc/page_pg.h"
#include "svc/service_table_pg.h"

bool
tap_examples(ServiceCall *call, SkyError *err)
{
	Sink *sink = &call->body;
	Rows examples;

	rows_begin();
	examples = page_examples();
	page_begin(call, "Examples", " vocab=\"http://www.ivoa.net/rdf/examples#\"");
	for (uint64 i = 0; i < examples.count; i++)
	{
		sink_printf(sink,
					"<div typeof=\"example\" id=\"example%d\" resource=\"#example%d\">\n"
					"<h2 property=\"name\">",
					(int) i + 1,
					(int) i + 1);
		row_put(sink, row_text(&examples, i, 1));
		sink_puts(sink, "</h2>\n<p>");
		row_put(sink, row_text(&examples, i, 2));
		sink_puts(sink, "</p>\n<pre property=\"query\">");
		row_put(sink, row_text(&examples, i, 3));
		sink_puts(sink, "</pre>\n</div>\n");
	}
	page_end(call);
	rows_end();
	return true;
}
