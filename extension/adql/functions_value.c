/*
 * functions_value.c
 *		Functions of values of any type: choices, units.
 */
#include "adql/functions.h"

static const AdqlFunction rows[] = {
	{.name = "coalesce",
	 .result = ADQL_UNKNOWN,
	 .args = {ADQL_ARG_SAME},
	 .params = "x",
	 .repeat = 1,
	 .least = 1,
	 .sql = "COALESCE($*)",
	 .unit = "$*",
	 .origin = "ADQL 2.1",
	 .feature = ADQL_FEATURE_CONDITIONAL,
	 .example = "COALESCE(NULL, 2.5)",
	 .doc = "The first argument that is not NULL."},
	{.name = "in_unit",
	 .form = ADQL_FORM_IN_UNIT,
	 .result = ADQL_DOUBLE,
	 .args = {DOUBLES(1), ADQL_ARG_UNIT},
	 .params = "x, unit",
	 .sql = "$1",
	 .origin = "ADQL 2.1",
	 .feature = ADQL_FEATURE_UNIT,
	 .example = "IN_UNIT(ra, 'arcsec')",
	 .doc = "x in another unit, a literal in VOUnits; x must have a unit."},
};

const AdqlFamily adql_functions_value = FAMILY("Choices and units", rows);

const AdqlFunction adql_coalesce = {
	.result = ADQL_UNKNOWN,
	.sql = "COALESCE($*)",
	.unit = "$*",
};

const AdqlFunction adql_unit_times = {
	.form = ADQL_FORM_IN_UNIT,
	.result = ADQL_DOUBLE,
	.sql = "($1 * $2)",
};

const AdqlFunction adql_unit_over = {
	.form = ADQL_FORM_IN_UNIT,
	.result = ADQL_DOUBLE,
	.sql = "($1 / $2)",
};
