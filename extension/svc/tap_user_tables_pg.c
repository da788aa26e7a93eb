/*
 * tap_user_tables_pg.c
 *		/tap/user_tables: tables that users keep: PUT, GET, POST, DELETE of a name below.
 *
 * A name is one of the caller's, or schema.name of a table that another shares with him,
 * which he may only look at.
 */
#include "postgres.h"

#include "nodes/value.h"

#include "base/caller_pg.h"
#include "publish/user_table_pg.h"
#include "svc/service_table_pg.h"
#include "svc/user_table_pg.h"
#include "svc/vosi_tables_pg.h"

/* Say in a line what was done. */
static bool
done(ServiceCall *call, int status, const char *text)
{
	call->status = status;
	service_header(call, "Content-Type", "text/plain; charset=utf-8");
	service_header(call, "Cache-Control", "no-store");
	sink_puts(&call->body, text);
	sink_putc(&call->body, '\n');
	return true;
}

static bool
put(ServiceCall *call, const char *name, SkyError *err)
{
	UserTableKept kept;

	if (!user_table_put(name, call->request.body, call->request.body_length, &kept, err))
		return false;
	if (!kept.replaced)
		service_header(call,
					   "Location",
					   arena_printf(call->arena,
									"%s/tap/user_tables/%s",
									request_base_url(&call->request, call->arena),
									name));
	return done(call,
				kept.replaced ? 200 : 201,
				arena_printf(call->arena,
							 USER_TABLE_SCHEMA ".%s has " INT64_FORMAT " rows",
							 name,
							 kept.rows));
}

static bool
make_index(const char *name, char *columns, SkyError *err)
{
	List *list = NIL;

	for (char *column = strtok(columns, ", "); column != NULL;
		 column = strtok(NULL, ", "))
		list = lappend(list, makeString(column));
	return user_table_index(name, list, err);
}

/* Parameters that say what to do with a table, in any order. */
static bool
post(ServiceCall *call, const char *name, SkyError *err)
{
	static const struct
	{
		const char *parameter;
		UserTableShare share;
	} shares[] = {
		{"GRANT_GROUP", {.is_group = true}},
		{"GRANT_USER", {0}},
		{"REVOKE_GROUP", {.is_group = true, .revoke = true}},
		{"REVOKE_USER", {.revoke = true}},
	};
	int count = 0;

	for (int i = 0; i < call->params.count; i++)
	{
		const HttpParam *param = &call->params.items[i];

		if (pg_strcasecmp(param->name, "INDEX") == 0)
		{
			if (!make_index(name, pnstrdup(param->value, param->length), err))
				return false;
			count++;
		}
		for (int k = 0; k < lengthof(shares); k++)
		{
			UserTableShare share = shares[k].share;

			if (pg_strcasecmp(param->name, shares[k].parameter) != 0)
				continue;
			share.reader = pnstrdup(param->value, param->length);
			if (!user_table_share(name, &share, err))
				return false;
			count++;
		}
	}
	if (count > 0)
		return done(call, 200, "done");
	sky_error(
		err, SKY_E_BAD_VALUE, -1, "it is not said what to do with table \"%s\"", name);
	return sky_error_hint(err,
						  "Send INDEX=column, INDEX=ra,dec, GRANT_USER, GRANT_GROUP, "
						  "REVOKE_USER or REVOKE_GROUP.");
}

static bool delete (ServiceCall *call, const char *name, SkyError *err)
{
	return user_table_drop(name, err) &&
		   done(call,
				200,
				arena_printf(call->arena, USER_TABLE_SCHEMA ".%s is gone", name));
}

/* The table as VOSI describes it. */
static bool
get(ServiceCall *call, const char *name, SkyError *err)
{
	const char *full = strchr(name, '.') != NULL
						   ? name
						   : arena_printf(call->arena, USER_TABLE_SCHEMA ".%s", name);

	if (pg_strncasecmp(full, USER_TABLE_SCHEMA, strlen(USER_TABLE_SCHEMA)) == 0 &&
		caller_name() != NULL)
		return vosi_put_table(call, full, err);
	return sky_error(err, SKY_E_NOT_FOUND, -1, "there is no table %s", full);
}

bool
tap_user_tables(ServiceCall *call, SkyError *err)
{
	static const struct
	{
		const char *method;
		bool (*handler)(ServiceCall *call, const char *name, SkyError *err);
	} methods[] = {
		{"DELETE", delete},
		{"GET", get},
		{"HEAD", get},
		{"POST", post},
		{"PUT", put},
	};
	const char *name = http_decode(call->arena,
								   call->suffix,
								   strlen(call->suffix),
								   false,
								   "the name of the table",
								   err);

	if (name == NULL)
		return false;
	if (caller_name() == NULL)
	{
		sky_error(
			err, SKY_E_FORBIDDEN, -1, "tables are kept for users, and you are anonymous");
		return sky_error_hint(
			err, "Log in, or send the table with each query: see UPLOAD of /tap/sync.");
	}
	if (name[0] == '\0')
		return vosi_put_user_tables(call);
	for (int i = 0; i < lengthof(methods); i++)
	{
		if (strcmp(call->request.method, methods[i].method) == 0)
			return methods[i].handler(call, name, err);
	}
	return false;
}
