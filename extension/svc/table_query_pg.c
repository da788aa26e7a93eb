/*
 * table_query_pg.c
 *		/datalink/cone_search and /datalink/timeseries: queries of TAP that need but
 *		parameters, for services that are told beside rows of tables.
 *
 * Their parameters are those of Rubin Observatory's.  The answer is the address of the
 * query, as there: its format, rows and rights are those of TAP.
 */
#include "postgres.h"

#include <math.h>

#include "base/owner_pg.h"
#include "svc/adql_text.h"
#include "svc/cone.h"
#include "svc/discovery_pg.h"
#include "svc/rows_pg.h"
#include "svc/service_table_pg.h"
#include "writer/sink_pg.h"

/* Parameters of TAP that are handed on. */
static const char *const handed_on[] = {"RESPONSEFORMAT", "FORMAT", "MAXREC", "RUNID"};

/* The value of a parameter; otherwise NULL: it must be there. */
static bool
read_value(const HttpParams *params,
		   const char *name,
		   const char *otherwise,
		   const char **value,
		   SkyError *err)
{
	if (!http_params_single(params, name, value, err))
		return false;
	if (*value == NULL || **value == '\0')
		*value = otherwise;
	return *value != NULL ||
		   sky_error(err, SKY_E_BAD_VALUE, -1, "parameter %s is missing", name);
}

static bool
read_number(const HttpParams *params,
			const char *name,
			double most,
			double *number,
			SkyError *err)
{
	const char *value;
	const char *at;

	if (!read_value(params, name, NULL, &value, err))
		return false;
	at = value;
	if (discovery_read_number(&at, number) && *at == '\0' && fabs(*number) <= most)
		return true;
	return sky_error(
		err, SKY_E_BAD_VALUE, -1, "%s is no number of degrees: \"%.100s\"", name, value);
}

/* The column of a name as queries write it; NULL with *err: there is none. */
static const CatalogColumn *
find_column(Arena *arena, const CatalogTable *table, const char *written, SkyError *err)
{
	size_t length = strlen(written);
	bool is_delimited = length > 2 && written[0] == '"' && written[length - 1] == '"';
	CatalogName name = {is_delimited ? arena_strndup(arena, written + 1, length - 2)
									 : written,
						is_delimited};
	const CatalogColumn *found = NULL;
	int best = 0;

	for (int i = 0; i < table->ncolumns; i++)
	{
		int match = catalog_name_match(name, table->columns[i].meta.name);

		if (match > best)
		{
			best = match;
			found = &table->columns[i];
		}
	}
	if (found == NULL)
		sky_error(err,
				  SKY_E_BAD_VALUE,
				  -1,
				  "table %s.%s has no column \"%.100s\"",
				  table->schema_name,
				  table->table_name,
				  written);
	return found;
}

/* The column that a parameter names. */
static const CatalogColumn *
read_column(const HttpParams *params,
			const CatalogTable *table,
			const char *parameter,
			const char *otherwise,
			SkyError *err)
{
	const char *name;

	return read_value(params, parameter, otherwise, &name, err)
			   ? find_column(params->arena, table, name, err)
			   : NULL;
}

static const CatalogTable *
read_table(const HttpParams *params, SkyError *err)
{
	const char *name;

	return read_value(params, "table", NULL, &name, err)
			   ? discovery_table(params->arena, name, err)
			   : NULL;
}

static void
put_column(Sink *adql, const char *before, const char *alias, const CatalogColumn *column)
{
	sink_printf(adql, "%s%s", before, alias);
	adql_put_name(adql, column->meta.name);
}

static void
put_table(Sink *adql, const char *before, const CatalogTable *table, const char *alias)
{
	sink_puts(adql, before);
	if (table->schema_name[0] != '\0')
	{
		adql_put_name(adql, table->schema_name);
		sink_putc(adql, '.');
	}
	adql_put_name(adql, table->table_name);
	sink_puts(adql, alias);
}

