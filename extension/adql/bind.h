#ifndef ADQL_BIND_H
#define ADQL_BIND_H

#include "adql/bound.h"

/*
 * Inside of the binder: from the syntax tree (ast.h) to the bound tree (bound.h).
 *
 *   bind.c            queries: WITH, set operators, ORDER BY, TOP, OFFSET
 *   bind_from.c       tables and joins, and which names they bring
 *   bind_using.c      joins by USING and NATURAL
 *   bind_name.c       from a name to a column
 *   bind_unknown.c    names that mean nothing
 *   bind_select.c     select lists, GROUP BY, HAVING
 *   bind_result.c     what a client is told about each column
 *   bind_expr.c       literals, CAST; making types fit
 *   bind_arithmetic.c operators on numbers, bits, texts and times
 *   bind_case.c       CASE, arrays and their elements
 *   bind_condition.c  conditions: comparisons, AND, OR, NOT
 *   bind_test.c       conditions that are words: BETWEEN, IN, LIKE, IS, EXISTS
 *   bind_call.c       functions
 *   bind_argument.c   what their arguments may be
 *   bind_window.c     where aggregates stand, and what follows their arguments
 *   bind_unit.c       units of values, IN_UNIT
 *   bind_geometry.c   geometry in the form that the sky index knows
 *
 * A fault is told where it is found and binding goes on with a faulty node that fits
 * everywhere, so that one mistake is told once and the next one is found, too.
 */

/* A column that USING or NATURAL made of two. */
typedef struct BindMerged
{
	const char *name;
	BoundExpr *expr;
	struct BindMerged *left; /* merged columns that went into it */
	struct BindMerged *right;
	const BoundTable *tables[2]; /* the plain columns that went into it */
	int columns[2];
} BindMerged;

/* What is visible in a FROM, in the order of SELECT *: tables and merged columns. */
typedef struct BindSegment
{
	BoundTable *table;
	BindMerged *merged;
} BindSegment;

typedef struct BindNames
{
	int count;
	BindSegment *segments;
} BindNames;

/* PostgreSQL has no more columns in a result (MaxTupleAttributeNumber), hidden ones of
 * GROUP BY and ORDER BY included. */
#define BIND_COLUMNS_MAX 1664

typedef enum BindClause
{
	BIND_FROM,
	BIND_WHERE,
	BIND_GROUP,
	BIND_SELECT,
	BIND_HAVING,
	BIND_ORDER,
} BindClause;

/* A column of this scope that a subquery of it used after grouping. */
typedef struct BindReference
{
	BoundExpr *column;
	struct BindReference *next;
} BindReference;

typedef struct BindScope
{
	struct BindScope *outer;
	BindNames names;
	BindClause clause;
	bool in_aggregate;
	bool in_window;
	bool aggregated;
	bool from_told; /* that FROM is missing */
	const AstItem
		*items; /* the select list, whose names HAVING may use in lenient mode */
	BindReference *references;
} BindScope;

typedef struct Binder
{
	Arena *arena;
	const AdqlOptions *options;
	const Catalog *catalog;
	FaultList *faults;
	BindScope *scope;
	BoundCommon *commons; /* visible common tables, the innermost first */
	int ntables;
	int ncommons;
} Binder;

/* bind.c */
extern BoundQuery *adql_bind(const AstQuery *ast,
							 const AdqlOptions *options,
							 const Catalog *catalog,
							 Arena *arena,
							 FaultList *faults);
/* A subquery below scope outer (NULL for none); its columns have definite types. */
extern BoundQuery *bind_subquery(Binder *b, const AstQuery *ast, BindScope *outer);
extern bool bind_is_strict(const Binder *b);
/* A value that can be ordered and grouped by. */
extern BoundExpr *bind_orderable(Binder *b, const AstExpr *ast);

/* bind_from.c */
extern BoundFrom *bind_from(Binder *b, const AstTable *tables, BindNames *names);

/* The names of left, then of right, behind room for so many more. */
extern BindNames
bind_names_concat(Binder *b, const BindNames *left, const BindNames *right, int more);

