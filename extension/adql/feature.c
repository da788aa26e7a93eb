/*
 * feature.c
 *		The optional features of ADQL: their identifiers, and those that are no functions.
 */
#include "adql/feature.h"

#include "base/table.h"

#define FEATURE(id) "ivo://ivoa.net/std/tapregext#features-" id

static const char *const ivoids[ADQL_FEATURES] = {
	[ADQL_FEATURE_UDF] = FEATURE("udf"),
	[ADQL_FEATURE_GEOMETRY] = FEATURE("adqlgeo"),
	[ADQL_FEATURE_STRING] = FEATURE("adql-string"),
	[ADQL_FEATURE_SETS] = FEATURE("adql-sets"),
	[ADQL_FEATURE_COMMON_TABLE] = FEATURE("adql-common-table"),
	[ADQL_FEATURE_CONDITIONAL] = FEATURE("adql-conditional"),
	[ADQL_FEATURE_TYPE] = FEATURE("adql-type"),
	[ADQL_FEATURE_UNIT] = FEATURE("adql-unit"),
	[ADQL_FEATURE_OFFSET] = FEATURE("adql-offset"),
};

static const AdqlClause clauses[] = {
	{ADQL_FEATURE_STRING, "ILIKE", "LIKE that tells no capitals from small letters."},
	{ADQL_FEATURE_SETS, "UNION", "The rows of two queries; ALL keeps duplicates."},
	{ADQL_FEATURE_SETS, "EXCEPT", "The rows of a query that another one does not have."},
	{ADQL_FEATURE_SETS, "INTERSECT", "The rows that two queries share."},
	{ADQL_FEATURE_COMMON_TABLE, "WITH", "Queries with names, ahead of the main query."},
	{ADQL_FEATURE_TYPE, "CAST", "A value in another type: CAST(x AS VARCHAR)."},
	{ADQL_FEATURE_OFFSET, "OFFSET", "Leaves out so many rows at the beginning."},
};

const char *
adql_feature_ivoid(AdqlFeature feature)
{
	return ivoids[feature];
}

const AdqlClause *
adql_clause(size_t i)
{
	return i < SKY_LENGTH(clauses) ? &clauses[i] : NULL;
}
