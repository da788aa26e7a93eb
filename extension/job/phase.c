/*
 * phase.c
 *		The phase diagram of UWS 1.1, section 2.1.3.
 */
#include "job/phase.h"

#include <stddef.h>
#include <strings.h>

#define TO(phase) (1U << JOB_##phase)

static const struct
{
	const char *name;
	unsigned edges; /* to other phases, and no others */
} phases[JOB_PHASES] = {
	[JOB_PENDING] = {"PENDING", TO(QUEUED) | TO(HELD) | TO(ABORTED) | TO(ERROR)},
	[JOB_HELD] = {"HELD", TO(QUEUED) | TO(ABORTED) | TO(ERROR)},
	[JOB_QUEUED] = {"QUEUED", TO(EXECUTING) | TO(ABORTED) | TO(ERROR)},
	[JOB_EXECUTING] = {"EXECUTING", TO(COMPLETED) | TO(ERROR) | TO(ABORTED)},
	[JOB_SUSPENDED] = {"SUSPENDED", 0},
	[JOB_COMPLETED] = {"COMPLETED", TO(ARCHIVED)},
	[JOB_ERROR] = {"ERROR", TO(ARCHIVED)},
	[JOB_ABORTED] = {"ABORTED", TO(ARCHIVED)},
	[JOB_ARCHIVED] = {"ARCHIVED", 0},
	[JOB_UNKNOWN] = {"UNKNOWN", 0},
};

const char *
job_phase_name(JobPhase phase)
{
	return phases[phase].name;
}

bool
job_phase_parse(const char *name, JobPhase *phase)
{
	for (int i = 0; i < JOB_PHASES; i++)
	{
		if (strcasecmp(phases[i].name, name) != 0)
			continue;
		*phase = (JobPhase) i;
		return true;
	}
	return false;
}

bool
job_may_move(JobPhase from, JobPhase to)
{
	return (phases[from].edges & (1U << to)) != 0;
}

bool
job_phase_is_active(JobPhase phase)
{
	return phase == JOB_PENDING || phase == JOB_QUEUED || phase == JOB_EXECUTING;
}
