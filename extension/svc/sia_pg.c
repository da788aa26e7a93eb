/*
 * sia_pg.c
 *		/sia/query: images and cubes of ivoa.obscore (SIA 2.0).
 */
#include "postgres.h"

#include "svc/discovery_pg.h"
#include "svc/service_table_pg.h"
#include "svc/sia_params.h"
#include "writer/sink_pg.h"
#include "writer/xml_escape.h"

#define STANDARD_ID "ivo://ivoa.net/std/SIA#query-2.0"

#define IN_SCOPE "dataproduct_type IN ('image', 'cube')"

/* The service's own parameters (SIA 2.0, section 3.1.2). */
static bool
put_self(ServiceCall *call,
		 Sink *sink,
		 const DiscoveryDescription *description,
		 SkyError *err)
{
	const char *url = arena_printf(
		call->arena, "%s/sia/query", request_base_url(&call->request, call->arena));

	sink_puts(sink,
			  "<RESOURCE type=\"meta\" utype=\"adhoc:service\" name=\"this\">\n"
			  "<PARAM name=\"standardID\" datatype=\"char\" arraysize=\"*\" "
			  "value=\"" STANDARD_ID "\"/>\n"
			  "<PARAM name=\"accessURL\" datatype=\"char\" arraysize=\"*\"");
	xml_put_attribute(sink, "value", url);
	sink_puts(sink, "/>\n<GROUP name=\"inputParams\">\n");
	if (!discovery_put_params(call, sink, description, err))
		return false;
	sink_puts(sink, "</GROUP>\n</RESOURCE>\n");
	return true;
}

/* What is behind the table: services of products, and this one if no rows are wanted. */
static bool
put_appendix(ServiceCall *call,
			 DiscoveryAnswer *answer,
			 const Discovery *query,
			 SkyError *err)
{
	DiscoveryDescription description = {
		.table = query->table, .condition = IN_SCOPE, .prefix = ""};
	Sink appendix;

	description.params = sia_params(&description.count);
	memory_sink_init(&appendix);
	discovery_put_services(call, &appendix, "obs_publisher_did");
	if (answer->maxrec == 0 && !put_self(call, &appendix, &description, err))
		return false;
	sink_putc(&appendix, '\0');
	answer->appendix = appendix.buffer;
	return true;
}

bool
sia_query(ServiceCall *call, SkyError *err)
{
	DiscoveryAnswer answer;
	Discovery query = {.params = &call->params, .sink = &answer.adql};
	size_t count;
	const DiscoveryParam *params = sia_params(&count);

	const TableFormat *votable = table_format_by_name("votable");

	if (discovery_wants_form(call))
	{
		discovery_put_form(call, "Images and cubes", params, count);
		return true;
	}
	if (!discovery_begin(call, &answer, (DaliFormat){votable, votable->mime}, err))
		return false;
	query.table = discovery_obscore(call, err);
	if (query.table == NULL)
		return false;
	sink_puts(&answer.adql, "SELECT * FROM ivoa.obscore WHERE " IN_SCOPE);
	if (!discovery_put_conditions(&query, params, count, err))
		return false;
	answer.standard_id = STANDARD_ID;
	if (dali_is_votable(answer.format.format) &&
		!put_appendix(call, &answer, &query, err))
		return false;
	return discovery_send(call, &answer, err);
}
