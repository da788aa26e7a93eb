/*
 * guc_pg.c
 *		Every setting of pgsky, one row each but for the only switch, alphabetical.
 */
#include "postgres.h"

#include "base/guc_pg.h"

#include <limits.h>

#include "miscadmin.h"
#include "utils/guc.h"

#include "base/principal_pg.h"

int pgsky_anonymous_key_lifetime;
int pgsky_anonymous_keys;
char *pgsky_authority;
char *pgsky_base_url;
int pgsky_cost_per_second;
char *pgsky_data_dirs;
char *pgsky_databases;
bool pgsky_enable_quick_plan = true;
bool pgsky_enable_skymatch = true;
bool pgsky_enable_skyscan = true;
int pgsky_fits_timeout;
int pgsky_foreign_key_lifetime;
int pgsky_job_archive;
int pgsky_job_duration_default;
int pgsky_job_duration_hard;
int pgsky_job_result_size;
int pgsky_job_retention_default;
int pgsky_job_retention_hard;
int pgsky_job_temp_space;
int pgsky_job_upload_space;
int pgsky_job_wait;
int pgsky_jobs_queued;
int pgsky_jobs_running;
int pgsky_jobs_running_per_user;
int pgsky_jobs_stored;
int pgsky_login_requests;
int pgsky_key_lifetime;
int pgsky_max_faults;
int pgsky_max_list_items;
int pgsky_max_nesting;
int pgsky_max_query_length;
int pgsky_max_tables;
int pgsky_max_vertices;
int pgsky_maxrec_default;
int pgsky_maxrec_hard;
int pgsky_preview_space;
int pgsky_session_lifetime;
char *pgsky_store_dir;
int pgsky_sync_expected_max;
int pgsky_sync_temp_space;
int pgsky_sync_timeout;
int pgsky_token_lifetime;
char *pgsky_upload_hosts;
int pgsky_upload_max_rows;
int pgsky_upload_timeout;
int pgsky_user_space;
int pgsky_user_tables;

typedef struct IntSetting
{
	const char *name;
	const char *brief;
	const char *more;
	int *variable;
	int boot;
	int least;
	int most;
	int unit; /* GUC_UNIT_...; 0: a plain number */
} IntSetting;

#define HOUR (60 * 60)
#define DAY	 (24 * HOUR)