/* Send the client to the query. */
static bool
send_to_tap(ServiceCall *call, Sink *adql, SkyError *err)
{
	Sink path;
	const char *value;

	memory_sink_init(&path);
	sink_puts(&path, "/tap/sync?LANG=ADQL&REQUEST=doQuery&QUERY=");
	sink_putc(adql, '\0');
	http_encode(&path, adql->buffer);
	for (int i = 0; i < lengthof(handed_on); i++)
	{
		if (!http_params_single(&call->params, handed_on[i], &value, err))
			return false;
		if (value == NULL)
			continue;
		sink_printf(&path, "&%s=", handed_on[i]);
		http_encode(&path, value);
	}
	service_redirect(call, arena_strndup(call->arena, path.buffer, path.used));
	call->status = 307;
	return true;
}

bool
table_cone_search(ServiceCall *call, SkyError *err)
{
	const HttpParams *params = &call->params;
	const CatalogTable *table = read_table(params, err);
	const CatalogColumn *lon;
	const CatalogColumn *lat;
	double numbers[3];
	Sink adql;

	if (table == NULL ||
		(lon = read_column(params, table, "ra_col", NULL, err)) == NULL ||
		(lat = read_column(params, table, "dec_col", NULL, err)) == NULL ||
		!read_number(params, "ra_val", INFINITY, &numbers[0], err) ||
		!read_number(params, "dec_val", 90, &numbers[1], err) ||
		!read_number(params, "radius", 180, &numbers[2], err))
		return false;
	memory_sink_init(&adql);
	put_table(&adql, "SELECT * FROM ", table, "");
	put_column(&adql, " WHERE CONTAINS(POINT('ICRS', ", "", lon);
	put_column(&adql, ", ", "", lat);
	sink_puts(&adql, "), CIRCLE('ICRS'");
	for (int i = 0; i < lengthof(numbers); i++)
	{
		sink_puts(&adql, ", ");
		adql_put_number(&adql, numbers[i]);
	}
	sink_puts(&adql, ")) = 1");
	return send_to_tap(call, &adql, err);
}

static bool
begins_with(const char *text, const char *beginning)
{
	return text != NULL && strncmp(text, beginning, strlen(beginning)) == 0;
}

/* Does a light curve of few columns need it? */
static bool
is_minimal(const CatalogColumn *column)
{
	static const char *const ucds[] = {
		"time", "phot", "instr.bandpass", "stat.error;phot"};

	for (int i = 0; i < lengthof(ucds); i++)
		if (begins_with(column->meta.ucd, ucds[i]))
			return true;
	return false;
}

/* The columns of a detail, of which there are some; else all. */
static bool
put_detail(Sink *adql, const CatalogTable *table, const char *detail, SkyError *err)
{
	bool is_full = pg_strcasecmp(detail, "full") == 0;
	bool is_principal = pg_strcasecmp(detail, "principal") == 0;
	const char *before = "";

	if (!is_full && !is_principal && pg_strcasecmp(detail, "minimal") != 0)
	{
		sky_error(err, SKY_E_BAD_VALUE, -1, "detail cannot be \"%.100s\"", detail);
		return sky_error_hint(err, "It is full, principal or minimal.");
	}
	for (int i = 0; !is_full && i < table->ncolumns; i++)
	{
		const CatalogColumn *column = &table->columns[i];

		if (!(is_principal ? column->principal : is_minimal(column)))
			continue;
		put_column(adql, before, "s.", column);
		before = ", ";
	}
	if (before[0] == '\0')
		sink_puts(adql, "s.*");
	return true;
}

/* A value to compare a column with: digits as they are, however many. */
static bool
put_value(Sink *adql, const CatalogColumn *column, const char *value, SkyError *err)
{
	size_t sign = value[0] == '-';
	const char *at = value;
	double number;

	if (!adql_type_is_number(column->type))
		adql_put_text(adql, value);
	else if (value[sign] != '\0' &&
			 value[sign + strspn(value + sign, "0123456789")] == '\0')
		sink_puts(adql, value);
	else if (discovery_read_number(&at, &number) && *at == '\0' && isfinite(number))
		adql_put_number(adql, number);
	else
		return sky_error(err,
						 SKY_E_BAD_VALUE,
						 -1,
						 "\"%.100s\" is no number, as %s is",
						 value,
						 column->meta.name);
	return true;
}

/* Where times are that the table of measurements does not have. */
typedef struct TimeJoin
{
	const CatalogTable *table; /* NULL: nowhere else */
	const CatalogColumn *time;
	const char *style;
} TimeJoin;

