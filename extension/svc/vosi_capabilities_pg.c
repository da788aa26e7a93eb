/*
 * vosi_capabilities_pg.c
 *		/tap/capabilities: what this service can do (VOSI 1.1, TAPRegExt 1.0).
 *
 * Everything in it is read off the tables that do the work: services, result formats,
 * functions, limits.
 */
#include "postgres.h"

#include "utils/formatting.h"

#include "adql/function_table.h"
#include "base/guc_pg.h"
#include "svc/fetch_pg.h"
#include "svc/service_table_pg.h"
#include "svc/upload_pg.h"
#include "writer/format_table.h"
#include "writer/xml_escape.h"

static void put_service(Sink *sink, const Service *service, const char *base);
static void put_tap(Sink *sink, const Service *service, const char *base);
static void put_language(Sink *sink);
static void put_features(Sink *sink);
static void put_formats(Sink *sink);
static void put_upload_methods(Sink *sink);
static void put_limits(Sink *sink);

bool
vosi_capabilities(ServiceCall *call, SkyError *err)
{
	Sink *sink = &call->body;
	const char *base = request_base_url(&call->request, call->arena);
	int count;
	const Service *services = service_list(&count);

	service_header(call, "Content-Type", "text/xml; charset=utf-8");
	sink_puts(sink,
			  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			  "<vosi:capabilities"
			  " xmlns:vosi=\"http://www.ivoa.net/xml/VOSICapabilities/v1.0\""
			  " xmlns:vr=\"http://www.ivoa.net/xml/VOResource/v1.0\""
			  " xmlns:vs=\"http://www.ivoa.net/xml/VODataService/v1.1\""
			  " xmlns:tr=\"http://www.ivoa.net/xml/TAPRegExt/v1.0\""
			  " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n");
	for (int i = 0; i < count; i++)
	{
		if (services[i].interface == INTERFACE_TAP)
			put_tap(sink, &services[i], base);
		else if (services[i].interface != INTERFACE_NONE)
			put_service(sink, &services[i], base);
	}
	sink_puts(sink, "</vosi:capabilities>\n");
	return true;
}

static void
put_url(Sink *sink, const Service *service, const char *base, const char *use)
{
	sink_printf(sink, "<accessURL use=\"%s\">", use);
	xml_put_text(sink, base, strlen(base));
	sink_puts(sink, service->path);
	sink_puts(sink, "</accessURL>");
}

/* A service that needs no more words than where it is. */
static void
put_service(Sink *sink, const Service *service, const char *base)
{
	const char *type =
		service->interface == INTERFACE_PAGE ? "vr:WebBrowser" : "vs:ParamHTTP";

	sink_printf(sink, "<capability standardID=\"%s\">\n", service->standard_id);
	sink_printf(sink, "<interface xsi:type=\"%s\"", type);
	sink_puts(sink, strstr(service->standard_id, "-1.1") ? " version=\"1.1\">" : ">");
	put_url(sink, service, base, "full");
	sink_puts(sink, "</interface>\n</capability>\n");
}

/* The TAP service itself. */
static void
put_tap(Sink *sink, const Service *service, const char *base)
{
	sink_printf(sink,
				"<capability standardID=\"%s\" xsi:type=\"tr:TableAccess\">\n",
				service->standard_id);
	sink_puts(sink, "<interface xsi:type=\"vs:ParamHTTP\" role=\"std\" version=\"1.1\">");
	put_url(sink, service, base, "base");
	sink_puts(sink, "</interface>\n");
	put_language(sink);
	put_formats(sink);
	put_upload_methods(sink);
	put_limits(sink);
	sink_puts(sink, "</capability>\n");
}

static void
put_language(Sink *sink)
{
	sink_puts(sink,
			  "<language>\n<name>ADQL</name>\n"
			  "<version ivo-id=\"ivo://ivoa.net/std/ADQL#v2.0\">2.0</version>\n"
			  "<version ivo-id=\"ivo://ivoa.net/std/ADQL#v2.1\">2.1</version>\n"
			  "<description>ADQL 2.1; queries written for 2.0 are understood too."
			  "</description>\n");
	put_features(sink);
	sink_puts(sink, "</language>\n");
}

