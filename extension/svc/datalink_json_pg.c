/*
 * datalink_json_pg.c
 *		What belongs to products, as JSON: the links, and the cutout services that VOTable
 *		describes in other words.
 */
#include "postgres.h"

#include "svc/datalink_descriptor_pg.h"
#include "writer/json_text.h"

/* A member of an object, unless it is NULL; the first one follows "{". */
static void
put_member(Sink *sink, const char **before, const char *name, const char *value)
{
	if (value == NULL)
		return;
	sink_printf(sink, "%s\"%s\":", *before, name);
	json_put_string(sink, value, strlen(value));
	*before = ",";
}

/* A row, without what is not there; numbers and truths bare. */
static void
put_link(Sink *sink, const Link *link)
{
	const char *before = "{";

	for (int i = 0; i < LINK_FIELDS; i++)
	{
		bool is_bare = i == LINK_CONTENT_LENGTH || i == LINK_AUTHORIZED;

		if (!is_bare)
			put_member(sink, &before, link_columns[i].name, link->fields[i]);
		else if (link->fields[i] != NULL)
			sink_printf(sink, ",\"%s\":%s", link_columns[i].name, link->fields[i]);
	}
	sink_putc(sink, '}');
}

/* A limit: a number, or an array of the numbers between blanks. */
static void
put_limit(Sink *sink, const char *name, const char *numbers)
{
	bool is_array;

	if (numbers == NULL)
		return;
	is_array = strchr(numbers, ' ') != NULL;
	sink_printf(sink, ",\"%s\":%s", name, is_array ? "[" : "");
	for (const char *at = numbers; *at != '\0'; at++)
		sink_putc(sink, *at == ' ' ? ',' : *at);
	sink_puts(sink, is_array ? "]" : "");
}

static void
put_options(Sink *sink, const char *options)
{
	const char *before = ",\"options\":[";
	size_t length;

	if (options == NULL)
		return;
	for (; (length = cutout_option_next(&options)) > 0; options += length)
	{
		sink_puts(sink, before);
		json_put_string(sink, options, length);
		before = ",";
	}
	sink_putc(sink, ']');
}

static void
put_param(Sink *sink, const CutoutParam *param, const LinkedProduct *product)
{
	const char *before = ",\n{";

	put_member(sink, &before, "name", param->name);
	put_member(sink, &before, "ucd", param->ucd);
	put_member(sink, &before, "unit", param->unit);
	put_member(sink, &before, "datatype", param->datatype);
	put_member(sink, &before, "arraysize", param->arraysize);
	put_member(sink, &before, "xtype", param->xtype);
	put_limit(sink, "min", product_limit(product, param->least));
	put_limit(sink, "max", product_limit(product, param->most));
	put_options(
		sink, param->choices != NULL ? param->choices : product->columns[param->options]);
	sink_putc(sink, '}');
}

static void
put_service(ServiceCall *call, const LinkedProduct *product, const CutoutWay *way)
{
	Sink *sink = &call->body;
	Descriptor service = descriptor_of(call, product, way);
	const CutoutParam *param = NULL;
	const char *before = "{";

	put_member(sink, &before, "ID", service.id);
	put_member(sink, &before, "name", service.name);
	put_member(sink, &before, "description", service.description);
	put_member(sink, &before, "standardID", service.standard_id);
	put_member(sink, &before, "resourceIdentifier", service.resource_id);
	put_member(sink, &before, "accessURL", service.access_url);
	before = ",\"inputParams\":[\n{";
	put_member(sink, &before, "name", "ID");
	put_member(sink, &before, "ucd", "meta.ref.url;meta.curation");
	put_member(sink, &before, "datatype", "char");
	put_member(sink, &before, "arraysize", "*");
	put_member(sink, &before, "value", product->did);
	sink_putc(sink, '}');
	while ((param = cutout_param_next(product, param)) != NULL)
		put_param(sink, param, product);
	sink_puts(sink, "]}");
}

void
links_json(const Links *links)
{
	ServiceCall *call = links->call;
	Sink *sink = &call->body;
	const char *before = "\n";
	ListCell *cell;

	service_header(call, "Content-Type", "application/json");
	sink_printf(sink,
				"{\"standardID\":\"" DATALINK_STANDARD "\",\"status\":\"%s\",\"links\":[",
				links->overflow ? "OVERFLOW" : "OK");
	foreach (cell, links->rows)
	{
		sink_puts(sink, before);
		put_link(sink, lfirst(cell));
		before = ",\n";
	}
	before = "],\"services\":[\n";
	foreach (cell, links->cut)
		for (int i = 0; i < CUTOUT_WAYS; i++)
		{
			sink_puts(sink, before);
			put_service(call, lfirst(cell), &cutout_ways[i]);
			before = ",\n";
		}
	sink_puts(sink, links->cut == NIL ? "],\"services\":[]}\n" : "]}\n");
}
