#ifndef ADQL_MISTAKE_H
#define ADQL_MISTAKE_H

#include "adql/recover.h"

/* Where the fault is said to be. */
typedef enum MistakePlace
{
	AT_CHANGE,		/* what the change removes, or the token before which it inserts */
	AT_PARENTHESIS, /* the last one that is open */
} MistakePlace;

/*
 * One mistake.  By itself a row says: tokens (0: any) stand from the back-th token before
 * the misfit on, behind one of kind after; removed of them go and inserted (0: none)
 * comes.  suggest does what needs more thought.  %s of message: what stands there.
 */
typedef struct Mistake
{
	bool (*suggest)(Recovery *r, const struct Mistake *mistake, Change *change);
	int back;
	int after;
	int tokens[2];
	int removed;
	int inserted;
	int enough;			/* tokens behind it that prove it, RECOVERY_REACH if 0 */
	bool uncertain;		/* helps to read on, but is no repair */
	const char *repair; /* spelling of what is inserted */
	MistakePlace place;
	const char *message;
	const char *hint;
} Mistake;

/*
 * suggest.c.  Each returns false where its mistake was not made, else how to mend it;
 * that the change helps is for others to find out.
 */
typedef bool MistakeSuggest(Recovery *r, const Mistake *mistake, Change *change);

extern MistakeSuggest suggest_row;			/* what the row itself says */
extern MistakeSuggest suggest_keyword;		/* a misspelled keyword */
extern MistakeSuggest suggest_squeezed;		/* ORDERBY */
extern MistakeSuggest suggest_quoted;		/* a reserved word as a name */
extern MistakeSuggest suggest_unquoted;		/* a name in single quotes */
extern MistakeSuggest suggest_placeholder;	/* %s */
extern MistakeSuggest suggest_regexp;		/* a ~ b */
extern MistakeSuggest suggest_pattern;		/* LIKE a% */
extern MistakeSuggest suggest_decimal;		/* 1,5 */
extern MistakeSuggest suggest_limits;		/* LIMIT 1, 2 */
extern MistakeSuggest suggest_unit;			/* 5 arcsec */
extern MistakeSuggest suggest_between;		/* BETWEEN 1 TO 2 */
extern MistakeSuggest suggest_comparison;	/* 1 < a < 2 */
extern MistakeSuggest suggest_twice;		/* WHERE WHERE */
extern MistakeSuggest suggest_dangling;		/* a, FROM */
extern MistakeSuggest suggest_from;			/* SELECT a t */
extern MistakeSuggest suggest_commas;		/* SELECT a b c */
extern MistakeSuggest suggest_comma_before; /* a f(b) */
extern MistakeSuggest suggest_condition;	/* a = 1 b = 2 */
extern MistakeSuggest suggest_fewer_commas; /* a,, b */
extern MistakeSuggest suggest_and;			/* WHERE a WHERE b */
extern MistakeSuggest suggest_close;		/* ((a) */
extern MistakeSuggest suggest_rest;			/* all that is left */
extern MistakeSuggest suggest_expected;		/* the only token that fits */

/* What was written, as messages show it. */
extern const char *suggest_spelling(const Recovery *r, AdqlSpan span);
/* Whether a token is a word that was written, keyword or not. */
extern bool suggest_is_word(const Recovery *r, const AdqlToken *token);
/* The tokens that may stand before the misfit, words first; how many, if not too many. */
#define EXPECTED_MAX 3
extern int suggest_expected_tokens(Recovery *r, int kinds[EXPECTED_MAX]);

#endif
