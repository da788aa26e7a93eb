/*
 * job_sql.c
 *		Jobs from SQL: run, abort, delete; and the guard of their phases.
 */
#include "postgres.h"

#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/rel.h"
#include "utils/uuid.h"

#include "base/export_pg.h"
#include "job/job_pg.h"

/* The phase in a row of sky.job_record. */
static JobPhase
phase_of(HeapTuple tuple, TupleDesc type)
{
	char *name = SPI_getvalue(tuple, type, SPI_fnumber(type, "phase"));
	JobPhase phase = JOB_UNKNOWN;

	if (name == NULL || !job_phase_parse(name, &phase))
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errmsg("there is no phase \"%s\" of jobs", name != NULL ? name : "")));
	return phase;
}

/* Before the phase of a job changes: along an edge of the diagram, or not at all. */
SKY_FUNCTION(job_guard)
{
	TriggerData *data = (TriggerData *) fcinfo->context;
	TupleDesc type;
	JobPhase from;
	JobPhase to;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BY_UPDATE(data->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("sky.job_guard is a trigger of sky.job_record")));
	type = RelationGetDescr(data->tg_relation);
	from = phase_of(data->tg_trigtuple, type);
	to = phase_of(data->tg_newtuple, type);
	if (!job_may_move(from, to))
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errmsg("a job that is %s cannot become %s",
						job_phase_name(from),
						job_phase_name(to))));
	return PointerGetDatum(data->tg_newtuple);
}

/* The job that an argument names, if the caller may see it. */
static const JobRecord *
argument_job(FunctionCallInfo fcinfo)
{
	return job_read(DatumGetCString(DirectFunctionCall1(uuid_out, PG_GETARG_DATUM(0))));
}

/* What became of a job by what was done to it. */
static Datum
phase_now(const JobRecord *job)
{
	return CStringGetTextDatum(job_phase_name(job_read(job->id)->phase));
}

SKY_FUNCTION(run_job)
{
	const JobRecord *job = argument_job(fcinfo);

	job_run(job);
	PG_RETURN_DATUM(phase_now(job));
}

SKY_FUNCTION(abort_job)
{
	const JobRecord *job = argument_job(fcinfo);

	job_abort(job);
	PG_RETURN_DATUM(phase_now(job));
}

SKY_FUNCTION(delete_job)
{
	job_delete(argument_job(fcinfo));
	PG_RETURN_VOID();
}

/*
 * job_progress(id): rows, bytes, expected rows; NULL where the job does not run, or is no
 * more: the view sky.job asks of jobs that its older snapshot still has.
 */
SKY_FUNCTION(job_progress)
{
	const JobRecord *job =
		job_find(DatumGetCString(DirectFunctionCall1(uuid_out, PG_GETARG_DATUM(0))));
	JobProgress progress;
	TupleDesc type;
	bool nulls[3] = {false};

	if (job == NULL || !job_progress(job->id, &progress))
		PG_RETURN_NULL();
	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "sky.job_progress returns a row");

	Datum values[3] = {Int64GetDatum(progress.rows),
					   Int64GetDatum(progress.bytes),
					   Int64GetDatum(progress.expected)};

	nulls[2] = progress.expected <= 0;
	PG_RETURN_DATUM(
		HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(type), values, nulls)));
}
