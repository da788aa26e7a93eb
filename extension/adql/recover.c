/*
 * recover.c
 *		From a query that does not follow the grammar to one that does.
 *
 * One pass over the tokens runs the parser's automaton.  Where a token does not fit, the
 * mistakes of mistake.c are tried in turn on a copy of the automaton: the first whose
 * change lets enough of the following tokens fit is taken and told, and the pass goes on
 * behind it.  If none does, what does not fit is left out.  The cost is that of one pass,
 * and of one more and a bounded search for each of at most max_faults places.
 */
#include "adql/recover.h"

#include <string.h>

#define REACH_LEAST 3	/* tokens that must fit behind a change, if none does better */
#define SKIP_MAX	200 /* tokens left out at one place */

void
tokens_add(Arena *arena, AdqlTokens *tokens, const AdqlToken *token)
{
	if (tokens->count == tokens->room)
	{
		AdqlToken *old = tokens->items;

		tokens->room = tokens->room == 0 ? 64 : 2 * tokens->room;
		tokens->items = arena_array(arena, (size_t) tokens->room, sizeof(AdqlToken));
		if (tokens->count > 0)
			memcpy(tokens->items, old, (size_t) tokens->count * sizeof(AdqlToken));
	}
	tokens->items[tokens->count++] = *token;
}

static void
states_copy(AdqlStates *to, const AdqlStates *from)
{
	to->depth = from->depth;
	memcpy(to->state, from->state, (size_t) from->depth * sizeof(from->state[0]));
}

const AdqlToken *
recovery_token(const Recovery *r, int back)
{
	return r->out->count - back >= r->settled ? &r->tokens.items[r->in - back] : NULL;
}

/* Fill the places: run what fits again, and stop on the way. */
static void
find_places(Recovery *r)
{
	AdqlStates *states = &r->states;

	states->depth = 1;
	states->state[0] = 0;
	for (int i = 0;; i++)
	{
		int back = r->out->count - i;

		if (back <= RECOVERY_BACK)
			states_copy(&r->places[back], states);
		if (back == 0)
			return;
		adql_states_feed(states, r->out->items[i].kind);
	}
}

int
recovery_reach(Recovery *r, const Change *change)
{
	int before = change->back > change->removed ? change->back - change->removed : 0;
	int at = r->in - change->back + change->removed;

	if (recovery_token(r, change->back) == NULL || at >= r->tokens.count)
		return -1;
	states_copy(&r->trial, &r->places[change->back]);
	for (int i = 0; i < change->ninserted; i++)
		if (!adql_states_feed(&r->trial, change->inserted[i]))
			return -1;
	for (int i = 0; i < before + RECOVERY_REACH; i++)
	{
		int kind = r->tokens.items[at + i].kind;

		if (!adql_states_feed(&r->trial, kind))
			return i - before;
		if (kind == END)
			break;
	}
	return RECOVERY_REACH;
}

/* Go back to where a change begins, make it, and be ready to go on behind it. */
static void
apply(Recovery *r, const Change *change)
{
	int first = r->in - change->back;
	int place = first > 0 ? r->tokens.items[first - 1].span.end : 0;
	AdqlSpan span = {place, place};

	if (change->removed > 0)
		span = (AdqlSpan){r->tokens.items[first].span.begin,
						  r->tokens.items[first + change->removed - 1].span.end};
	states_copy(&r->states, &r->places[change->back]);
	r->out->count -= change->back;
	for (int i = 0; i < change->ninserted; i++)
	{
		AdqlToken token = {.kind = change->inserted[i], .span = span};
		const char *word =
			change->words[i] != NULL ? change->words[i] : adql_token_name(token.kind);

		if (token.kind == INTEGER || token.kind == DECIMAL || token.kind == STRING)
			token.value.text = word;
		else
			token.value.name = ast_name(r->p, span, word, false);
		tokens_add(r->p->arena, r->out, &token);
		adql_states_feed(&r->states, token.kind);
	}
	r->in = first + change->removed;
	r->settled = r->out->count;
}

/* The first mistake whose change helps well, or else the one that helps most. */
static bool
find_change(Recovery *r, Change *best)
{
	int best_reach = REACH_LEAST - 1;
	Change change;

	for (int n = 0; mistake_suggest(r, n, &change); n++)
	{
		int reached = change.mistake != NULL ? recovery_reach(r, &change) : -1;

		if (reached > best_reach || (reached >= 0 && reached >= change.enough))
		{
			best_reach = reached;
			*best = change;
		}
		if (reached >= 0 && reached >= change.enough)
			return true;
	}
	return best_reach >= REACH_LEAST;
}

/* Leave out what does not fit, up to where something does; maybe a value stood there. */
static bool
skip(Recovery *r)
{
	int depth = 0;

	for (int n = 0; n < SKIP_MAX; n++)
	{
		int kind = r->tokens.items[r->in + n].kind;

		for (int missing = 0; missing < 2 && depth == 0; missing++)
		{
			Change change = {.removed = n, .ninserted = missing, .inserted = {MISSING}};

			if (recovery_reach(r, &change) >= REACH_LEAST)
			{
				apply(r, &change);
				return true;
			}
		}
		depth += (kind == '(') - (kind == ')');
		if (kind == END || depth < 0)
			break;
	}
	return false;
}

/* One place where a token does not fit; false if there is no going on. */
static bool
mend(Recovery *r)
{
	Change change;

	if (misplaced_clause(r))
		return true;
	find_places(r);
	if (find_change(r, &change))
	{
		mistake_tell(r, &change);
		apply(r, &change);
		return true;
	}
	mistake_tell(r, NULL);
	return skip(r);
}

bool
adql_recover(AdqlParse *p, AdqlTokens *mended)
{
	Recovery *r = arena_new(p->arena, Recovery);

	r->p = p;
	r->out = mended;
	r->states.depth = 1; /* state 0 */
	r->closed = adql_rescan(p, &r->tokens);
	for (int places = 0;;)
	{
		const AdqlToken *token = &r->tokens.items[r->in];

		if (!adql_states_feed(&r->states, token->kind))
		{
			if (++places > p->options->max_faults || !mend(r))
				return false;
			continue;
		}
		tokens_add(p->arena, mended, token);
		if (token->kind == END)
			return true;
		r->in++;
	}
}
