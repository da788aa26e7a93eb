#ifndef ADQL_AST_H
#define ADQL_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "adql/fault.h"

/*
 * What was written: the syntax tree.  Nodes live in an arena, lists are chained through
 * "next".  Every node knows its span in the query and how deep the tree below it is.
 */
typedef struct AstExpr AstExpr;
typedef struct AstQuery AstQuery;
typedef struct AstTable AstTable;

/* An identifier without its quotes.  text NULL: none was written. */
typedef struct AstName
{
	const char *text;
	bool delimited;
	AdqlSpan span;
	struct AstName *next;
} AstName;

/* A name of up to four parts: catalog.schema.table.column. */
#define AST_PATH_MAX 4

typedef struct AstPath
{
	AstName *parts; /* most names have one part alone */
	int count;
	AdqlSpan span;
} AstPath;

typedef enum AstOp
{
	AST_OP_NONE,
	AST_OP_OR,
	AST_OP_AND,
	AST_OP_CONCAT,
	AST_OP_ADD,
	AST_OP_SUBTRACT,
	AST_OP_MULTIPLY,
	AST_OP_DIVIDE,
	AST_OP_BIT_AND,
	AST_OP_BIT_OR,
	AST_OP_SHIFT_LEFT,
	AST_OP_SHIFT_RIGHT,
	AST_OP_EQUAL,
	AST_OP_UNEQUAL,
	AST_OP_LESS,
	AST_OP_LESS_EQUAL,
	AST_OP_GREATER,
	AST_OP_GREATER_EQUAL,
	AST_OPS /* how many there are */
} AstOp;

/* The spelling of an operator, in ADQL and in SQL. */
extern const char *ast_op_text(AstOp op);

/* A type as it was written. */
typedef struct AstType
{
	AstName name;	/* its words, with one blank between them */
	int64_t length; /* of CHAR(n), NUMERIC(n, scale); 0 for none */
	int64_t scale;
	bool array;
} AstType;

typedef struct AstExprList
{
	AstExpr *first;
	AstExpr *last;
	int count;
} AstExprList;

typedef enum AstExprKind
{
	AST_NULL,
	AST_BOOLEAN, /* op: AST_OP_EQUAL for true, else AST_OP_UNEQUAL */
	AST_INTEGER, /* text: the digits; name: the unit of an angle, or none */
	AST_DECIMAL, /* text: with a point or an exponent; name likewise */
	AST_STRING,	 /* text: the bytes between the quotes, doubled quotes made one */
	AST_COLUMN,	 /* path */
	AST_STAR,	 /* path, or none: only in select lists and in COUNT(*) */
	AST_CALL,	 /* name, distinct, args, tail */
	AST_CAST,	 /* args: the operand; type */
	AST_CASE,	 /* args: [the operand,] condition, result ... [, result]; has_operand */
	AST_ARRAY,	 /* args: the elements */
	AST_SUBSCRIPT,	/* args: array, index */
	AST_NEGATE,		/* args: the operand */
	AST_BIT_NOT,	/* args: the operand */
	AST_NOT,		/* args: the operand */
	AST_CHAIN,		/* args of one level, each but the first with its own op before it */
	AST_COMPARE,	/* args: left, right; op */
	AST_BETWEEN,	/* args: operand, low, high; negated */
	AST_IN,			/* args: operand, items ...; negated */
	AST_IN_QUERY,	/* args: operand; query; negated */
	AST_QUANTIFIED, /* args: operand [, array]; op; all; query, unless there is an array
					 */
	AST_LIKE, /* args: operand, pattern; negated, ignore_case; text: of ESCAPE, or NULL */
	AST_IS_NULL,  /* args: operand; negated */
	AST_IS_TRUTH, /* args: operand; op as of AST_BOOLEAN, AST_OP_NONE for UNKNOWN; negated
				   */
	AST_IS_DISTINCT, /* args: left, right; negated */
	AST_EXISTS,		 /* query */
	AST_SCALAR,		 /* query as a value */
	AST_MISSING,	 /* told already */
} AstExprKind;

typedef enum AstNulls
{
	AST_NULLS_ANYWHERE,
	AST_NULLS_FIRST,
	AST_NULLS_LAST,
} AstNulls;

