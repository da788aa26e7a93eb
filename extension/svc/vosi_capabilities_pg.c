/*
 * vosi_capabilities_pg.c
 *		What a service can do, or all of them: /tap/capabilities, /capabilities
 *		(VOSI 1.1, section 3.1).
 */
#include "postgres.h"

#include "svc/capability.h"
#include "svc/service_table_pg.h"
#include "writer/xml_escape.h"

#define VOSI_CAPABILITIES "/capabilities"

static const Capability capabilities[] = {
	{
		.service = "/tap",
		.path = "/tap",
		.standard_id = "ivo://ivoa.net/std/TAP",
		.type = "tr:TableAccess",
		.version = "1.1",
		.standard = true,
		.base = true,
		.put = tap_capability_put,
	},
	{
		.service = "/tap",
		.path = "/tap/tables",
		.standard_id = "ivo://ivoa.net/std/VOSI#tables-1.1",
		.version = "1.1",
	},
	{
		.service = "/tap",
		.path = "/tap/examples",
		.standard_id = "ivo://ivoa.net/std/DALI#examples",
		.interface = "vr:WebBrowser",
	},
	{
		.service = "/sia",
		.path = "/sia/query",
		.standard_id = "ivo://ivoa.net/std/SIA#query-2.0",
		.version = "2.0",
		.standard = true,
	},
	{
		.service = "/sia/*",
		.places = sia_places,
		.path = "/sia/*/query",
		.standard_id = "ivo://ivoa.net/std/SIA#query-2.0",
		.version = "2.0",
		.standard = true,
	},
	{
		.service = "/ssa",
		.path = "/ssa?",
		.standard_id = "ivo://ivoa.net/std/SSA",
		.type = "ssap:SimpleSpectralAccess",
		.version = "1.1",
		.standard = true,
		.base = true,
		.put = ssa_capability_put,
	},
	{
		.service = "/scs/*",
		.places = scs_places,
		.path = "/scs/*?",
		.standard_id = "ivo://ivoa.net/std/ConeSearch",
		.type = "cs:ConeSearch",
		.version = "1.03",
		.standard = true,
		.base = true,
		.put = scs_capability_put,
	},
	{
		.service = "/datalink",
		.path = "/datalink/links",
		.standard_id = "ivo://ivoa.net/std/DataLink#links-1.1",
		.version = "1.1",
		.standard = true,
	},
	{
		.service = "/soda",
		.path = "/soda/sync",
		.standard_id = "ivo://ivoa.net/std/SODA#sync-1.0",
		.version = "1.0",
		.standard = true,
	},
	{
		.service = "/soda",
		.path = "/soda/async",
		.standard_id = "ivo://ivoa.net/std/SODA#async-1.0",
		.version = "1.0",
		.standard = true,
	},
	{
		.service = "/soda",
		.path = "/soda/mosaic",
		.description = "Images that share one projection as one: of some products, or of "
					   "all of a collection that a shape meets",
		.put_interface = soda_mosaic_interface_put,
	},
};

/* What every service has beside its own endpoints. */
static const struct
{
	const char *suffix;
	const char *standard_id;
} vosi[] = {
	{VOSI_CAPABILITIES, "ivo://ivoa.net/std/VOSI#capabilities"},
	{"/availability", "ivo://ivoa.net/std/VOSI#availability"},
};

static void put_places(ServiceCall *call, const Capability *row, const char *service);
static void put_vosi(ServiceCall *call, const char *service);