static void
put_form(Sink *sink, const char *form, const char *description)
{
	sink_puts(sink, "<feature>");
	xml_put_element(sink, "form", form, strlen(form));
	if (description != NULL)
		xml_put_element(sink, "description", description, strlen(description));
	sink_puts(sink, "</feature>\n");
}

/* The functions of an optional feature; several of one name are one, unless users'. */
static void
put_functions(Sink *sink, const AdqlFamily *family, AdqlFeature feature)
{
	const char *last = "";

	for (size_t i = 0; i < family->count; i++)
	{
		const AdqlFunction *row = &family->rows[i];
		char form[ADQL_SIGNATURE_MAX];

		if (row->feature != feature ||
			(feature != ADQL_FEATURE_UDF && strcmp(row->name, last) == 0))
			continue;
		last = row->name;
		if (feature == ADQL_FEATURE_UDF)
			adql_function_signature(row, form, sizeof(form));
		else
			strlcpy(form, asc_toupper(last, strlen(last)), sizeof(form));
		put_form(sink, form, row->doc);
	}
}

/* Every optional feature that has a form. */
static void
put_features(Sink *sink)
{
	for (AdqlFeature feature = ADQL_FEATURE_NONE + 1; feature < ADQL_FEATURES; feature++)
	{
		size_t start = sink->used;
		size_t head;
		const AdqlFamily *family;
		const AdqlClause *clause;

		sink_printf(
			sink, "<languageFeatures type=\"%s\">\n", adql_feature_ivoid(feature));
		head = sink->used;
		for (size_t i = 0; (family = adql_function_family(i)) != NULL; i++)
			put_functions(sink, family, feature);
		for (size_t i = 0; (clause = adql_clause(i)) != NULL; i++)
			if (clause->feature == feature)
				put_form(sink, clause->form, clause->doc);
		if (sink->used == head)
			sink->used = start;
		else
			sink_puts(sink, "</languageFeatures>\n");
	}
}

static void
put_formats(Sink *sink)
{
	int count;
	const TableFormat *formats = table_format_list(&count);

	for (int i = 0; i < count; i++)
	{
		const TableFormat *format = &formats[i];

		if (format->internal)
			continue;
		sink_puts(sink, "<outputFormat");
		xml_put_attribute(sink, "ivo-id", format->ivoid);
		sink_putc(sink, '>');
		xml_put_element(sink, "mime", format->mime, strlen(format->mime));
		xml_put_element(sink, "alias", format->name, strlen(format->name));
		for (int k = 0; k < TABLE_FORMAT_ALIASES && format->aliases[k] != NULL; k++)
		{
			if (strcmp(format->aliases[k], format->name) != 0)
				xml_put_element(
					sink, "alias", format->aliases[k], strlen(format->aliases[k]));
		}
		sink_puts(sink, "</outputFormat>\n");
	}
}

static void
put_upload_method(Sink *sink, const char *method)
{
	sink_printf(sink,
				"<uploadMethod ivo-id=\"ivo://ivoa.net/std/TAPRegExt#upload-%s\"/>\n",
				method);
}

static void
put_upload_methods(Sink *sink)
{
	put_upload_method(sink, "inline");
	if (fetch_has_scheme("http"))
		put_upload_method(sink, "http");
	if (fetch_has_scheme("https"))
		put_upload_method(sink, "https");
}

static void
put_limits(Sink *sink)
{
	int seconds = Max(1, pgsky_sync_timeout / 1000);

	sink_printf(sink,
				"<executionDuration><default>%d</default><hard>%d</hard>"
				"</executionDuration>\n",
				seconds,
				seconds);
	sink_printf(sink,
				"<outputLimit><default unit=\"row\">%d</default>"
				"<hard unit=\"row\">%d</hard></outputLimit>\n",
				Min(pgsky_maxrec_default, pgsky_maxrec_hard),
				pgsky_maxrec_hard);
	sink_printf(sink,
				"<uploadLimit><default unit=\"byte\">%ld</default>"
				"<hard unit=\"byte\">%ld</hard></uploadLimit>\n",
				UPLOAD_BODY_MAX,
				UPLOAD_BODY_MAX);
}
