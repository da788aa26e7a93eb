#ifndef ADQL_RECOVER_H
#define ADQL_RECOVER_H

#include "adql/adql_gram.h"

/*
 * What becomes of a query that does not follow the grammar: its tokens are read again,
 * and wherever they go wrong the least change is sought that lets the parser go on.  Each
 * place is told as a fault; what is left is a query that follows the grammar, so that the
 * binder finds the faults of its names, too.
 *
 *   unreadable.c  reads the characters again: quotes of word processors, place holders
 * ... recover.c     finds the tokens that do not fit, and what helps misplaced.c clauses
 * in the wrong order mistake.c     all other mistakes that people make, and what is said
 * of each
 */

/* A token as the scanner gave it, or as recovery put it there. */
typedef struct AdqlToken
{
	int kind;
	ADQL_YYSTYPE value;
	AdqlSpan span; /* empty where nothing was written */
} AdqlToken;

typedef struct AdqlTokens
{
	AdqlToken *items; /* the last one is END */
	int count;
	int room;
} AdqlTokens;

/* The parser's automaton without its actions: the states on its stack, 0 at the bottom.
 */
#define ADQL_STATES_MAX 5000

typedef struct AdqlStates
{
	int depth;
	short state[ADQL_STATES_MAX];
} AdqlStates;

/* Tokens that must fit behind a change, if there are as many, unless it is sure. */
#define RECOVERY_REACH 5

/* How many tokens before the one that does not fit a change may begin. */
#define RECOVERY_BACK 3

typedef struct Recovery
{
	AdqlParse *p;
	AdqlTokens tokens; /* of the query */
	bool closed;	   /* it does not end inside of quotes */
	int in;			   /* the first of them that is not yet read */
	AdqlTokens *out;   /* what fits the grammar so far */
	int settled;	   /* tokens of out that are not looked at again */
	AdqlStates states; /* behind out; of no value while places are looked at */
	/* Where a token does not fit: the states before it and before the ones ahead of it.
	 */
	AdqlStates places[RECOVERY_BACK + 1];
	AdqlStates trial;
} Recovery;

#define CHANGE_INSERTS 5

/* Some tokens of the query go, others come in their place. */
typedef struct Change
{
	int back; /* it begins that many tokens before the one that does not fit */
	int removed;
	int ninserted;
	int inserted[CHANGE_INSERTS];
	const char *words[CHANGE_INSERTS]; /* of names and literals; NULL for all others */
	const struct Mistake *mistake;	   /* NULL: none found */
	int enough;			/* tokens that must fit behind it for it to be taken at once */
	const char *word;	/* what the hint speaks of */
	const char *repair; /* what to write there; NULL: uncertain */
} Change;

/* adql_scan.l, adql_gram.y */
extern int adql_scan_lex(ADQL_YYSTYPE *value, AdqlSpan *span, void *scanner);
/* Take one token; false, with the states spoilt, if it does not fit. */
extern bool adql_states_feed(AdqlStates *states, int token);
/* The name of a token for people; keywords alone are in upper case.  NULL past the end.
 */
extern const char *adql_token_name(int token);
#define ADQL_TOKEN_FIRST 258 /* where the tokens of words begin */

/* recover.c */
/*
 * Tokens that follow the grammar, made of those of the query, with p->faults telling what
 * was wrong; false if they cannot be mended so far that the rest makes sense.
 */
extern bool adql_recover(AdqlParse *p, AdqlTokens *mended);
extern void tokens_add(Arena *arena, AdqlTokens *tokens, const AdqlToken *token);
/* The token that does not fit, or one up to RECOVERY_BACK before it; NULL: none such. */
extern const AdqlToken *recovery_token(const Recovery *r, int back);
/*
 * How many tokens fit from the one on that did not, once a change is made; -1 if the
 * change itself does not fit.  Those beyond a few are not tried.
 */
extern int recovery_reach(Recovery *r, const Change *change);

/* sign.c, unreadable.c */
/* The query with the right signs, a byte for each byte; faults are told. */
extern char *adql_mend_signs(AdqlParse *p);
/*
 * The tokens of the query, with the faults of its characters told and mended; false if it
 * ends inside of quotes.
 */
extern bool adql_rescan(AdqlParse *p, AdqlTokens *tokens);

/* misplaced.c, mistake.c */
/* What the n-th mistake of the list suggests here, if anything; false past the end. */
extern bool mistake_suggest(Recovery *r, int n, Change *change);
/* Tell a change as a fault; NULL: nothing helped. */
extern void mistake_tell(Recovery *r, const Change *change);
/*
 * Whether a clause stands behind one that it should precede: then told, and put where it
 * belongs, in a new list of tokens to begin with again.
 */
extern bool misplaced_clause(Recovery *r);

#endif
