/*
 * tap_query_pg.c
 *		From the parameters of TAP to the COPY statement that answers them (TAP 1.1,
 *		sections 2.7 and 3).
 *
 * Parameters that TAP does not know are ignored, among them VERSION of TAP 1.0.
 */
#include "postgres.h"

#include "svc/tap_query_pg.h"

#include "adql/adql.h"
#include "adql/catalog_pg.h"
#include "adql/settings_pg.h"
#include "base/guc_pg.h"
#include "base/quota_pg.h"
#include "svc/fault_text.h"
#include "svc/table_service_pg.h"
#include "svc/upload_pg.h"
#include "writer/sink_pg.h"

#define INFOS_MAX 3

/* What a client asks for. */
typedef struct TapRequest
{
	const char *query;
	const char *run_id; /* NULL: none */
} TapRequest;

static bool read_request(const HttpParams *params,
						 TapRequest *request,
						 TapQuery *query,
						 SkyError *err);
static bool read_language(const HttpParams *params, SkyError *err);
static bool compile(
	Arena *arena, const char *text, AdqlResult *compiled, TapQuery *query, SkyError *err);
static CopyStatement make_copy(const TapRequest *request,
							   const AdqlResult *compiled,
							   const TapQuery *query,
							   Arena *arena);

bool
tap_query_read(const HttpParams *params, TapQuery *query, SkyError *err)
{
	TapRequest request;
	AdqlResult compiled = {0};

	if (!read_request(params, &request, query, err) || !upload_tables(params, err) ||
		!compile(params->arena, request.query, &compiled, query, err))
		return false;
	query->advice = compiled.advice;
	query->copy = make_copy(&request, &compiled, query, params->arena);
	return true;
}

static bool
read_request(const HttpParams *params,
			 TapRequest *request,
			 TapQuery *query,
			 SkyError *err)
{
	const char *ignored;

	if (!http_params_single(params, "REQUEST", &ignored, err) ||
		!read_language(params, err) ||
		!http_params_single(params, "QUERY", &request->query, err) ||
		!dali_format(params, &query->format, err) ||
		!dali_maxrec(params, pgsky_maxrec_default, quota_rows(), &query->maxrec, err) ||
		!dali_run_id(params, &request->run_id, err))
		return false;
	if (request->query != NULL && request->query[0] != '\0')
		return true;
	sky_error(err, SKY_E_BAD_VALUE, -1, "parameter QUERY is missing");
	return sky_error_hint(err, "Send a query in ADQL as QUERY; see /tap/examples.");
}

/* LANG: one compiler serves both versions of ADQL. */
static bool
read_language(const HttpParams *params, SkyError *err)
{
	static const char *const languages[] = {"ADQL", "ADQL-2.0", "ADQL-2.1"};
	const char *language;

	if (!http_params_single(params, "LANG", &language, err))
		return false;
	if (language == NULL || language[0] == '\0')
		return true;
	for (int i = 0; i < lengthof(languages); i++)
	{
		if (pg_strcasecmp(language, languages[i]) == 0)
			return true;
	}
	sky_error(err, SKY_E_BAD_VALUE, -1, "unknown query language \"%s\"", language);
	return sky_error_hint(err, "LANG may be ADQL, ADQL-2.0 or ADQL-2.1.");
}

/* Translate the query; all its faults go into the error document. */
static bool
compile(
	Arena *arena, const char *text, AdqlResult *compiled, TapQuery *query, SkyError *err)
{
	AdqlOptions options = adql_settings(ADQL_LENIENT);
	Sink faults;

	options.advice = query->advised;
	if (adql_compile(text, &options, &catalog_published, arena, compiled, err))
		return true;
	memory_sink_init(&faults);
	fault_text_put_all(&faults,
					   compiled,
					   text,
					   adql_fix(text, &options, &catalog_published, arena, compiled));
	sink_putc(&faults, '\0');
	query->fault_text = faults.buffer;
	return false;
}

/* What answers it. */
static CopyStatement
make_copy(const TapRequest *request,
		  const AdqlResult *compiled,
		  const TapQuery *query,
		  Arena *arena)
{
	WriterInfo *infos = arena_array(arena, INFOS_MAX, sizeof(*infos));
	int ninfos = 0;
	CopyStatement copy;

	infos[ninfos++] =
		(WriterInfo){.name = "standardID", .value = "ivo://ivoa.net/std/TAP"};
	infos[ninfos++] = (WriterInfo){.name = "QUERY", .value = request->query};
	if (request->run_id != NULL)
		infos[ninfos++] = (WriterInfo){.name = "RUNID", .value = request->run_id};
	copy = (CopyStatement){
		.sql = compiled->sql,
		.format = query->format.format->name,
		.maxrec = query->maxrec,
		.expected_max = query->expected_max,
		.instead = query->instead,
		.columns = compiled->columns,
		.ncolumns = compiled->ncolumns,
		.infos = infos,
		.ninfos = ninfos,
	};
	if (dali_is_votable(query->format.format))
		copy.appendix =
			table_services_put(arena,
							   query->base_url != NULL ? query->base_url : pgsky_base_url,
							   compiled->columns,
							   compiled->ncolumns,
							   NULL);
	copy_statement_own(&copy, arena);
	return copy;
}
