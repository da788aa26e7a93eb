/*
 * tap_capability_pg.c
 *		What the TAP service can do (TAPRegExt 1.0).
 *
 * Everything in it is read off the tables that do the work: result formats, functions,
 * limits.
 */
#include "postgres.h"

#include "utils/formatting.h"

#include "adql/function_table.h"
#include "base/guc_pg.h"
#include "base/owner_pg.h"
#include "base/quota_pg.h"
#include "svc/capability.h"
#include "svc/discovery_pg.h"
#include "svc/fetch_pg.h"
#include "svc/rows_pg.h"
#include "svc/upload_pg.h"
#include "writer/format_table.h"
#include "writer/xml_escape.h"

static void put_data_model(ServiceCall *call);
static void put_language(Sink *sink);
static void put_features(Sink *sink);
static void put_formats(Sink *sink);
static void put_upload_methods(Sink *sink);
static void put_limits(Sink *sink);

void
tap_capability_put(ServiceCall *call, const char *place)
{
	put_data_model(call);
	put_language(&call->body);
	put_formats(&call->body);
	put_upload_methods(&call->body);
	put_limits(&call->body);
}

/* ObsCore, where the caller sees all of its mandatory columns (ObsCore 1.1, section 5).
 */
static void
put_data_model(ServiceCall *call)
{
	const CatalogTable *table = discovery_obscore(call, NULL);
	OwnerScope owner;
	Rows rows;
	bool is_whole = table != NULL;

	if (table == NULL)
		return;
	rows_begin();
	owner = owner_begin();
	rows = rows_read(
		"SELECT name::text FROM sky.obscore_columns() WHERE mandatory", NULL, 0);
	owner_end(&owner);
	for (uint64 i = 0; is_whole && i < rows.count; i++)
	{
		RowText name = row_text(&rows, i, 1);

		is_whole =
			discovery_column(table,
							 arena_strndup(call->arena, name.bytes, name.length)) != NULL;
	}
	rows_end();
	if (is_whole)
		sink_puts(&call->body,
				  "<dataModel ivo-id=\"ivo://ivoa.net/std/ObsCore#core-1.1\">"
				  "ObsCore-1.1</dataModel>\n");
}

static void
put_language(Sink *sink)
{
	sink_puts(sink,
			  "<language>\n<name>ADQL</name>\n"
			  "<version ivo-id=\"ivo://ivoa.net/std/ADQL#v2.0\">2.0</version>\n"
			  "<version ivo-id=\"ivo://ivoa.net/std/ADQL#v2.1\">2.1</version>\n"
			  "<description>ADQL 2.1; queries written for 2.0 are understood too."
			  "</description>\n");
	put_features(sink);
	sink_puts(sink, "</language>\n");
}

static void
put_form(Sink *sink, const char *form, const char *description)
{
	sink_puts(sink, "<feature>");
	xml_put_element(sink, "form", form, strlen(form));
	if (description != NULL)
		xml_put_element(sink, "description", description, strlen(description));
	sink_puts(sink, "</feature>\n");
}

/* The functions of an optional feature; several of one name are one, unless users'. */
static void
put_functions(Sink *sink, const AdqlFamily *family, AdqlFeature feature)
{
	const char *last = "";

	for (size_t i = 0; i < family->count; i++)
	{
		const AdqlFunction *row = &family->rows[i];
		char form[ADQL_SIGNATURE_MAX];

		if (row->feature != feature ||
			(feature != ADQL_FEATURE_UDF && strcmp(row->name, last) == 0))
			continue;
		last = row->name;
		if (feature == ADQL_FEATURE_UDF)
			adql_function_signature(row, form, sizeof(form));
		else
			strlcpy(form, asc_toupper(last, strlen(last)), sizeof(form));
		put_form(sink, form, row->doc);
	}
}

/* Every optional feature that has a form. */
static void
put_features(Sink *sink)
{
	for (AdqlFeature feature = ADQL_FEATURE_NONE + 1; feature < ADQL_FEATURES; feature++)
	{
		size_t start = sink->used;
		size_t head;
		const AdqlFamily *family;
		const AdqlClause *clause;

		sink_printf(
			sink, "<languageFeatures type=\"%s\">\n", adql_feature_ivoid(feature));
		head = sink->used;
		for (size_t i = 0; (family = adql_function_family(i)) != NULL; i++)
			put_functions(sink, family, feature);
		for (size_t i = 0; (clause = adql_clause(i)) != NULL; i++)
			if (clause->feature == feature)
				put_form(sink, clause->form, clause->doc);
		if (sink->used == head)
			sink->used = start;
		else
			sink_puts(sink, "</languageFeatures>\n");
	}
}

static void
put_formats(Sink *sink)
{
	int count;
	const TableFormat *formats = table_format_list(&count);

	for (int i = 0; i < count; i++)
	{
		const TableFormat *format = &formats[i];

		if (format->internal)
			continue;
		sink_puts(sink, "<outputFormat");
		xml_put_attribute(sink, "ivo-id", format->ivoid);
		sink_putc(sink, '>');
		xml_put_element(sink, "mime", format->mime, strlen(format->mime));
		xml_put_element(sink, "alias", format->name, strlen(format->name));
		for (int k = 0; k < TABLE_FORMAT_ALIASES && format->aliases[k] != NULL; k++)
		{
			if (strcmp(format->aliases[k], format->name) != 0)
				xml_put_element(
					sink, "alias", format->aliases[k], strlen(format->aliases[k]));
		}
		sink_puts(sink, "</outputFormat>\n");
	}
}

static void
put_upload_method(Sink *sink, const char *method)
{
	sink_printf(sink,
				"<uploadMethod ivo-id=\"ivo://ivoa.net/std/TAPRegExt#upload-%s\"/>\n",
				method);
}

static void
put_upload_methods(Sink *sink)
{
	put_upload_method(sink, "inline");
	if (fetch_has_scheme("http"))
		put_upload_method(sink, "http");
	if (fetch_has_scheme("https"))
		put_upload_method(sink, "https");
}

static void
put_limits(Sink *sink)
{
	int seconds = Max(1, pgsky_sync_timeout / 1000);

	sink_printf(sink,
				"<executionDuration><default>%d</default><hard>%d</hard>"
				"</executionDuration>\n",
				seconds,
				seconds);
	sink_printf(sink,
				"<outputLimit><default unit=\"row\">%d</default>"
				"<hard unit=\"row\">%d</hard></outputLimit>\n",
				Min(pgsky_maxrec_default, quota_rows()),
				quota_rows());
	sink_printf(sink,
				"<uploadLimit><default unit=\"byte\">%ld</default>"
				"<hard unit=\"byte\">%ld</hard></uploadLimit>\n",
				upload_limit(),
				upload_limit());
}
