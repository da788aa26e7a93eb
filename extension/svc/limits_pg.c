/*
 * limits_pg.c
 *		How much a client may ask, and /limits, which tells him.
 */
#include "postgres.h"

#include "svc/limits_pg.h"

#include "common/hashfn.h"

#include "auth/guess_pg.h"
#include "base/caller_pg.h"
#include "base/guc_pg.h"
#include "base/principal_pg.h"
#include "base/quota_pg.h"
#include "base/rate_pg.h"
#include "svc/accept.h"
#include "svc/page_pg.h"
#include "svc/service_table_pg.h"
#include "svc/upload_pg.h"

#define LOGIN_RULE 1 /* no row's */

/* Whose requests are counted together. */
static const char *
share_of(ServiceCall *call, const Quota *quota)
{
	const char *name = caller_name();
	const Principal *principal = principal_get();
	const char *remote = request_header(&call->request, call->arena, "sky-remote");

	if (quota->rule == LOGIN_RULE)
		return remote;
	if (name != NULL)
		return name;
	if (principal != NULL && principal->share != NULL)
		return principal->share;
	return arena_printf(call->arena, "anonymous at %s", remote != NULL ? remote : "home");
}

static uint64
rate_key(ServiceCall *call, const Quota *quota)
{
	const char *share = share_of(call, quota);

	if (quota->rule == LOGIN_RULE)
		return guess_address_key(share);
	return hash_bytes_extended(
		(const unsigned char *) share, (int) strlen(share), quota->rule);
}

static const char *
rate_headers(ServiceCall *call, const Rate *rate)
{
	const char *lines =
		arena_printf(call->arena,
					 "X-RateLimit-Limit: " INT64_FORMAT
					 "\nX-RateLimit-Remaining: " INT64_FORMAT "\nX-RateLimit-Reset: %d\n",
					 rate->limit,
					 rate->remaining,
					 rate->reset);

	if (rate->retry == 0)
		return lines;
	return arena_printf(call->arena, "%sRetry-After: %d\n", lines, rate->retry);
}

/*
 * What counts for this request.  Where secrets can be guessed, an address has so many
 * guesses, unless a row says otherwise of that very route.
 */
static Quota
find_limit(ServiceCall *call)
{
	Quota quota = quota_find(QUOTA_REQUESTS, call->request.path);
	const char *suffix;
	const Service *service = service_find(call->request.path, &suffix);

	if (service == NULL || !service->takes_secrets || pgsky_login_requests == 0 ||
		quota.by_route ||
		(quota.value != QUOTA_NONE && quota.value <= pgsky_login_requests) ||
		request_header(&call->request, call->arena, "sky-remote") == NULL)
		return quota;
	return (Quota){.value = pgsky_login_requests, .rule = LOGIN_RULE};
}

bool
limits_count(ServiceCall *call, SkyError *err)
{
	Quota quota = find_limit(call);
	Rate rate;
	bool allowed;

	guess_from(request_header(&call->request, call->arena, "sky-remote"));

	/* Who waits for a job asks once, however often the HTTP program does for him. */
	if (quota.value == QUOTA_NONE ||
		request_header(&call->request, call->arena, "sky-parked") != NULL)
		return true;
	allowed = rate_take(rate_key(call, &quota), quota.value, &rate);
	call->limits = rate_headers(call, &rate);
	if (allowed)
		return true;
	sky_error(err, SKY_E_TOO_MANY, -1, "you ask too often");
	return sky_error_hint(err,
						  "Here you may ask " INT64_FORMAT
						  " times a minute; ask again in %d s. See /limits.",
						  rate.limit,
						  rate.retry);
}

void
limits_tell(ServiceCall *call)
{
	Quota quota = find_limit(call);
	Rate rate;

	if (quota.value == QUOTA_NONE)
		return;
	rate_look(rate_key(call, &quota), quota.value, &rate);
	rate.retry = 0;
	call->limits = rate_headers(call, &rate);
}

