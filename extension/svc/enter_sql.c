/*
 * enter_sql.c
 *		sky.enter, sky.enter_as, sky.enter_with: become a client, for the rest of the
 *		transaction and not a step more.
 *
 * Not SECURITY DEFINER, and executable for the HTTP program's login role alone: a
 * client's role cannot call it again, so what it sets is what the transaction keeps.
 * Nothing a client sends can undo it, because no function that changes settings is among
 * those that a query can name, and a transaction that has read cannot become writable.
 * What is entered to write runs no query of a client's: the routes say so.
 */
#include "postgres.h"

#include <time.h>

#include "catalog/pg_auth_members.h"
#include "catalog/pg_authid.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/catcache.h"
#include "utils/guc.h"
#include "utils/syscache.h"

#include "auth/guess_pg.h"
#include "base/export_pg.h"
#include "base/guc_pg.h"
#include "base/kept_memory_pg.h"
#include "base/orphan_pg.h"
#include "base/owner_query_pg.h"
#include "base/principal_pg.h"
#include "base/report_pg.h"
#include "svc/enter_pg.h"

static void enter(const char *role, bool writes, int temp_space, const char *principal);
static void fail(SkyErrorCode code, const char *message) __attribute__((noreturn));
static void check_expiry(const char *text);
static bool may_enter(const char *name);
static void refuse_role(const char *name, bool told);
static bool is_ordinary(HeapTuple role);
static Oid find_strong(Oid role);
static void limit_temp_space(int limit);
static void set_local(const char *name, const char *value);
static void set_local_as(GucContext context, const char *name, const char *value);

/* enter(role, writes) */
SKY_FUNCTION(enter)
{
	client_enter(NameStr(*PG_GETARG_NAME(0)), PG_GETARG_BOOL(1), pgsky_sync_temp_space);
	PG_RETURN_VOID();
}

/*
 * enter_as(claims, writes): as the bearer of a token that the caller has verified, or as
 * the principal that an earlier call has returned, which needs no look at a table.
 */
SKY_FUNCTION(enter_as)
{
	static OwnerQuery find_principal = {
		.sql = "SELECT sky.token_principal($1::pg_catalog.jsonb)", .narguments = 1};
	const char *claims = text_to_cstring(PG_GETARG_TEXT_PP(0));
	const char *found =
		principal_read(claims) != NULL ? claims : owner_query(&find_principal, &claims);

	check_expiry(found);
	client_enter_as(found, PG_GETARG_BOOL(1), pgsky_sync_temp_space);
	PG_RETURN_TEXT_P(cstring_to_text(found));
}

/* enter_with(kind, name, secret, writes, remote) */
SKY_FUNCTION(enter_with)
{
	static OwnerQuery find_principal = {
		.sql = "SELECT sky.credential_principal($1, $2, $3)", .narguments = 3};
	const char *credential[3];
	const char *found;
	SkyError err = {0};
	bool guess;

	for (int i = 0; i < lengthof(credential); i++)
		credential[i] = PG_ARGISNULL(i) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(i));
	guess = credential[0] != NULL && strcmp(credential[0], "password") == 0;
	guess_from(PG_ARGISNULL(4) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(4)));
	if (guess && !guess_take(&err))
		sky_report(&err, NULL);
	found = owner_query(&find_principal, credential);
	/* A browser shows a session that is over without being asked: nobody's fault. */
	if (found == NULL && credential[0] != NULL && strcmp(credential[0], "session") == 0)
		PG_RETURN_NULL();
	if (found == NULL)
		fail(SKY_E_UNAUTHENTICATED, "the credentials are not valid");
	if (guess)
		guess_give();
	client_enter_as(found, PG_GETARG_BOOL(3), pgsky_sync_temp_space);
	PG_RETURN_TEXT_P(cstring_to_text(found));
}

static void
fail(SkyErrorCode code, const char *message)
{
	SkyError err = {0};

	sky_error(&err, code, -1, "%s", message);
	sky_report(&err, NULL);
}

/* A principal ends with the token or the key that it came from. */
static void
check_expiry(const char *text)
{
	const Principal *principal = principal_read(text);
	int64 now = (int64) time(NULL);

	if (principal->expires != 0 && principal->expires <= now)
		fail(SKY_E_UNAUTHENTICATED, "the credentials have expired");
}

void
client_enter_as(const char *text, bool writes, int temp_space)
{
	const Principal *principal = principal_read(text);

	if (principal == NULL || principal->role == NULL)
		fail(SKY_E_UNAUTHENTICATED, "that is no principal");
	enter(principal->role, writes, temp_space, text);
}

void
client_enter(const char *role, bool writes, int temp_space)
{
	enter(role, writes, temp_space, "");
}

