/*
 * page_pg.c
 *		What the pages for people have in common.
 */
#include "postgres.h"

#include "svc/page_pg.h"

#include "base/principal_pg.h"
#include "writer/xml_escape.h"

static const char style[] =
	"body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
	"color:#222}"
	"pre,textarea{font:14px/1.4 monospace;background:#f4f4f4;padding:.6em;"
	"white-space:pre-wrap;width:100%;box-sizing:border-box;border:1px solid #ccc;"
	"overflow-wrap:anywhere}"
	"table{border-collapse:collapse}td,th{text-align:left;padding:.2em .8em .2em 0;"
	"vertical-align:top}i{color:#666}"
	"label{display:inline-block;max-width:100%;margin:.2em .8em .2em 0}"
	"input,select,button{font:inherit;max-width:100%;box-sizing:border-box}"
	"code{overflow-wrap:anywhere}.wide{overflow-x:auto}.wide a,.wide code{white-space:nowrap;overflow-wrap:normal}"
	".told{padding:.6em;border-left:.3em solid #36c;background:#eef3ff}"
	".preview{max-width:100%;background:#334;border:1px solid #ccc}";

static const char examples_sql[] =
	"SELECT name, description, query FROM ("
	"SELECT name, description, query, 1 AS part, example_index AS place FROM sky.example"
	" UNION ALL VALUES"
	" ('All tables', 'What this archive holds, table by table.',"
	" 'SELECT table_name, description FROM tap_schema.tables ORDER BY table_name', 2, 1),"
	" ('Columns of a table', 'Names, units and meaning of the columns of one table.',"
	" 'SELECT column_name, datatype, unit, ucd, description FROM tap_schema.columns"
	" WHERE table_name = ''tap_schema.columns'' ORDER BY column_index', 2, 2)"
	") AS e ORDER BY part, place, name OFFSET $1::pg_catalog.int8";

/* Browsers ask that of the places that a form's answer leads to, too. */
static void
put_policy(ServiceCall *call, const char *origin)
{
	service_header(call,
				   "Content-Security-Policy",
				   arena_printf(call->arena,
								"default-src 'none'; style-src 'unsafe-inline'; img-src "
								"'self'; form-action 'self'%s%s; frame-ancestors 'none'; "
								"base-uri 'none'",
								origin != NULL ? " " : "",
								origin != NULL ? origin : ""));
}

static void
put_head(ServiceCall *call, const char *title, const char *body_attributes)
{
	Sink *sink = &call->body;

	sink_puts(
		sink,
		"<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" "
		"lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		"<title>");
	xml_put_text(sink, title, strlen(title));
	sink_printf(sink,
				"</title>\n<style>%s</style>\n</head>\n<body%s>\n<h1>",
				style,
				body_attributes);
	xml_put_text(sink, title, strlen(title));
	sink_puts(sink, "</h1>\n");
}

void
page_begin(ServiceCall *call, const char *title, const char *body_attributes)
{
	service_header(call, "Content-Type", "text/html; charset=utf-8");
	put_policy(call, NULL);
	put_head(call, title, body_attributes);
}

void
page_begin_to(ServiceCall *call, const char *title, const char *origin)
{
	service_header(call, "Content-Type", "text/html; charset=utf-8");
	put_policy(call, origin);
	put_head(call, title, "");
}

void
page_put_csrf(Sink *sink)
{
	const Principal *principal = principal_get();

	if (principal == NULL || principal->csrf == NULL)
		return;
	sink_puts(sink, "<input type=\"hidden\" name=\"csrf\"");
	xml_put_attribute(sink, "value", principal->csrf);
	sink_puts(sink, "/>");
}

void
page_end(ServiceCall *call)
{
	sink_puts(&call->body, "</body>\n</html>\n");
}

void
page_row(Sink *sink, const char *name, const char *value)
{
	if (value == NULL)
		return;
	sink_printf(sink, "<tr><th>%s</th><td>", name);
	xml_put_text(sink, value, strlen(value));
	sink_puts(sink, "</td></tr>\n");
}

const char *
page_size(Arena *arena, int64 bytes)
{
	static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
	double amount = (double) bytes;
	int unit = 0;

	while (amount >= 1000 && unit < lengthof(units) - 1)
	{
		amount /= 1000;
		unit++;
	}
	return arena_printf(arena, unit == 0 ? "%.0f %s" : "%.1f %s", amount, units[unit]);
}

Rows
page_examples(long first, long count)
{
	return rows_read(examples_sql, psprintf("%ld", first), count);
}
