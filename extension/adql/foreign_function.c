/*
 * foreign_function.c
 *		Functions of other databases that people ask for, and how a query says it here.
 */
#include "adql/foreign_function.h"

#include "base/table.h"

#define RENAMED(there, here)                                                             \
	{                                                                                    \
		.name = (there), .name_here = (here), .hint = "It is called " here " here."      \
	}
#define NO_REGEXP "There are no regular expressions; "

static const ForeignFunction functions[] = {
	RENAMED("arccos", "acos"),
	RENAMED("arcsin", "asin"),
	RENAMED("arctan", "atan"),
	RENAMED("arctan2", "atan2"),
	RENAMED("average", "avg"),
	{.name = "charindex", .hint = "Write POSITION(part IN text)."},
	{.name = "convert", .hint = "Write CAST(x AS type)."},
	{.name = "date", .hint = "Write CAST(x AS TIMESTAMP)."},
	{.name = "date_add", .hint = "Write ESO_DATEADD_SEC(seconds, time)."},
	{.name = "date_format",
	 .hint =
		 "Times are written as 2020-01-31T12:30:00; EXTRACT(YEAR FROM time) and the like give their parts."},
	{.name = "dateadd", .hint = "Write ESO_DATEADD_SEC(seconds, time)."},
	{.name = "datediff", .hint = "Write ivo_to_mjd(a) - ivo_to_mjd(b) for days."},
	{.name = "datepart", .hint = "Write EXTRACT(YEAR FROM time) and the like."},
	{.name = "day", .hint = "Write EXTRACT(DAY FROM time)."},
	{.name = "decode", .hint = "Write CASE x WHEN a THEN b ELSE c END."},
	RENAMED("getdate", "now"),
	{.name = "group_concat", .hint = "Write ivo_string_agg(text, ', ')."},
	{.name = "haversine", .hint = "Write DISTANCE(lon1, lat1, lon2, lat2), in degrees."},
	{.name = "healpix", .hint = "Write ivo_healpix_index(order, lon, lat)."},
	{.name = "hour", .hint = "Write EXTRACT(HOUR FROM time)."},
	RENAMED("if", "if_then_else"),
	RENAMED("ifnull", "coalesce"),
	RENAMED("iif", "if_then_else"),
	RENAMED("instr", "strpos"),
	{.name = "isnan",
	 .hint = "NaN is equal to itself here: write x = CAST('NaN' AS DOUBLE PRECISION)."},
	{.name = "isnull", .hint = "Write x IS NULL; COALESCE(x, y) is y where x is NULL."},
	RENAMED("lcase", "lower"),
	RENAMED("len", "char_length"),
	RENAMED("listagg", "ivo_string_agg"),
	{.name = "locate", .hint = "Write POSITION(part IN text)."},
	{.name = "log2", .hint = "Write LOG(2, x)."},
	RENAMED("mean", "avg"),
	{.name = "minute", .hint = "Write EXTRACT(MINUTE FROM time)."},
	{.name = "month", .hint = "Write EXTRACT(MONTH FROM time)."},
	RENAMED("nvl", "coalesce"),
	{.name = "regexp_like", .hint = NO_REGEXP "LIKE and ILIKE match with % and _."},
	{.name = "regexp_match", .hint = NO_REGEXP "LIKE and ILIKE match with % and _."},
	{.name = "regexp_matches", .hint = NO_REGEXP "LIKE and ILIKE match with % and _."},
	{.name = "regexp_replace",
	 .hint = NO_REGEXP "REPLACE(text, old, new) replaces texts."},
	{.name = "regexp_substr",
	 .hint = NO_REGEXP "SUBSTRING(text, first, length) cuts texts."},
	{.name = "second", .hint = "Write EXTRACT(SECOND FROM time)."},
	{.name = "square", .hint = "Write POWER(x, 2)."},
	{.name = "st_contains", .hint = "Write 1 = CONTAINS(inner, outer)."},
	RENAMED("st_distance", "distance"),
	{.name = "st_intersects", .hint = "Write 1 = INTERSECTS(a, b)."},
	RENAMED("st_point", "point"),
	RENAMED("std", "stddev"),
	RENAMED("stdev", "stddev"),
	{.name = "str", .hint = "Write CAST(x AS VARCHAR)."},
	{.name = "substring_index", .hint = "Write SPLIT_PART(text, delimiter, n)."},
	RENAMED("sysdate", "now"),
	{.name = "to_date", .hint = "Write CAST(text AS TIMESTAMP)."},
	{.name = "to_number", .hint = "Write CAST(text AS DOUBLE PRECISION)."},
	{.name = "to_timestamp", .hint = "Write CAST(text AS TIMESTAMP)."},
	RENAMED("ucase", "upper"),
	{.name = "xmatch",
	 .hint = "Join the tables ON DISTANCE(a.ra, a.dec, b.ra, b.dec) < radius."},
	{.name = "year", .hint = "Write EXTRACT(YEAR FROM time)."},
};

const ForeignFunction *
foreign_function_find(const char *name)
{
	return SKY_TABLE_FIND(functions, name);
}
