#ifndef ADQL_PARSE_H
#define ADQL_PARSE_H

#include "adql/adql.h"
#include "adql/ast.h"

/* What scanner and grammar share while they read one query. */
typedef struct AdqlParse
{
	Arena *arena;
	const AdqlOptions *options;
	FaultList *faults;
	const char *text; /* the query */
	char *buffer;	  /* a copy and two NULs, as flex wants it */
	size_t length;
	void *scanner;
	const struct AdqlToken *tokens; /* recovered ones to be read instead, or NULL */
	bool too_deep;					/* told once */
	AstQuery *query;
} AdqlParse;

/* Lists under construction: the grammar keeps both ends. */
typedef struct AstItemList
{
	AstItem *first;
	AstItem *last;
} AstItemList;

typedef struct AstTableList
{
	AstTable *first;
	AstTable *last;
} AstTableList;

typedef struct AstOrderList
{
	AstOrder *first;
	AstOrder *last;
} AstOrderList;

typedef struct AstCommonList
{
	AstCommon *first;
	AstCommon *last;
} AstCommonList;

typedef struct AstNameList
{
	AstName *first;
	AstName *last;
} AstNameList;

/* How many rows, and after how many: -1 for none said. */
typedef struct AstRange
{
	int64_t offset;
	int64_t limit;
} AstRange;

/* What ends a query: ORDER BY, OFFSET, LIMIT. */
typedef struct AstTail
{
	AstOrder *order;
	AstRange range;
} AstTail;

/*
 * Read one query.  query: length bytes of UTF-8.  NULL if it does not follow the
 * grammar; faults has why.  A tree may come back with faults, too: the binder goes on.
 */
extern AstQuery *adql_parse(const char *query,
							size_t length,
							const AdqlOptions *options,
							Arena *arena,
							FaultList *faults);

/* Let the scanner begin with the first character of text, which is as long as the query.
 */
extern void adql_scan_open(AdqlParse *p, const char *text);

/*
 * For the scanner: the token of a word that is reserved, or is no name before rest, the
 * text that follows it; else 0.
 */
extern int adql_keyword(const char *word, size_t length, const char *rest);
/* The i-th reserved word, sorted; NULL past the end. */
extern const char *adql_keyword_name(size_t i);

/*
 * For the grammar.  Each makes a node; those that take a depth from below tell it once
 * when the query is nested too deep and return all the same.
 */
extern int ast_depth_above(AdqlParse *p, AdqlSpan span, int below);
extern int ast_deeper(int a, int b);
extern int ast_list_depth(AstExprList list);
extern int ast_order_depth(const AstOrder *order);
extern AdqlSpan ast_span_over(AdqlSpan first, AdqlSpan last);
extern AstExpr *ast_leaf(AdqlParse *p, AstExprKind kind, AdqlSpan span, const char *text);
extern AstExpr *ast_column(AdqlParse *p, AstExprKind kind, AdqlSpan span, AstPath *path);
extern AstExpr *
ast_unary(AdqlParse *p, AstExprKind kind, AdqlSpan span, AstExpr *operand);
extern AstExpr *ast_compare(AdqlParse *p, AstOp op, AstExpr *left, AstExpr *right);
extern AstExpr *ast_chain(AdqlParse *p, AstExpr *left, AstOp op, AstExpr *right);
extern AstExpr *
ast_call(AdqlParse *p, AdqlSpan span, AstName *name, AstExprList args, AstCallTail *tail);
/* A call with words between its arguments, as no function of ADQL has. */
extern AstExpr *
ast_word_call(AdqlParse *p, AdqlSpan span, AstName *name, AstExprList args);
/* An operator that is a function in ADQL. */
extern AstExpr *ast_operator_call(
	AdqlParse *p, AdqlSpan span, const char *function, AstExpr *left, AstExpr *right);
/* A number with the unit that follows it. */
extern AstExpr *ast_quantity(AdqlParse *p,
							 AdqlSpan span,
							 AstExprKind kind,
							 const char *digits,
							 const AstName *unit);
