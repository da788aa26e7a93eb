/*
 * enter_sql.c
 *		sky.enter: become a client, for the rest of the transaction and not a step more.
 *
 * Not SECURITY DEFINER, and executable for the HTTP program's login role alone: a
 * client's role cannot call it again, so what it sets is what the transaction keeps.
 * Nothing a client sends can undo it, because no function that changes settings is among
 * those that a query can name, and a transaction that has read cannot become writable.
 * What is entered to write runs no query of a client's: the routes say so.
 */
#include "postgres.h"

#include "catalog/pg_authid.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/syscache.h"

#include "base/export_pg.h"
#include "base/guc_pg.h"
#include "base/orphan_pg.h"
#include "svc/enter_pg.h"

static void check_role(const char *name);
static bool is_ordinary(HeapTuple role);
static void limit_temp_space(int limit);
static void set_local(const char *name, const char *value);
static void set_local_as(GucContext context, const char *name, const char *value);

/* enter(role, writes) */
SKY_FUNCTION(enter)
{
	client_enter(NameStr(*PG_GETARG_NAME(0)), PG_GETARG_BOOL(1), pgsky_sync_temp_space);
	PG_RETURN_VOID();
}

void
client_enter(const char *role, bool writes, int temp_space)
{
	char timeout[32];

	orphan_ends();
	check_role(role);
	snprintf(timeout, sizeof(timeout), "%dms", pgsky_sync_timeout);
	limit_temp_space(temp_space);
	if (!writes)
		set_local("transaction_read_only", "on");
	set_local("statement_timeout", timeout);
	set_local("search_path", "pg_catalog, pg_temp");
	set_local("standard_conforming_strings", "on");
	set_local("row_security", "on");
	set_local("jit", "off"); /* seconds in LLVM that no cancel reaches */
	set_local("role", role); /* last: the client may set less */
}

void
client_take_time(void)
{
	set_local("statement_timeout", "0");
}

/*
 * Raise unless clients may be that role: an ordinary one that the login role was granted.
 * A superuser, who tries services out in psql, was granted everything: he gets the two
 * roles of pgsky and those he is a member of in name.
 */
static void
check_role(const char *name)
{
	HeapTuple tuple = SearchSysCache1(AUTHNAME, CStringGetDatum(name));
	Oid login = GetSessionUserId();
	bool allowed = false;

	if (HeapTupleIsValid(tuple))
	{
		Oid role = ((Form_pg_authid) GETSTRUCT(tuple))->oid;
		bool ours = strcmp(name, "sky_anon") == 0 || strcmp(name, "sky_user") == 0;

		allowed =
			role != login && is_ordinary(tuple) &&
			(is_member_of_role_nosuper(login, role) || (ours && superuser_arg(login)));
		ReleaseSysCache(tuple);
	}
	if (!allowed)
		ereport(ERROR,
				errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				errmsg("clients may not enter as role \"%s\"", name),
				errhint("Grant an ordinary role to the login role of the HTTP program."));
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

/* SET LOCAL, with the right of the current user. */
static void
set_local(const char *name, const char *value)
{
	set_local_as(superuser() ? PGC_SUSET : PGC_USERSET, name, value);
}

static void
set_local_as(GucContext context, const char *name, const char *value)
{
	(void) set_config_option(
		name, value, context, PGC_S_SESSION, GUC_ACTION_LOCAL, true, 0, false);
}
