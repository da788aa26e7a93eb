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
#include "adql/recover.h"

#define YYINITDEPTH ADQL_STATES_MAX
#define YYMAXDEPTH	ADQL_STATES_MAX
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
	AstRange range;
	AstTail *tail;
	AstSelect *select;
	AstType *type;
	AstCallTail *call_tail;
	AstWindow *window;
	AstFrame *frame;
	AstBound bound;
	AstNulls nulls;
	AstQuery *query;
}

/* Words of the grammar; all of them carry their spelling. */
%token <name> ALL AND AS ASC BETWEEN BY CASE CAST CROSS DESC DISTINCT ELSE END_P "END"
%token <name> ESCAPE EXCEPT EXISTS FALSE FROM FULL GROUP HAVING ILIKE IN INNER INTERSECT IS
%token <name> JOIN LEFT LIKE NATURAL NOT NULL_P "NULL" OFFSET ON OR ORDER OUTER RIGHT SELECT
%token <name> PRECISION SIDE "LEADING, TRAILING or BOTH" THEN TOP TRUE UNION USING WHEN WHERE
%token <name> NOW "CURRENT_DATE" WITH
/* Reserved words of the grammar that stand for names, too. */
%token <name> ANY CURRENT EXTRACT FIRST FOR LAST NEXT ONLY POSITION ROWS SUBSTRING TRIM
%token <name> UNKNOWN
/* Words that the scanner tells from names by what follows them. */
%token <name> ARRAY FETCH FILTER LATERAL LIMIT NULLS OVER PARTITION WITHIN
%token <name> TYPE_PREFIX "a type"
/* Reserved words that the grammar has no other use for; names of built-in functions. */
%token <name> RESERVED "a reserved word" FUNCTION "a function"
%token <name> WORD "a name" DELIMITED "a delimited name"
%token <text> INTEGER "an integer" DECIMAL "a number" STRING "a string"
%token UNEQUAL "<>" LESS_EQUAL "<=" GREATER_EQUAL ">=" CONCAT "||"
%token INSIDE "<@" AROUND "@>" APART "<->"
%token SHIFT_LEFT "<<" SHIFT_RIGHT ">>" CAST_TO "::" STORE "://" BRACKETS "[]"
%token END 0 "the end of the query"
%token BAD "an unreadable token"
/* Never scanned: recovery puts it where a value or a table is missing. */
%token MISSING "nothing"

%type <query> query plain_query ordered_query parens_query set_query operand simple_select
%type <tail> tail
%type <commons> with_list
%type <common> with_item
%type <flag> opt_all opt_not opt_desc quantifier opt_brackets
%type <count> opt_top top count offset limit
%type <range> opt_range range
%type <items> select_list
%type <item> select_item
%type <tables> from_list opt_from
%type <table> table_reference joined_table parens_join table_primary
%type <join> join_kind
%type <expr> opt_where opt_having condition conjunction negation predicate value sum
%type <expr> product power factor postfix primary literal call case opt_else
%type <expr> opt_filter opt_value special_call argument
%type <exprs> opt_group value_list argument_list opt_arguments when_list opt_partition
%type <select> select_head
%type <text> opt_escape
%type <op> comparison other_operator truth
%type <orders> order_list opt_order opt_within
%type <order> order_term
%type <nulls> opt_nulls
%type <name> name opt_alias alias label reserved keyword type_word type_words
%type <name> function_name frame_unit
%type <names> name_list
%type <path> path
%type <type> type opt_length
%type <call_tail> call_tail
%type <window> opt_over
%type <frame> opt_frame
%type <bound> bound

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
		{ ast_extension(p, @2, "a query does not end with a semicolon", NULL);
		  fault_repair(p->faults, @2, ""); }
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
	select_head select_list opt_from opt_where opt_group opt_having
		{
			$1->items = $2.first;
			$1->from = $3.first;
			$1->where = $4;
			$1->group = $5;
			$1->having = $6;
			$$ = ast_select(p, @$, $1);
		}
;