static const IntSetting settings[] = {
	{"pgsky.anonymous_key_lifetime",
	 "Sets how long keys of anonymous clients are good.",
	 "They take another one afterwards.",
	 &pgsky_anonymous_key_lifetime,
	 7 * DAY,
	 1,
	 INT_MAX,
	 GUC_UNIT_S},
	{"pgsky.anonymous_keys",
	 "Limits how many keys of anonymous clients there are.",
	 "A new one takes the place of the oldest; 0 gives none.",
	 &pgsky_anonymous_keys,
	 0,
	 0,
	 INT_MAX,
	 0},
	{"pgsky.cost_per_second",
	 "Sets how much cost of the planner is worked off in a second.",
	 "Estimated times of queries come from it, see sky.adql_explain: compare them with "
	 "times that you measure.",
	 &pgsky_cost_per_second,
	 120000,
	 1,
	 INT_MAX,
	 0},
	{"pgsky.fits_timeout",
	 "Limits how long the reader of FITS files may take for each piece of an answer.",
	 "It is ended then, and the query with it.",
	 &pgsky_fits_timeout,
	 30 * 1000,
	 1,
	 INT_MAX,
	 GUC_UNIT_MS},
	{"pgsky.foreign_key_lifetime",
	 "Limits how long the keys are good that the bearers of other issuers' tokens make.",
	 "Till then the key's owner belongs to the groups that the token told.",
	 &pgsky_foreign_key_lifetime,
	 30 * DAY,
	 1,
	 INT_MAX,
	 GUC_UNIT_S},
	{"pgsky.job_archive",
	 "Sets how long a job is known when its destruction time has come.",
	 "Its results are gone then; 0 forgets the job with them.",
	 &pgsky_job_archive,
	 0,
	 0,
	 INT_MAX,
	 GUC_UNIT_S},
	{"pgsky.job_duration_default",
	 "Sets how long a job may run when the client does not say.",
	 "A job that runs longer is aborted.",
	 &pgsky_job_duration_default,
	 HOUR,
	 0,
	 INT_MAX,
	 GUC_UNIT_S},
	{"pgsky.job_duration_hard",
	 "Limits how long a job may run.",
	 "A client that asks for more gets this; 0 sets no limit.",
	 &pgsky_job_duration_hard,
	 DAY,
	 0,
	 INT_MAX,
	 GUC_UNIT_S},
	{"pgsky.job_result_size",
	 "Limits the size of one result of a job.",
	 "A job whose result grows larger ends in an error.",
	 &pgsky_job_result_size,
	 16 * 1024,
	 1,
	 INT_MAX,
	 GUC_UNIT_MB},
	{"pgsky.job_retention_default",
	 "Sets how long a job and its results are kept when the client does not say.",
	 "Counted from its creation; then both are destroyed.",
	 &pgsky_job_retention_default,
	 7 * DAY,
	 1,
	 INT_MAX,
	 GUC_UNIT_S},
	{"pgsky.job_retention_hard",
	 "Limits how long a job and its results are kept.",
	 "A client that asks for more gets this.",
	 &pgsky_job_retention_hard,
	 30 * DAY,
	 1,
	 INT_MAX,
	 GUC_UNIT_S},
	{"pgsky.job_temp_space",
	 "Limits the temporary files of a job.",
	 "A query that needs more is stopped; -1 leaves it to temp_file_limit.",
	 &pgsky_job_temp_space,
	 32 * 1024 * 1024,
	 -1,
	 INT_MAX,
	 GUC_UNIT_KB},
	{"pgsky.job_upload_space",
	 "Limits the uploads kept for the jobs of one user, or one anonymous address.",
	 "They are kept as long as their jobs; with so many, new ones are refused.",
	 &pgsky_job_upload_space,
	 1024,
	 0,
	 INT_MAX,
	 GUC_UNIT_MB},
	{"pgsky.job_wait",
	 "Limits how long a client may wait for a change of a job in one request.",
	 "Proxies in front may cut longer requests off; 0 answers at once.",
	 &pgsky_job_wait,
	 60,
	 0,
	 HOUR,
	 GUC_UNIT_S},
	{"pgsky.jobs_queued",
	 "Limits how many jobs one user, or one anonymous address, has in the queue.",
	 "Further jobs are held until their owner runs them again.",
	 &pgsky_jobs_queued,
	 1000,
	 1,
	 INT_MAX,
	 0},
	{"pgsky.jobs_running",
	 "Limits how many jobs run at a time in one database.",
	 "Each takes a background worker: see max_worker_processes. 0 lets jobs wait.",
	 &pgsky_jobs_running,
	 4,
	 0,
	 1000,
	 0},
	{"pgsky.jobs_running_per_user",
	 "Limits how many jobs of one user, or one anonymous address, run at a time.",
	 "His other jobs wait in the queue.",
	 &pgsky_jobs_running_per_user,
	 2,
	 1,
	 1000,
	 0},
	{"pgsky.jobs_stored",
	 "Limits how many jobs of one user, or one anonymous address, are kept.",
	 "With so many, new ones are refused until some are deleted or destroyed.",
	 &pgsky_jobs_stored,
	 10000,
	 1,
	 INT_MAX,
	 0},
	{"pgsky.key_lifetime",
	 "Limits how long the keys of users are good.",
	 "That is also how long they are where the user does not say.",
	 &pgsky_key_lifetime,
	 365 * DAY,
	 1,
	 INT_MAX,
	 GUC_UNIT_S},
	{"pgsky.login_requests",
	 "Limits how often an address may show passwords and keys to /auth in a minute.",
	 "Rows of sky.quota that name the route count instead; 0 leaves it to sky.quota.",
	 &pgsky_login_requests,
	 30,
	 0,
	 INT_MAX,
	 0},
	{"pgsky.max_faults",
	 "Limits the number of faults of an ADQL query that are told at once.",
	 "Further ones are told once these are mended.",
	 &pgsky_max_faults,
	 20,
	 1,
	 1000,
	 0},
	{"pgsky.max_list_items",
	 "Limits the number of items of an IN list in an ADQL query.",
	 "Queries with longer lists are refused.",
	 &pgsky_max_list_items,
	 10000,
	 1,
	 1000000,
	 0},
	{"pgsky.max_nesting",
	 "Limits how deep parentheses, calls and subqueries of an ADQL query nest.",
	 "Queries that nest deeper are refused.",
	 &pgsky_max_nesting,
	 200,
	 1,
	 200,
	 0},
	{"pgsky.max_query_length",
	 "Limits the length of an ADQL query.",
	 "Longer queries are refused before they are parsed.",
	 &pgsky_max_query_length,
	 1024,
	 1,
	 64 * 1024,
	 GUC_UNIT_KB},
	{"pgsky.max_tables",
	 "Limits the number of tables that an ADQL query names, subqueries included.",
	 "Queries that name more are refused.",
	 &pgsky_max_tables,
	 32,
	 1,
	 1000,
	 0},
	{"pgsky.max_vertices",
	 "Limits the number of vertices of a polygon in an ADQL query.",
	 "Queries with larger polygons are refused.",
	 &pgsky_max_vertices,
	 10000,
	 3,
	 1000000,
	 0},
	{"pgsky.maxrec_default",
	 "Sets the number of rows a synchronous answer has at most when the client names no "
	 "MAXREC.",
	 "Rows; more are cut off and the answer says OVERFLOW.",
	 &pgsky_maxrec_default,
	 20000,
	 0,
	 INT_MAX,
	 0},
	{"pgsky.maxrec_hard",
	 "Limits the MAXREC a client may ask for.",
	 "Rows; a larger MAXREC is lowered to it.",
	 &pgsky_maxrec_hard,
	 1000000000,
	 0,
	 INT_MAX,
	 0},
	{"pgsky.preview_space",
	 "Limits the space that previews made before take below pgsky.store_dir.",
	 "The longest unused go first, a few more than are too many; 0 keeps none.",
	 &pgsky_preview_space,
	 256,
	 0,
	 1024 * 1024,
	 GUC_UNIT_MB},
	{"pgsky.session_lifetime",
	 "Sets how long a person stays logged in to the pages of the archive.",
	 "0: nobody can log in there.",
	 &pgsky_session_lifetime,
	 8 * HOUR,
	 0,
	 INT_MAX,
	 GUC_UNIT_S},
	{"pgsky.sync_expected_max",
	 "Limits how long a synchronous query may be expected to take.",
	 "One of which the planner expects more is refused at once. It errs: leave a margin "
	 "above pgsky.sync_timeout. Queries over tables with policies are not refused, for that "
	 "would tell of hidden rows. 0 sets no limit.",
	 &pgsky_sync_expected_max,
	 600,
	 0,
	 INT_MAX,
	 GUC_UNIT_S},
	{"pgsky.sync_temp_space",
	 "Limits the temporary files of a synchronous answer.",
	 "A query that needs more is stopped; -1 leaves it to temp_file_limit.",
	 &pgsky_sync_temp_space,
	 4 * 1024 * 1024,
	 -1,
	 INT_MAX,
	 GUC_UNIT_KB},
	{"pgsky.sync_timeout",
	 "Limits the time of a synchronous answer.",
	 "A query that runs longer is stopped.",
	 &pgsky_sync_timeout,
	 60 * 1000,
	 1,
	 INT_MAX,
	 GUC_UNIT_MS},
	{"pgsky.token_lifetime",
	 "Sets how long the tokens are good that the archive itself issues.",
	 "0: it issues none. 8h suits most.",
	 &pgsky_token_lifetime,
	 0,
	 0,
	 INT_MAX,
	 GUC_UNIT_S},
	{"pgsky.upload_max_rows",
	 "Limits the rows of an uploaded table.",
	 "Tables with more are refused.",
	 &pgsky_upload_max_rows,
	 10000000,
	 0,
	 INT_MAX,
	 0},
	{"pgsky.upload_timeout",
	 "Limits the time of getting an uploaded table from its URL.",
	 "A transfer that takes longer is given up.",
	 &pgsky_upload_timeout,
	 60 * 1000,
	 1,
	 INT_MAX,
	 GUC_UNIT_MS},
	{"pgsky.user_space",
	 "Limits the size of the tables that one user keeps.",
	 "Indexes count; a table that does not fit is refused.",
	 &pgsky_user_space,
	 1024,
	 0,
	 INT_MAX,
	 GUC_UNIT_MB},
	{"pgsky.user_tables",
	 "Limits how many tables one user keeps.",
	 "With so many, new ones are refused until some are deleted; 0 allows none.",
	 &pgsky_user_tables,
	 100,
	 0,
	 INT_MAX,
	 0},
};

