#ifndef JOB_RECORD_H
#define JOB_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "job/phase.h"

#define JOB_ID_LENGTH 36 /* characters of a uuid */

typedef struct JobParameter
{
	const char *name;
	const char *value;
} JobParameter;

/* A file in the store: a result that a job has left, or an upload that it reads. */
typedef struct JobFile
{
	const char *id;		   /* unique among the job's results, or its uploads */
	const char *file;	   /* its name in the store */
	const char *mime_type; /* what clients are told */
	const char *file_name; /* what they may save it as */
	int64_t size;		   /* [bytes] */
	int64_t rows;		   /* -1: it has none */
	const char *sha256;	   /* 64 hexadecimal digits */
} JobFile;

/* An upload as it comes with a request. */
typedef struct JobContent
{
	const char *name; /* of the part: what UPLOAD calls param:NAME */
	const char *bytes;
	size_t length;
} JobContent;

/* What a job is given to work with. */
typedef struct JobInput
{
	int nparameters;
	JobParameter *parameters;
	int ncontents;
	JobContent *contents; /* names are unique, in any case */
} JobInput;

/*
 * A job as it is stored.  Times are UTC, "2026-01-02T03:04:05.678Z"; NULL where there is
 * none.  A list knows neither parameters nor files.
 */
typedef struct JobRecord
{
	const char *id;
	const char *service;   /* what runs it */
	const char *owner;	   /* NULL: anonymous */
	const char *role;	   /* of the database, whose rights it runs with */
	const char *principal; /* as which it runs, see base/principal_pg; NULL: none */
	const char *share;	   /* whose quota it counts for */
	JobPhase phase;
	const char *run_id;
	const char *creation_time;
	const char *start_time;
	const char *end_time;
	const char *destruction;
	const char *quote;	 /* when it ends at the latest, once it runs; else NULL */
	int64_t duration;	 /* [s] it may run; 0: as long as it likes */
	double elapsed;		 /* [s] it has run; 0 before */
	int attempt;		 /* how often it was begun */
	const char *message; /* why it ended without results, or is held; NULL: it did not */
	int nparameters;
	JobParameter *parameters;
	int nresults;
	JobFile *results;
	int nuploads;
	JobFile *uploads;
} JobRecord;

/* Is it the id of a job: a uuid in lower case, as it is written in URLs? */
extern bool job_id_is_valid(const char *id);

#endif
