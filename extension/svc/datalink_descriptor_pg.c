/*
 * datalink_descriptor_pg.c
 *		The cutout services, described for one product.
 */
#include "postgres.h"

#include "svc/datalink_descriptor_pg.h"

#include "base/guc_pg.h"
#include "writer/xml_escape.h"

const CutoutWay cutout_ways[CUTOUT_WAYS] = {
	{"sync", "soda", ""},
	{"async", "soda_async", ", made by a job and kept"},
};

/* SODA 1.0, section 3.3, and some more. */
static const CutoutParam params[] = {
	{
		.name = "POS",
		.ucd = "pos.outline;obs",
		.datatype = "char",
		.arraysize = "*",
		.needs = PRODUCT_CIRCLE,
	},
	{
		.name = "CIRCLE",
		.ucd = "pos.outline;obs",
		.unit = "deg",
		.datatype = "double",
		.arraysize = "3",
		.xtype = "circle",
		.needs = PRODUCT_CIRCLE,
		.most = PRODUCT_CIRCLE,
	},
	{
		.name = "POLYGON",
		.ucd = "pos.outline;obs",
		.unit = "deg",
		.datatype = "double",
		.arraysize = "*",
		.xtype = "polygon",
		.needs = PRODUCT_CIRCLE,
		.most = PRODUCT_POLYGON,
	},
	{
		.name = "BAND",
		.ucd = "em.wl;stat.interval",
		.unit = "m",
		.datatype = "double",
		.arraysize = "2",
		.xtype = "interval",
		.needs = PRODUCT_EM_AXIS,
		.least = PRODUCT_EM_MIN,
		.most = PRODUCT_EM_MAX,
	},
	{
		.name = "TIME",
		.ucd = "time.interval;obs.exposure",
		.unit = "d",
		.datatype = "double",
		.arraysize = "2",
		.xtype = "interval",
		.needs = PRODUCT_T_AXIS,
		.least = PRODUCT_T_MIN,
		.most = PRODUCT_T_MAX,
	},
	{
		.name = "POL",
		.ucd = "meta.code;phys.polarization",
		.datatype = "char",
		.arraysize = "*",
		.needs = PRODUCT_POL,
		.options = PRODUCT_POL,
	},
	{
		.name = "COMPRESS",
		.ucd = "meta.code",
		.datatype = "char",
		.arraysize = "*",
		.choices = "none/keep",
	},
	{
		.name = "CUTOUTDETAIL",
		.ucd = "meta.code",
		.datatype = "char",
		.arraysize = "*",
		.needs = PRODUCT_PIXELS,
		.choices = "Image/MaskedImage/Exposure",
	},
};

const CutoutParam *
cutout_param_next(const LinkedProduct *product, const CutoutParam *after)
{
	const CutoutParam *next = after == NULL ? params : after + 1;

	for (; next < params + lengthof(params); next++)
		if (next->needs == PRODUCT_NOTHING || product->columns[next->needs] != NULL)
			return next;
	return NULL;
}

const char *
product_limit(const LinkedProduct *product, ProductColumn column)
{
	const char *limit = product->columns[column];

	/* What has no end is no limit. */
	return limit != NULL && strpbrk(limit, "IN") == NULL ? limit : NULL;
}

size_t
cutout_option_next(const char **options)
{
	if (*options == NULL)
		return 0;
	*options += strspn(*options, "/");
	return strcspn(*options, "/");
}

bool
product_is_cuttable(const LinkedProduct *product)
{
	const CutoutParam *param = NULL;
	const char *type = product->columns[PRODUCT_TYPE];

	if (product->path == NULL)
		return false;
	while ((param = cutout_param_next(product, param)) != NULL)
		if (param->needs != PRODUCT_NOTHING)
			return true;
	return type != NULL && strcmp(type, "measurements") == 0;
}

const char *
descriptor_id(ServiceCall *call, const LinkedProduct *product, const CutoutWay *way)
{
	return arena_printf(call->arena, "%s_%d", way->id, product->number);
}

