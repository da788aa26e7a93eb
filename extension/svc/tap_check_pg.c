/*
 * tap_check_pg.c
 *		/tap/check: the faults of a query and the query that was meant, as JSON for
 *		editors.  What sky.adql_check says.
 */
#include "postgres.h"

#include "adql/catalog_pg.h"
#include "adql/settings_pg.h"
#include "base/utf8.h"
#include "svc/service_table_pg.h"
#include "writer/json_text.h"

static void
put_member(Sink *sink, const char *name, const char *text)
{
	sink_printf(sink, ",\"%s\":", name);
	json_put_string(sink, text, strlen(text));
}

static int
characters(const char *text, int bytes)
{
	int count = 0;

	for (int i = 0; i < bytes; i++)
		count += !utf8_is_tail(text[i]);
	return count;
}

static void
put_fault(Sink *sink, const char *query, const AdqlFault *fault)
{
	const SkyError *error = &fault->error;

	sink_printf(sink,
				"{\"severity\":\"%s\",\"position\":%d,\"length\":%d",
				fault->warning ? "warning" : "error",
				characters(query, error->position) + 1,
				characters(query + error->position, error->length));
	put_member(sink, "sqlstate", sky_error_sqlstate(error->code));
	put_member(sink, "message", error->message);
	if (error->hint[0] != '\0')
		put_member(sink, "hint", error->hint);
	sink_putc(sink, '}');
}

static bool
read_parameters(const HttpParams *params,
				const char **query,
				AdqlOptions *options,
				SkyError *err)
{
	const char *mode;

	if (!http_params_single(params, "QUERY", query, err) ||
		!http_params_single(params, "MODE", &mode, err))
		return false;
	if (*query == NULL)
		return sky_error(err, SKY_E_BAD_VALUE, -1, "parameter QUERY is missing");
	if (mode == NULL || adql_mode_parse(mode, &options->mode))
		return true;
	sky_error(err, SKY_E_BAD_VALUE, -1, "mode \"%s\" does not exist", mode);
	return sky_error_hint(err, "MODE is strict or lenient.");
}

bool
tap_check(ServiceCall *call, SkyError *err)
{
	AdqlOptions options = adql_settings(ADQL_LENIENT);
	Sink *sink = &call->body;
	AdqlResult result;
	SkyError ignored = {0};
	const char *query;
	const char *fixed;

	options.warnings = true;
	if (!read_parameters(&call->params, &query, &options, err))
		return false;
	adql_compile(query, &options, &catalog_published, call->arena, &result, &ignored);
	fixed = adql_fix(query, &options, &catalog_published, call->arena, &result);
	service_header(call, "Content-Type", "application/json");
	service_header(call, "Cache-Control", "no-cache");
	sink_puts(sink, "{\"faults\":[");
	for (int i = 0; i < result.nfaults; i++)
	{
		sink_puts(sink, i > 0 ? "," : "");
		put_fault(sink, query, result.faults[i]);
	}
	sink_putc(sink, ']');
	if (fixed != NULL)
		put_member(sink, "fixed", fixed);
	sink_puts(sink, "}\n");
	return true;
}
