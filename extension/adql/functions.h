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

/* So many numbers as arguments. */
#define DOUBLES(n)		 ADQL_ARG_DOUBLE##n
#define ADQL_ARG_DOUBLE1 ADQL_ARG_DOUBLE
#define ADQL_ARG_DOUBLE2 ADQL_ARG_DOUBLE, ADQL_ARG_DOUBLE
#define ADQL_ARG_DOUBLE3 ADQL_ARG_DOUBLE2, ADQL_ARG_DOUBLE
#define ADQL_ARG_DOUBLE4 ADQL_ARG_DOUBLE2, ADQL_ARG_DOUBLE2

extern const AdqlFamily adql_functions_aggregate;
extern const AdqlFamily adql_functions_geometry;
extern const AdqlFamily adql_functions_math;
extern const AdqlFamily adql_functions_text;
extern const AdqlFamily adql_functions_value;

#endif