void
client_enter_job(const JobRecord *job)
{
	if (job->principal != NULL)
		client_enter_as(job->principal, false, pgsky_job_temp_space);
	else
		client_enter(job->role, false, pgsky_job_temp_space);
}

static void
enter(const char *role, bool writes, int temp_space, const char *principal)
{
	char timeout[32];

	orphan_ends();
	memory_is_kept();
	if (!may_enter(role))
		refuse_role(role, principal[0] == '\0');
	snprintf(timeout, sizeof(timeout), "%d", pgsky_sync_timeout);
	limit_temp_space(temp_space);
	if (!writes)
		set_local("transaction_read_only", "on");
	set_local("statement_timeout", timeout);
	set_local("search_path", "pg_catalog, pg_temp");
	set_local("standard_conforming_strings", "on");
	set_local("row_security", "on");
	set_local("jit", "off"); /* seconds in LLVM that no cancel reaches */
	principal_set(principal);
	set_local_as(superuser() ? PGC_SUSET : PGC_USERSET,
				 "role",
				 role); /* last: the client may set less */
}

void
client_take_time(void)
{
	set_local("statement_timeout", "0");
}

/*
 * May clients be that role: an ordinary one that the login role was granted?  A
 * superuser, who tries services out in psql, was granted everything: he gets the two
 * roles of pgsky and those he is a member of in name.
 */
static bool
may_enter(const char *name)
{
	Oid role = get_role_oid(name, true);
	Oid login = GetSessionUserId();
	bool ours = strcmp(name, "sky_anon") == 0 || strcmp(name, "sky_user") == 0;

	return OidIsValid(role) && role != login && !OidIsValid(find_strong(role)) &&
		   (is_member_of_role_nosuper(login, role) || (ours && superuser_arg(login)));
}

/* Raise that clients may not be a role; its name is for the caller of sky.enter only. */
static void
refuse_role(const char *name, bool told)
{
	ereport(told ? ERROR : LOG,
			errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			errmsg("clients may not enter as role \"%s\"", name),
			errhint("Grant an ordinary role to the login role of the HTTP program."));
	fail(SKY_E_FORBIDDEN, "this archive has no role for you");
}

/* No right beyond those that can be granted on objects. */
static bool
is_ordinary(HeapTuple role)
{
	Form_pg_authid form = (Form_pg_authid) GETSTRUCT(role);

	return !form->rolsuper && !form->rolbypassrls && !form->rolreplication &&
		   !form->rolcreaterole && !form->rolcreatedb &&
		   strncmp(NameStr(form->rolname), "pg_", 3) != 0;
}

/* A role, or one that it is a member of, however far off, that is not; else InvalidOid.
 */
static Oid
find_strong(Oid role)
{
	HeapTuple tuple = SearchSysCache1(AUTHOID, ObjectIdGetDatum(role));
	bool ordinary = HeapTupleIsValid(tuple) && is_ordinary(tuple);
	Oid found = InvalidOid;
	CatCList *memberships;

	if (HeapTupleIsValid(tuple))
		ReleaseSysCache(tuple);
	if (!ordinary)
		return role;
	memberships = SearchSysCacheList1(AUTHMEMMEMROLE, ObjectIdGetDatum(role));
	for (int i = 0; !OidIsValid(found) && i < memberships->n_members; i++)
	{
		HeapTuple membership = &memberships->members[i]->tuple;

		found = find_strong(((Form_pg_auth_members) GETSTRUCT(membership))->roleid);
	}
	ReleaseSysCacheList(memberships);
	return found;
}

/* strong_role(role) */
SKY_FUNCTION(strong_role)
{
	Oid role = get_role_oid(NameStr(*PG_GETARG_NAME(0)), true);
	Oid found = OidIsValid(role) ? find_strong(role) : InvalidOid;

	if (!OidIsValid(found))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(
		DirectFunctionCall1(namein, CStringGetDatum(GetUserNameFromId(found, false))));
}

/* Lower temp_file_limit: a right of superusers, whom this program acts for. */
static void
limit_temp_space(int limit)
{
	char value[32];

	if (limit < 0 || (temp_file_limit >= 0 && temp_file_limit <= limit))
		return;
	snprintf(value, sizeof(value), "%dkB", limit);
	set_local_as(PGC_SUSET, "temp_file_limit", value);
}

/*
 * SET LOCAL, with the right of the current user; nothing where it is so already, since to
 * set and to restore takes longer than to look.
 */
static void
set_local(const char *name, const char *value)
{
	const char *present = GetConfigOption(name, false, false);

	if (present == NULL || strcmp(present, value) != 0)
		set_local_as(superuser() ? PGC_SUSET : PGC_USERSET, name, value);
}

static void
set_local_as(GucContext context, const char *name, const char *value)
{
	(void) set_config_option(
		name, value, context, PGC_S_SESSION, GUC_ACTION_LOCAL, true, 0, false);
}