/* join_time_column: schema.table.column. */
static bool
read_join(const HttpParams *params, TimeJoin *join, SkyError *err)
{
	const char *column;
	const char *dot;

	*join = (TimeJoin){0};
	if (!http_params_single(params, "join_time_column", &column, err) ||
		!read_value(params, "join_style", "ccdVisit", &join->style, err))
		return false;
	if (column == NULL || column[0] == '\0')
		return true;
	dot = strrchr(column, '.');
	if (dot == NULL)
		return sky_error(err,
						 SKY_E_BAD_VALUE,
						 -1,
						 "join_time_column is no schema.table.column: \"%.100s\"",
						 column);
	join->table =
		discovery_table(params->arena,
						arena_strndup(params->arena, column, (size_t) (dot - column)),
						err);
	if (join->table == NULL)
		return false;
	join->time = find_column(params->arena, join->table, dot + 1, err);
	return join->time != NULL;
}

/* JOIN t ON what sky.time_join says of the style. */
static bool
put_join(Arena *arena,
		 Sink *adql,
		 const CatalogTable *table,
		 const TimeJoin *join,
		 SkyError *err)
{
	OwnerScope owner;
	Rows rows;
	bool done = true;

	put_table(adql, " JOIN ", join->table, " AS t");
	rows_begin();
	owner = owner_begin();
	rows = rows_read("SELECT source_column, time_column FROM sky.time_join"
					 " WHERE join_style = $1 ORDER BY 1",
					 join->style,
					 0);
	owner_end(&owner);
	for (uint64 i = 0; done && i < rows.count; i++)
	{
		RowText names[] = {row_text(&rows, i, 1), row_text(&rows, i, 2)};
		const CatalogColumn *source = find_column(
			arena, table, arena_strndup(arena, names[0].bytes, names[0].length), err);
		const CatalogColumn *time =
			source == NULL
				? NULL
				: find_column(arena,
							  join->table,
							  arena_strndup(arena, names[1].bytes, names[1].length),
							  err);

		done = time != NULL;
		if (!done)
			break;
		put_column(adql, i == 0 ? " ON " : " AND ", "s.", source);
		put_column(adql, " = ", "t.", time);
	}
	if (rows.count == 0)
		done = sky_error(
			err, SKY_E_BAD_VALUE, -1, "there is no join_style \"%.100s\"", join->style);
	rows_end();
	return done;
}

/* WHERE: the object, and one band if that is wanted. */
static bool
put_conditions(const HttpParams *params,
			   Sink *adql,
			   const CatalogTable *table,
			   SkyError *err)
{
	const CatalogColumn *id = read_column(params, table, "id_column", NULL, err);
	const CatalogColumn *column;
	const char *value;
	const char *band;

	if (id == NULL || !read_value(params, "id", NULL, &value, err) ||
		!read_value(params, "band", "all", &band, err))
		return false;
	put_column(adql, " WHERE ", "s.", id);
	sink_puts(adql, " = ");
	if (!put_value(adql, id, value, err))
		return false;
	if (pg_strcasecmp(band, "all") == 0)
		return true;
	column = read_column(params, table, "band_column", "band", err);
	if (column == NULL)
		return false;
	put_column(adql, " AND ", "s.", column);
	sink_puts(adql, " = ");
	return put_value(adql, column, band, err);
}

bool
table_timeseries(ServiceCall *call, SkyError *err)
{
	const HttpParams *params = &call->params;
	const CatalogTable *table = read_table(params, err);
	const char *detail;
	TimeJoin join;
	Sink adql;

	if (table == NULL || !read_value(params, "detail", "full", &detail, err) ||
		!read_join(params, &join, err))
		return false;
	memory_sink_init(&adql);
	sink_puts(&adql, "SELECT ");
	if (join.table != NULL)
	{
		put_column(&adql, "", "t.", join.time);
		sink_puts(&adql, ", ");
	}
	if (!put_detail(&adql, table, detail, err))
		return false;
	put_table(&adql, " FROM ", table, " AS s");
	if (join.table != NULL && !put_join(params->arena, &adql, table, &join, err))
		return false;
	return put_conditions(params, &adql, table, err) && send_to_tap(call, &adql, err);
}
