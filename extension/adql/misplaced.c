/*
 * misplaced.c
 *		Clauses in the wrong order.
 */
#include <string.h>

#include "adql/recover.h"
#include "base/table.h"

/* In the order in which they stand. */
static const int clauses[] = {FROM, WHERE, GROUP, HAVING, ORDER, OFFSET};

/* The place of a clause in that order, from 1; 0 for what begins no clause. */
static int
rank_of(int kind)
{
	for (int i = 0; i < (int) SKY_LENGTH(clauses); i++)
		if (clauses[i] == kind)
			return i + 1;
	return 0;
}

/* The first token of the query around that belongs behind a clause of this rank, or -1.
 */
static int
find_later(const AdqlTokens *out, int rank)
{
	int depth = 0;
	int found = -1;

	for (int i = out->count - 1; i >= 0 && depth <= 0; i--)
	{
		int kind = out->items[i].kind;

		depth += (kind == '(') - (kind == ')');
		if (depth != 0)
			continue;
		if (kind == SELECT || kind == UNION || kind == EXCEPT || kind == INTERSECT)
			break;
		if (rank_of(kind) == rank)
			return -1;
		if (rank_of(kind) > rank)
			found = i;
	}
	return found;
}

/* Where the clause that begins at first ends. */
static int
find_end(const AdqlTokens *tokens, int first)
{
	int depth = 0;

	for (int i = first + 1;; i++)
	{
		int kind = tokens->items[i].kind;

		depth += (kind == '(') - (kind == ')');
		if (kind == END || kind == ';' || depth < 0 ||
			(depth == 0 && (rank_of(kind) > 0 || kind == LIMIT || kind == UNION ||
							kind == EXCEPT || kind == INTERSECT)))
			return i;
	}
}

static void
add_all(AdqlParse *p, AdqlTokens *to, const AdqlTokens *from, int begin, int end)
{
	for (int i = begin; i < end; i++)
		tokens_add(p->arena, to, &from->items[i]);
}

static const char *
by(int kind)
{
	return kind == GROUP || kind == ORDER ? " BY" : "";
}

/* Tell the clause of the tokens from first up to end, and its way before the other one.
 */
static void
tell(Recovery *r, const AdqlToken *other, int first, int end)
{
	AdqlParse *p = r->p;
	const AdqlToken *clause = &r->tokens.items[first];
	AdqlSpan span = {clause[-1].span.end, r->tokens.items[end - 1].span.end};
	const char *text = p->text + clause->span.begin;
	int length = span.end - clause->span.begin;

	sky_error_hint(
		fault_add(p->faults,
				  SKY_E_SYNTAX,
				  clause->span,
				  "%s%s stands before %s%s",
				  adql_token_name(clause->kind),
				  by(clause->kind),
				  adql_token_name(other->kind),
				  by(other->kind)),
		"The order is SELECT, FROM, WHERE, GROUP BY, HAVING, ORDER BY, OFFSET.");
	fault_repair(p->faults, span, "");
	fault_repair(p->faults,
				 (AdqlSpan){other->span.begin, other->span.begin},
				 arena_printf(p->arena, "%.*s ", length, text));
}

bool
misplaced_clause(Recovery *r)
{
	AdqlTokens ordered = {0};
	int rank = rank_of(r->tokens.items[r->in].kind);
	int later = rank > 0 ? find_later(r->out, rank) : -1;
	int end;

	if (later < 0)
		return false;
	end = find_end(&r->tokens, r->in);
	if (r->out->items[later].span.end > r->out->items[later].span.begin)
		tell(r, &r->out->items[later], r->in, end);
	add_all(r->p, &ordered, r->out, 0, later);
	add_all(r->p, &ordered, &r->tokens, r->in, end);
	add_all(r->p, &ordered, r->out, later, r->out->count);
	add_all(r->p, &ordered, &r->tokens, end, r->tokens.count);
	r->tokens = ordered;
	r->in = r->out->count = r->settled = 0;
	r->states.depth = 1;
	return true;
}
