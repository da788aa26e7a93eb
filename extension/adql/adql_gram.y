%{
/*
 * adql_gram.y
 *		The grammar of ADQL 2.1 (appendix A), and of what people write besides.
 *
 * Actions build the tree and nothing else: names and types are the binder's.  Values and
 * conditions are one kind of expression here; that each stands where it may is a matter
 * of types.  What only lenient mode takes is accepted and marked by ast_extension() or
 * ast_reserved_name(): errors in strict mode, else warnings.
 */
#include <stdio.h>
#include <string.h>

#include "adql/parse.h"
#include "base/table.h"

#include "adql_gram.h"

#define YYINITDEPTH 5000
#define YYMAXDEPTH	5000
#define YYLLOC_DEFAULT(here, parts, n)                                                   \
	((here) = (n) > 0 ? (AdqlSpan){YYRHSLOC(parts, 1).begin, YYRHSLOC(parts, n).end}     \
					  : (AdqlSpan){YYRHSLOC(parts, 0).end, YYRHSLOC(parts, 0).end})

/* Append to a list of which both ends are known. */
#define APPEND(to, list, item)                                                           \
	do                                                                                   \
	{                                                                                    \
		(to) = (list);                                                                   \
		(to).last->next = (item);                                                        \
		(to).last = (item);                                                              \
	} while (0)

extern int adql_scan_lex(YYSTYPE *value, YYLTYPE *span, void *scanner);
static int yylex(YYSTYPE *value, YYLTYPE *span, AdqlParse *p);
static void yyerror(YYLTYPE *span, AdqlParse *p, const char *message);
%}

%code requires {
#include "adql/parse.h"
}

%define api.pure full
%define api.prefix {adql_yy}
%define api.location.type {AdqlSpan}
%define parse.error custom
%define lr.default-reduction accepting
%parse-param {AdqlParse *p}
%lex-param {AdqlParse *p}
%locations
%expect 0

%union
{
	const char *text;
	int64_t count;
	bool flag;
	AstOp op;
	AstJoinKind join;
	AstSetOp set;
	AstName *name;
	AstPath *path;
	AstExpr *expr;
	AstExprList exprs;
	AstItem *item;
	AstItemList items;
	AstTable *table;
	AstTableList tables;
	AstOrder *order;
	AstOrderList orders;
	AstCommon *common;
	AstCommonList commons;
	AstNameList names;
	AstTail *tail;
	AstQuery *query;
}

/* Words of the grammar; all of them carry their spelling. */
%token <name> ALL AND AS ASC BETWEEN BY CAST CROSS DESC DISTINCT EXCEPT EXISTS FALSE
%token <name> FROM FULL GROUP HAVING ILIKE IN INNER INTERSECT IS JOIN LEFT LIKE LIMIT
%token <name> NATURAL NOT NULL_P "NULL" OFFSET ON OR ORDER OUTER RIGHT SELECT TOP TRUE UNION
%token <name> USING WHERE WITH
/* Reserved words that the grammar has no other use for; names of built-in functions. */
%token <name> RESERVED "a reserved word" FUNCTION "a function"
%token <name> WORD "a name" DELIMITED "a delimited name"
%token <text> INTEGER "an integer" DECIMAL "a number" STRING "a string"
%token UNEQUAL "<>" LESS_EQUAL "<=" GREATER_EQUAL ">=" CONCAT "||"
%token END 0 "the end of the query"
%token BAD "an unreadable token"

%type <query> query plain_query ordered_query parens_query set_query operand simple_select
%type <tail> tail
%type <commons> with_list
%type <common> with_item
%type <flag> opt_distinct opt_all opt_not opt_desc
%type <count> opt_top count
%type <items> select_list
%type <item> select_item
%type <tables> from_list
%type <table> table_reference joined_table parens_join table_primary
%type <join> join_kind
%type <expr> opt_where opt_having condition conjunction negation predicate value sum
%type <expr> product factor primary literal call
%type <exprs> opt_group value_list argument_list opt_arguments
%type <op> comparison
%type <orders> order_list
%type <order> order_term
%type <count> opt_offset opt_limit opt_length
%type <name> name opt_alias alias bare_name type_word type_name function_name
%type <names> name_list
%type <path> path

%left UNION EXCEPT
%left INTERSECT
%precedence SUBQUERY
%precedence ')'

%%

statement:
	query opt_semicolon END { p->query = $1; }
;

