/*
 * upload_pg.c
 *		TAP_UPLOAD: tables that come with the request (TAP 1.1, section 2.5; DALI 1.1,
 *		section 3.4.5).
 */
#include "postgres.h"

#include "svc/upload_pg.h"

#include "utils/memutils.h"

#include "base/guc_pg.h"
#include "base/quota_pg.h"
#include "base/type_pg.h"
#include "publish/uploaded_pg.h"
#include "reader/store_rows_pg.h"
#include "reader/table_columns_pg.h"
#include "svc/dali.h"
#include "svc/fetch_pg.h"
#include "svc/upload_fault_pg.h"

/* With the schema it is the name of a relation to PostgreSQL. */
#define NAME_MAX_LENGTH (NAMEDATALEN - sizeof(UPLOADED_SCHEMA "."))

/* The bytes of a table. */
typedef struct UploadContent
{
	const char *bytes;
	size_t length;
} UploadContent;

static bool
upload_items(const HttpParams *params, char *items, int64 *size, SkyError *err);
static bool find_content(const HttpParams *params,
						 const char *uri,
						 UploadContent *content,
						 SkyError *err);
static bool find_part(const HttpParams *params,
					  const char *name,
					  UploadContent *content,
					  SkyError *err);
static bool check_name(const char *name, SkyError *err);
static void upload_table(const char *name, const UploadContent *content);
static void load_table(UploadProgress *progress, const UploadContent *content);
static PublishedColumn *describe_columns(const Reader *reader, TupleDesc desc);

int64
upload_limit(void)
{
	return Min(quota_limit(QUOTA_UPLOAD_BYTES, UPLOAD_BODY_MAX), UPLOAD_BODY_MAX);
}

bool
upload_tables(const HttpParams *params, SkyError *err)
{
	const HttpParam *param;
	int64 size = 0; /* of all tables [bytes] */
	int at = 0;

	while ((param = http_params_next(params, "UPLOAD", &at)) != NULL)
	{
		if (!upload_items(params, pnstrdup(param->value, param->length), &size, err))
			return false;
	}
	return true;
}

/* One value: name,uri pairs with semicolons between them. */
static bool
upload_items(const HttpParams *params, char *items, int64 *size, SkyError *err)
{
	char *next;

	for (char *item = items; item != NULL; item = next)
	{
		UploadContent content;
		char *comma;

		next = strchr(item, ';');
		if (next != NULL)
			*next++ = '\0';
		if (item[0] == '\0')
			continue;
		comma = strchr(item, ',');
		if (comma == NULL)
		{
			sky_error(err, SKY_E_BAD_VALUE, -1, "UPLOAD \"%s\" names no content", item);
			return sky_error_hint(err, "Write it as table_name,param:parameter_name.");
		}
		*comma = '\0';
		if (!check_name(item, err) || !find_content(params, comma + 1, &content, err))
			return false;
		*size += (int64) content.length;
		if (!quota_allows_upload(*size, err))
			return false;
		upload_table(item, &content);
	}
	return true;
}

/* Names of tables are regular identifiers; each is there once. */
static bool
check_name(const char *name, SkyError *err)
{
	PublishedName wanted = {.table = name, .schema = UPLOADED_SCHEMA};

	if (!dali_is_table_name(name) || strlen(name) > NAME_MAX_LENGTH)
	{
		sky_error(err,
				  SKY_E_BAD_VALUE,
				  -1,
				  "\"%s\" cannot be the name of an uploaded table",
				  name);
		return sky_error_hint(err,
							  "Take a letter, then letters, digits and underscores, at "
							  "most %d in all, without " UPLOADED_SCHEMA ".",
							  (int) NAME_MAX_LENGTH);
	}
	if (uploaded_by_name(&wanted) != NULL)
		return sky_error(
			err, SKY_E_BAD_VALUE, -1, "two uploaded tables are named \"%s\"", name);
	return true;
}

