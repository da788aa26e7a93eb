/*
 * job_copy_pg.c
 *		COPY statements whose bytes become results of jobs.
 */
#include "postgres.h"

#include "svc/job_copy_pg.h"

#include "job/store_pg.h"
#include "writer/copy_pg.h"

static void
send_to_store(OutputSink *output, char *bytes, size_t size)
{
	store_write(output->state, bytes, size);
}

int64
job_copy(JobRun *run, const char *statement)
{
	static const OutputTarget store = {.send = send_to_store};

	return (int64) writer_copy_into(statement, output_sink_create(&store, run->file));
}