typedef struct AstOrder
{
	AstExpr *expr;
	bool descending;
	AstNulls nulls;
	struct AstOrder *next;
} AstOrder;

/* One end of a window's frame. */
typedef enum AstBoundKind
{
	AST_BOUND_NONE,
	AST_BOUND_FIRST,  /* UNBOUNDED PRECEDING */
	AST_BOUND_BEFORE, /* count PRECEDING */
	AST_BOUND_CURRENT,
	AST_BOUND_AFTER,
	AST_BOUND_LAST,
} AstBoundKind;

typedef struct AstBound
{
	AstBoundKind kind;
	int64_t count;
} AstBound;

typedef struct AstFrame
{
	bool by_value; /* RANGE, else ROWS */
	AstBound start;
	AstBound end; /* NONE where only the start was written */
} AstFrame;

/* OVER (...) */
typedef struct AstWindow
{
	AstExprList partition;
	AstOrder *order;
	AstFrame *frame; /* NULL where none was written */
} AstWindow;

/* What aggregates and window functions have besides their arguments. */
typedef struct AstCallTail
{
	AdqlSpan span;
	AstOrder *order; /* of the values */
	bool within;	 /* order was written as WITHIN GROUP */
	AstExpr *filter;
	AstWindow *window;
} AstCallTail;

struct AstExpr
{
	AstExprKind kind;
	AdqlSpan span;
	int depth;
	bool parenthesised;
	bool negated;
	bool ignore_case;
	bool distinct;
	bool all;		  /* ALL, not ANY */
	bool has_operand; /* CASE x WHEN */
	AstOp op;		  /* of this node */
	AstOp chain;	  /* of this node as a link of its chain */
	const char *text;
	AstName name;
	AstPath *path;
	AstType *type;
	AstCallTail *tail; /* NULL for none */
	AstExprList args;
	AstQuery *query;
	AstExpr *next;
};

typedef struct AstItem
{
	AstExpr *expr;
	AstName alias;
	struct AstItem *next;
} AstItem;

typedef enum AstJoinKind
{
	AST_JOIN_INNER,
	AST_JOIN_LEFT,
	AST_JOIN_RIGHT,
	AST_JOIN_FULL,
	AST_JOIN_CROSS,
} AstJoinKind;

typedef enum AstTableKind
{
	AST_TABLE_NAME,
	AST_TABLE_QUERY,
	AST_TABLE_JOIN,
} AstTableKind;

struct AstTable
{
	AstTableKind kind;
	AdqlSpan span;
	int depth;
	AstName alias;
	AstPath *path; /* NULL where it is missing, as was told */
	AstQuery *query;
	bool lateral; /* a query that sees the tables before it */
	/* a join: */
	AstJoinKind join;
	bool natural;
	AstTable *left;
	AstTable *right;
	AstExpr *on;
	AstName *using_names;
	AstTable *next; /* after a comma */
};

typedef struct AstSelect
{
	AdqlSpan span;
	bool distinct;
	AstExprList distinct_on;
	int64_t top; /* -1 for none */
	AstItem *items;
	AstTable *from; /* NULL for none: lenient only */
	AstExpr *where;
	AstExprList group;
	AstExpr *having;
} AstSelect;

typedef enum AstSetOp
{
	AST_UNION,
	AST_EXCEPT,
	AST_INTERSECT,
} AstSetOp;

typedef enum AstQueryKind
{
	AST_QUERY_SELECT,
	AST_QUERY_SET,	  /* left op right */
	AST_QUERY_NESTED, /* left in parentheses, for an order or offset of its own */
} AstQueryKind;

/* WITH name AS (query) */
typedef struct AstCommon
{
	AstName name;
	AstQuery *query;
	struct AstCommon *next;
} AstCommon;

struct AstQuery
{
	AstQueryKind kind;
	AdqlSpan span;
	int depth;
	AstCommon *with;
	AdqlSpan with_span;
	AstSelect *select;
	AstSetOp op;
	bool all;
	AstQuery *left;
	AstQuery *right;
	AstOrder *order;
	int64_t offset; /* -1 for none */
	int64_t limit;	/* -1 for none: lenient only */
};

#endif
