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
	char *buffer; /* the query and two NULs, as flex wants it */
	size_t length;
	void *scanner;
	AdqlSpan previous; /* the last two tokens, where they are words */
	AdqlSpan current;
	bool too_deep; /* told once */
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

/* What ends a query: ORDER BY, OFFSET, LIMIT. */
typedef struct AstTail
{
	AstOrder *order;
	int64_t offset;
	int64_t limit;
	AdqlSpan span;
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

/* For the scanner: the token of a word that is reserved, or 0. */
extern int adql_keyword(const char *word, size_t length);
/* The i-th of those words, sorted; NULL past the end. */
extern const char *adql_keyword_name(size_t i);

/*
 * For the grammar.  Each makes a node; those that take a depth from below tell it once
 * when the query is nested too deep and return all the same.
 */
extern AstExpr *ast_leaf(AdqlParse *p, AstExprKind kind, AdqlSpan span, const char *text);
extern AstExpr *ast_column(AdqlParse *p, AstExprKind kind, AdqlSpan span, AstPath *path);
extern AstExpr *
ast_unary(AdqlParse *p, AstExprKind kind, AdqlSpan span, AstExpr *operand);
extern AstExpr *ast_compare(AdqlParse *p, AstOp op, AstExpr *left, AstExpr *right);
extern AstExpr *ast_chain(AdqlParse *p, AstExpr *left, AstOp op, AstExpr *right);
extern AstExpr *ast_call(AdqlParse *p, AdqlSpan span, AstName *name, AstExprList args);
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
extern AstQuery *ast_select(AdqlParse *p, AdqlSpan span, AstSelect *select);
extern AstQuery *ast_set(
	AdqlParse *p, AdqlSpan span, AstSetOp op, bool all, AstQuery *left, AstQuery *right);
/* query with its tail; parenthesised: the query had one of its own, inside. */
extern AstQuery *
ast_tail(AdqlParse *p, AdqlSpan span, AstQuery *query, bool parenthesised, AstTail *tail);
/* SELECT * FROM table: what a join in parentheses with an alias stands for. */
extern AstQuery *ast_select_all(AdqlParse *p, AdqlSpan span, AstTable *table);
/* An unsigned integer; tells a fault if it is too big. */
extern int64_t ast_count(AdqlParse *p, AdqlSpan span, const char *digits);
/* What is understood though it is not ADQL.  what: "x is not part of ADQL". */
extern void
ast_extension(AdqlParse *p, AdqlSpan span, const char *what, const char *hint);
extern AstName *ast_name(AdqlParse *p, AdqlSpan span, const char *text, bool delimited);
/* A reserved word where a name belongs, likewise. */
extern void ast_reserved_name(AdqlParse *p, AstName *name);

#endif
