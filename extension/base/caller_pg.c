/*
 * caller_pg.c
 *		Who asks.
 *
 * Without a principal that is the role of the session, as SET ROLE left it: a function
 * that runs with its owner's rights does not ask in the owner's name.
 */
#include "postgres.h"

#include "base/caller_pg.h"

#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"

#include "base/export_pg.h"
#include "base/principal_pg.h"

#define ANYONE "sky_anon" /* the role of anonymous clients */

const char *
caller_name(void)
{
	const Principal *principal = principal_get();
	char *role;

	if (principal != NULL)
		return principal->subject;
	role = GetUserNameFromId(GetOuterUserId(), false);
	return strcmp(role, ANYONE) == 0 ? NULL : role;
}

Client
client_now(void)
{
	return (Client){
		.name = caller_name(), .role = GetOuterUserId(), .principal = principal_get()};
}

bool
client_in_group(const Client *client, const char *name)
{
	Oid role;

	if (client->principal != NULL)
		return principal_has_group(client->principal, name);
	role = get_role_oid(name, true);
	return client->name != NULL && OidIsValid(role) && role != client->role &&
		   is_member_of_role_nosuper(client->role, role);
}

bool
caller_owns(const char *owner)
{
	const char *name = caller_name();

	return owner == NULL || (name != NULL && strcmp(name, owner) == 0) || superuser();
}

SKY_FUNCTION(subject)
{
	const char *name = caller_name();

	if (name == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(name));
}

SKY_FUNCTION(has_group)
{
	Client client = client_now();

	PG_RETURN_BOOL(client_in_group(&client, text_to_cstring(PG_GETARG_TEXT_PP(0))));
}
