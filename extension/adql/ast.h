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
	AstName parts[AST_PATH_MAX];
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

typedef struct AstExprList
{
	AstExpr *first;
	AstExpr *last;
	int count;
} AstExprList;

typedef enum AstExprKind
{
	AST_NULL,
	AST_BOOLEAN,  /* op: AST_OP_EQUAL for true, else AST_OP_UNEQUAL */
	AST_INTEGER,  /* text: the digits */
	AST_DECIMAL,  /* text: with a point or an exponent */
	AST_STRING,	  /* text: the bytes between the quotes, doubled quotes made one */
	AST_COLUMN,	  /* path */
	AST_STAR,	  /* path, or none: only in select lists and in COUNT(*) */
	AST_CALL,	  /* name, distinct, args */
	AST_CAST,	  /* args: the operand; name: the type; length */
	AST_NEGATE,	  /* args: the operand */
	AST_NOT,	  /* args: the operand */
	AST_CHAIN,	  /* args of one level, each but the first with its own op before it */
	AST_COMPARE,  /* args: left, right; op */
	AST_BETWEEN,  /* args: operand, low, high; negated */
	AST_IN,		  /* args: operand, items ...; negated */
	AST_IN_QUERY, /* args: operand; query; negated */
	AST_LIKE,	  /* args: operand, pattern; negated, ignore_case */
	AST_IS_NULL,  /* args: operand; negated */
	AST_EXISTS,	  /* query */
	AST_SCALAR,	  /* query as a value */
} AstExprKind;

struct AstExpr
{
	AstExprKind kind;
	AdqlSpan span;
	int depth;
	bool parenthesised;
	bool negated;
	bool ignore_case;
	bool distinct;
	AstOp op;	 /* of this node */
	AstOp chain; /* of this node as a link of its chain */
	const char *text;
	AstName name;
	AstPath *path;
	int64_t length; /* of CHAR(n); 0 for none */
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
	AstPath *path;
	AstQuery *query;
	/* a join: */
	AstJoinKind join;
	bool natural;
	AstTable *left;
	AstTable *right;
	AstExpr *on;
	AstName *using_names;
	AstTable *next; /* after a comma */
};

typedef struct AstOrder
{
	AstExpr *expr;
	bool descending;
	struct AstOrder *next;
} AstOrder;

typedef struct AstSelect
{
	AdqlSpan span;
	bool distinct;
	int64_t top; /* -1 for none */
	AstItem *items;
	AstTable *from;
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