select_head:
	SELECT opt_top { $$ = ast_new_select(p, false, $2); }
	| SELECT ALL opt_top { $$ = ast_new_select(p, false, $3); }
	| SELECT DISTINCT opt_top { $$ = ast_new_select(p, true, $3); }
	| SELECT top DISTINCT
		{
			ast_extension(p, @3, "DISTINCT stands before TOP", "Write SELECT DISTINCT TOP n.");
			$$ = ast_new_select(p, true, $2);
		}
	| SELECT DISTINCT ON '(' value_list ')' opt_top
		{
			ast_extension(p, @3, "DISTINCT ON is not part of ADQL", NULL);
			$$ = ast_new_select(p, false, $7);
			$$->distinct_on = $5;
		}
;

opt_top:
	%empty { $$ = -1; }
	| top
;

top:
	TOP count { $$ = $2; }
	| TOP '(' count ')'
		{
			ast_extension(p, @$, "TOP stands before a plain number", NULL);
			$$ = $3;
		}
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
opt_from:
	%empty
		{
			ast_extension(p, @$, "a query needs FROM", NULL);
			$$ = (AstTableList){0};
		}
	| FROM from_list { $$ = $2; }
;

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
	| MISSING { $$ = ast_table(p, AST_TABLE_NAME, @$); }
	| name STORE name opt_alias
		{
			/* mydb://table, as the Astro Data Lab has it */
			ast_extension(p, @2, "a schema is followed by a point", NULL);
			fault_repair(p->faults, @2, ".");
			$$ = ast_table(p, AST_TABLE_NAME, @$);
			$$->path = ast_path_append(p, ast_path(p, $1), $3);
			if ($4 != NULL)
				$$->alias = *$4;
		}
	| parens_query opt_alias { $$ = ast_table_query(p, @$, $1, $2); }
	| LATERAL parens_query opt_alias
		{
			ast_extension(p, @1, "LATERAL is not part of ADQL", NULL);
			$$ = ast_table_query(p, @$, $2, $3);
			$$->lateral = true;
		}
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
			fault_repair(p->faults, (AdqlSpan){@1.end, @3.end}, ",");
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
	ORDER BY order_list opt_range { $$ = ast_new_tail(p, $3.first, $4); }
	| range { $$ = ast_new_tail(p, NULL, $1); }
;

opt_range:
	%empty { $$ = (AstRange){-1, -1}; }
	| range
;

range:
	offset { $$ = (AstRange){$1, -1}; }
	| limit { $$ = (AstRange){-1, $1}; }
	| offset limit { $$ = (AstRange){$1, $2}; }
	| limit offset { $$ = (AstRange){$2, $1}; }
;

order_list:
	order_term { $$.first = $$.last = $1; }
	| order_list ',' order_term { APPEND($$, $1, $3); }
;

order_term:
	value opt_desc opt_nulls
		{
			$$ = arena_new(p->arena, AstOrder);
			$$->expr = $1;
			$$->descending = $2;
			$$->nulls = $3;
		}
;

opt_desc:
	%empty { $$ = false; }
	| ASC { $$ = false; }
	| DESC { $$ = true; }
;

opt_nulls:
	%empty { $$ = AST_NULLS_ANYWHERE; }
	| NULLS FIRST
		{
			ast_extension(p, @$, "NULLS FIRST is not part of ADQL", NULL);
			$$ = AST_NULLS_FIRST;
		}
	| NULLS LAST
		{
			ast_extension(p, @$, "NULLS LAST is not part of ADQL", NULL);
			$$ = AST_NULLS_LAST;
		}
;

offset:
	OFFSET count { $$ = $2; }
	| OFFSET count ROWS
		{
			ast_extension(p, @3, "OFFSET stands before a plain number", NULL);
			$$ = $2;
		}
;

limit:
	LIMIT count
		{
			ast_extension(p, @$, "LIMIT is not part of ADQL", "Write SELECT TOP n instead.");
			$$ = $2;
		}
	| FETCH first count ROWS ONLY
		{
			ast_extension(p, @$, "FETCH is not part of ADQL", "Write SELECT TOP n instead.");
			$$ = $3;
		}
;

