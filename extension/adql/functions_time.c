/*
 * functions_time.c
 *		Functions of times, as SQL has them; times of ADQL have no zone and are UTC.
 */
#include "adql/functions.h"

#define TIME .origin = "SQL", .feature = ADQL_FEATURE_UDF, .instead = ""
#define NOW	 "(pg_catalog.now() AT TIME ZONE 'UTC')"

static const AdqlFunction rows[] = {
	{.name = "current_date",
	 TIME,
	 .result = ADQL_TIMESTAMP,
	 .is_volatile = true,
	 .sql = "pg_catalog.date_trunc('day', " NOW ")",
	 .example = "CURRENT_DATE",
	 .doc = "The day of the query, at midnight."},
	{.name = "current_timestamp",
	 TIME,
	 .result = ADQL_TIMESTAMP,
	 .is_volatile = true,
	 .sql = NOW,
	 .example = "CURRENT_TIMESTAMP",
	 .doc = "The time of the query."},
	{.name = "date_part",
	 TIME,
	 .result = ADQL_DOUBLE,
	 .args = {ADQL_ARG_TEXT, ADQL_ARG_TIMESTAMP},
	 .params = "field, t",
	 .sql = "pg_catalog.date_part($1, $2)",
	 .example = "DATE_PART('doy', '2000-02-03T04:05:06')",
	 .doc = "A part of a time, as year, month, day, hour, minute, second, doy, epoch."},
	{.name = "date_trunc",
	 TIME,
	 .result = ADQL_TIMESTAMP,
	 .args = {ADQL_ARG_TEXT, ADQL_ARG_TIMESTAMP},
	 .params = "field, t",
	 .sql = "pg_catalog.date_trunc($1, $2)",
	 .example = "DATE_TRUNC('month', '2000-02-03T04:05:06')",
	 .doc = "The begin of the year, month, day ... that a time lies in."},
	{.name = "extract",
	 TIME,
	 .result = ADQL_DOUBLE,
	 .args = {ADQL_ARG_TEXT, ADQL_ARG_INTERVAL},
	 .params = "field, interval",
	 .sql = "pg_catalog.date_part($1, $2)",
	 .example = "EXTRACT(EPOCH FROM INTERVAL '2 hours')",
	 .doc = "A part of an interval; epoch: all of it, in seconds."},
	{.name = "extract",
	 TIME,
	 .result = ADQL_DOUBLE,
	 .args = {ADQL_ARG_TEXT, ADQL_ARG_TIMESTAMP},
	 .params = "field, t",
	 .sql = "pg_catalog.date_part($1, $2)",
	 .example = "EXTRACT(YEAR FROM TIMESTAMP '2000-02-03T04:05:06')",
	 .doc = "A part of a time, as year, month, day, hour, minute, second, doy, epoch."},
	{.name = "now",
	 TIME,
	 .result = ADQL_TIMESTAMP,
	 .is_volatile = true,
	 .sql = NOW,
	 .example = "NOW()",
	 .doc = "The time of the query."},
};

const AdqlFamily adql_functions_time = FAMILY("Times", rows);
