/*
 * discovery_describe_pg.c
 *		What discovery services say of themselves, and of services that go on from their
 *		answers (DataLink 1.1, section 4; SIA 2.0, sections 3.1.1 and 3.1.2; SSA 1.1,
 *		section 6.1).
 */
#include "postgres.h"

#include "svc/accept.h"
#include "svc/discovery_pg.h"
#include "svc/page_pg.h"
#include "svc/rows_pg.h"
#include "writer/sink_pg.h"
#include "writer/xml_escape.h"

#define VALUES_MAX 100 /* of a parameter; of more none is told */

static void
begin_param(Sink *sink, const SkyColumn *meta, const char *prefix)
{
	sink_printf(sink, "<PARAM name=\"%s%s\"", prefix, meta->name);
	xml_put_attribute(sink, "datatype", meta->datatype);
	xml_put_attribute(sink, "arraysize", meta->arraysize);
	xml_put_attribute(sink, "xtype", meta->xtype);
	xml_put_attribute(sink, "unit", meta->unit);
	xml_put_attribute(sink, "ucd", meta->ucd);
	sink_puts(sink, " value=\"\">");
	if (meta->description != NULL)
		xml_put_element(
			sink, "DESCRIPTION", meta->description, strlen(meta->description));
}

/* The values that a column has, as options. */
static bool
put_values(ServiceCall *call,
		   Sink *sink,
		   const DiscoveryDescription *description,
		   const char *column,
		   SkyError *err)
{
	AdqlResult compiled = {0};
	Sink adql;
	Rows rows;

	memory_sink_init(&adql);
	sink_printf(&adql,
				"SELECT DISTINCT CAST(%s AS VARCHAR) AS v FROM ivoa.obscore"
				" WHERE %s AND %s IS NOT NULL ORDER BY v",
				column,
				description->condition,
				column);
	if (!discovery_compile(call, &adql, &compiled, err))
		return false;
	rows = rows_read(compiled.sql, NULL, VALUES_MAX + 1);
	if (rows.count == 0 || rows.count > VALUES_MAX)
		return true;
	sink_puts(sink, "<VALUES>");
	for (uint64 i = 0; i < rows.count; i++)
	{
		sink_puts(sink, "<OPTION");
		row_put_attribute(sink, "value", row_text(&rows, i, 1));
		sink_puts(sink, "/>");
	}
	sink_puts(sink, "</VALUES>");
	return true;
}

bool
discovery_put_params(ServiceCall *call,
					 Sink *sink,
					 const DiscoveryDescription *description,
					 SkyError *err)
{
	bool done = true;

	rows_begin();
	for (size_t i = 0; done && i < description->count; i++)
	{
		const DiscoveryParam *param = &description->params[i];
		const char *column = param->columns[0];

		begin_param(sink, &param->meta, description->prefix);
		if (param->listed && discovery_column(description->table, column) != NULL)
			done = put_values(call, sink, description, column, err);
		sink_puts(sink, "</PARAM>\n");
	}
	rows_end();
	return done;
}

bool
discovery_wants_form(ServiceCall *call)
{
	return call->params.count == 0 &&
		   accept_prefers_html(request_header(&call->request, call->arena, "accept"));
}

void
discovery_put_form(ServiceCall *call,
				   const char *title,
				   const DiscoveryParam *params,
				   size_t count)
{
	Sink *sink = &call->body;

	page_begin(call, title, "");
	sink_puts(sink, "<form method=\"get\">\n<table>\n");
	for (size_t i = 0; i < count; i++)
	{
		const SkyColumn *meta = &params[i].meta;

		sink_printf(sink,
					"<tr><td><label for=\"%s\">%s</label></td><td><input id=\"%s\" "
					"name=\"%s\"",
					meta->name,
					meta->name,
					meta->name,
					meta->name);
		xml_put_attribute(sink, "value", params[i].preset);
		sink_puts(sink, "/></td><td>");
		xml_put_text(sink, meta->description, strlen(meta->description));
		sink_puts(sink, "</td></tr>\n");
	}
	sink_puts(sink, "</table>\n<p><button type=\"submit\">Find</button></p>\n</form>\n");
	page_end(call);
}
