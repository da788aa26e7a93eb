#ifndef ADQL_EMIT_EXPR_H
#define ADQL_EMIT_EXPR_H

#include <stdint.h>

#include "adql/bound.h"
#include "base/sink.h"

/* SQL under construction: a sink that grows in an arena. */
typedef struct Emitter
{
	Sink sink; /* first: the sink's drain casts back */
	Arena *arena;
} Emitter;

/* emit.c */
extern void emit_query(Emitter *e, const BoundQuery *query);

/* emit_expr.c */
extern void emit_expr(Emitter *e, const BoundExpr *expr);
/* Likewise, in parentheses unless it is one piece by itself. */
extern void emit_operand(Emitter *e, const BoundExpr *expr);
extern void emit_list(Emitter *e, BoundExpr *const *args, int nargs);
/* A name in double quotes. */
extern void emit_name(Emitter *e, const char *name);
/* A literal that means the same whatever standard_conforming_strings says. */
extern void emit_string(Emitter *e, const char *text);
/* A word of ours and a number after it. */
extern void emit_number(Emitter *e, const char *before, int64_t number);

/* emit_call.c */
extern void emit_call(Emitter *e, const BoundExpr *call);
/* ORDER BY, if there is anything to order by. */
extern void emit_order(Emitter *e, const BoundOrder *first);

/* emit_test.c */
extern void emit_compare(Emitter *e, const BoundExpr *compare);
extern void emit_between(Emitter *e, const BoundExpr *between);
extern void emit_in(Emitter *e, const BoundExpr *in);
extern void emit_quantified(Emitter *e, const BoundExpr *expr);
extern void emit_like(Emitter *e, const BoundExpr *like);
/* IS NULL, IS TRUE, IS DISTINCT FROM. */
extern void emit_is(Emitter *e, const BoundExpr *expr);

#endif