Descriptor
descriptor_of(ServiceCall *call, const LinkedProduct *product, const CutoutWay *way)
{
	Arena *arena = call->arena;
	bool is_registered = strcmp(pgsky_authority, "localhost") != 0;

	return (Descriptor){
		.id = descriptor_id(call, product, way),
		.name = arena_printf(arena, "cutouts %d, %s", product->number, way->name),
		.description = arena_printf(arena, "%s: cutouts, %s", product->did, way->name),
		.standard_id = arena_printf(arena, "ivo://ivoa.net/std/SODA#%s-1.0", way->name),
		.resource_id =
			is_registered ? arena_printf(arena, "ivo://%s/soda", pgsky_authority) : NULL,
		.access_url = arena_printf(
			arena, "%s/soda/%s", request_base_url(&call->request, arena), way->name),
	};
}

/* What may be given for a parameter. */
static void
put_values(Sink *sink, const CutoutParam *param, const LinkedProduct *product)
{
	const char *least = product_limit(product, param->least);
	const char *most = product_limit(product, param->most);
	const char *options =
		param->choices != NULL ? param->choices : product->columns[param->options];
	size_t length;

	if (least == NULL && most == NULL && options == NULL)
		return;
	sink_puts(sink, "<VALUES>");
	if (least != NULL)
		sink_printf(sink, "<MIN value=\"%s\"/>", least);
	if (most != NULL)
		sink_printf(sink, "<MAX value=\"%s\"/>", most);
	for (; (length = cutout_option_next(&options)) > 0; options += length)
		sink_printf(sink, "<OPTION value=\"%.*s\"/>", (int) length, options);
	sink_puts(sink, "</VALUES>");
}

static void
put_param(Sink *sink, const CutoutParam *param, const LinkedProduct *product)
{
	sink_puts(sink, "<PARAM");
	xml_put_attribute(sink, "name", param->name);
	xml_put_attribute(sink, "ucd", param->ucd);
	xml_put_attribute(sink, "unit", param->unit);
	xml_put_attribute(sink, "datatype", param->datatype);
	xml_put_attribute(sink, "arraysize", param->arraysize);
	xml_put_attribute(sink, "xtype", param->xtype);
	sink_puts(sink, " value=\"\">");
	put_values(sink, param, product);
	sink_puts(sink, "</PARAM>\n");
}

/* A parameter with a value that is always sent, or a fact. */
static void
put_fixed(Sink *sink, const char *name, const char *more, const char *value)
{
	if (value == NULL)
		return;
	sink_printf(
		sink, "<PARAM name=\"%s\"%s datatype=\"char\" arraysize=\"*\"", name, more);
	xml_put_attribute(sink, "value", value);
	sink_puts(sink, "/>\n");
}

static void
put_service(ServiceCall *call, const LinkedProduct *product, const CutoutWay *way)
{
	Sink *sink = &call->body;
	Descriptor service = descriptor_of(call, product, way);
	const CutoutParam *param = NULL;

	sink_puts(sink, "<RESOURCE type=\"meta\" utype=\"adhoc:service\"");
	xml_put_attribute(sink, "ID", service.id);
	xml_put_attribute(sink, "name", service.name);
	sink_puts(sink, ">\n<DESCRIPTION>");
	xml_put_text(sink, service.description, strlen(service.description));
	sink_puts(sink, "</DESCRIPTION>\n");
	put_fixed(sink, "standardID", "", service.standard_id);
	put_fixed(sink, "resourceIdentifier", "", service.resource_id);
	put_fixed(sink, "accessURL", "", service.access_url);
	sink_puts(sink, "<GROUP name=\"inputParams\">\n");
	put_fixed(sink, "ID", " ucd=\"meta.ref.url;meta.curation\"", product->did);
	while ((param = cutout_param_next(product, param)) != NULL)
		put_param(sink, param, product);
	sink_puts(sink, "</GROUP>\n</RESOURCE>\n");
}

void
descriptors_put(ServiceCall *call, const LinkedProduct *product)
{
	for (int i = 0; i < CUTOUT_WAYS; i++)
		put_service(call, product, &cutout_ways[i]);
}