typedef struct TextSetting
{
	const char *name;
	const char *brief;
	const char *more;
	char **variable;
	const char *boot;
	int flags;
	bool at_start; /* read once, when the library is preloaded */
} TextSetting;

static const TextSetting text_settings[] = {
	{"pgsky.authority",
	 "Sets who publishes: the authority in the identifiers of products.",
	 "As registered with the IVOA, such as archive.example.org.",
	 &pgsky_authority,
	 "localhost",
	 0,
	 false},
	{"pgsky.base_url",
	 "Sets the address of the archive on the web.",
	 "Such as https://archive.example.org, without a slash at the end; columns of URLs begin with it.",
	 &pgsky_base_url,
	 "http://localhost:8080",
	 0,
	 false},
	{"pgsky.databases",
	 "Lists the databases whose jobs are run.",
	 "Names, separated by commas; needs pgsky in shared_preload_libraries.",
	 &pgsky_databases,
	 "",
	 GUC_LIST_INPUT,
	 true},
	{"pgsky.data_dirs",
	 "Sets the folders below which FITS files may be read.",
	 "Separated by commas; empty: none.",
	 &pgsky_data_dirs,
	 "",
	 GUC_LIST_INPUT,
	 false},
	{"pgsky.store_dir",
	 "Sets the folder of the results of jobs.",
	 "A relative path is taken from the data directory.",
	 &pgsky_store_dir,
	 "pgsky_store",
	 0,
	 true},
	{"pgsky.upload_hosts",
	 "Sets from where uploaded tables may be taken by URL.",
	 "Origins such as https://archive.example.org, separated by commas; empty: from nowhere.",
	 &pgsky_upload_hosts,
	 "",
	 GUC_LIST_INPUT,
	 false},
};