first:
	FIRST
	| NEXT
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
	| value comparison quantifier parens_query
		{
			ast_extension(p, @3, "ANY and ALL are not part of ADQL", NULL);
			$$ = ast_test(p, AST_QUANTIFIED, @$, false, ast_list($1));
			$$->op = $2;
			$$->all = $3;
			ast_set_query(p, $$, $4);
		}
	| value comparison quantifier '(' value ')'
		{
			ast_extension(p, @3, "ANY and ALL are not part of ADQL", NULL);
			$$ = ast_test(p, AST_QUANTIFIED, @$, false, ast_append(ast_list($1), $5));
			$$->op = $2;
			$$->all = $3;
		}
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
	| value opt_not LIKE value opt_escape
		{
			$$ = ast_test(p, AST_LIKE, @$, $2, ast_append(ast_list($1), $4));
			$$->text = $5;
		}
	| value opt_not ILIKE value opt_escape
		{
			$$ = ast_test(p, AST_LIKE, @$, $2, ast_append(ast_list($1), $4));
			$$->text = $5;
			$$->ignore_case = true;
		}
	| value IS opt_not NULL_P
		{ $$ = ast_test(p, AST_IS_NULL, @$, $3, ast_list($1)); }
	| value IS opt_not truth
		{
			ast_extension(p, @$, "ADQL has no truth values", NULL);
			$$ = ast_test(p, AST_IS_TRUTH, @$, $3, ast_list($1));
			$$->op = $4;
		}
	| value IS opt_not DISTINCT FROM value
		{
			ast_extension(p, @$, "IS DISTINCT FROM is not part of ADQL", NULL);
			$$ = ast_test(p, AST_IS_DISTINCT, @$, $3, ast_append(ast_list($1), $6));
		}
	| EXISTS parens_query { $$ = ast_subquery(p, AST_EXISTS, @$, $2); }
;

opt_escape:
	%empty { $$ = NULL; }
	| ESCAPE STRING
		{
			ast_extension(p, @$, "ESCAPE is not part of ADQL", NULL);
			$$ = $2;
		}
;

truth:
	TRUE { $$ = AST_OP_EQUAL; }
	| FALSE { $$ = AST_OP_UNEQUAL; }
	| UNKNOWN { $$ = AST_OP_NONE; }
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

quantifier:
	ANY { $$ = false; }
	| ALL { $$ = true; }
;

/*
 * Values, as PostgreSQL reads them: what stands behind a value binds closest (:: and []),
 * then signs, then ^, then * / %, then + and -, then all other operators.
 */
value_list:
	value { $$ = ast_list($1); }
	| value_list ',' value { $$ = ast_append($1, $3); }
;

value:
	sum
	| value other_operator sum { $$ = ast_chain(p, $1, $2, $3); }
	| value INSIDE sum { $$ = ast_operator_call(p, @2, "contains", $1, $3); }
	| value AROUND sum { $$ = ast_operator_call(p, @2, "contains", $3, $1); }
	| value APART sum
		{
			/* pgSphere's distances are in radians. */
			AstExpr *distance = ast_operator_call(p, @2, "distance", $1, $3);

			$$ = ast_call(
				p, @$, ast_name(p, @2, "radians", false), ast_list(distance), NULL);
		}
;

other_operator:
	CONCAT { $$ = AST_OP_CONCAT; }
	| '&' { $$ = ast_bit_operator(p, @1, AST_OP_BIT_AND); }
	| '|' { $$ = ast_bit_operator(p, @1, AST_OP_BIT_OR); }
	| SHIFT_LEFT { $$ = ast_bit_operator(p, @1, AST_OP_SHIFT_LEFT); }
	| SHIFT_RIGHT { $$ = ast_bit_operator(p, @1, AST_OP_SHIFT_RIGHT); }
;

sum:
	product
	| sum '+' product { $$ = ast_chain(p, $1, AST_OP_ADD, $3); }
	| sum '-' product { $$ = ast_chain(p, $1, AST_OP_SUBTRACT, $3); }
;

product:
	power
	| product '*' power { $$ = ast_chain(p, $1, AST_OP_MULTIPLY, $3); }
	| product '/' power { $$ = ast_chain(p, $1, AST_OP_DIVIDE, $3); }
	| product '%' power { $$ = ast_operator_call(p, @2, "mod", $1, $3); }
