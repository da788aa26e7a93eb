#ifndef ADQL_TYPE_H
#define ADQL_TYPE_H

#include <stdbool.h>

/* The types that a value can have in ADQL, as far as pgsky tells them apart. */
typedef enum AdqlType
{
	ADQL_FAULTY,  /* a fault was told already; fits everywhere, to stay silent */
	ADQL_UNKNOWN, /* NULL: takes any type */
	ADQL_BOOLEAN,
	ADQL_SMALLINT,
	ADQL_INTEGER,
	ADQL_BIGINT,
	ADQL_REAL,
	ADQL_DOUBLE,
	ADQL_NUMERIC, /* exact; a client sees it as double */
	ADQL_TEXT,
	ADQL_TIMESTAMP,
	ADQL_INTERVAL,
	ADQL_POINT,
	ADQL_CIRCLE,
	ADQL_BOX,
	ADQL_POLYGON,
	ADQL_REGION,
	ADQL_MOC,
	ADQL_OTHER,			/* known by its text alone: uuid, enum, json ... */
	ADQL_OPAQUE,		/* can be selected, no more: blobs, arrays of other types */
	ADQL_BOOLEAN_ARRAY, /* arrays can be selected and subscripted */
	ADQL_SMALLINT_ARRAY,
	ADQL_INTEGER_ARRAY,
	ADQL_BIGINT_ARRAY,
	ADQL_REAL_ARRAY,
	ADQL_DOUBLE_ARRAY,
	ADQL_TEXT_ARRAY,
	ADQL_TYPES /* how many there are */
} AdqlType;

typedef struct AdqlTypeFacts
{
	const char *name; /* for messages and signatures */
	const char *sql;  /* as the target of a cast; NULL where none is */
	const char *datatype;
	const char *arraysize;
	const char *xtype;
} AdqlTypeFacts;

/* Facts of a type; never NULL. */
extern const AdqlTypeFacts *adql_type_facts(AdqlType type);

extern bool adql_type_is_silent(AdqlType type); /* faulty or unknown: fits everywhere */
extern bool adql_type_is_integer(AdqlType type);
extern bool adql_type_is_number(AdqlType type);
extern bool adql_type_is_geometry(AdqlType type);
extern bool adql_type_is_opaque(AdqlType type); /* neither compared nor computed with */

/* The type of the elements of an array; ADQL_FAULTY for what is no array. */
extern AdqlType adql_type_element(AdqlType type);
/* The array of such elements; ADQL_OPAQUE where ADQL does not know it. */
extern AdqlType adql_type_array(AdqlType element);

/* The type of a sum, a union, a list: the wider one of two numeric types. */
extern AdqlType adql_type_wider(AdqlType a, AdqlType b);

/*
 * A type as CAST names it, words separated by one blank, in any case.  *standard says
 * whether ADQL knows that name.  ADQL_FAULTY for no type.
 */
extern AdqlType adql_type_by_name(const char *name, bool *standard);
/* What ADQL calls the type that was meant by a name that CAST does not know, or NULL. */
extern const char *adql_type_nearest(const char *name, bool strict);

#endif
