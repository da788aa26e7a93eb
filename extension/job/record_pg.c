/*
 * record_pg.c
 *		Jobs from their rows: one, or a list.
 */
#include "postgres.h"

#include "job/record_pg.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/principal_pg.h"
#include "base/report_pg.h"
#include "job/job_pg.h"

#define NUMBER_LENGTH 24

static JobFile *
read_files(const JobTables *tables, JobStatement *statement, const char *job, int *count);

static JobStatement read_job = {
	.sql = "SELECT " JOB_RECORD_COLUMNS ", j.parameters FROM sky.job_record j"
		   " WHERE j.id = $1::uuid",
	.narguments = 1,
};
static JobStatement read_job_results = {
	.sql = "SELECT id, file, mime_type, file_name, size, coalesce(rows, -1),"
		   " encode(sha256, 'hex') FROM sky.job_result WHERE job = $1::uuid"
		   " ORDER BY length(id), id",
	.narguments = 1,
};
/* What bytes are in them is nobody's business but the client's. */
static JobStatement read_job_uploads = {
	.sql =
		"SELECT name, file, 'application/octet-stream', 'upload', size, -1,"
		" encode(sha256, 'hex') FROM sky.job_upload WHERE job = $1::uuid ORDER BY name",
	.narguments = 1,
};
static JobStatement list_jobs = {
	.sql = "SELECT " JOB_RECORD_COLUMNS " FROM sky.job_record j"
		   " WHERE j.owner = $1 AND ($2 IS NULL OR j.service = $2)"
		   " AND j.phase = ANY ($3::text[])"
		   " AND j.creation_time > coalesce($4::timestamptz, '-infinity')"
		   " ORDER BY j.creation_time DESC, j.id LIMIT $5::int8",
	.narguments = 5,
};

void
job_record_cells(const JobTables *tables, uint64 row, JobRecord *record)
{
	const char *elapsed = job_cell(tables, row, 13);

	*record = (JobRecord){
		.id = job_cell(tables, row, 0),
		.service = job_cell(tables, row, 1),
		.owner = job_cell(tables, row, 2),
		.role = job_cell(tables, row, 3),
		.share = job_cell(tables, row, 4),
		.phase = JOB_UNKNOWN,
		.run_id = job_cell(tables, row, 6),
		.creation_time = job_cell(tables, row, 7),
		.start_time = job_cell(tables, row, 8),
		.end_time = job_cell(tables, row, 9),
		.destruction = job_cell(tables, row, 10),
		.quote = job_cell(tables, row, 11),
		.duration = job_cell_number(row, 12),
		.elapsed = elapsed != NULL ? strtod(elapsed, NULL) : 0,
		.attempt = (int) job_cell_number(row, 14),
		.message = job_cell(tables, row, 15),
		.principal = job_cell(tables, row, 16),
	};
	(void) job_phase_parse(job_cell(tables, row, 5), &record->phase);
}

Client
job_client(const JobRecord *job)
{
	return (Client){
		.name = job->owner,
		.role = get_role_oid(job->role, true),
		.principal = job->principal != NULL ? principal_read(job->principal) : NULL,
	};
}

const char *
job_parameters_text(int count, const JobParameter *parameters)
{
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfoChar(&text, '{');
	for (int i = 0; i < 2 * count; i++)
	{
		const char *at = i % 2 == 0 ? parameters[i / 2].name : parameters[i / 2].value;

		appendStringInfoString(&text, i > 0 ? ",\"" : "\"");
		for (; *at != '\0'; at++)
		{
			if (*at == '"' || *at == '\\')
				appendStringInfoChar(&text, '\\');
			appendStringInfoChar(&text, *at);
		}
		appendStringInfoChar(&text, '"');
	}
	appendStringInfoChar(&text, '}');
	return text.data;
}

JobParameter *
job_parameters_cell(const JobTables *tables, uint64 row, int column, int *count)
{
	MemoryContext outer = MemoryContextSwitchTo(tables->context);
	bool null;
	Datum value =
		SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column + 1, &null);
	Datum *texts;
	int ntexts;
	JobParameter *parameters;

	deconstruct_array(DatumGetArrayTypeP(value),
					  TEXTOID,
					  -1,
					  false,
					  TYPALIGN_INT,
					  &texts,
					  NULL,
					  &ntexts);
	*count = ntexts / 2;
	parameters = palloc0(Max(*count, 1) * sizeof(JobParameter));
	for (int i = 0; i < *count; i++)
	{
		parameters[i].name = TextDatumGetCString(texts[2 * i]);
		parameters[i].value = TextDatumGetCString(texts[2 * i + 1]);
	}
	MemoryContextSwitchTo(outer);
	return parameters;
}

