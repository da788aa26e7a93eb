/*
 * sia_pg.c
 *		/sia/query: images and cubes of ivoa.obscore (SIA 2.0);
 *		/sia/{collection}/query: those of one collection.
 */
#include "postgres.h"

#include "svc/adql_text.h"
#include "svc/capability.h"
#include "svc/discovery_pg.h"
#include "svc/rows_pg.h"
#include "svc/service_table_pg.h"
#include "svc/sia_params.h"
#include "writer/sink_pg.h"
#include "writer/xml_escape.h"

#define STANDARD_ID "ivo://ivoa.net/std/SIA#query-2.0"

#define IN_SCOPE "dataproduct_type IN ('image', 'cube')"

/* Which rows are meant: of the collection, or of all if that is NULL. */
static const char *
scope_of(const char *collection)
{
	Sink scope;

	memory_sink_init(&scope);
	sink_puts(&scope, IN_SCOPE);
	if (collection != NULL)
	{
		sink_puts(&scope, " AND obs_collection = ");
		adql_put_text(&scope, collection);
	}
	sink_putc(&scope, '\0');
	return scope.buffer;
}

/* The service's own parameters (SIA 2.0, section 3.1.2). */
static bool
put_self(ServiceCall *call,
		 Sink *sink,
		 const DiscoveryDescription *description,
		 SkyError *err)
{
	const char *url = arena_printf(call->arena,
								   "%s%s",
								   request_base_url(&call->request, call->arena),
								   call->request.path);

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

/* What the service takes: as a service, and as SIA 1.0 told it, which clients still look
 * for. */
static bool
put_descriptions(ServiceCall *call,
				 DiscoveryAnswer *answer,
				 DiscoveryDescription *description,
				 SkyError *err)
{
	Sink appendix;
	Sink preface;

	memory_sink_init(&appendix);
	memory_sink_init(&preface);
	if (!put_self(call, &appendix, description, err))
		return false;
	description->prefix = "INPUT:";
	if (!discovery_put_params(call, &preface, description, err))
		return false;
	sink_putc(&preface, '\0');
	answer->preface = preface.buffer;
	sink_putc(&appendix, '\0');
	answer->appendix = appendix.buffer;
	return true;
}

/* Are there images of the collection that the caller sees? */
static bool
check_collection(ServiceCall *call,
				 const char *collection,
				 const char *condition,
				 SkyError *err)
{
	AdqlResult compiled = {0};
	Sink adql;
	bool found;

	memory_sink_init(&adql);
	sink_printf(
		&adql, "SELECT TOP 1 obs_collection FROM ivoa.obscore WHERE %s", condition);
	if (!discovery_compile(call, &adql, &compiled, err))
		return false;
	rows_begin();
	found = rows_read(compiled.sql, NULL, 1).count > 0;
	rows_end();
	if (found)
		return true;
	sky_error(err,
			  SKY_E_NOT_FOUND,
			  -1,
			  "there is no collection \"%.200s\" with images",
			  collection);
	return sky_error_hint(err,
						  "/sia/query asks all; MAXREC=0 there tells the collections.");
}

/* Send the images of a collection, or of all if that is NULL. */
static bool
send_images(ServiceCall *call, const char *collection, SkyError *err)
{
	const TableFormat *votable = table_format_by_name("votable");
	DiscoveryAnswer answer;
	Discovery query = {.params = &call->params, .sink = &answer.adql};
	DiscoveryDescription description = {.condition = scope_of(collection), .prefix = ""};

	description.params = sia_params(&description.count);
	if (!discovery_begin(call, &answer, (DaliFormat){votable, votable->mime}, err))
		return false;
	query.table = description.table = discovery_obscore(call, err);
	if (query.table == NULL ||
		(collection != NULL &&
		 !check_collection(call, collection, description.condition, err)))
		return false;
	sink_puts(&answer.adql, "SELECT * FROM ivoa.obscore WHERE ");
	sink_puts(&answer.adql, description.condition);
	if (!discovery_put_conditions(&query, description.params, description.count, err))
		return false;
	answer.standard_id = STANDARD_ID;
	if (answer.maxrec == 0 && dali_is_votable(answer.format.format) &&
		!put_descriptions(call, &answer, &description, err))
		return false;
	return discovery_send(call, &answer, err);
}

bool
sia_query(ServiceCall *call, SkyError *err)
{
	const char *place = "";
	const char *collection = NULL;

	if (service_take_end(call, "/capabilities", &place))
		return vosi_capabilities(call, err);
	if (service_take_end(call, "/availability", &place))
		return vosi_availability(call, err);
	if (call->suffix[0] != '\0' && !service_take_end(call, "/query", &place))
	{
		sky_error(err, SKY_E_NOT_FOUND, -1, "there is nothing at %s", call->request.path);
		return sky_error_hint(err, "Collections are asked at /sia/COLLECTION/query.");
	}
	if (discovery_wants_form(call))
	{
		size_t count;
		const DiscoveryParam *params = sia_params(&count);

		discovery_put_form(call, "Images and cubes", params, count);
		return true;
	}
	if (place[0] != '\0')
	{
		collection = http_decode(
			call->arena, place, strlen(place), false, "the name of the collection", err);
		if (collection == NULL)
			return false;
	}
	return send_images(call, collection, err);
}

/* Each collection describes itself; the list of all services has the one of all. */
const char *const *
sia_places(ServiceCall *call)
{
	static const char *const none[] = {NULL};

	return none;
}
