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
/* A name in double quotes. */
extern void emit_name(Emitter *e, const char *name);
/* A word of ours and a number after it. */
extern void emit_number(Emitter *e, const char *before, int64_t number);

#endif