/* TRIM(side chars FROM text); chars may be NULL. */
extern AstExpr *
ast_trim(AdqlParse *p, AdqlSpan span, AstName *side, AstExpr *chars, AstExpr *text);
/* What follows a call; NULL where nothing does. */
extern AstCallTail *ast_call_tail(
	AdqlParse *p, AdqlSpan span, AstOrder *within, AstExpr *filter, AstWindow *window);
/* The same with ORDER BY among the arguments. */
extern AstCallTail *
ast_call_order(AdqlParse *p, AdqlSpan span, AstCallTail *tail, AstOrder *order);
/* unit: ROWS or RANGE. */
extern AstFrame *
ast_frame(AdqlParse *p, AdqlSpan span, AstName *unit, AstBound start, AstBound end);
/* first second, as UNBOUNDED PRECEDING; first NULL: count second. */
extern AstBound ast_bound(AdqlParse *p,
						  AdqlSpan span,
						  const AstName *first,
						  const AstName *second,
						  int64_t count);
extern AstExpr *ast_cast(AdqlParse *p, AdqlSpan span, AstExpr *operand, AstType *type);
/* One index more of an array. */
extern AstExpr *
ast_subscript(AdqlParse *p, AdqlSpan span, AstExpr *array, AstExpr *index);
/* operand and otherwise may be NULL. */
extern AstExpr *ast_case(AdqlParse *p,
						 AdqlSpan span,
						 AstExpr *operand,
						 AstExprList branches,
						 AstExpr *otherwise);
extern AstExpr *
ast_test(AdqlParse *p, AstExprKind kind, AdqlSpan span, bool negated, AstExprList args);
extern AstExpr *
ast_subquery(AdqlParse *p, AstExprKind kind, AdqlSpan span, AstQuery *query);
extern AstExpr *ast_parenthesised(AdqlParse *p, AdqlSpan span, AstExpr *expr);
/* Give a test its subquery, of which it is made. */
extern void ast_set_query(AdqlParse *p, AstExpr *expr, AstQuery *query);
/* Tell, once, that the query nests too deep. */
extern void ast_too_deep(AdqlParse *p, AdqlSpan span);
extern AstExprList ast_list(AstExpr *first);
extern AstExprList ast_append(AstExprList list, AstExpr *expr);
extern AstPath *ast_path(AdqlParse *p, AstName *name);
extern AstPath *ast_path_append(AdqlParse *p, AstPath *path, AstName *name);
extern AstTable *ast_table(AdqlParse *p, AstTableKind kind, AdqlSpan span);
extern AstTable *
ast_table_query(AdqlParse *p, AdqlSpan span, AstQuery *query, AstName *alias);
extern AstTable *
ast_join(AdqlParse *p, AdqlSpan span, AstJoinKind kind, AstTable *left, AstTable *right);
extern AstSelect *ast_new_select(AdqlParse *p, bool distinct, int64_t top);
extern AstTail *ast_new_tail(AdqlParse *p, AstOrder *order, AstRange range);
extern AstQuery *ast_select(AdqlParse *p, AdqlSpan span, AstSelect *select);
extern AstQuery *ast_set(
	AdqlParse *p, AdqlSpan span, AstSetOp op, bool all, AstQuery *left, AstQuery *right);
/* query with its tail; parenthesised: the query had one of its own, inside. */
extern AstQuery *
ast_tail(AdqlParse *p, AdqlSpan span, AstQuery *query, bool parenthesised, AstTail *tail);
/* SELECT * FROM table: what a join in parentheses with an alias stands for. */
extern AstQuery *ast_select_all(AdqlParse *p, AdqlSpan span, AstTable *table);
/* op, which ADQL does not have. */
extern AstOp ast_bit_operator(AdqlParse *p, AdqlSpan span, AstOp op);
/* An unsigned integer; tells a fault if it is too big. */
extern int64_t ast_count(AdqlParse *p, AdqlSpan span, const char *digits);
/* What is understood though it is not ADQL.  what: "x is not part of ADQL". */
extern void
ast_extension(AdqlParse *p, AdqlSpan span, const char *what, const char *hint);
extern AstName *ast_name(AdqlParse *p, AdqlSpan span, const char *text, bool delimited);
/* A reserved word where a name belongs, likewise. */
extern void ast_reserved_name(AdqlParse *p, AstName *name);

#endif
