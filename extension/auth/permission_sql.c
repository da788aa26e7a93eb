/*
 * permission_sql.c
 *		sky.may, for policies: who may do what with things that people share.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "auth/permission.h"
#include "base/caller_pg.h"
#include "base/export_pg.h"
#include "base/principal_pg.h"

#define GROUP_SIGN                                                                       \
	'@' /* before the name of a group among those a thing is shared with                 \
		 */

/* Whose things the client's are: his, or those of his anonymous key; NULL: nobody's. */
static const char *
owner_name(const Client *client)
{
	return client->name == NULL && client->principal != NULL ? client->principal->share
															 : client->name;
}

static bool
has_role(Oid client, const char *name)
{
	Oid role = get_role_oid(name, true);

	return OidIsValid(role) && is_member_of_role_nosuper(client, role);
}

static PrivilegeLevel
client_level(const Client *client)
{
	Oid role = client->principal != NULL && client->principal->role != NULL
				   ? get_role_oid(client->principal->role, true)
				   : client->role;

	if (OidIsValid(role) && superuser_arg(role))
		return LEVEL_SUPERUSER;
	if (!OidIsValid(role) || !has_role(role, "sky_anon"))
		return LEVEL_LOCKED;
	if (client->name == NULL)
		return LEVEL_ANONYMOUS;
	if (has_role(role, "sky_admin"))
		return LEVEL_SUPERUSER;
	return has_role(role, "sky_staff") ? LEVEL_STAFF : LEVEL_AUTHENTICATED;
}

/* Is one of them the client, or a group of his? */
static bool
is_shared_with(const Client *client, ArrayType *names)
{
	Datum *elements;
	bool *nulls;
	int count;

	if (client->name == NULL)
		return false;
	deconstruct_array(names, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &count);
	for (int i = 0; i < count; i++)
	{
		const char *name = nulls[i] ? NULL : TextDatumGetCString(elements[i]);

		if (name != NULL && (name[0] == GROUP_SIGN ? client_in_group(client, name + 1)
												   : strcmp(name, client->name) == 0))
			return true;
	}
	return false;
}

static Action
action_of(const char *word)
{
	int action = permission_word(permission_actions, ACTION_COUNT, word);

	if (action < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there is no action \"%s\"", word),
				 errhint("Actions are list, view, create, edit, delete, make_public, "
						 "make_unlisted, make_shared, make_private and change_owner.")));
	return (Action) action;
}

/* may(action, visibility, owner, shared_with): what is no visibility is private. */
SKY_FUNCTION(may)
{
	Action action =
		action_of(PG_ARGISNULL(0) ? "NULL" : text_to_cstring(PG_GETARG_TEXT_PP(0)));
	int visibility = PG_ARGISNULL(1)
						 ? -1
						 : permission_word(permission_visibilities,
										   VISIBILITY_COUNT,
										   text_to_cstring(PG_GETARG_TEXT_PP(1)));
	const char *owner = PG_ARGISNULL(2) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(2));
	Client client = client_now();
	const char *me = owner_name(&client);
	bool own = owner != NULL && me != NULL && strcmp(owner, me) == 0;
	bool shared = visibility == VISIBILITY_SHARED && !own && !PG_ARGISNULL(3) &&
				  is_shared_with(&client, PG_GETARG_ARRAYTYPE_P(3));

	PG_RETURN_BOOL(
		permission_given(client_level(&client),
						 own,
						 shared,
						 visibility < 0 ? VISIBILITY_PRIVATE : (Visibility) visibility,
						 action));
}

SKY_FUNCTION(owner)
{
	Client client = client_now();
	const char *name = owner_name(&client);

	if (name == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(name));
}

SKY_FUNCTION(privilege_level)
{
	Client client = client_now();

	PG_RETURN_TEXT_P(cstring_to_text(permission_levels[client_level(&client)]));
}

static Datum
actions_array(Actions actions)
{
	Datum words[ACTION_COUNT];
	int count = 0;

	for (int i = 0; i < ACTION_COUNT; i++)
		if (actions & (1U << i))
			words[count++] = CStringGetTextDatum(permission_actions[i]);
	return PointerGetDatum(
		construct_array(words, count, TEXTOID, -1, false, TYPALIGN_INT));
}

/* The table: level, own, visibility, actions. */
SKY_FUNCTION(permissions)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int cell = 0; cell < LEVEL_COUNT * 2 * VISIBILITY_COUNT; cell++)
	{
		PrivilegeLevel level = (PrivilegeLevel) (cell / (2 * VISIBILITY_COUNT));
		bool own = cell / VISIBILITY_COUNT % 2 == 0;
		Visibility visibility = (Visibility) (cell % VISIBILITY_COUNT);
		Datum values[] = {CStringGetTextDatum(permission_levels[level]),
						  BoolGetDatum(own),
						  CStringGetTextDatum(permission_visibilities[visibility]),
						  actions_array(permission_of(level, own, visibility))};
		bool nulls[lengthof(values)] = {false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
