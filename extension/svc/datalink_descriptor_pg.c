/*
 * datalink_descriptor_pg.c
 *		The cutout services, described for one product.
 */
#include "postgres.h"

#include "svc/datalink_pg.h"
#include "writer/xml_escape.h"

/* A parameter of the cutout service; values is what may stand inside, or empty. */
static void
put_param(Sink *sink, const char *attributes, const char *least, const char *most)
{
	sink_printf(sink, "<PARAM %s value=\"\">", attributes);
	if (least != NULL || most != NULL)
	{
		sink_puts(sink, "<VALUES>");
		if (least != NULL)
			sink_printf(sink, "<MIN value=\"%s\"/>", least);
		if (most != NULL)
			sink_printf(sink, "<MAX value=\"%s\"/>", most);
		sink_puts(sink, "</VALUES>");
	}
	sink_puts(sink, "</PARAM>\n");
}

/* A parameter with options, which are "/I/Q/". */
static void
put_options(Sink *sink, const char *attributes, const char *options)
{
	sink_printf(sink,
				"<PARAM %s datatype=\"char\" arraysize=\"*\" value=\"\"><VALUES>",
				attributes);
	for (options += *options == '/'; *options != '\0';)
	{
		int length = (int) strcspn(options, "/");

		sink_printf(sink, "<OPTION value=\"%.*s\"/>", length, options);
		options += length + (options[length] == '/');
	}
	sink_puts(sink, "</VALUES></PARAM>\n");
}

/* The parameters that the axes of the product allow, with their limits. */
static void
put_filters(Sink *sink, const char *const *columns)
{
	if (columns[PRODUCT_CIRCLE] != NULL)
	{
		put_param(
			sink,
			"name=\"POS\" ucd=\"pos.outline;obs\" datatype=\"char\" arraysize=\"*\"",
			NULL,
			NULL);
		put_param(sink,
				  "name=\"CIRCLE\" ucd=\"pos.outline;obs\" unit=\"deg\" "
				  "datatype=\"double\" arraysize=\"3\" xtype=\"circle\"",
				  NULL,
				  columns[PRODUCT_CIRCLE]);
		put_param(sink,
				  "name=\"POLYGON\" ucd=\"pos.outline;obs\" unit=\"deg\" "
				  "datatype=\"double\" arraysize=\"*\" xtype=\"polygon\"",
				  NULL,
				  columns[PRODUCT_POLYGON]);
	}
	if (columns[PRODUCT_EM_MIN] != NULL)
		put_param(sink,
				  "name=\"BAND\" ucd=\"em.wl;stat.interval\" unit=\"m\" "
				  "datatype=\"double\" arraysize=\"2\" xtype=\"interval\"",
				  columns[PRODUCT_EM_MIN],
				  columns[PRODUCT_EM_MAX]);
	if (columns[PRODUCT_T_MIN] != NULL)
		put_param(sink,
				  "name=\"TIME\" ucd=\"time.interval;obs.exposure\" unit=\"d\" "
				  "datatype=\"double\" arraysize=\"2\" xtype=\"interval\"",
				  columns[PRODUCT_T_MIN],
				  columns[PRODUCT_T_MAX]);
	if (columns[PRODUCT_POL] != NULL)
		put_options(sink,
					"name=\"POL\" ucd=\"meta.code;phys.polarization\"",
					columns[PRODUCT_POL]);
	put_options(sink, "name=\"COMPRESS\" ucd=\"meta.code\"", "none/keep");
}

static void
put_fixed(Sink *sink, const char *name, const char *more, const char *value)
{
	sink_printf(
		sink, "<PARAM name=\"%s\"%s datatype=\"char\" arraysize=\"*\"", name, more);
	xml_put_attribute(sink, "value", value);
	sink_puts(sink, "/>\n");
}

static void
put_service(ServiceCall *call, const LinkedProduct *product, const char *way)
{
	Sink *sink = &call->body;
	bool is_async = strcmp(way, "async") == 0;
	const char *text = arena_printf(call->arena, "%s: cutouts, %s", product->did, way);

	sink_puts(sink, "<RESOURCE type=\"meta\" utype=\"adhoc:service\"");
	xml_put_attribute(
		sink,
		"ID",
		arena_printf(call->arena, is_async ? SODA_ASYNC : SODA_SYNC, product->number));
	xml_put_attribute(
		sink, "name", arena_printf(call->arena, "cutouts %d, %s", product->number, way));
	sink_puts(sink, ">\n<DESCRIPTION>");
	xml_put_text(sink, text, strlen(text));
	sink_puts(sink, "</DESCRIPTION>\n");
	put_fixed(sink,
			  "standardID",
			  "",
			  arena_printf(call->arena, "ivo://ivoa.net/std/SODA#%s-1.0", way));
	put_fixed(sink,
			  "accessURL",
			  "",
			  arena_printf(call->arena,
						   "%s/soda/%s",
						   request_base_url(&call->request, call->arena),
						   way));
	sink_puts(sink, "<GROUP name=\"inputParams\">\n");
	put_fixed(sink, "ID", " ucd=\"meta.ref.url;meta.curation\"", product->did);
	put_filters(sink, product->columns);
	sink_puts(sink, "</GROUP>\n</RESOURCE>\n");
}

void
descriptors_put(ServiceCall *call, const LinkedProduct *product)
{
	if (product->path == NULL)
		return;
	put_service(call, product, "sync");
	put_service(call, product, "async");
}
