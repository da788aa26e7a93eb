/*
 * tap_submit_sql.c
 *		sky.submit: a job of TAP from SQL.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"

#include "base/export_pg.h"
#include "job/job_pg.h"

#define PARAMETERS_MAX 4

/* A parameter from an argument, if it is given. */
static void
take(FunctionCallInfo fcinfo, int n, const char *name, JobInput *input)
{
	if (!PG_ARGISNULL(n))
		input->parameters[input->nparameters++] =
			(JobParameter){.name = name, .value = text_to_cstring(PG_GETARG_TEXT_PP(n))};
}

/* submit(query, format, maxrec, run_id, run) */
SKY_FUNCTION(submit)
{
	JobParameter parameters[PARAMETERS_MAX] = {{.name = "LANG", .value = "ADQL"}};
	JobRequest request = {
		.service = "tap",
		.duration = -1,
		.input = {.nparameters = 1, .parameters = parameters},
	};
	const char *id;

	take(fcinfo, 0, "QUERY", &request.input);
	take(fcinfo, 1, "RESPONSEFORMAT", &request.input);
	if (!PG_ARGISNULL(2))
		parameters[request.input.nparameters++] = (JobParameter){
			.name = "MAXREC", .value = psprintf(INT64_FORMAT, PG_GETARG_INT64(2))};
	if (!PG_ARGISNULL(3))
		request.run_id = text_to_cstring(PG_GETARG_TEXT_PP(3));
	request.run = PG_ARGISNULL(4) || PG_GETARG_BOOL(4);
	id = job_create(&request);
	PG_RETURN_DATUM(DirectFunctionCall1(uuid_in, CStringGetDatum(id)));
}