/* What is told of a kind. */
static const struct
{
	const char *words;
	const int *setting; /* where sky.quota says nothing; NULL: the unit itself */
	int64 unit;
} kinds[QUOTA_KINDS] = {
	[QUOTA_REQUESTS] = {"requests in a minute", NULL, QUOTA_NONE},
	[QUOTA_JOBS_QUEUED] = {"jobs in the queue", &pgsky_jobs_queued, 1},
	[QUOTA_JOBS_RUNNING] = {"jobs running at a time", &pgsky_jobs_running_per_user, 1},
	[QUOTA_JOBS_STORED] = {"jobs in all", &pgsky_jobs_stored, 1},
	[QUOTA_ROWS] = {"rows of an answer", &pgsky_maxrec_hard, 1},
	[QUOTA_STORE_BYTES] = {"bytes of the results and uploads of your jobs",
						   NULL,
						   QUOTA_NONE},
	[QUOTA_TABLE_BYTES] = {"bytes of your own tables", &pgsky_user_space, 1024 * 1024},
	[QUOTA_UPLOAD_BYTES] = {"bytes of tables that come with a request",
							NULL,
							UPLOAD_BODY_MAX},
};

/* The limit of a kind for this caller; QUOTA_NONE: there is none. */
static int64
limit_of(QuotaKind kind)
{
	return quota_limit(kind,
					   kinds[kind].setting != NULL
						   ? *kinds[kind].setting * kinds[kind].unit
						   : kinds[kind].unit);
}

/* A limit as it is told; QUOTA_NONE: there is none. */
typedef struct Told
{
	const char *name;
	const char *words;
	int64 limit;
} Told;

#define TOLD (QUOTA_KINDS + 1)

static void
tell(Told *told)
{
	for (int i = 0; i < QUOTA_KINDS; i++)
		told[i] = (Told){.name = quota_kind_name((QuotaKind) i),
						 .words = kinds[i].words,
						 .limit = limit_of((QuotaKind) i)};
	told[QUOTA_KINDS] =
		(Told){.name = "login_requests",
			   .words = "requests with secrets to be checked, in a minute of an address",
			   .limit = pgsky_login_requests > 0 ? pgsky_login_requests : QUOTA_NONE};
}

static const char *
number_of(ServiceCall *call, const Told *told, const char *none)
{
	return told->limit == QUOTA_NONE
			   ? none
			   : arena_printf(call->arena, INT64_FORMAT, told->limit);
}

static void
put_json(ServiceCall *call, const Told *told)
{
	service_header(call, "Content-Type", "application/json");
	for (int i = 0; i < TOLD; i++)
		sink_printf(&call->body,
					"%s\"%s\": %s",
					i == 0 ? "{" : ", ",
					told[i].name,
					number_of(call, &told[i], "null"));
	sink_puts(&call->body, "}\n");
}

void
limits_put_table(ServiceCall *call)
{
	Told told[TOLD];

	tell(told);
	sink_puts(&call->body, "<table>\n");
	for (int i = 0; i < TOLD; i++)
		sink_printf(&call->body,
					"<tr><td>%s</td><td>%s</td></tr>\n",
					told[i].words,
					number_of(call, &told[i], "no limit"));
	sink_puts(&call->body, "</table>\n");
}

static void
put_page(ServiceCall *call)
{
	page_begin(call, "What you may ask", "");
	limits_put_table(call);
	page_end(call);
}

static void
put_text(ServiceCall *call, const Told *told)
{
	service_header(call, "Content-Type", "text/plain; charset=utf-8");
	for (int i = 0; i < TOLD; i++)
		sink_printf(&call->body,
					"%s: %s\n",
					told[i].words,
					number_of(call, &told[i], "no limit"));
}

bool
limits_get(ServiceCall *call, SkyError *err)
{
	const char *accept = request_header(&call->request, call->arena, "accept");
	Told told[TOLD];

	tell(told);
	if (accept != NULL && strstr(accept, "application/json") != NULL)
		put_json(call, told);
	else if (accept_prefers_html(accept))
		put_page(call);
	else
		put_text(call, told);
	service_header(call, "Vary", "Accept");
	service_header(call, "Cache-Control", "no-store");
	return true;
}