;

power:
	factor
	| power '^' factor { $$ = ast_operator_call(p, @2, "power", $1, $3); }
;

factor:
	postfix
	| '+' factor { $$ = $2; }
	| '-' factor { $$ = ast_unary(p, AST_NEGATE, @$, $2); }
	| '~' factor
		{
			ast_bit_operator(p, @1, AST_OP_NONE);
			$$ = ast_unary(p, AST_BIT_NOT, @$, $2);
		}
;

postfix:
	primary
	| postfix CAST_TO type
		{
			ast_extension(p, @2, ":: is not part of ADQL", "Write CAST(x AS type).");
			$$ = ast_cast(p, @$, $1, $3);
		}
	| postfix '[' value ']'
		{
			ast_extension(p, @2, "ADQL has no arrays", NULL);
			$$ = ast_subscript(p, @$, $1, $3);
		}
;

primary:
	literal
	| path { $$ = ast_column(p, AST_COLUMN, @1, $1); }
	| call
	| NOW
		{
			ast_extension(p, @1, "a function is called with parentheses", NULL);
			$$ = ast_call(p, @1, $1, (AstExprList){0}, NULL);
		}
	| case
	| '(' condition ')' { $$ = ast_parenthesised(p, @$, $2); }
	| MISSING { $$ = ast_leaf(p, AST_MISSING, @1, NULL); }
	| parens_query %prec SUBQUERY
		{
			ast_extension(p, @1, "a query as a value is not part of ADQL", NULL);
			$$ = ast_subquery(p, AST_SCALAR, @$, $1);
		}
	| ARRAY '[' value_list ']'
		{
			ast_extension(p, @$, "ADQL has no arrays", NULL);
			$$ = ast_test(p, AST_ARRAY, @$, false, $3);
		}
;

case:
	CASE opt_value when_list opt_else END_P
		{
			ast_extension(p, @1, "CASE is not part of ADQL", NULL);
			$$ = ast_case(p, @$, $2, $3, $4);
		}
;

opt_value:
	%empty { $$ = NULL; }
	| value
;

when_list:
	WHEN condition THEN condition { $$ = ast_append(ast_list($2), $4); }
	| when_list WHEN condition THEN condition
		{ $$ = ast_append(ast_append($1, $3), $5); }
;

opt_else:
	%empty { $$ = NULL; }
	| ELSE condition { $$ = $2; }
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
	| TYPE_PREFIX STRING
		{
			AstType *type = arena_new(p->arena, AstType);

			ast_extension(p, @$, "times are plain strings in ADQL", NULL);
			type->name = *$1;
			$$ = ast_cast(p, @$, ast_leaf(p, AST_STRING, @2, $2), type);
		}
;

call:
	function_name '(' opt_arguments opt_order ')' call_tail
		{ $$ = ast_call(p, @$, $1, $3, ast_call_order(p, @4, $6, $4.first)); }
	| function_name '(' '*' ')' call_tail
		{ $$ = ast_call(p, @$, $1, ast_list(ast_column(p, AST_STAR, @3, NULL)), $5); }
	| function_name '(' ALL value ')' call_tail
		{ $$ = ast_call(p, @$, $1, ast_list($4), $6); }
	| function_name '(' DISTINCT value_list opt_order ')' call_tail
		{
			$$ = ast_call(p, @$, $1, $4, ast_call_order(p, @5, $7, $5.first));
			$$->distinct = true;
		}
	| special_call
	| CAST '(' condition AS type ')' { $$ = ast_cast(p, @$, $3, $5); }
;

function_name:
	WORD
	| FUNCTION
	| RESERVED
;

opt_arguments:
	%empty { $$ = (AstExprList){0}; }
	| argument_list
;

/* Conditions are arguments to no function; the binder says so more clearly. */
argument_list:
	argument { $$ = ast_list($1); }
	| argument_list ',' argument { $$ = ast_append($1, $3); }
;