opt_semicolon:
	%empty
	| opt_semicolon ';'
		{ ast_extension(p, @2, "a query does not end with a semicolon", NULL); }
;

/*
 * Queries.  As in PostgreSQL's own grammar, what is wholly in parentheses is kept apart
 * (parens_query), so that any number of parentheses is read in one way only.
 */
query:
	plain_query
	| parens_query
;

parens_query:
	'(' plain_query ')' { $$ = $2; }
	| '(' parens_query ')' { $$ = $2; }
;

plain_query:
	ordered_query
	| WITH with_list ordered_query
		{
			$$ = $3;
			$$->span = @$;
			$$->with = $2.first;
			$$->with_span = @1;
		}
	| WITH with_list parens_query
		{
			/* That one may have a WITH of its own. */
			$$ = ast_tail(p, @$, $3, true, NULL);
			$$->with = $2.first;
			$$->with_span = @1;
		}
;

ordered_query:
	set_query
	| set_query tail { $$ = ast_tail(p, @$, $1, false, $2); }
	| parens_query tail { $$ = ast_tail(p, @$, $1, true, $2); }
;

with_list:
	with_item { $$.first = $$.last = $1; }
	| with_list ',' with_item { APPEND($$, $1, $3); }
;

with_item:
	name AS parens_query
		{
			$$ = arena_new(p->arena, AstCommon);
			$$->name = *$1;
			$$->query = $3;
		}
;

set_query:
	simple_select
	| operand UNION opt_all operand { $$ = ast_set(p, @$, AST_UNION, $3, $1, $4); }
	| operand EXCEPT opt_all operand { $$ = ast_set(p, @$, AST_EXCEPT, $3, $1, $4); }
	| operand INTERSECT opt_all operand { $$ = ast_set(p, @$, AST_INTERSECT, $3, $1, $4); }
;

operand:
	set_query
	| parens_query
;

opt_all:
	%empty { $$ = false; }
	| ALL { $$ = true; }
;

simple_select:
	SELECT opt_distinct opt_top select_list FROM from_list opt_where opt_group opt_having
		{
			AstSelect *select = arena_new(p->arena, AstSelect);

			select->distinct = $2;
			select->top = $3;
			select->items = $4.first;
			select->from = $6.first;
			select->where = $7;
			select->group = $8;
			select->having = $9;
			$$ = ast_select(p, @$, select);
		}
;

opt_distinct:
	%empty { $$ = false; }
	| ALL { $$ = false; }
	| DISTINCT { $$ = true; }
;

opt_top:
	%empty { $$ = -1; }
	| TOP count { $$ = $2; }
;

count:
	INTEGER { $$ = ast_count(p, @1, $1); }
;

select_list:
	select_item { $$.first = $$.last = $1; }
	| select_list ',' select_item { APPEND($$, $1, $3); }
;

select_item:
	'*'
		{
			$$ = arena_new(p->arena, AstItem);
			$$->expr = ast_column(p, AST_STAR, @1, NULL);
		}
	| path '.' '*'
		{
			$$ = arena_new(p->arena, AstItem);
			$$->expr = ast_column(p, AST_STAR, @$, $1);
		}
	| condition opt_alias
		{
			$$ = arena_new(p->arena, AstItem);
			$$->expr = $1;
			if ($2 != NULL)
				$$->alias = *$2;
		}
;

/* Tables. */
from_list:
	table_reference { $$.first = $$.last = $1; }
	| from_list ',' table_reference { APPEND($$, $1, $3); }
;

table_reference:
	table_primary
	| joined_table
;

table_primary:
	path opt_alias
		{
			$$ = ast_table(p, AST_TABLE_NAME, @$);
			$$->path = $1;
			if ($2 != NULL)
				$$->alias = *$2;
		}
	| parens_query opt_alias { $$ = ast_table_query(p, @$, $1, $2); }
	| parens_join
	| parens_join alias { $$ = ast_table_query(p, @$, ast_select_all(p, @1, $1), $2); }
;

parens_join:
	'(' joined_table ')' { $$ = $2; }
	| '(' parens_join ')' { $$ = $2; }
;

