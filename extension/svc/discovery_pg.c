/*
 * discovery_pg.c
 *		Answers of discovery protocols: ADQL compiled and streamed.
 */
#include "postgres.h"

#include "svc/discovery_pg.h"

#include "adql/catalog_pg.h"
#include "adql/settings_pg.h"
#include "base/guc_pg.h"
#include "base/quota_pg.h"
#include "publish/tap_name.h"
#include "svc/accept.h"
#include "svc/query_answer_pg.h"
#include "svc/table_service_pg.h"
#include "writer/sink_pg.h"

bool
discovery_begin(ServiceCall *call,
				DiscoveryAnswer *answer,
				DaliFormat format,
				SkyError *err)
{
	*answer = (DiscoveryAnswer){.format = format};
	if (accept_prefers_html(request_header(&call->request, call->arena, "accept")))
		answer->format =
			(DaliFormat){table_format_by_name("html"), "text/html;charset=utf-8"};
	memory_sink_init(&answer->adql);
	return dali_response_format(&call->params, &answer->format, err) &&
		   dali_maxrec(
			   &call->params, pgsky_maxrec_default, quota_rows(), &answer->maxrec, err);
}

const CatalogTable *
discovery_obscore(ServiceCall *call, SkyError *err)
{
	CatalogName schema = {.text = "ivoa"};
	CatalogName name = {.text = "obscore"};
	int matches;
	const CatalogTable *table = catalog_published.find_table(
		&catalog_published, call->arena, schema, name, &matches);

	if (table == NULL)
	{
		sky_error(err, SKY_E_NOT_FOUND, -1, "there are no observations here");
		sky_error_hint(err, "They would be in a table ivoa.obscore that you may read.");
	}
	return table;
}

const CatalogTable *
discovery_table(Arena *arena, const char *name, SkyError *err)
{
	TapNamePart schema;
	TapNamePart table;
	CatalogName names[2];
	const CatalogTable *found = NULL;
	const char *nearest = NULL;
	int matches = 0;

	if (tap_name_split(name, arena_alloc(arena, strlen(name) + 2), &schema, &table))
	{
		names[0] = (CatalogName){schema.text, schema.delimited};
		names[1] = (CatalogName){table.text, table.delimited};
		found = catalog_published.find_table(
			&catalog_published, arena, names[0], names[1], &matches);
		if (found == NULL && matches == 0)
			nearest = catalog_published.nearest_table(
				&catalog_published, arena, names[0], names[1]);
	}
	if (found != NULL)
		return found;
	sky_error(err,
			  SKY_E_NOT_FOUND,
			  -1,
			  matches > 1 ? "table name \"%s\" is ambiguous"
						  : "table \"%s\" does not exist",
			  name);
	if (nearest != NULL)
		sky_error_hint(err, "Perhaps you meant %s.", nearest);
	return NULL;
}

/* Lay what the answer says over what the compiler knows. */
static void
describe(AdqlResult *compiled, const SkyColumn *columns)
{
	for (int i = 0; i < compiled->ncolumns; i++)
	{
		SkyColumn *column = &compiled->columns[i];

		if (columns[i].unit != NULL)
			column->unit = columns[i].unit;
		if (columns[i].ucd != NULL)
			column->ucd = columns[i].ucd;
		if (columns[i].utype != NULL)
			column->utype = columns[i].utype;
		if (columns[i].xtype != NULL)
			column->xtype = columns[i].xtype;
		if (columns[i].description != NULL)
			column->description = columns[i].description;
	}
}

bool
discovery_compile(ServiceCall *call,
				  const Sink *adql,
				  AdqlResult *compiled,
				  SkyError *err)
{
	AdqlOptions options = adql_settings(ADQL_LENIENT);

	return adql_compile(arena_strndup(call->arena, adql->buffer, adql->used),
						&options,
						&catalog_published,
						call->arena,
						compiled,
						err);
}

bool
discovery_send(ServiceCall *call, const DiscoveryAnswer *answer, SkyError *err)
{
	AdqlResult compiled = {0};
	WriterInfo infos[] = {{.name = "standardID", .value = answer->standard_id},
						  answer->info};

	if (!discovery_compile(call, &answer->adql, &compiled, err))
		return false;
	if (answer->columns != NULL)
		describe(&compiled, answer->columns);

	CopyStatement copy = {
		.sql = compiled.sql,
		.format = answer->format.format->name,
		.maxrec = answer->maxrec,
		.expected_max = pgsky_sync_expected_max,
		.instead = "Ask for less, or ask by TAP, where long queries run as jobs.",
		.columns = compiled.columns,
		.ncolumns = compiled.ncolumns,
		.infos = infos,
		.ninfos = answer->info.name != NULL ? 2 : 1,
		.preface = answer->preface,
	};

	if (dali_is_votable(answer->format.format))
		copy.appendix = table_services_put(call->arena,
										   request_base_url(&call->request, call->arena),
										   compiled.columns,
										   compiled.ncolumns,
										   answer->appendix);
	copy_statement_own(&copy, call->arena);
	query_answer(call, &copy);
	service_file(
		call,
		answer->format.content_type,
		arena_printf(call->arena, "result.%s", answer->format.format->file_extension));
	return true;
}