argument:
	condition
	| DECIMAL WORD { $$ = ast_quantity(p, @$, AST_DECIMAL, $1, $2); }
	| INTEGER WORD { $$ = ast_quantity(p, @$, AST_INTEGER, $1, $2); }
;

/* Functions that SQL calls with words between the arguments, too. */
special_call:
	EXTRACT '(' opt_arguments ')' { $$ = ast_call(p, @$, $1, $3, NULL); }
	| EXTRACT '(' name FROM condition ')'
		{
			AstExpr *field = ast_leaf(p, AST_STRING, @3, $3->text);

			$$ = ast_word_call(p, @$, $1, ast_append(ast_list(field), $5));
		}
	| POSITION '(' value IN value ')'
		{ $$ = ast_word_call(p, @$, $1, ast_append(ast_list($3), $5)); }
	| SUBSTRING '(' opt_arguments ')' { $$ = ast_call(p, @$, $1, $3, NULL); }
	| SUBSTRING '(' condition FROM condition ')'
		{ $$ = ast_word_call(p, @$, $1, ast_append(ast_list($3), $5)); }
	| SUBSTRING '(' condition FROM condition FOR condition ')'
		{
			$$ = ast_word_call(
				p, @$, $1, ast_append(ast_append(ast_list($3), $5), $7));
		}
	| TRIM '(' opt_arguments ')' { $$ = ast_call(p, @$, $1, $3, NULL); }
	| TRIM '(' condition FROM condition ')'
		{ $$ = ast_word_call(p, @$, $1, ast_append(ast_list($5), $3)); }
	| TRIM '(' SIDE opt_value FROM condition ')' { $$ = ast_trim(p, @$, $3, $4, $6); }
;

/* What follows the parentheses of aggregates and window functions. */
call_tail:
	opt_within opt_filter opt_over { $$ = ast_call_tail(p, @$, $1.first, $2, $3); }
;

opt_within:
	%empty { $$ = (AstOrderList){0}; }
	| WITHIN GROUP '(' opt_order ')' { $$ = $4; }
;

opt_filter:
	%empty { $$ = NULL; }
	| FILTER '(' WHERE condition ')' { $$ = $4; }
;

opt_over:
	%empty { $$ = NULL; }
	| OVER '(' opt_partition opt_order opt_frame ')'
		{
			$$ = arena_new(p->arena, AstWindow);
			$$->partition = $3;
			$$->order = $4.first;
			$$->frame = $5;
		}
;

opt_partition:
	%empty { $$ = (AstExprList){0}; }
	| PARTITION BY value_list { $$ = $3; }
;

opt_order:
	%empty { $$ = (AstOrderList){0}; }
	| ORDER BY order_list { $$ = $3; }
;

opt_frame:
	%empty { $$ = NULL; }
	| frame_unit bound { $$ = ast_frame(p, @$, $1, $2, (AstBound){0}); }
	| frame_unit BETWEEN bound AND bound { $$ = ast_frame(p, @$, $1, $3, $5); }
;

frame_unit:
	ROWS
	| WORD
;

bound:
	WORD WORD { $$ = ast_bound(p, @$, $1, $2, -1); }
	| CURRENT WORD { $$ = ast_bound(p, @$, $1, $2, -1); }
	| count WORD { $$ = ast_bound(p, @$, NULL, $2, $1); }
;

/* Types. */
type:
	type_words opt_length opt_brackets
		{
			$$ = $2;
			$$->name = *$1;
			$$->array = $3;
		}
;

type_words:
	type_word
	| type_word PRECISION
		{
			$$ = ast_name(
				p, @$, arena_printf(p->arena, "%s %s", $1->text, $2->text), false);
		}
;

type_word:
	WORD
	| RESERVED
	| FUNCTION
;

opt_length:
	%empty { $$ = arena_new(p->arena, AstType); }
	| '(' count ')'
		{
			$$ = arena_new(p->arena, AstType);
			$$->length = $2;
		}
	| '(' count ',' count ')'
		{
			$$ = arena_new(p->arena, AstType);
			$$->length = $2;
			$$->scale = $4;
		}
;

opt_brackets:
	%empty { $$ = false; }
	| BRACKETS { $$ = true; }
