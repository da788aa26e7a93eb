#ifndef ADQL_FEATURE_H
#define ADQL_FEATURE_H

#include <stddef.h>

/* The optional features of ADQL 2.1, section 4. */
typedef enum AdqlFeature
{
	ADQL_FEATURE_NONE, /* every ADQL has it, or no standard knows it */
	ADQL_FEATURE_UDF,
	ADQL_FEATURE_GEOMETRY,
	ADQL_FEATURE_STRING,
	ADQL_FEATURE_SETS,
	ADQL_FEATURE_COMMON_TABLE,
	ADQL_FEATURE_CONDITIONAL,
	ADQL_FEATURE_TYPE,
	ADQL_FEATURE_UNIT,
	ADQL_FEATURE_OFFSET,
	ADQL_FEATURES /* how many there are */
} AdqlFeature;

/* The IVOID of a feature; NULL for none. */
extern const char *adql_feature_ivoid(AdqlFeature feature);

/* What belongs to a feature and is no function: a clause, an operator. */
typedef struct AdqlClause
{
	AdqlFeature feature;
	const char *form;
	const char *doc;
} AdqlClause;

/* The i-th clause, NULL past the end: for listings. */
extern const AdqlClause *adql_clause(size_t i);

#endif
