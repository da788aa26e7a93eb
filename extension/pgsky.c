/*
 * pgsky.c
 *		The library's door: one init call per module.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/compat_pg.h"
#include "base/export_pg.h"
#include "base/guc_pg.h"
#include "base/rate_pg.h"
#include "crossmatch/path_pg.h"
#include "index/path_pg.h"
#include "index/quick_plan_pg.h"
#include "index/recent_pg.h"
#include "job/commit_pg.h"
#include "job/job_pg.h"
#include "reader/copy_from_pg.h"
#include "svc/soda_job_pg.h"
#include "svc/tap_job_pg.h"
#include "writer/copy_pg.h"

PG_MODULE_MAGIC;

extern PGDLLEXPORT void _PG_init(void);

void
_PG_init(void)
{
	guc_init();
	path_init();
	quick_plan_init();
	recent_init();
	crossmatch_init();
	reader_init();
	writer_init();
	commit_init();
	rate_init();
	job_init();
	soda_job_init();
	tap_job_init();
}

SKY_FUNCTION(version)
{
	PG_RETURN_TEXT_P(cstring_to_text(SKY_VERSION));
}
