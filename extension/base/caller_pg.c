/*
 * caller_pg.c
 *		Who asks.
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
	role = GetUserNameFromId(GetUserId(), false);
	return strcmp(role, ANYONE) == 0 ? NULL : role;
}

bool
caller_in_group(const char *name)
{
	const Principal *principal = principal_get();
	Oid role;

	if (principal != NULL)
		return principal_has_group(principal, name);
	role = get_role_oid(name, true);
	return caller_name() != NULL && OidIsValid(role) && role != GetUserId() &&
		   is_member_of_role_nosuper(GetUserId(), role);
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
	PG_RETURN_BOOL(caller_in_group(text_to_cstring(PG_GETARG_TEXT_PP(0))));
}
