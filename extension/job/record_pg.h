#ifndef JOB_RECORD_PG_H
#define JOB_RECORD_PG_H

#include "base/caller_pg.h"
#include "job/record.h"
#include "job/table_pg.h"

#define UTC(time)                                                                        \
	"pg_catalog.to_char(" time " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"

/* The columns that job_record_cells reads, of sky.job_record AS j. */
#define JOB_RECORD_COLUMNS                                                                                                                                                            \
	"j.id, j.service, j.owner, j.role, j.share, j.phase, j.run_id"                                                                                                                    \
	", " UTC("j.creation_time") ", " UTC("j.start_time") ", " UTC("j.end_time") ", " UTC("j.destruction") ", CASE WHEN j.phase = 'EXECUTING' AND j.execution_duration > 0 THEN " UTC( \
		"(j.start_time + make_interval(secs => j.execution_duration))") " END"                                                                                                        \
																		", j.execution_duration, extract(epoch FROM"                                                                  \
																		" coalesce(j.end_time, clock_timestamp()) - j.start_time)::float8"                                            \
																		", j.attempt, j.message, j.principal"
#define JOB_RECORD_WIDTH 17 /* of them */

/* A record from a row of the last statement, whose first columns are those. */
extern void job_record_cells(const JobTables *tables, uint64 row, JobRecord *record);

/* Who sent a job: its owner, role and principal must be known. */
extern Client job_client(const JobRecord *job);

/* Find the uploads of a job, whose parameters are known. */
extern void job_record_uploads(const JobTables *tables, JobRecord *record);

/* Names and values by turns, as a text[] in text form, and back. */
extern const char *job_parameters_text(int count, const JobParameter *parameters);
extern JobParameter *
job_parameters_cell(const JobTables *tables, uint64 row, int column, int *count);

#endif