/* Of the service whose path the request's begins with; of all, if there is none. */
bool
vosi_capabilities(ServiceCall *call, SkyError *err)
{
	Sink *sink = &call->body;
	const char *path = call->request.path;
	const char *service =
		arena_strndup(call->arena, path, strlen(path) - strlen(VOSI_CAPABILITIES));

	service_header(call, "Content-Type", "text/xml; charset=utf-8");
	/* Open to all; the challenges tell clients how one may be known (SSO 2.0, 2.2). */
	service_header(call, "Sky-Challenge", "optional");
	sink_puts(sink,
			  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			  "<vosi:capabilities"
			  " xmlns:vosi=\"http://www.ivoa.net/xml/VOSICapabilities/v1.0\""
			  " xmlns:vr=\"http://www.ivoa.net/xml/VOResource/v1.0\""
			  " xmlns:vs=\"http://www.ivoa.net/xml/VODataService/v1.1\""
			  " xmlns:tr=\"http://www.ivoa.net/xml/TAPRegExt/v1.0\""
			  " xmlns:cs=\"http://www.ivoa.net/xml/ConeSearch/v1.0\""
			  " xmlns:ssap=\"http://www.ivoa.net/xml/SSA/v1.1\""
			  " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n");
	for (int i = 0; i < lengthof(capabilities); i++)
		put_places(call, &capabilities[i], service);
	put_vosi(call, service);
	sink_puts(sink, "</vosi:capabilities>\n");
	return true;
}

/* A path with what its '*' stands for. */
static const char *
path_at(ServiceCall *call, const char *path, const char *place)
{
	size_t length = strcspn(path, "*");

	if (path[length] == '\0')
		return path;
	return arena_printf(
		call->arena, "%.*s%s%s", (int) length, path, place, path + length + 1);
}

static void
begin_capability(ServiceCall *call, const char *standard_id, const char *type)
{
	sink_puts(&call->body, "<capability");
	xml_put_attribute(&call->body, "standardID", standard_id);
	xml_put_attribute(&call->body, "xsi:type", type);
	sink_puts(&call->body, ">\n");
}

static void
put_url(ServiceCall *call, const char *path, const char *use)
{
	const char *base = request_base_url(&call->request, call->arena);

	sink_printf(&call->body, "<accessURL use=\"%s\">", use);
	xml_put_text(&call->body, base, strlen(base));
	xml_put_text(&call->body, path, strlen(path));
	sink_puts(&call->body, "</accessURL>");
}

static void
put_capability(ServiceCall *call, const Capability *row, const char *place)
{
	Sink *sink = &call->body;

	begin_capability(call, row->standard_id, row->type);
	if (row->description != NULL)
		sink_printf(sink, "<description>%s</description>\n", row->description);
	sink_puts(sink, "<interface");
	xml_put_attribute(
		sink, "xsi:type", row->interface != NULL ? row->interface : "vs:ParamHTTP");
	xml_put_attribute(sink, "role", row->standard ? "std" : NULL);
	xml_put_attribute(sink, "version", row->version);
	sink_putc(sink, '>');
	put_url(call, path_at(call, row->path, place), row->base ? "base" : "full");
	/* Anyone may ask, and say who he is (SSO 2.0, 2.4). */
	sink_puts(sink,
			  "<securityMethod/>"
			  "<securityMethod standardID=\"ivo://ivoa.net/sso#BasicAA\"/>"
			  "<securityMethod standardID=\"ivo://ivoa.net/sso#OAuth\"/>");
	if (row->put_interface != NULL)
		row->put_interface(call);
	sink_puts(sink, "</interface>\n");
	if (row->put != NULL)
		row->put(call, place);
	sink_puts(sink, "</capability>\n");
}

/* A row wherever it holds: at the service's path, or at every place if that is empty. */
static void
put_places(ServiceCall *call, const Capability *row, const char *service)
{
	static const char *const nowhere[] = {"", NULL};
	size_t prefix = strcspn(row->service, "*");
	const char *const *place;

	if (row->places != NULL && strncmp(row->service, service, prefix) == 0)
	{
		put_capability(call, row, service + prefix);
		return;
	}
	if (service[0] != '\0' && strcmp(row->service, service) != 0)
		return;
	for (place = row->places != NULL ? row->places(call) : nowhere; *place != NULL;
		 place++)
		put_capability(call, row, *place);
}

static void
put_vosi(ServiceCall *call, const char *service)
{
	for (int i = 0; i < lengthof(vosi); i++)
	{
		begin_capability(call, vosi[i].standard_id, NULL);
		sink_puts(&call->body, "<interface xsi:type=\"vs:ParamHTTP\">");
		put_url(call, arena_printf(call->arena, "%s%s", service, vosi[i].suffix), "full");
		sink_puts(&call->body, "</interface>\n</capability>\n");
	}
}
