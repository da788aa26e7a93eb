/*
 * scs_pg.c
 *		/scs/{table}: cone searches of any table that has a position (SCS 1.03).
 *
 * Below it are the table's own /capabilities and /availability.
 */
#include "postgres.h"

#include "svc/scs_pg.h"

#include <math.h>

#include "adql/catalog_pg.h"
#include "base/quota_pg.h"
#include "publish/published_pg.h"
#include "svc/capability.h"
#include "svc/cone.h"
#include "svc/discovery_pg.h"
#include "svc/rows_pg.h"
#include "svc/service_table_pg.h"
#include "writer/sink_pg.h"

#define STANDARD_ID "ivo://ivoa.net/std/ConeSearch"
#define PLACES_MAX	1000 /* tables that capabilities tell of */

static const DiscoveryParam params[] = {
	{.meta = {"RA",
			  .datatype = "double",
			  .unit = "deg",
			  .description = "Right ascension of the centre, ICRS in degrees"}},
	{.meta = {"DEC",
			  .datatype = "double",
			  .unit = "deg",
			  .description = "Declination of the centre"}},
	{.meta = {"SR",
			  .datatype = "double",
			  .unit = "deg",
			  .description = "Radius in degrees; 0: the columns alone"}},
	{.meta = {"VERB",
			  .datatype = "int",
			  .description = "Columns: 1 the least, 2 the principal ones, 3 all"}},
	{.meta = {"MAXREC", .datatype = "int", .description = "At most so many rows"}},
	{.meta = {"RESPONSEFORMAT",
			  .datatype = "char",
			  .arraysize = "*",
			  .description = "Format of the answer"}},
};

/* The table of a name as TAP writes it, if the caller sees one. */
static bool
find_table(ServiceCall *call, const char *name, ConeTable *found, SkyError *err)
{
	const CatalogTable *catalog_table = discovery_table(call->arena, name, err);

	if (catalog_table == NULL)
		return false;
	if (cone_table_read(&catalog_published, call->arena, catalog_table, found))
		return true;
	sky_error(err, SKY_E_NOT_FOUND, -1, "table \"%s\" has no position", name);
	return sky_error_hint(err,
						  "Two columns in degrees need the UCDs pos.eq.ra;meta.main and "
						  "pos.eq.dec;meta.main.");
}

/* A parameter that is one number and must be there. */
static bool
read_angle(ServiceCall *call,
		   const char *name,
		   double least,
		   double most,
		   double *angle,
		   SkyError *err)
{
	const char *value;
	const char *at;

	if (!http_params_single(&call->params, name, &value, err))
		return false;
	if (value == NULL || value[0] == '\0')
	{
		sky_error(err, SKY_E_BAD_VALUE, -1, "%s is missing", name);
		return sky_error_hint(err, "Send RA, DEC and SR, each in degrees.");
	}
	at = value + strspn(value, " ");
	if (discovery_read_number(&at, angle) && at[strspn(at, " ")] == '\0' &&
		*angle >= least && *angle <= most)
		return true;
	sky_error(err, SKY_E_BAD_VALUE, -1, "%s cannot be \"%.100s\"", name, value);
	return sky_error_hint(err, "It is a number of degrees from %g to %g.", least, most);
}

static bool
read_cone(ServiceCall *call, Cone *cone, SkyError *err)
{
	const char *verbosity;

	if (!read_angle(call, "RA", -360, 720, &cone->lon, err) ||
		!read_angle(call, "DEC", -90, 90, &cone->lat, err) ||
		!read_angle(call, "SR", 0, 180, &cone->radius, err) ||
		!http_params_single(&call->params, "VERB", &verbosity, err))
		return false;
	if (verbosity == NULL || verbosity[0] == '\0')
		verbosity = "2";
	cone->verbosity = verbosity[0] - '0';
	if (verbosity[1] == '\0' && cone->verbosity >= 1 && cone->verbosity <= 3)
		return true;
	sky_error(err, SKY_E_BAD_VALUE, -1, "VERB cannot be \"%.100s\"", verbosity);
	return sky_error_hint(err,
						  "It is 1, 2 or 3: the least columns, the principal ones, all.");
}