/* Raise unless the caller may see the job. */
static void
check_found(const char *id, const JobRecord *record)
{
	SkyError err = {0};

	if (record == NULL)
	{
		sky_error(&err, SKY_E_NOT_FOUND, -1, "there is no job %.64s", id);
		sky_error_hint(&err,
					   "It may have been deleted, or its destruction time has come.");
	}
	else if (!caller_owns(record->owner))
		sky_error(&err, SKY_E_FORBIDDEN, -1, "job %s belongs to someone else", id);
	if (err.code != SKY_OK)
		sky_report(&err, NULL);
}

const JobRecord *
job_find(const char *id)
{
	JobRecord *record = palloc0(sizeof(JobRecord));
	JobTables tables;

	if (!job_id_is_valid(id))
		return NULL;
	tables = job_tables_open();
	if (job_execute(&read_job, &id) == 1)
	{
		job_record_cells(&tables, 0, record);
		record->parameters =
			job_parameters_cell(&tables, 0, JOB_RECORD_WIDTH, &record->nparameters);
		record->results =
			read_files(&tables, &read_job_results, record->id, &record->nresults);
		job_record_uploads(&tables, record);
	}
	job_tables_close(&tables);
	if (record->id == NULL)
		return NULL;
	check_found(id, record);
	return record;
}

const JobRecord *
job_read(const char *id)
{
	const JobRecord *record = job_find(id);

	if (record == NULL)
		check_found(id, NULL);
	return record;
}

static JobFile *
read_files(const JobTables *tables, JobStatement *statement, const char *job, int *count)
{
	JobFile *files;

	*count = (int) job_execute(statement, &job);
	files = MemoryContextAllocZero(tables->context, (*count + 1) * sizeof(JobFile));
	for (int i = 0; i < *count; i++)
	{
		files[i] = (JobFile){
			.id = job_cell(tables, i, 0),
			.file = job_cell(tables, i, 1),
			.mime_type = job_cell(tables, i, 2),
			.file_name = job_cell(tables, i, 3),
			.size = job_cell_number(i, 4),
			.rows = job_cell_number(i, 5),
			.sha256 = job_cell(tables, i, 6),
		};
	}
	return files;
}

void
job_record_uploads(const JobTables *tables, JobRecord *record)
{
	bool any = false;

	for (int i = 0; i < record->nparameters; i++)
		any |= pg_strcasecmp(record->parameters[i].name, "UPLOAD") == 0;
	if (any) /* most jobs have none, and are spared the search */
		record->uploads =
			read_files(tables, &read_job_uploads, record->id, &record->nuploads);
}

/* The phases that a filter lets through, as a text[]. */
static const char *
filter_phases(const JobFilter *filter)
{
	StringInfoData text;
	bool any = false;

	for (int i = 0; i < JOB_PHASES; i++)
		any |= filter->phases[i];
	initStringInfo(&text);
	for (int i = 0; i < JOB_PHASES; i++)
	{
		if (any ? filter->phases[i] : i != JOB_ARCHIVED)
			appendStringInfo(
				&text, "%c%s", text.len == 0 ? '{' : ',', job_phase_name((JobPhase) i));
	}
	appendStringInfoChar(&text, '}');
	return text.data;
}

int
job_list(const JobFilter *filter, JobRecord **records)
{
	const char *owner = caller_name();
	char last[NUMBER_LENGTH];
	const char *arguments[] = {
		owner, filter->service, filter_phases(filter), filter->after, last};
	JobTables tables;
	int count;

	*records = NULL;
	if (owner == NULL)
		return 0; /* anonymous clients cannot be told apart: the id is the key */
	snprintf(last, sizeof(last), INT64_FORMAT, filter->last);
	tables = job_tables_open();
	count = (int) job_execute(&list_jobs, arguments);
	*records = MemoryContextAllocZero(tables.context, (count + 1) * sizeof(JobRecord));
	for (int i = 0; i < count; i++)
		job_record_cells(&tables, i, &(*records)[i]);
	job_tables_close(&tables);
	return count;
}
