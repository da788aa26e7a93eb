/*
 * datalink_pg.c
 *		/datalink/links: what belongs to products (DataLink 1.1), in each format.
 */
#include "postgres.h"

#include "svc/accept.h"
#include "svc/dali.h"
#include "svc/datalink_descriptor_pg.h"
#include "svc/rows_pg.h"
#include "svc/service_table_pg.h"
#include "writer/xml_escape.h"

const LinkColumn link_columns[LINK_FIELDS] = {
	{"ID", "meta.id;meta.main", "datatype=\"char\" arraysize=\"*\""},
	{"access_url", "meta.ref.url", "datatype=\"char\" arraysize=\"*\""},
	{"service_def", "meta.ref", "datatype=\"char\" arraysize=\"*\""},
	{"error_message", "meta.code.error", "datatype=\"char\" arraysize=\"*\""},
	{"description", "meta.note", "datatype=\"char\" arraysize=\"*\""},
	{"semantics", "meta.code", "datatype=\"char\" arraysize=\"*\""},
	{"content_type", "meta.code.mime", "datatype=\"char\" arraysize=\"*\""},
	{"content_length", "phys.size;meta.file", "datatype=\"long\" unit=\"byte\""},
	{"link_auth", "meta.code", "datatype=\"char\" arraysize=\"*\""},
	{"link_authorized", "meta.code", "datatype=\"boolean\""},
	{"eso_category", "meta.code.class", "datatype=\"char\" arraysize=\"*\""},
};

static void
put_row(Sink *sink, const Link *link)
{
	sink_puts(sink, "<TR>");
	for (int i = 0; i < LINK_FIELDS; i++)
	{
		sink_puts(sink, "<TD>");
		if (link->fields[i] != NULL)
			xml_put_text(sink, link->fields[i], strlen(link->fields[i]));
		sink_puts(sink, "</TD>");
	}
	sink_puts(sink, "</TR>\n");
}

/* What this service takes itself (DataLink 1.1, section 4.4). */
static void
put_self(ServiceCall *call)
{
	Sink *sink = &call->body;

	sink_puts(sink,
			  "<RESOURCE type=\"meta\" utype=\"adhoc:this\" name=\"links\">\n"
			  "<DESCRIPTION>What belongs to a product</DESCRIPTION>\n"
			  "<PARAM name=\"standardID\" datatype=\"char\" arraysize=\"*\" "
			  "value=\"" DATALINK_STANDARD "\"/>\n"
			  "<PARAM name=\"accessURL\" datatype=\"char\" arraysize=\"*\"");
	xml_put_attribute(sink,
					  "value",
					  arena_printf(call->arena,
								   "%s/datalink/links",
								   request_base_url(&call->request, call->arena)));
	sink_puts(sink,
			  "/>\n<GROUP name=\"inputParams\">\n"
			  "<PARAM name=\"ID\" ucd=\"meta.id;meta.main\" datatype=\"char\" "
			  "arraysize=\"*\" value=\"\"/>\n"
			  "<PARAM name=\"RESPONSEFORMAT\" ucd=\"meta.code.mime\" datatype=\"char\" "
			  "arraysize=\"*\" value=\"\"><VALUES><OPTION value=\"votable\"/>"
			  "<OPTION value=\"json\"/></VALUES></PARAM>\n</GROUP>\n</RESOURCE>\n");
}

void
links_votable(const Links *links)
{
	ServiceCall *call = links->call;
	Sink *sink = &call->body;
	ListCell *cell;

	service_header(call, "Content-Type", DATALINK_TYPE);
	sink_printf(sink,
				"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				"<VOTABLE version=\"1.4\" "
				"xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n"
				"<RESOURCE type=\"results\">\n"
				"<INFO name=\"standardID\" value=\"" DATALINK_STANDARD "\"/>\n"
				"<INFO name=\"QUERY_STATUS\" value=\"%s\"/>\n<TABLE>\n",
				links->overflow ? "OVERFLOW" : "OK");
	for (int i = 0; i < LINK_FIELDS; i++)
		sink_printf(sink,
					"<FIELD ID=\"%s\" name=\"%s\" ucd=\"%s\" %s/>\n",
					link_columns[i].name,
					link_columns[i].name,
					link_columns[i].ucd,
					link_columns[i].type);
	sink_puts(sink, "<DATA><TABLEDATA>\n");
	foreach (cell, links->rows)
		put_row(sink, lfirst(cell));
	sink_puts(sink, "</TABLEDATA></DATA>\n</TABLE>\n</RESOURCE>\n");
	foreach (cell, links->cut)
		descriptors_put(call, lfirst(cell));
	if (links->is_self)
		put_self(call);
	sink_puts(sink, "</VOTABLE>\n");
}

/* Does the client, who asked for no format, look at pages? */
static bool
wants_page(const ServiceCall *call)
{
	return !http_params_has(&call->params, "RESPONSEFORMAT") &&
		   !http_params_has(&call->params, "RESPONSFORMAT") &&
		   accept_prefers_html(request_header(&call->request, call->arena, "accept"));
}

bool
datalink_links(ServiceCall *call, SkyError *err)
{
	Links links = {.call = call, .is_self = true};
	DaliFormat format;
	const HttpParam *param;
	int at = 0;

	if (!dali_format(&call->params, &format, err))
		return false;
	if (!dali_is_votable(format.format) && strcmp(format.format->name, "json") != 0)
		return sky_error(err,
						 SKY_E_BAD_VALUE,
						 -1,
						 "links are told as VOTable and as JSON, not as %s",
						 format.format->name);
	rows_begin();
	while ((param = http_params_next(&call->params, "ID", &at)) != NULL)
		links_add(&links, param->value);
	if (wants_page(call))
		links_page(&links);
	else if (dali_is_votable(format.format))
		links_votable(&links);
	else
		links_json(&links);
	rows_end();
	service_header(call, "Vary", "Accept");
	return true;
}