static void
define_text_settings(void)
{
	/* What is changed at start only can be defined at start only. */
	GucContext at_start =
		process_shared_preload_libraries_in_progress ? PGC_POSTMASTER : PGC_SIGHUP;

	for (size_t i = 0; i < lengthof(text_settings); i++)
	{
		const TextSetting *s = &text_settings[i];

		DefineCustomStringVariable(s->name,
								   s->brief,
								   s->more,
								   s->variable,
								   s->boot,
								   s->at_start ? at_start : PGC_SUSET,
								   s->flags,
								   NULL,
								   NULL,
								   NULL);
	}
}

/* Methods that the planner may use: as enable_seqscan and the like. */
static const struct
{
	const char *name;
	const char *brief;
	bool *variable;
} methods[] = {
	{"pgsky.enable_quick_plan",
	 "Enables quick plans of small searches of one table.",
	 &pgsky_enable_quick_plan},
	{"pgsky.enable_skymatch",
	 "Enables the planner's use of joins by position.",
	 &pgsky_enable_skymatch},
	{"pgsky.enable_skyscan",
	 "Enables the planner's use of sky indexes.",
	 &pgsky_enable_skyscan},
};

void
guc_init(void)
{
	define_text_settings();
	for (size_t i = 0; i < lengthof(methods); i++)
		DefineCustomBoolVariable(methods[i].name,
								 methods[i].brief,
								 NULL,
								 methods[i].variable,
								 true,
								 PGC_USERSET,
								 GUC_EXPLAIN,
								 NULL,
								 NULL,
								 NULL);
	for (size_t i = 0; i < lengthof(settings); i++)
	{
		const IntSetting *s = &settings[i];

		DefineCustomIntVariable(s->name,
								s->brief,
								s->more,
								s->variable,
								s->boot,
								s->least,
								s->most,
								PGC_SUSET,
								s->unit,
								NULL,
								NULL,
								NULL);
	}
	principal_init();
	MarkGUCPrefixReserved("pgsky");
}
