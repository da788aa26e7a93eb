#ifndef ADQL_FUNCTIONS_H
#define ADQL_FUNCTIONS_H

#include "adql/function_table.h"
#include "base/table.h"

/*
 * For the families of functions, functions_*.c.  Rows are sorted by name, those of one
 * name in the order in which they are tried; a name lives in one family.
 */
#define FAMILY(name, table)                                                              \
	{                                                                                    \
		.title = (name), .rows = (table), .count = SKY_LENGTH(table)                     \
	}

/* Templates of more than one row.  Box and Muller 1958; 1 - random() is never 0. */
#define NORMAL_RANDOM                                                                    \
	"($1 + $2 * pg_catalog.sqrt(-2 * pg_catalog.ln(1 - pg_catalog.random())) * "         \
	"pg_catalog.cosd(360 * pg_catalog.random()))"
#define JULIAN_DATE			 "(pg_catalog.date_part('epoch', $1) / 86400 + 2440587.5)"
#define MODIFIED_JULIAN_DATE "(pg_catalog.date_part('epoch', $1) / 86400 + 40587)"
/* NULL for what has no logarithm. */
#define POSITIVE(x) "NULLIF(GREATEST(" x ", 0), 0)"

/* So many numbers as arguments. */
#define DOUBLES(n)		 ADQL_ARG_DOUBLE##n
#define ADQL_ARG_DOUBLE1 ADQL_ARG_DOUBLE
#define ADQL_ARG_DOUBLE2 ADQL_ARG_DOUBLE, ADQL_ARG_DOUBLE
#define ADQL_ARG_DOUBLE3 ADQL_ARG_DOUBLE2, ADQL_ARG_DOUBLE
#define ADQL_ARG_DOUBLE4 ADQL_ARG_DOUBLE2, ADQL_ARG_DOUBLE2
#define ADQL_ARG_DOUBLE5 ADQL_ARG_DOUBLE4, ADQL_ARG_DOUBLE
#define ADQL_ARG_DOUBLE8 ADQL_ARG_DOUBLE4, ADQL_ARG_DOUBLE4

extern const AdqlFamily adql_functions_aggregate;
extern const AdqlFamily adql_functions_archive;
extern const AdqlFamily adql_functions_geometry;
extern const AdqlFamily adql_functions_ivoa;
extern const AdqlFamily adql_functions_math;
extern const AdqlFamily adql_functions_text;
extern const AdqlFamily adql_functions_time;
extern const AdqlFamily adql_functions_value;
extern const AdqlFamily adql_functions_window;

#endif
