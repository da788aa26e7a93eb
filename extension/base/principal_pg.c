/*
 * principal_pg.c
 *		Who a client is, for one transaction.
 *
 * The principal is the value of a setting, so that it ends with the transaction or the
 * savepoint that it was entered in, and parallel workers have it.  Nothing else may
 * change the setting: its check hook says no to whoever is not principal_set.  RESET asks
 * no hook, but is for those who may SET, and RESET ALL leaves it out.
 */
#include "postgres.h"

#include "base/principal_pg.h"

#include "access/parallel.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "base/export_pg.h"
#include "base/report_pg.h"

#define SETTING "pgsky.principal"

static char *setting;
static bool entering;			   /* principal_set is at work */
static const Principal *principal; /* the setting, read; in context */
static bool is_read;
static MemoryContext context;

/* The value under a key of an object; NULL: none, or null. */
static JsonbValue *
find(JsonbContainer *object, const char *key)
{
	JsonbValue *value =
		getKeyJsonValueFromContainer(object, key, (int) strlen(key), NULL);

	return value == NULL || value->type == jbvNull ? NULL : value;
}

static const char *
string_of(const JsonbValue *value)
{
	return value != NULL && value->type == jbvString
			   ? pnstrdup(value->val.string.val, value->val.string.len)
			   : NULL;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* The strings of an array, sorted. */
static const char **
strings_of(const JsonbValue *array, int *count)
{
	const char **strings;
	uint32 size;

	*count = 0;
	if (array == NULL || array->type != jbvBinary ||
		!JsonContainerIsArray(array->val.binary.data))
		return NULL;
	size = JsonContainerSize(array->val.binary.data);
	strings = palloc(Max(size, 1) * sizeof(char *));
	for (uint32 i = 0; i < size; i++)
	{
		const char *string =
			string_of(getIthJsonbValueFromContainer(array->val.binary.data, i));

		if (string != NULL)
			strings[(*count)++] = string;
	}
	qsort(strings, *count, sizeof(char *), compare);
	return strings;
}

const Principal *
principal_read(const char *text)
{
	Jsonb *json =
		DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum((char *) text)));
	JsonbContainer *root = &json->root;
	Principal *read;
	const char *issuer;
	JsonbValue *expires;
	JsonbValue *scopes;

	if (!JB_ROOT_IS_OBJECT(json))
	{
		SkyError err = {0};

		sky_error(&err, SKY_E_UNAUTHENTICATED, -1, "the claims of a token are an object");
		sky_report(&err, NULL);
	}
	issuer = string_of(find(root, "iss"));
	if (issuer == NULL || strcmp(issuer, PRINCIPAL_ISSUER) != 0)
		return NULL;
	read = palloc0(sizeof(Principal));
	read->text = pstrdup(text);
	read->subject = string_of(find(root, "sub"));
	read->role = string_of(find(root, "role"));
	read->share = string_of(find(root, "share"));
	read->kind = string_of(find(root, "kind"));
	read->csrf = string_of(find(root, "csrf"));
	read->groups = strings_of(find(root, "groups"), &read->ngroups);
	scopes = find(root, "scopes");
	read->limited = scopes != NULL;
	read->scopes = strings_of(scopes, &read->nscopes);
	expires = find(root, "exp");
	if (expires != NULL && expires->type == jbvNumeric)
		read->expires = DatumGetInt64(
			DirectFunctionCall1(numeric_int8, NumericGetDatum(expires->val.numeric)));
	return read;
}

const Principal *
principal_get(void)
{
	MemoryContext outer;

	if (is_read)
		return principal;
	MemoryContextReset(context);
	outer = MemoryContextSwitchTo(context);
	principal = setting[0] == '\0' ? NULL : principal_read(setting);
	MemoryContextSwitchTo(outer);
	is_read = true;
	return principal;
}

void
principal_set(const char *text)
{
	entering = true;
	PG_TRY();
	{
		(void) set_config_option(
			SETTING, text, PGC_SUSET, PGC_S_SESSION, GUC_ACTION_LOCAL, true, 0, false);
	}
	PG_FINALLY();
	{
		entering = false;
	}
	PG_END_TRY();
}

static bool
has(int count, const char **sorted, const char *name)
{
	return count > 0 && bsearch(&name, sorted, count, sizeof(char *), compare) != NULL;
}

bool
principal_has_group(const Principal *p, const char *name)
{
	return has(p->ngroups, p->groups, name);
}

bool
principal_has_scope(const Principal *p, const char *scope)
{
	return !p->limited || scope[0] == '\0' || has(p->nscopes, p->scopes, scope) ||
		   has(p->nscopes, p->scopes, "*");
}

static bool
check_setting(char **value, void **extra, GucSource source)
{
	if (entering || InitializingParallelWorker || source == PGC_S_DEFAULT)
		return true;
	GUC_check_errcode(ERRCODE_INSUFFICIENT_PRIVILEGE);
	GUC_check_errmsg("\"" SETTING "\" is set by sky.enter_as and sky.enter_with alone");
	return false;
}

static void
assign_setting(const char *value, void *extra)
{
	is_read = false;
}

void
principal_init(void)
{
	context =
		AllocSetContextCreate(TopMemoryContext, "sky principal", ALLOCSET_SMALL_SIZES);
	DefineCustomStringVariable(SETTING,
							   "Tells who the client of this transaction is.",
							   "It is set by sky.enter_as and sky.enter_with alone.",
							   &setting,
							   "",
							   PGC_SUSET,
							   GUC_NO_SHOW_ALL | GUC_NO_RESET_ALL | GUC_NOT_IN_SAMPLE |
								   GUC_DISALLOW_IN_FILE | GUC_SUPERUSER_ONLY,
							   check_setting,
							   assign_setting,
							   NULL);
}

/* The principal as it was entered. */
SKY_FUNCTION(principal)
{
	const Principal *p = principal_get();

	if (p == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(p->text));
}

/* A claim of the token as text: a string as it is, anything else as JSON. */
SKY_FUNCTION(claim)
{
	const Principal *p = principal_get();
	Jsonb *json;
	JsonbValue *claims;
	JsonbValue *value;
	const text *name = PG_GETARG_TEXT_PP(0);

	if (p == NULL)
		PG_RETURN_NULL();
	json = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(p->text)));
	claims = find(&json->root, "claims");
	if (claims == NULL || claims->type != jbvBinary ||
		!JsonContainerIsObject(claims->val.binary.data))
		PG_RETURN_NULL();
	value = getKeyJsonValueFromContainer(
		claims->val.binary.data, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), NULL);
	if (value == NULL || value->type == jbvNull)
		PG_RETURN_NULL();
	if (value->type == jbvString)
		PG_RETURN_TEXT_P(
			cstring_to_text_with_len(value->val.string.val, value->val.string.len));
	json = JsonbValueToJsonb(value);
	PG_RETURN_TEXT_P(cstring_to_text(JsonbToCString(NULL, &json->root, VARSIZE(json))));
}