joined_table:
	table_reference join_kind JOIN table_primary
		{ $$ = ast_join(p, @$, $2, $1, $4); }
	| table_reference join_kind JOIN table_primary ON condition
		{
			$$ = ast_join(p, @$, $2, $1, $4);
			$$->on = $6;
		}
	| table_reference join_kind JOIN table_primary USING '(' name_list ')'
		{
			$$ = ast_join(p, @$, $2, $1, $4);
			$$->using_names = $7.first;
		}
	| table_reference NATURAL join_kind JOIN table_primary
		{
			$$ = ast_join(p, @$, $3, $1, $5);
			$$->natural = true;
		}
	| table_reference CROSS JOIN table_primary
		{
			ast_extension(p, @2, "CROSS JOIN is not part of ADQL", "Write a comma instead.");
			$$ = ast_join(p, @$, AST_JOIN_CROSS, $1, $4);
		}
;

join_kind:
	%empty { $$ = AST_JOIN_INNER; }
	| INNER { $$ = AST_JOIN_INNER; }
	| LEFT opt_outer { $$ = AST_JOIN_LEFT; }
	| RIGHT opt_outer { $$ = AST_JOIN_RIGHT; }
	| FULL opt_outer { $$ = AST_JOIN_FULL; }
;

opt_outer:
	%empty
	| OUTER
;

name_list:
	name { $$.first = $$.last = $1; }
	| name_list ',' name { APPEND($$, $1, $3); }
;

/* The clauses after FROM. */
opt_where:
	%empty { $$ = NULL; }
	| WHERE condition { $$ = $2; }
;

opt_group:
	%empty { $$ = (AstExprList){0}; }
	| GROUP BY value_list { $$ = $3; }
;

opt_having:
	%empty { $$ = NULL; }
	| HAVING condition { $$ = $2; }
;

tail:
	ORDER BY order_list opt_offset opt_limit
		{
			$$ = arena_new(p->arena, AstTail);
			*$$ = (AstTail){.order = $3.first, .offset = $4, .limit = $5, .span = @$};
		}
	| OFFSET count opt_limit
		{
			$$ = arena_new(p->arena, AstTail);
			*$$ = (AstTail){.offset = $2, .limit = $3, .span = @$};
		}
	| LIMIT count opt_offset
		{
			$$ = arena_new(p->arena, AstTail);
			*$$ = (AstTail){.offset = $3, .limit = $2, .span = @$};
		}
;

order_list:
	order_term { $$.first = $$.last = $1; }
	| order_list ',' order_term { APPEND($$, $1, $3); }
;

order_term:
	value opt_desc
		{
			$$ = arena_new(p->arena, AstOrder);
			$$->expr = $1;
			$$->descending = $2;
		}
;

opt_desc:
	%empty { $$ = false; }
	| ASC { $$ = false; }
	| DESC { $$ = true; }
;

opt_offset:
	%empty { $$ = -1; }
	| OFFSET count { $$ = $2; }
;

opt_limit:
	%empty { $$ = -1; }
	| LIMIT count { $$ = $2; }
;

/* Conditions: NOT binds closer than AND, AND closer than OR. */
condition:
	conjunction
	| condition OR conjunction { $$ = ast_chain(p, $1, AST_OP_OR, $3); }
;

conjunction:
	negation
	| conjunction AND negation { $$ = ast_chain(p, $1, AST_OP_AND, $3); }
;

negation:
	predicate
	| NOT negation { $$ = ast_unary(p, AST_NOT, @$, $2); }
;

predicate:
	value
	| value comparison value { $$ = ast_compare(p, $2, $1, $3); }
	| value opt_not BETWEEN value AND value
		{
			AstExprList args = ast_append(ast_append(ast_list($1), $4), $6);

			$$ = ast_test(p, AST_BETWEEN, @$, $2, args);
		}
	| value opt_not IN '(' value_list ')'
		{
			AstExprList args = ast_list($1);

			args.last->next = $5.first;
			args.last = $5.last;
			args.count += $5.count;
			$$ = ast_test(p, AST_IN, @$, $2, args);
		}
	| value opt_not IN parens_query
		{
			$$ = ast_test(p, AST_IN_QUERY, @$, $2, ast_list($1));
			ast_set_query(p, $$, $4);
		}
	| value opt_not LIKE value
		{ $$ = ast_test(p, AST_LIKE, @$, $2, ast_append(ast_list($1), $4)); }
	| value opt_not ILIKE value
		{
			$$ = ast_test(p, AST_LIKE, @$, $2, ast_append(ast_list($1), $4));
			$$->ignore_case = true;
		}
	| value IS opt_not NULL_P
		{ $$ = ast_test(p, AST_IS_NULL, @$, $3, ast_list($1)); }
	| EXISTS parens_query { $$ = ast_subquery(p, AST_EXISTS, @$, $2); }
;