/* bind_using.c */
/* The condition and the names of a join by USING or NATURAL. */
extern void bind_using(Binder *b,
					   const AstTable *ast,
					   BoundFrom *from,
					   const BindNames *left,
					   const BindNames *right,
					   BindNames *names);

/* bind_name.c */
extern BoundExpr *bind_column(Binder *b, const AstExpr *ast);
/* The columns of SELECT * or of path.*, appended to the items. */
extern void bind_star(Binder *b, const AstExpr *ast, BoundExpr ***items, int *count);
/* One name among names: a column, or NULL; *matches says how many fit. */
extern BoundExpr *bind_visible(
	Binder *b, const BindNames *names, CatalogName name, AdqlSpan span, int *matches);
extern BoundExpr **
bind_expand(Binder *b, const BindNames *names, AdqlSpan span, int *count);
extern CatalogName bind_catalog_name(const AstName *name);

/* bind_unknown.c */
/* Tell a column that does not exist; only: it was to be of that table, or NULL. */
extern BoundExpr *
bind_tell_column(Binder *b, const AstExpr *ast, const BoundTable *only, const char *name);
extern BoundExpr *bind_tell_ambiguous(Binder *b, const AstExpr *ast, const char *name);
/* Tell that the first count parts of a path name no table of FROM. */
extern void bind_tell_qualifier(Binder *b, const AstPath *path, int count);

/* bind_select.c */
extern void bind_select(Binder *b, const AstSelect *ast, BoundQuery *query);
/* Once ORDER BY is bound: tell columns that are neither grouped nor aggregated. */
extern void bind_check_grouping(Binder *b, const BoundQuery *query);

/* bind_result.c */
/* Name and describe the items; aliases[i] is NULL where none was written. */
extern void
bind_result_columns(Binder *b, const AstName *const *aliases, BoundQuery *query);
/* The last touch to the columns of the whole query: each has a name of its own. */
extern void bind_final_names(Binder *b, BoundQuery *query);
/* Give column i of a query, wherever it is made, another type. */
extern void bind_coerce_column(Binder *b, BoundQuery *query, int i, AdqlType type);

/* bind_expr.c */
extern BoundExpr *bind_new(Binder *b, BoundKind kind, AdqlType type, AdqlSpan span);
extern BoundExpr *
bind_new_args(Binder *b, BoundKind kind, AdqlType type, AdqlSpan span, int nargs);
extern BoundExpr *bind_faulty(Binder *b, AdqlSpan span);
/* Anything; calls of predicates come back as conditions. */
extern BoundExpr *bind_expr(Binder *b, const AstExpr *ast);
/* Something that has a value: a predicate becomes 1 or 0. */
extern BoundExpr *bind_value(Binder *b, const AstExpr *ast);
extern BoundExpr *bind_as_value(Binder *b, const AstExpr *ast, BoundExpr *expr);
/* A positive number. */
extern BoundExpr *bind_double(Binder *b, double value, AdqlSpan span);
/* The same value with that type. */
extern BoundExpr *bind_coerce(Binder *b, BoundExpr *expr, AdqlType type);
/* CAST of the value, even to the type that it has. */
extern BoundExpr *bind_cast(Binder *b, BoundExpr *expr, AdqlType type);
/* The number in a string literal, or the string where there is none. */
extern BoundExpr *bind_quoted_number(Binder *b, BoundExpr *string);
/* Make all of one type and return it; ADQL_FAULTY, with a fault, where that cannot be. */
extern AdqlType bind_unify(Binder *b, AdqlSpan span, BoundExpr **args, int nargs);

/* bind_arithmetic.c */
extern BoundExpr *bind_negate(Binder *b, const AstExpr *ast);
extern BoundExpr *bind_concat(Binder *b, const AstExpr *ast);
extern BoundExpr *bind_arithmetic(Binder *b, const AstExpr *ast);
extern BoundExpr *bind_bits(Binder *b, const AstExpr *ast);
extern BoundExpr *bind_bit_not(Binder *b, const AstExpr *ast);