/* A table's name as a piece of a path. */
static const char *
place_of(ServiceCall *call, const char *name)
{
	Sink place;

	memory_sink_init(&place);
	http_encode(&place, name);
	return arena_strndup(call->arena, place.buffer, place.used);
}

bool
scs(ServiceCall *call, SkyError *err)
{
	const char *place = call->suffix;
	ServiceHandler document = NULL;
	DiscoveryAnswer answer;
	ConeTable table;
	Cone cone;
	const char *name;

	if (service_take_end(call, "/capabilities", &place))
		document = vosi_capabilities;
	else if (service_take_end(call, "/availability", &place))
		document = vosi_availability;
	name = http_decode(
		call->arena, place, strlen(place), false, "the name of the table", err);
	if (name == NULL || !find_table(call, name, &table, err))
		return false;
	if (document != NULL)
		return document(call, err);
	if (discovery_wants_form(call))
	{
		discovery_put_form(call,
						   arena_printf(call->arena, "Cone search of %s", name),
						   params,
						   lengthof(params));
		return true;
	}
	if (!discovery_begin(call,
						 &answer,
						 (DaliFormat){table_format_by_name("votable_td"), "text/xml"},
						 err) ||
		!read_cone(call, &cone, err))
		return false;
	answer.standard_id = STANDARD_ID;
	answer.columns = cone_put_query(&answer.adql, call->arena, &table, &cone);
	return discovery_send(call, &answer, err);
}

const char *
scs_path(ServiceCall *call, const char *name)
{
	ConeTable table;

	if (!find_table(call, name, &table, NULL))
		return NULL;
	return arena_printf(call->arena, "/scs/%s", place_of(call, name));
}

/* The published tables that have a position. */
const char *const *
scs_places(ServiceCall *call)
{
	PublishedTable *tables;
	int count = published_list(&tables);
	const char **places = arena_array(call->arena, PLACES_MAX + 1, sizeof(*places));
	int nplaces = 0;

	for (int i = 0; i < count && nplaces < PLACES_MAX; i++)
	{
		ConeTable table;

		if (find_table(call, tables[i].tap_name, &table, NULL))
			places[nplaces++] = place_of(call, tables[i].tap_name);
	}
	places[nplaces] = NULL;
	return places;
}

/* A query that finds something: the first row of the table. */
static void
put_test_query(ServiceCall *call, const ConeTable *table)
{
	AdqlResult compiled = {0};
	Sink adql;
	Rows rows;

	memory_sink_init(&adql);
	cone_put_sample(&adql, table);
	if (!discovery_compile(call, &adql, &compiled, NULL))
		return;
	rows_begin();
	rows = rows_read(compiled.sql, NULL, 1);
	if (rows.count > 0)
	{
		sink_puts(&call->body, "<testQuery>");
		row_put_element(&call->body, "ra", row_text(&rows, 0, 1));
		row_put_element(&call->body, "dec", row_text(&rows, 0, 2));
		sink_puts(&call->body, "<sr>0.01</sr></testQuery>\n");
	}
	rows_end();
}

/* In the order of the schema of SimpleDALRegExt 1.1. */
void
scs_capability_put(ServiceCall *call, const char *place)
{
	ConeTable table;
	const char *name = http_decode(
		call->arena, place, strlen(place), false, "the name of the table", NULL);

	sink_printf(&call->body,
				"<maxSR>180</maxSR>\n<maxRecords>%d</maxRecords>\n"
				"<verbosity>true</verbosity>\n",
				quota_rows());
	/* In the document of all services it would be a query for each table. */
	if (call->suffix[0] != '\0' && name != NULL && find_table(call, name, &table, NULL))
		put_test_query(call, &table);
}