opt_not:
	%empty { $$ = false; }
	| NOT { $$ = true; }
;

comparison:
	'=' { $$ = AST_OP_EQUAL; }
	| UNEQUAL { $$ = AST_OP_UNEQUAL; }
	| '<' { $$ = AST_OP_LESS; }
	| LESS_EQUAL { $$ = AST_OP_LESS_EQUAL; }
	| '>' { $$ = AST_OP_GREATER; }
	| GREATER_EQUAL { $$ = AST_OP_GREATER_EQUAL; }
;

/* Values: a sign binds closest, then * and /, then + and -, then ||. */
value_list:
	value { $$ = ast_list($1); }
	| value_list ',' value { $$ = ast_append($1, $3); }
;

value:
	sum
	| value CONCAT sum { $$ = ast_chain(p, $1, AST_OP_CONCAT, $3); }
;

sum:
	product
	| sum '+' product { $$ = ast_chain(p, $1, AST_OP_ADD, $3); }
	| sum '-' product { $$ = ast_chain(p, $1, AST_OP_SUBTRACT, $3); }
;

product:
	factor
	| product '*' factor { $$ = ast_chain(p, $1, AST_OP_MULTIPLY, $3); }
	| product '/' factor { $$ = ast_chain(p, $1, AST_OP_DIVIDE, $3); }
;

factor:
	primary
	| '+' factor { $$ = $2; }
	| '-' factor { $$ = ast_unary(p, AST_NEGATE, @$, $2); }
;

primary:
	literal
	| path { $$ = ast_column(p, AST_COLUMN, @1, $1); }
	| call
	| '(' condition ')' { $$ = ast_parenthesised(p, @$, $2); }
	| parens_query %prec SUBQUERY
		{
			ast_extension(p, @1, "a query as a value is not part of ADQL", NULL);
			$$ = ast_subquery(p, AST_SCALAR, @$, $1);
		}
;

literal:
	NULL_P { $$ = ast_leaf(p, AST_NULL, @1, NULL); }
	| INTEGER { $$ = ast_leaf(p, AST_INTEGER, @1, $1); }
	| DECIMAL { $$ = ast_leaf(p, AST_DECIMAL, @1, $1); }
	| STRING { $$ = ast_leaf(p, AST_STRING, @1, $1); }
	| TRUE
		{
			ast_extension(p, @1, "ADQL has no truth values", NULL);
			$$ = ast_leaf(p, AST_BOOLEAN, @1, NULL);
			$$->op = AST_OP_EQUAL;
		}
	| FALSE
		{
			ast_extension(p, @1, "ADQL has no truth values", NULL);
			$$ = ast_leaf(p, AST_BOOLEAN, @1, NULL);
			$$->op = AST_OP_UNEQUAL;
		}
;

call:
	function_name '(' opt_arguments ')' { $$ = ast_call(p, @$, $1, $3); }
	| function_name '(' '*' ')'
		{
			$$ = ast_call(
				p, @$, $1, ast_list(ast_column(p, AST_STAR, @3, NULL)));
		}
	| function_name '(' ALL value ')' { $$ = ast_call(p, @$, $1, ast_list($4)); }
	| function_name '(' DISTINCT value ')'
		{
			$$ = ast_call(p, @$, $1, ast_list($4));
			$$->distinct = true;
		}
	| CAST '(' value AS type_name opt_length ')'
		{
			$$ = ast_test(p, AST_CAST, @$, false, ast_list($3));
			$$->name = *$5;
			$$->length = $6;
		}
;

function_name:
	WORD
	| FUNCTION
;

opt_arguments:
	%empty { $$ = (AstExprList){0}; }
	| argument_list
;

/* Conditions are arguments to no function; the binder says so more clearly. */
argument_list:
	condition { $$ = ast_list($1); }
	| argument_list ',' condition { $$ = ast_append($1, $3); }
;

type_name:
	type_word
	| type_word type_word
		{
			AdqlSpan span = @$;

			$$ = ast_name(p, span,
						  arena_printf(p->arena, "%s %s", $1->text, $2->text), false);
		}
;

type_word:
	WORD
	| RESERVED
	| FUNCTION
;

opt_length:
	%empty { $$ = 0; }
	| '(' count ')' { $$ = $2; }
;

/* Names. */
path:
	name { $$ = ast_path(p, $1); }
	| path '.' name { $$ = ast_path_append(p, $1, $3); }
;

name:
	bare_name
	| RESERVED { ast_reserved_name(p, $1); }
	| FUNCTION { ast_reserved_name(p, $1); }
