#ifndef ADQL_FUNCTION_TABLE_H
#define ADQL_FUNCTION_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "adql/feature.h"
#include "adql/type.h"

/* What an argument must be. */
typedef enum AdqlArg
{
	ADQL_ARG_END,	  /* no more arguments */
	ADQL_ARG_DOUBLE,  /* any number, handed over as double precision */
	ADQL_ARG_INTEGER, /* SMALLINT or INTEGER */
	ADQL_ARG_BIGINT,  /* any integer */
	ADQL_ARG_NUMERIC, /* any number or its text */
	ADQL_ARG_LITERAL, /* a number that is a literal, handed over as double precision */
	ADQL_ARG_DIGITS,  /* an integer literal with or without a sign */
	ADQL_ARG_SEED,	  /* an unsigned integer literal */
	ADQL_ARG_TEXT,
	ADQL_ARG_STRING,	/* a string literal; in lenient mode any text */
	ADQL_ARG_PRINTABLE, /* what || joins, handed over as a text */
	ADQL_ARG_UNIT,		/* a string literal in VOUnits */
	ADQL_ARG_FRAME,		/* a string literal, the name of a reference frame */
	ADQL_ARG_TIMESTAMP, /* a timestamp or its text */
	ADQL_ARG_INTERVAL,
	ADQL_ARG_CONDITION,
	ADQL_ARG_POINT,
	ADQL_ARG_CIRCLE,
	ADQL_ARG_POLYGON,
	ADQL_ARG_SHAPE, /* any geometry but a MOC */
	ADQL_ARG_GEOMETRY,
	ADQL_ARG_ORDERED, /* a number, a text or a time */
	ADQL_ARG_SAME,	  /* anything, all of one type */
	ADQL_ARG_ANY,	  /* anything, or the star of COUNT(*) */
	ADQL_ARGS		  /* how many there are */
} AdqlArg;

#define ADQL_ARGS_MAX 8

typedef enum AdqlFunctionKind
{
	ADQL_SCALAR,
	ADQL_AGGREGATE,
	ADQL_PREDICATE,	  /* 1 or 0 in ADQL, a condition in SQL */
	ADQL_ORDERED_SET, /* an aggregate of which the last argument is in WITHIN GROUP */
	ADQL_WINDOW,	  /* needs OVER */
} AdqlFunctionKind;

/*
 * Functions with a second meaning to the binder: it writes cones and distances of
 * coordinates in the form that the sky index knows, and conversions as products.
 */
typedef enum AdqlForm
{
	ADQL_FORM_PLAIN,
	ADQL_FORM_POINT,
	ADQL_FORM_CIRCLE,
	ADQL_FORM_CONTAINS,
	ADQL_FORM_INTERSECTS,
	ADQL_FORM_DISTANCE,
	ADQL_FORM_CONE,
	ADQL_FORM_INSIDE,
	ADQL_FORM_IN_UNIT,
} AdqlForm;

/*
 * One function, or one of several with the same name.  What is not in the table does not
 * exist.
 *
 * sql: $1 ... are the arguments, $* all of them; each stands there once at most, so that
 * calls within calls do not multiply.  Aggregates and window functions are one call.
 * unit: of the result, in VOUnits; $1 ... are the units of the arguments, $* the one that
 * they share; in an exponent $1 ... are the arguments themselves.
 */
typedef struct AdqlFunction
{
	const char *name; /* lower case; NULL for what only the binder makes */
	AdqlFunctionKind kind;
	AdqlForm form;
	AdqlArg args[ADQL_ARGS_MAX + 1];
	const char *params; /* names of the args, separated by ", " */
	int repeat;			/* how many of the last args may be given any number of times */
	int least;			/* arguments at least, where some repeat */
	bool coosys;		/* a coordinate system, a string literal, may stand first */
	bool is_volatile;	/* another value at each call */
	AdqlType result;	/* ADQL_UNKNOWN: the type of an argument: */
	int like;			/* of this one, counted from 0; all SAME come from there on */
	const char *sql;
	const char *unit;	/* NULL: not known */
	const char *origin; /* who defined it: a standard, an archive */
	AdqlFeature feature;
	/*
	 * What ADQL has for it, where it is not ADQL: a name, or an expression; "" for
	 * nothing. NULL: it is ADQL, as it is or as a user-defined function.
	 */
	const char *instead;
	const char *example; /* in ADQL; columns are those of the unit tests' catalogue */
	const char *doc;
} AdqlFunction;

/* Functions of one kind, in one file: functions_*.c. */
typedef struct AdqlFamily
{
	const char *title;
	const AdqlFunction *rows;
	size_t count;
} AdqlFamily;

/* What an argument has to be, for messages: "a number". */
extern const char *adql_arg_words(AdqlArg arg);

/* The rows of a name (any case), *count of them side by side; NULL if there are none. */
extern const AdqlFunction *adql_function_find(const char *name, int *count);
extern const AdqlFunction *adql_function_nearest(const char *name);

/* The i-th family, NULL past the end: for listings. */
extern const AdqlFamily *adql_function_family(size_t i);

/* What the binder rewrites geometry to. */
extern const AdqlFunction adql_cone;
extern const AdqlFunction adql_inside;
extern const AdqlFunction adql_contains;
extern const AdqlFunction adql_distance;
extern const AdqlFunction adql_polygon;

/* And what else it makes. */
extern const AdqlFunction adql_coalesce;
extern const AdqlFunction adql_unit_times;
extern const AdqlFunction adql_unit_over;

#define ADQL_SIGNATURE_MAX 400

/* name(param TYPE, ...) -> TYPE, at most size bytes with the NUL. */
extern void adql_function_signature(const AdqlFunction *f, char *to, size_t size);

#endif
