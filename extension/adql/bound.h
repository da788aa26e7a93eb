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
	bool lateral;	   /* its query sees tables before it */
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
	BOUND_CALL,	  /* function, called, distinct, tail */
	BOUND_CAST,	  /* to type; length, scale */
	BOUND_CASE,	  /* args: [the operand,] what, result ... [, result]; has_operand */
	BOUND_ARRAY,
	BOUND_SUBSCRIPT, /* args: array, index ... */
	BOUND_NEGATE,
	BOUND_BIT_NOT,
	BOUND_NOT,
	BOUND_CHAIN, /* op before each argument but the first is argument->chain */
	BOUND_COMPARE,
	BOUND_BETWEEN,
	BOUND_IN,
	BOUND_IN_QUERY,
	BOUND_QUANTIFIED, /* args: operand [, array]; op; all; query, unless there is an array
					   */
	BOUND_LIKE,		  /* text: of ESCAPE, or NULL */
	BOUND_IS_NULL,
	BOUND_IS_TRUTH, /* op as in AST_IS_TRUTH */
	BOUND_IS_DISTINCT,
	BOUND_EXISTS,
	BOUND_SCALAR,
} BoundKind;

typedef struct BoundOrder
{
	int ordinal; /* of the result column, from 1; 0: expr */
	BoundExpr *expr;
	bool descending;
	AstNulls nulls;
	struct BoundOrder *next;
} BoundOrder;

/* OVER (...) */
typedef struct BoundWindow
{
	int npartition;
	BoundExpr **partition;
	BoundOrder *order;
	const AstFrame *frame; /* NULL for none */
} BoundWindow;

/* What aggregates and window functions have besides their arguments. */
typedef struct BoundCallTail
{
	BoundOrder *order; /* of the values */
	bool within;	   /* order is written as WITHIN GROUP */
	BoundExpr *filter;
	BoundWindow *window;
} BoundCallTail;

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
	bool all;
	bool has_operand;
	const char *text;
	const BoundTable *table;
	int column;
	const AdqlFunction *function; /* what is to be done */
	const AdqlFunction *called;	  /* what was written; the same, or what became that */
	BoundCallTail *tail;		  /* NULL for none */
	int64_t length;
	int64_t scale;
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
	int ndistinct_on;
	BoundExpr **distinct_on;
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
/* An aggregate, not as a window function. */
extern bool bound_is_aggregate(const BoundExpr *expr);
/* Call visit with each expression right below this one; not with subqueries. */
extern void bound_each(const BoundExpr *expr,
					   void (*visit)(const BoundExpr *below, void *context),
					   void *context);
/* No column, no subquery, nothing that changes from row to row. */
extern bool bound_is_constant(const BoundExpr *expr);

#endif
