/*
 * service_pg.c
 *		The services whose jobs are run.
 */
#include "postgres.h"

#include "job/job_pg.h"

#define SERVICES_MAX 8

static const JobService *services[SERVICES_MAX];
static int nservices;

void
job_add_service(const JobService *service)
{
	if (nservices == SERVICES_MAX)
		elog(ERROR, "too many services have jobs");
	services[nservices++] = service;
}

const JobService *
job_find_service(const char *name)
{
	for (int i = 0; i < nservices; i++)
	{
		if (strcmp(services[i]->name, name) == 0)
			return services[i];
	}
	ereport(
		ERROR,
		(errcode(ERRCODE_UNDEFINED_OBJECT), errmsg("no service \"%s\" runs jobs", name)));
}
