/*
 * functions_text.c
 *		Functions of texts.
 */
#include "adql/functions.h"

static const AdqlFunction rows[] = {
	{.name = "lower",
	 .result = ADQL_TEXT,
	 .args = {ADQL_ARG_TEXT},
	 .params = "s",
	 .sql = "pg_catalog.lower($1)",
	 .origin = "ADQL 2.1",
	 .feature = ADQL_FEATURE_STRING,
	 .example = "LOWER('ÄRGER')",
	 .doc = "A text in lower case."},
	{.name = "upper",
	 .result = ADQL_TEXT,
	 .args = {ADQL_ARG_TEXT},
	 .params = "s",
	 .sql = "pg_catalog.upper($1)",
	 .origin = "ADQL 2.1",
	 .feature = ADQL_FEATURE_STRING,
	 .example = "UPPER('straße')",
	 .doc = "A text in upper case."},
};

const AdqlFamily adql_functions_text = FAMILY("Texts", rows);
