/*
 * options_pg.c
 *		The options of COPY ... TO in our formats.
 */
#include "postgres.h"

#include "writer/options_pg.h"

#include "commands/defrem.h"
#include "common/jsonapi.h"
#include "mb/pg_wchar.h"
#include "storage/shmem.h"
#include "utils/builtins.h"
#include "utils/jsonfuncs.h"

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
read_expected_max(WriterOptions *result, DefElem *option)
{
	result->expected_max = defGetInt64(option);
	if (result->expected_max < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("EXPECTED_MAX must be a number of seconds, 0 or more")));
}

static void
read_instead(WriterOptions *result, DefElem *option)
{
	result->instead = defGetString(option);
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

/*
 * Reading an option's JSON array of flat objects: each text member goes to put, by the
 * number of its object.  One pass over the text and no tree, because every query over
 * HTTP brings such options.
 */
typedef struct ObjectReader
{
	const char *option;
	WriterOptions *result;
	void (*put)(WriterOptions *result, int element, const char *name, const char *value);
	int depth;
	int elements;
	const char *member;
} ObjectReader;

static void
refuse_json(const ObjectReader *reader)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("option \"%s\" must be a JSON array of objects", reader->option)));
}

static void
on_start(void *state)
{
	ObjectReader *reader = state;

	reader->depth++;
}

static void
on_end(void *state)
{
	ObjectReader *reader = state;

	reader->depth--;
}

static void
on_array_start(void *state)
{
	ObjectReader *reader = state;

	if (reader->depth == 1)
		refuse_json(reader);
	on_start(state);
}

static void
on_object_start(void *state)
{
	ObjectReader *reader = state;

	if (reader->depth == 0)
		refuse_json(reader);
	if (reader->depth == 1)
		reader->put(reader->result, reader->elements++, NULL, NULL);
	on_start(state);
}

static void
on_member(void *state, char *name, bool isnull)
{
	ObjectReader *reader = state;

	reader->member = name;
}

/* null is as good as absent; numbers and booleans are taken as written. */
static void
on_scalar(void *state, char *token, JsonTokenType type)
{
	ObjectReader *reader = state;

	if (reader->depth < 2)
		refuse_json(reader);
	if (reader->depth == 2 && type != JSON_TOKEN_NULL)
		reader->put(reader->result, reader->elements - 1, reader->member, token);
}

static void
read_objects(
	WriterOptions *result,
	DefElem *option,
	void (*put)(WriterOptions *result, int element, const char *name, const char *value))
{
	char *text = defGetString(option);
	ObjectReader reader = {.option = option->defname, .result = result, .put = put};
	JsonSemAction actions = {.semstate = &reader,
							 .array_start = on_array_start,
							 .array_end = on_end,
							 .object_start = on_object_start,
							 .object_end = on_end,
							 .object_field_start = on_member,
							 .scalar = on_scalar};

	pg_parse_json_or_ereport(makeJsonLexContextCstringLen(
								 text, (int) strlen(text), GetDatabaseEncoding(), true),
							 &actions);
}

/* An array that has room for one element more, as the count is found out by reading. */
static void *
make_room(void *array, int count, size_t size)
{
	if (array == NULL)
		return palloc0(16 * size);
	if (count < 16 || (count & (count - 1)) != 0)
		return array;
	array = repalloc(array, mul_size((Size) count * 2, size));
	memset((char *) array + (Size) count * size, 0, (Size) count * size);
	return array;
}

static const struct
{
	const char *name;
	size_t offset;
} field_members[] = {
	{"arraysize", offsetof(SkyColumn, arraysize)},
	{"datatype", offsetof(SkyColumn, datatype)},
	{"description", offsetof(SkyColumn, description)},
	{"name", offsetof(SkyColumn, name)},
	{"ucd", offsetof(SkyColumn, ucd)},
	{"unit", offsetof(SkyColumn, unit)},
	{"utype", offsetof(SkyColumn, utype)},
	{"xtype", offsetof(SkyColumn, xtype)},
};

static void
put_field(WriterOptions *result, int element, const char *name, const char *value)
{
	if (name == NULL)
	{
		result->fields = make_room(result->fields, element, sizeof(SkyColumn));
		result->nfields = element + 1;
		return;
	}
	for (int i = 0; i < lengthof(field_members); i++)
	{
		if (strcmp(field_members[i].name, name) == 0)
			*(const char **) ((char *) &result->fields[element] +
							  field_members[i].offset) = value;
	}
}

static void
read_fields(WriterOptions *result, DefElem *option)
{
	result->fields = make_room(NULL, 0, sizeof(SkyColumn));
	read_objects(result, option, put_field);
}

static void
put_info(WriterOptions *result, int element, const char *name, const char *value)
{
	WriterInfo *info;

	if (name == NULL)
	{
		result->infos = make_room(result->infos, element, sizeof(WriterInfo));
		result->ninfos = element + 1;
		result->infos[element].value = "";
		return;
	}
	info = &result->infos[element];
	if (strcmp(name, "name") == 0)
		info->name = value;
	else if (strcmp(name, "value") == 0)
		info->value = value;
	else if (strcmp(name, "text") == 0)
		info->text = value;
}

static void
read_infos(WriterOptions *result, DefElem *option)
{
	read_objects(result, option, put_info);
	for (int i = 0; i < result->ninfos; i++)
	{
		if (result->infos[i].name == NULL || result->infos[i].name[0] == '\0')
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("element %d of option \"%s\" has no name",
							i + 1,
							option->defname)));
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

static void
read_preface(WriterOptions *result, DefElem *option)
{
	result->preface = defGetString(option);
}

static void
read_appendix(WriterOptions *result, DefElem *option)
{
	result->appendix = defGetString(option);
}

static const OptionRow option_rows[] = {
	{"appendix", read_appendix},
	{"compression", read_compression},
	{"expected_max", read_expected_max},
	{"fields", read_fields},
	{"format", read_format},
	{"infos", read_infos},
	{"instead", read_instead},
	{"maxrec", read_maxrec},
	{"preface", read_preface},
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
					 errhint("Options are FORMAT, MAXREC, FIELDS, INFOS, COMPRESSION, "
							 "VERSION, PREFACE, APPENDIX, EXPECTED_MAX and INSTEAD."),
					 parser_errposition(pstate, option->location)));
		if (seen[row - option_rows])
			errorConflictingDefElem(option, pstate);
		seen[row - option_rows] = true;
		row->read(result, option);
	}
}
