#ifndef ADQL_BOUND_H
#define ADQL_BOUND_H

#include "adql/ast.h"
#include "adql/catalog.h"
#include "adql/function_table.h"

/*
 * What is meant: the tree that the binder makes of the syntax tree, and all that emit
 * knows.  Names are resolved to columns of numbered tables, stars are expanded, types
 * fit, conversions stand where they are needed.
 */
typedef struct BoundExpr BoundExpr;
typedef struct BoundQuery BoundQuery;

/* A table, a common table or a subquery as it stands in one FROM. */
typedef struct BoundTable
{
	int number;				   /* unique in the whole query; emitted as the alias tN */
	const void *scope;		   /* of the query in whose FROM it stands */
	const CatalogTable *table; /* one of these three */
	BoundQuery *query;
	struct BoundCommon *common;
	CatalogName alias; /* how the query calls it; text NULL without alias */
	bool missing;	   /* does not exist, as was told; alias: the last part of its name */
	int ncolumns;
	const CatalogColumn *columns;
} BoundTable;

typedef enum BoundKind
{
	BOUND_FAULTY, /* a fault was told */
	BOUND_NULL,
	BOUND_TRUE,
	BOUND_FALSE,
	BOUND_NUMBER, /* text, negated */
	BOUND_STRING, /* text */
	BOUND_COLUMN, /* table, column */
	BOUND_STAR,	  /* of COUNT(*) */
	BOUND_CALL,	  /* function, called, distinct */
	BOUND_CAST,	  /* to type; length */
	BOUND_NEGATE,
	BOUND_NOT,
	BOUND_CHAIN, /* op before each argument but the first is argument->chain */
	BOUND_COMPARE,
	BOUND_BETWEEN,
	BOUND_IN,
	BOUND_IN_QUERY,
	BOUND_LIKE,
	BOUND_IS_NULL,
	BOUND_EXISTS,
	BOUND_SCALAR,
} BoundKind;

struct BoundExpr
{
	BoundKind kind;
	AdqlType type;
	AdqlSpan span;
	AstOp op;
	AstOp chain;
	bool negated;
	bool ignore_case;
	bool distinct;
	const char *text;
	const BoundTable *table;
	int column;
	const AdqlFunction *function; /* what is to be done */
	const AdqlFunction *called;	  /* what was written; the same, or what became that */
	int64_t length;
	const SkyColumn *meta; /* what is known of the value; NULL for nothing */
	int nargs;
	BoundExpr **args;
	BoundQuery *query;
};

typedef enum BoundFromKind
{
	BOUND_FROM_TABLE,
	BOUND_FROM_JOIN,
} BoundFromKind;

typedef struct BoundFrom
{
	BoundFromKind kind;
	BoundTable *table;
	AstJoinKind join;
	struct BoundFrom *left;
	struct BoundFrom *right;
	BoundExpr *on; /* NULL: every row with every row */
	struct BoundFrom *next;
} BoundFrom;

typedef struct BoundOrder
{
	int ordinal; /* of the result column, from 1; 0: expr */
	BoundExpr *expr;
	bool descending;
	struct BoundOrder *next;
} BoundOrder;

/* WITH wN AS (query) */
typedef struct BoundCommon
{
	int number;
	AstName name;
	BoundQuery *query;
	struct BoundCommon *next;
} BoundCommon;

struct BoundQuery
{
	AstQueryKind kind;
	BoundCommon *with;
	/* select: */
	bool distinct;
	BoundExpr **items; /* one per column */
	BoundFrom *from;
	BoundExpr *where;
	int ngroup;
	BoundExpr **group;
	BoundExpr *having;
	/* set and nested: */
	AstSetOp op;
	bool all;
	BoundQuery *left;
	BoundQuery *right;
	/* all: */
	int ncolumns;
	CatalogColumn *columns; /* sql_name: its alias in SQL, unique */
	BoundOrder *order;
	int64_t limit;	/* -1 for none */
	int64_t offset; /* -1 for none */
};

/* The same value, written the same way. */
extern bool bound_equal(const BoundExpr *a, const BoundExpr *b);
/* No column, no subquery, nothing that changes from row to row. */
extern bool bound_is_constant(const BoundExpr *expr);

#endif
