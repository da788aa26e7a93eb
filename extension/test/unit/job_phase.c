/* The phase diagram of jobs, and their ids. */
#include "job/phase.h"
#include "job/record.h"
#include "unit/unit.h"

/* UWS 1.1, figure 1: every edge, as "FROM TO" in the order of the phases. */
static const char *const edges[] = {
	"PENDING HELD",
	"PENDING QUEUED",
	"PENDING ERROR",
	"PENDING ABORTED",
	"HELD QUEUED",
	"HELD ERROR",
	"HELD ABORTED",
	"QUEUED EXECUTING",
	"QUEUED ERROR",
	"QUEUED ABORTED",
	"EXECUTING COMPLETED",
	"EXECUTING ERROR",
	"EXECUTING ABORTED",
	"COMPLETED ARCHIVED",
	"ERROR ARCHIVED",
	"ABORTED ARCHIVED",
};

static void
test_edges(void)
{
	size_t found = 0;

	for (int from = 0; from < JOB_PHASES; from++)
	{
		for (int to = 0; to < JOB_PHASES; to++)
		{
			char edge[64];

			if (!job_may_move((JobPhase) from, (JobPhase) to))
				continue;
			snprintf(edge,
					 sizeof(edge),
					 "%s %s",
					 job_phase_name((JobPhase) from),
					 job_phase_name((JobPhase) to));
			is(edge,
			   found < sizeof(edges) / sizeof(edges[0]) ? edges[found] : "no more",
			   "an edge of the diagram");
			found++;
		}
	}
	ok(found == sizeof(edges) / sizeof(edges[0]), "all edges are there");
}

static void
test_names(void)
{
	JobPhase phase = JOB_UNKNOWN;

	ok(job_phase_parse("executing", &phase) && phase == JOB_EXECUTING, "any case");
	ok(!job_phase_parse("", &phase) && !job_phase_parse("DONE", &phase) &&
		   !job_phase_parse("PENDINGS", &phase),
	   "names that are none");
	for (int i = 0; i < JOB_PHASES; i++)
		ok(job_phase_parse(job_phase_name((JobPhase) i), &phase) && (int) phase == i,
		   job_phase_name((JobPhase) i));
	ok(job_phase_is_active(JOB_PENDING) && job_phase_is_active(JOB_QUEUED) &&
		   job_phase_is_active(JOB_EXECUTING) && !job_phase_is_active(JOB_HELD) &&
		   !job_phase_is_active(JOB_COMPLETED),
	   "phases that clients may wait in");
}

static void
test_ids(void)
{
	static const char *const bad[] = {
		"",
		"0",
		"01234567-89ab-cdef-0123-456789abcde",
		"01234567-89ab-cdef-0123-456789abcdef0",
		"01234567-89ab-cdef-0123-456789ABCDEF",
		"01234567-89ab-cdef-0123456789abcdef-",
		"0123456789abcdef0123456789abcdef",
		"{1234567-89ab-cdef-0123-456789abcdef",
		"01234567-89ab-cdef-0123-456789abcde'",
	};

	ok(job_id_is_valid("01234567-89ab-cdef-0123-456789abcdef"), "an id");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(!job_id_is_valid(bad[i]), bad[i]);
}

int
main(void)
{
	test_edges();
	test_names();
	test_ids();
	return unit_done();
}
