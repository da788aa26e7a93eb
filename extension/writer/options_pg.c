/*
 * options_pg.c
 *		The options of COPY ... TO in our formats.
 */
#include "postgres.h"

#include "writer/options_pg.h"

#include "commands/defrem.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "base/table.h"
#include "writer/votable.h"

const TableFormat *
writer_options_format(const List *options)
{
	ListCell *lc;

	foreach (lc, options)
	{
		DefElem *option = lfirst_node(DefElem, lc);

		if (strcmp(option->defname, "format") == 0 && option->arg != NULL &&
			(IsA(option->arg, String) || IsA(option->arg, TypeName)))
			return table_format_by_name(defGetString(option));
	}
	return NULL;
}

static void
read_maxrec(WriterOptions *result, DefElem *option)
{
	result->maxrec = defGetInt64(option);
	if (result->maxrec < 0 || result->maxrec == PG_INT64_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("MAXREC must be a number of rows, 0 or more")));
}

static void
read_compression(WriterOptions *result, DefElem *option)
{
	const char *value = defGetString(option);

	result->gzip = pg_strcasecmp(value, "gzip") == 0;
	if (!result->gzip && pg_strcasecmp(value, "none") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("compression \"%s\" is not known", value),
				 errhint("Use gzip or none.")));
}

static void
read_version(WriterOptions *result, DefElem *option)
{
	result->version = defGetString(option);
	if (!votable_version_is_known(result->version))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("VOTable version \"%s\" is not known", result->version),
				 errhint("Use 1.3, 1.4 or 1.5.")));
}

/* An option's JSON array, of which each element must be an object. */
static JsonbContainer *
read_array(DefElem *option)
{
	char *text = defGetString(option);
	Jsonb *json = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(text)));

	if (!JsonContainerIsArray(&json->root) || JsonContainerIsScalar(&json->root))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("option \"%s\" must be a JSON array of objects", option->defname)));
	return &json->root;
}

static JsonbContainer *
read_object(DefElem *option, JsonbContainer *array, int i)
{
	JsonbValue *value = getIthJsonbValueFromContainer(array, (uint32) i);

	if (value->type != jbvBinary || !JsonContainerIsObject(value->val.binary.data))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"%s\" must be a JSON array of objects", option->defname),
				 errdetail("Element %d is no object.", i + 1)));
	return value->val.binary.data;
}

/* A member's text, NULL if it is absent or null; numbers are taken as written. */
static const char *
read_member(JsonbContainer *object, const char *name)
{
	JsonbValue *value =
		getKeyJsonValueFromContainer(object, name, (int) strlen(name), NULL);

	if (value == NULL)
		return NULL;
	if (value->type == jbvString)
		return pnstrdup(value->val.string.val, value->val.string.len);
	if (value->type == jbvNumeric)
		return DatumGetCString(
			DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));
	if (value->type == jbvBool)
		return value->val.boolean ? "true" : "false";
	return NULL;
}

static void
read_fields(WriterOptions *result, DefElem *option)
{
	JsonbContainer *array = read_array(option);

	result->nfields = (int) JsonContainerSize(array);
	result->fields = palloc0(Max(result->nfields, 1) * sizeof(SkyColumn));
	for (int i = 0; i < result->nfields; i++)
	{
		JsonbContainer *object = read_object(option, array, i);

		result->fields[i] = (SkyColumn){
			.name = read_member(object, "name"),
			.datatype = read_member(object, "datatype"),
			.arraysize = read_member(object, "arraysize"),
			.xtype = read_member(object, "xtype"),
			.unit = read_member(object, "unit"),
			.ucd = read_member(object, "ucd"),
			.utype = read_member(object, "utype"),
			.description = read_member(object, "description"),
		};
	}
}

static void
read_infos(WriterOptions *result, DefElem *option)
{
	JsonbContainer *array = read_array(option);

	result->ninfos = (int) JsonContainerSize(array);
	result->infos = palloc0(Max(result->ninfos, 1) * sizeof(WriterInfo));
	for (int i = 0; i < result->ninfos; i++)
	{
		JsonbContainer *object = read_object(option, array, i);
		const char *name = read_member(object, "name");
		const char *value = read_member(object, "value");

		if (name == NULL || name[0] == '\0')
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("element %d of option \"%s\" has no name",
							i + 1,
							option->defname)));
		result->infos[i] =
			(WriterInfo){name, value != NULL ? value : "", read_member(object, "text")};
	}
}

static void
read_format(WriterOptions *result, DefElem *option)
{
	result->format = table_format_by_name(defGetString(option));
}

typedef struct OptionRow
{
	const char *name;
	void (*read)(WriterOptions *result, DefElem *option);
} OptionRow;

static const OptionRow option_rows[] = {
	{"compression", read_compression},
	{"fields", read_fields},
	{"format", read_format},
	{"infos", read_infos},
	{"maxrec", read_maxrec},
	{"version", read_version},
};

void
writer_options_read(ParseState *pstate, const List *options, WriterOptions *result)
{
	bool seen[lengthof(option_rows)] = {false};
	ListCell *lc;

	*result = (WriterOptions){.maxrec = -1};
	foreach (lc, options)
	{
		DefElem *option = lfirst_node(DefElem, lc);
		const OptionRow *row = SKY_TABLE_FIND(option_rows, option->defname);

		if (row == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_SYNTAX_ERROR),
					 errmsg("option \"%s\" is not available with this COPY format",
							option->defname),
					 errhint("Options are FORMAT, MAXREC, FIELDS, INFOS, COMPRESSION and "
							 "VERSION."),
					 parser_errposition(pstate, option->location)));
		if (seen[row - option_rows])
			errorConflictingDefElem(option, pstate);
		seen[row - option_rows] = true;
		row->read(result, option);
	}
}