;

/*
 * Names.  Where nothing else can stand, after a point or AS, any keyword is one.
 */
path:
	name { $$ = ast_path(p, $1); }
	| path '.' label { $$ = ast_path_append(p, $1, $3); }
;

label:
	name
	| keyword { ast_reserved_name(p, $1); }
;

name:
	WORD
	| DELIMITED
	| reserved { ast_reserved_name(p, $1); }
;

reserved:
	RESERVED | FUNCTION | ANY | CURRENT | EXTRACT | FIRST | FOR | LAST | NEXT | ONLY
	| POSITION | ROWS | SUBSTRING | TRIM | UNKNOWN
;

keyword:
	ALL | AND | AS | ASC | BETWEEN | BY | CASE | CAST | CROSS | DESC | DISTINCT | ELSE | END_P
	| ESCAPE | EXCEPT | EXISTS | FALSE | FULL | GROUP | HAVING | ILIKE | IN | INNER | INTERSECT
	| IS | JOIN | LEFT | LIKE | NATURAL | NOT | NOW | NULL_P | OFFSET | ON | OR | ORDER | OUTER
	| PRECISION | RIGHT | SELECT | SIDE | THEN | TOP | TRUE | UNION | USING | WHEN | WHERE | WITH
;

opt_alias:
	%empty { $$ = NULL; }
	| alias
;

alias:
	name
	| AS label { $$ = $2; }
	| AS STRING
		{
			ast_extension(p, @2, "a name stands in double quotes", NULL);
			fault_repair(p->faults, @2, arena_printf(p->arena, "\"%s\"", $2));
			$$ = ast_name(p, @2, $2, true);
		}
;

%%

/* The next token, of those that recovery made if there are any. */
static int
yylex(YYSTYPE *value, YYLTYPE *span, AdqlParse *p)
{
	const AdqlToken *next = p->tokens;
	int token;

	if (next != NULL)
	{
		p->tokens += next->kind != END;
		*value = next->value;
		*span = next->span;
		return next->kind;
	}
	token = adql_scan_lex(value, span, p->scanner);
	if (token == END)
		*span = (AdqlSpan){(int) p->length, (int) p->length};
	return token;
}

/* Only ever called for a stack that is full: the query nests without end. */
static void
yyerror(YYLTYPE *span, AdqlParse *p, const char *message)
{
	(void) message;
	ast_too_deep(p, *span);
}

/* What is wrong is told by recovery. */
static int
yyreport_syntax_error(const yypcontext_t *context, AdqlParse *p)
{
	(void) context;
	(void) p;
	return 0;
}

const char *
adql_token_name(int token)
{
	return token <= YYMAXUTOK ? yysymbol_name(YYTRANSLATE(token)) : NULL;
}

/* The state that a rule leads to: its symbols go, and what it makes comes. */
static int
reduced(AdqlStates *states, int rule)
{
	int symbol = yyr1[rule] - YYNTOKENS;
	int below;
	int to;

	states->depth -= yyr2[rule];
	below = states->state[states->depth - 1];
	to = yypgoto[symbol] + below;
	return 0 <= to && to <= YYLAST && yycheck[to] == below ? yytable[to]
														   : yydefgoto[symbol];
}

/* What bison's parser does with its tables, without values. */
bool
adql_states_feed(AdqlStates *states, int token)
{
	int symbol = YYTRANSLATE(token);

	for (;;)
	{
		int state = states->state[states->depth - 1];
		int at = yypact[state];
		int rule = yydefact[state];
		bool shift = false;

		if (!yypact_value_is_default(at) && 0 <= at + symbol && at + symbol <= YYLAST &&
			yycheck[at + symbol] == symbol)
		{
			int action = yytable[at + symbol];

			if (yytable_value_is_error(action))
				return false;
			shift = action > 0;
			rule = shift ? 0 : -action;
			state = action;
		}
		if (rule > 0)
			state = reduced(states, rule);
		else if (!shift)
			return false;
		if (states->depth == ADQL_STATES_MAX)
			return false;
		states->state[states->depth++] = (short) state;
		if (shift)
			return true;
	}
}
