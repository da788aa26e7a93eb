/*
 * run_pg.c
 *		What a running job leaves: files in the store, one after the other.
 */
#include "postgres.h"

#include "job/run_pg.h"

#include "utils/memutils.h"

#include "base/guc_pg.h"
#include "job/space_pg.h"
#include "job/store_pg.h"

/* What the next result may take: by its size, or because there is no more space. */
static StoreLimit
limit_of(const JobRun *run)
{
	StoreLimit limit = {
		.bytes = (int64) pgsky_job_result_size * 1024 * 1024 - run->size,
		.message = "the result is larger than a result may be",
		.hint = "Select fewer rows or columns.",
	};
	JobTables tables = job_tables_open();
	int64 left = space_limit(run->job) - space_used(run->job->share) - run->size;

	job_tables_close(&tables);
	if (left < limit.bytes)
		limit = (StoreLimit){.bytes = left, .message = SPACE_MESSAGE, .hint = SPACE_HINT};
	return limit;
}

JobFile *
job_run_result(JobRun *run, const JobResult *result)
{
	MemoryContext outer = MemoryContextSwitchTo(run->context);
	JobFile *file = palloc0(sizeof(JobFile));
	int number = list_length(run->results) + 1;
	StoreLimit limit = limit_of(run);

	run_finish_result(run);
	*file = (JobFile){
		.id = pstrdup(result->id),
		.file = psprintf("%s-%d-%d", run->job->id, run->job->attempt, number),
		.mime_type = pstrdup(result->mime_type),
		.file_name = pstrdup(result->file_name),
		.rows = -1,
	};
	run->results = lappend(run->results, file);
	run->file = store_create(file->file, &limit);
	MemoryContextSwitchTo(outer);
	return file;
}

void
run_finish_result(JobRun *run)
{
	JobFile *last;
	StoreReceipt receipt;

	if (run->file == NULL)
		return;
	last = llast(run->results);
	receipt = store_publish(run->file);
	run->file = NULL;
	last->size = receipt.size;
	last->sha256 = MemoryContextStrdup(run->context, receipt.sha256);
	run->size += receipt.size;
}

void
run_discard_results(const JobRun *run)
{
	ListCell *cell;

	foreach (cell, run->results)
	{
		const JobFile *result = lfirst(cell);

		store_discard(result->file);
		store_remove(result->file);
	}
}