/* What is at the URI: a part of the request, or something elsewhere. */
static bool
find_content(const HttpParams *params,
			 const char *uri,
			 UploadContent *content,
			 SkyError *err)
{
	if (pg_strncasecmp(uri, "param:", strlen("param:")) == 0)
		return find_part(params, uri + strlen("param:"), content, err);
	return fetch_url(uri, upload_limit(), &content->bytes, &content->length, err);
}

static bool
find_part(const HttpParams *params,
		  const char *name,
		  UploadContent *content,
		  SkyError *err)
{
	int at = 0;
	const HttpParam *part = http_params_next(params, name, &at);

	if (part != NULL)
	{
		*content = (UploadContent){part->value, part->length};
		return true;
	}
	sky_error(err, SKY_E_BAD_VALUE, -1, "the request has no part \"%s\"", name);
	return sky_error_hint(err,
						  "Send the table as a part of that name of a multipart form.");
}

/* Read one table; whatever is wrong with it is told with its name, row and column. */
static void
upload_table(const char *name, const UploadContent *content)
{
	UploadProgress progress = {.name = name, .column = -1};
	MemoryContext context =
		AllocSetContextCreate(CurrentMemoryContext, "sky upload", ALLOCSET_DEFAULT_SIZES);
	MemoryContext outer = MemoryContextSwitchTo(context);

	PG_TRY();
	{
		load_table(&progress, content);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(outer);
		upload_fail(&progress);
	}
	PG_END_TRY();
	MemoryContextSwitchTo(outer);
	MemoryContextDelete(context);
}

static void
load_table(UploadProgress *progress, const UploadContent *content)
{
	MemoryContext context = CurrentMemoryContext;
	Tuplestorestate *rows;
	TupleDesc desc;
	PublishedColumn *columns;
	int64 count;

	progress->source = source_open_memory(content->bytes, content->length, NULL);
	MemoryContextSwitchTo(UPLOADED_CONTEXT);
	desc = store_row_type(progress->source);
	columns = describe_columns(&progress->source->reader, desc);
	rows = uploaded_rows_begin();
	MemoryContextSwitchTo(context);

	count = store_rows(
		progress->source, desc, rows, pgsky_upload_max_rows, &progress->column);
	uploaded_add(progress->name, columns, desc, rows, (double) count);
	source_close(progress->source);
}

static char *
keep(const char *text)
{
	return text != NULL && text[0] != '\0' ? pstrdup(text) : NULL;
}

/* A column's name as the file has it, unless it had to be changed. */
static const char *
shown_name(const char *in_file, const char *in_table)
{
	return pg_strcasecmp(in_file, in_table) == 0 ? pstrdup(in_file) : in_table;
}

/* What a query's result tells of the columns. */
static PublishedColumn *
describe_columns(const Reader *reader, TupleDesc desc)
{
	PublishedColumn *columns = palloc0(sizeof(PublishedColumn) * Max(desc->natts, 1));

	for (int i = 0; i < desc->natts; i++)
	{
		const SkyColumn *meta = &reader->columns[i].meta;
		Form_pg_attribute attribute = TupleDescAttr(desc, i);
		SkyTypeFace face = {0};

		if (!sky_type_face(attribute->atttypid, attribute->atttypmod, &face))
			elog(ERROR, "no face for type %u", attribute->atttypid);
		columns[i] = (PublishedColumn){
			.attnum = (AttrNumber) (i + 1),
			.type = attribute->atttypid,
			.typmod = attribute->atttypmod,
			.attname = NameStr(attribute->attname),
			.meta = {.name = shown_name(meta->name, NameStr(attribute->attname)),
					 .datatype = face.datatype,
					 .arraysize = keep(face.arraysize),
					 .xtype = face.xtype != NULL ? face.xtype : keep(meta->xtype),
					 .unit = keep(meta->unit),
					 .ucd = keep(meta->ucd),
					 .utype = keep(meta->utype),
					 .description = keep(meta->description)},
		};
	}
	return columns;
}