;

bare_name:
	WORD
	| DELIMITED
;

opt_alias:
	%empty { $$ = NULL; }
	| alias
;

alias:
	name
	| AS name { $$ = $2; }
;

%%

/* The next token, remembering the one before: a fault often lies there. */
static int
yylex(YYSTYPE *value, YYLTYPE *span, AdqlParse *p)
{
	int token = adql_scan_lex(value, span, p->scanner);

	p->previous = p->current;
	p->current = (AdqlSpan){0, 0};
	if (token == END)
		*span = (AdqlSpan){(int) p->length, (int) p->length};
	if (token == WORD)
		p->current = *span;
	return token;
}

/* Only ever called for a stack that is full: the query nests without end. */
static void
yyerror(YYLTYPE *span, AdqlParse *p, const char *message)
{
	(void) message;
	ast_too_deep(p, *span);
}

/* The keyword that a misspelled word stands for, among those that may stand there. */
static const char *
nearest_keyword(const AdqlParse *p,
				AdqlSpan word,
				const yysymbol_kind_t *expected,
				int count)
{
	char text[32];
	const char *nearest = NULL;
	int length = word.end - word.begin;
	int best;

	if (length <= 0 || length >= (int) sizeof(text))
		return NULL;
	memcpy(text, p->buffer + word.begin, (size_t) length);
	text[length] = '\0';
	best = sky_name_tolerance(text) + 1;
	for (int i = 0; i < count; i++)
	{
		const char *name = yysymbol_name(expected[i]);
		int distance;

		if (name[0] < 'A' || name[0] > 'Z' || expected[i] == YYSYMBOL_YYEOF)
			continue;
		distance = sky_name_distance(text, name, best - 1);
		if (distance > 0 && distance < best)
		{
			best = distance;
			nearest = name;
		}
	}
	return nearest;
}

static bool
is_expected(yysymbol_kind_t kind, const yysymbol_kind_t *expected, int count)
{
	for (int i = 0; i < count; i++)
		if (expected[i] == kind)
			return true;
	return false;
}

/* Tell what may stand here, if that is few things. */
static void
hint_expected(SkyError *fault, const yysymbol_kind_t *expected, int count)
{
	char text[160] = "";
	size_t used = 0;

	if (count < 1 || count > 4)
		return;
	for (int i = 0; i < count && used < sizeof(text); i++)
		used += (size_t) snprintf(text + used,
								  sizeof(text) - used,
								  "%s%s",
								  i == 0 ? "" : (i == count - 1 ? " or " : ", "),
								  yysymbol_name(expected[i]));
	sky_error_hint(fault, "Expected %s.", text);
}

/* Tell a syntax fault with the most helpful hint there is. */
static int
yyreport_syntax_error(const yypcontext_t *context, AdqlParse *p)
{
	yysymbol_kind_t expected[YYNTOKENS];
	int count = yypcontext_expected_tokens(context, expected, YYNTOKENS);
	yysymbol_kind_t found = yypcontext_token(context);
	AdqlSpan span = *yypcontext_location(context);
	bool named = found == YYSYMBOL_RESERVED || found == YYSYMBOL_FUNCTION ||
				 (found > YYSYMBOL_YYUNDEF && found < YYSYMBOL_RESERVED);
	const char *keyword;
	SkyError *fault;

	if (found == YYSYMBOL_BAD)
		return 0;
	if (found == YYSYMBOL_YYEOF)
		fault = fault_add(p->faults, SKY_E_SYNTAX, span, "the query ends too early");
	else
		fault = fault_add(p->faults,
						  SKY_E_SYNTAX,
						  span,
						  "syntax error at or near \"%.*s\"",
						  span.end - span.begin < 80 ? span.end - span.begin : 80,
						  p->buffer + span.begin);
	if ((keyword = nearest_keyword(p, p->current, expected, count)) != NULL ||
		(keyword = nearest_keyword(p, p->previous, expected, count)) != NULL)
		sky_error_hint(fault, "Perhaps you meant %s.", keyword);
	else if (named && found != YYSYMBOL_FROM && found != YYSYMBOL_WHERE &&
			 is_expected(YYSYMBOL_WORD, expected, count))
		sky_error_hint(fault,
					   "\"%.*s\" is a reserved word; as a name it is written in double "
					   "quotes.",
					   span.end - span.begin,
					   p->buffer + span.begin);
	else
		hint_expected(fault, expected, count);
	return 0;
}
