/*
 * ssa_pg.c
 *		/ssa: spectra of ivoa.obscore (SSA 1.1).
 */
#include "postgres.h"

#include "base/guc_pg.h"
#include "base/quota_pg.h"
#include "svc/adql_text.h"
#include "svc/capability.h"
#include "svc/discovery_pg.h"
#include "svc/service_table_pg.h"
#include "svc/ssa_columns.h"
#include "svc/ssa_params.h"
#include "writer/sink_pg.h"

#define LINKS_PATH "/datalink/links?ID="
#define FILES_PATH "/data/"

/*
 * REQUEST and VERSION (sections 8.2 and 8.8).  Who says where, or asks what there is to
 * ask, and not what he wants, wants spectra: such short requests are common.
 */
static bool
read_operation(ServiceCall *call, SkyError *err)
{
	const char *request;
	const char *version;

	if (!http_params_single(&call->params, "REQUEST", &request, err) ||
		!http_params_single(&call->params, "VERSION", &version, err))
		return false;
	if ((request == NULL || request[0] == '\0') &&
		(http_params_has(&call->params, "POS") || ssa_wants_metadata(&call->params)))
		request = "queryData";
	if (request == NULL || request[0] == '\0')
		sky_error(err, SKY_E_BAD_VALUE, -1, "REQUEST is missing");
	else if (pg_strcasecmp(request, "queryData") != 0)
		sky_error(err, SKY_E_BAD_VALUE, -1, "REQUEST cannot be \"%.100s\"", request);
	else if (version == NULL || version[0] == '\0' || strcmp(version, "1") == 0 ||
			 strncmp(version, "1.", 2) == 0)
		return true;
	else
	{
		sky_error(err, SKY_E_BAD_VALUE, -1, "VERSION cannot be \"%.100s\"", version);
		return sky_error_hint(err, "This is version 1.1.");
	}
	return sky_error_hint(err, "Send REQUEST=queryData.");
}

/* TOP: the first ones of all. */
static bool
put_top(ServiceCall *call, Sink *adql, SkyError *err)
{
	const char *top;

	if (!http_params_single(&call->params, "TOP", &top, err))
		return false;
	sink_puts(adql, "SELECT ");
	if (top == NULL || top[0] == '\0')
		return true;
	if (strspn(top, "0123456789") == strlen(top) && strlen(top) < 10)
	{
		sink_printf(adql, "TOP %s ", top);
		return true;
	}
	sky_error(err, SKY_E_BAD_VALUE, -1, "TOP cannot be \"%.100s\"", top);
	return sky_error_hint(err, "It is a number of spectra.");
}

/* CASE: what links of ours lead to, else what the table says. */
static void
put_product(Sink *adql, const char *links, const char *ours, const char *column)
{
	sink_printf(
		adql, ", CASE WHEN SUBSTRING(o.access_url, 1, %d) = ", (int) strlen(links));
	adql_put_text(adql, links);
	sink_printf(adql, " THEN %s ELSE o.%s END AS ", ours, column);
}

/*
 * The spectra, each with its file.  ivoa.obscore leads to DataLink where the file is
 * here; clients of SSA want the file itself.
 */
static void
put_spectra(ServiceCall *call, Sink *adql)
{
	const char *links = arena_printf(call->arena, "%s" LINKS_PATH, pgsky_base_url);
	Sink file;

	memory_sink_init(&file);
	adql_put_text(&file,
				  arena_printf(call->arena,
							   "%s" FILES_PATH,
							   request_base_url(&call->request, call->arena)));
	sink_printf(&file, " || SUBSTRING(o.access_url, %d)", (int) strlen(links) + 1);
	sink_putc(&file, '\0');
	sink_puts(adql, " FROM (SELECT o.*");
	put_product(adql, links, file.buffer, "access_url");
	sink_puts(adql, SSA_REFERENCE);
	put_product(adql, links, "'application/fits'", "access_format");
	sink_puts(adql,
			  SSA_FORMAT
			  " FROM ivoa.obscore AS o WHERE o.dataproduct_type = 'spectrum') AS s");
}

/* What the service takes, where that was asked for. */
static bool
put_descriptions(ServiceCall *call,
				 DiscoveryAnswer *answer,
				 const Discovery *query,
				 SkyError *err)
{
	DiscoveryDescription description = {.table = query->table,
										.condition = "dataproduct_type = 'spectrum'",
										.prefix = "INPUT:"};
	Sink preface;

	if (!ssa_wants_metadata(&call->params) && answer->maxrec > 0)
		return true;
	description.params = ssa_params(&description.count);
	memory_sink_init(&preface);
	if (!discovery_put_params(call, &preface, &description, err))
		return false;
	sink_putc(&preface, '\0');
	answer->preface = preface.buffer;
	return true;
}

bool
ssa(ServiceCall *call, SkyError *err)
{
	DiscoveryAnswer answer;
	Discovery query = {.params = &call->params, .sink = &answer.adql};
	DaliFormat format = {table_format_by_name("votable_td"), "text/xml"};
	size_t count;
	const DiscoveryParam *params = ssa_params(&count);

	if (discovery_wants_form(call))
	{
		discovery_put_form(call, "Spectra", params, count);
		return true;
	}
	if (!read_operation(call, err) || !discovery_begin(call, &answer, format, err))
		return false;
	query.table = discovery_obscore(call, err);
	if (query.table == NULL || !put_top(call, &answer.adql, err))
		return false;
	answer.columns =
		ssa_put_columns(&answer.adql, call->arena, query.table, pgsky_authority);
	put_spectra(call, &answer.adql);
	sink_puts(&answer.adql,
			  ssa_wants_metadata(&call->params) ? " WHERE 1 = 0" : " WHERE 1 = 1");
	if (!ssa_wants_metadata(&call->params) &&
		!discovery_put_conditions(&query, params, count, err))
		return false;
	answer.standard_id = "ivo://ivoa.net/std/SSA";
	answer.info = (WriterInfo){"SERVICE_PROTOCOL", "1.1", "SSAP"};
	if (dali_is_votable(answer.format.format) &&
		!put_descriptions(call, &answer, &query, err))
		return false;
	return discovery_send(call, &answer, err);
}

/* In the order of the schema of SimpleDALRegExt 1.1. */
void
ssa_capability_put(ServiceCall *call, const char *place)
{
	sink_printf(&call->body,
				"<complianceLevel>query</complianceLevel>\n"
				"<dataSource>pointed</dataSource>\n"
				"<creationType>archival</creationType>\n"
				"<supportedFrame>ICRS</supportedFrame>\n"
				"<maxSearchRadius>180</maxSearchRadius>\n"
				"<maxRecords>%d</maxRecords>\n"
				"<defaultMaxRecords>%d</defaultMaxRecords>\n"
				"<testQuery><queryDataCmd>REQUEST=queryData&amp;MAXREC=1</queryDataCmd>"
				"</testQuery>\n",
				quota_rows(),
				Min(pgsky_maxrec_default, quota_rows()));
}