/* bind_case.c */
extern BoundExpr *bind_case(Binder *b, const AstExpr *ast);
/* The results of a CASE, *count of them. */
extern BoundExpr **bind_case_results(Binder *b, const BoundExpr *expr, int *count);
extern BoundExpr *bind_array(Binder *b, const AstExpr *ast);
extern BoundExpr *bind_subscript(Binder *b, const AstExpr *ast);

/* bind_condition.c */
extern BoundExpr *bind_condition(Binder *b, const AstExpr *ast);
extern BoundExpr *bind_not(Binder *b, const AstExpr *ast);
extern BoundExpr *bind_logic_chain(Binder *b, const AstExpr *ast);
extern BoundExpr *bind_compare(Binder *b, const AstExpr *ast);
/*
 * Make both sides of a comparison fit each other; false, with a fault, if they cannot.
 * equality: by an operator = or <> of its own, which is all that geometries have.
 */
extern bool
bind_fit(Binder *b, AdqlSpan span, BoundExpr **x, BoundExpr **y, bool equality);

/* bind_test.c */
/* BETWEEN, IN, LIKE, IS, EXISTS, ANY and ALL. */
extern BoundExpr *bind_test(Binder *b, const AstExpr *ast);
/* Whether a list may be that long; tells a fault. */
extern bool bind_may_list(Binder *b, AdqlSpan span, int count);

/* bind_argument.c */
extern int bind_arg_count(const AdqlFunction *f);
/* What the i-th argument of a call has to be. */
extern AdqlArg bind_arg_at(const AdqlFunction *f, int i);
/* Whether a function is called with so many arguments. */
extern bool bind_count_fits(const AdqlFunction *f, int nargs);
/* Whether a value can be what the table of functions wants. */
extern bool bind_arg_fits(AdqlArg arg, const BoundExpr *expr);
/* It in the type that the SQL of the function wants. */
extern BoundExpr *bind_convert_arg(Binder *b, AdqlArg arg, BoundExpr *expr);

/* bind_call.c */
extern BoundExpr *bind_call(Binder *b, const AstExpr *ast);
extern BoundExpr *bind_make_call(
	Binder *b, const AdqlFunction *function, AdqlSpan span, BoundExpr **args, int nargs);

/* bind_unit.c */
/* The unit of a value in VOUnits, "" for a dimensionless one; NULL: it is not known. */
extern const char *bind_unit(Binder *b, const BoundExpr *expr);
/* A number with the unit of an angle after it, in degrees. */
extern BoundExpr *bind_angle(Binder *b, const BoundExpr *number, const AstName *unit);
/* A call of IN_UNIT as the multiplication that it is. */
extern BoundExpr *bind_in_unit(Binder *b, BoundExpr *call);

/* bind_window.c */
typedef struct BindCallState
{
	bool in_aggregate;
	bool in_window;
} BindCallState;

/* Before and after the arguments of a call are bound; rows may be NULL. */
extern BindCallState
bind_enter_call(Binder *b, const AstExpr *ast, const AdqlFunction *rows);
extern void bind_leave_call(Binder *b, BindCallState outer);
extern BoundCallTail *bind_call_tail(Binder *b, const AstCallTail *ast);
/* Whether a call of such a function may have DISTINCT and that tail; tells a fault. */
extern bool bind_check_tail(Binder *b,
							const AstExpr *ast,
							const AdqlFunction *rows,
							const BoundExpr *call);

/* bind_geometry.c */
/* The same call, written so that an index can serve it. */
extern BoundExpr *bind_geometry_call(Binder *b, BoundExpr *call);
/* Likewise for a comparison with a distance; NULL if it is none. */
extern BoundExpr *bind_geometry_compare(Binder *b, BoundExpr *compare);
/* Warn of a coordinate system that somebody might expect to be converted. */
extern void bind_check_coosys(Binder *b, const BoundExpr *coosys);

#endif
