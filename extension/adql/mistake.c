/*
 * mistake.c
 *		The mistakes that people make in queries, the likeliest first: how each is
 *		recognised where a token does not fit, what would mend it, what is said of it.
 */
#include "adql/mistake.h"

#include <string.h>

#include "base/table.h"

#define NEAR	  "syntax error at or near \"%s\""
#define LIST_SIGN "\"%s\" does not stand around lists"
#define LIST_HINT "Lists stand in parentheses."
#define MISSPELLED                                                                       \
	.suggest = suggest_keyword, .enough = 2, .message = NEAR,                            \
	.hint = "Perhaps you meant %s."
#define SQUEEZED                                                                         \
	.suggest = suggest_squeezed, .enough = 1, .message = NEAR, .hint = "Write %s."
#define RESERVED_NAME                                                                    \
	.suggest = suggest_quoted, .enough = 1, .message = "\"%s\" is a reserved word",      \
	.hint = "As a name it is written in double quotes."

static const Mistake mistakes[] = {
	/* Signs of other languages. */
	{.back = 1,
	 .enough = 1,
	 .tokens = {'=', '='},
	 .removed = 2,
	 .inserted = '=',
	 .repair = "=",
	 .message = "\"==\" is no operator of ADQL",
	 .hint = "It is written =."},
	{.back = 1,
	 .enough = 1,
	 .tokens = {'&', '&'},
	 .removed = 2,
	 .inserted = AND,
	 .repair = "AND",
	 .message = "\"&&\" is no operator of ADQL",
	 .hint = "It is written AND."},
	{.back = 1,
	 .enough = 1,
	 .tokens = {'=', '<'},
	 .removed = 2,
	 .inserted = LESS_EQUAL,
	 .repair = "<=",
	 .message = "\"=<\" is no operator of ADQL",
	 .hint = "It is written <=."},
	{.back = 1,
	 .enough = 1,
	 .tokens = {'=', '>'},
	 .removed = 2,
	 .inserted = GREATER_EQUAL,
	 .repair = ">=",
	 .message = "\"=>\" is no operator of ADQL",
	 .hint = "It is written >=."},
	{.back = 1,
	 .tokens = {CONCAT},
	 .removed = 1,
	 .inserted = OR,
	 .repair = "OR",
	 .message = "\"||\" joins texts, not conditions",
	 .hint = "It is written OR."},
	{.back = 2,
	 .tokens = {CONCAT},
	 .removed = 1,
	 .inserted = OR,
	 .repair = "OR",
	 .message = "\"||\" joins texts, not conditions",
	 .hint = "It is written OR."},
	{.enough = 1,
	 .tokens = {'['},
	 .removed = 1,
	 .inserted = '(',
	 .repair = "(",
	 .message = LIST_SIGN,
	 .hint = LIST_HINT},
	{.enough = 1,
	 .tokens = {']'},
	 .removed = 1,
	 .inserted = ')',
	 .repair = ")",
	 .message = LIST_SIGN,
	 .hint = LIST_HINT},
	{.suggest = suggest_placeholder,
	 .enough = 1,
	 .message = "nothing was put in for \"%s\"",
	 .hint = "Queries have no parameters: put the value itself there."},
	{.suggest = suggest_regexp,
	 .message = "there are no regular expressions",
	 .hint = "LIKE and ILIKE match with % for any text and _ for any character."},
	{.suggest = suggest_pattern,
	 .back = 2,
	 .enough = 1,
	 .message = "a pattern stands in single quotes",
	 .hint = "Write %s."},
	{.suggest = suggest_decimal,
	 .back = 1,
	 .enough = 1,
	 .message = "a number has a decimal point, not a comma",
	 .hint = "Write %s."},
	{.suggest = suggest_limits,
	 .back = 1,
	 .enough = 1,
	 .message = "LIMIT takes one number",
	 .hint = "OFFSET says how many rows to leave out."},
	{.suggest = suggest_unit,
	 .enough = 1,
	 .message = "\"%s\" after a number says nothing",
	 .hint = "Numbers are in the unit of what they are compared with; those of geometry "
			 "are in degrees."},
	{.suggest = suggest_between,
	 .enough = 2,
	 .message = NEAR,
	 .hint = "The limits of BETWEEN are joined by AND."},
	{.suggest = suggest_comparison,
	 .message = "a comparison is not compared again",
	 .hint = "Each is a condition of its own: write %s before it."},
	{.tokens = {','},
	 .removed = 1,
	 .inserted = AS,
	 .repair = " AS",
	 .enough = 3,
	 .message = NEAR,
	 .hint = "The type follows AS: CAST(x AS type)."},
	{.after = SELECT,
	 .tokens = {FROM},
	 .inserted = '*',
	 .repair = " *",
	 .enough = 2,
	 .message = "nothing is selected",
	 .hint = "Write what to select before FROM, or * for all columns."},
	/* Misspelled keywords. */
	{MISSPELLED, .back = 0},
	{MISSPELLED, .back = 1},
	{MISSPELLED, .back = 2},
	{SQUEEZED, .back = 0},
	{SQUEEZED, .back = 1},
	/* Names. */
	{RESERVED_NAME, .back = 0},
	{RESERVED_NAME, .back = 1},
	{.suggest = suggest_unquoted,
	 .message = "a name does not stand in single quotes",
	 .hint = "Write %s."},
	{.back = 3,
	 .tokens = {WORD, '.'},
	 .enough = 2,
	 .removed = 2,
	 .uncertain = true,
	 .message = "functions have no schema"},
	/* Something is there twice, or leads nowhere. */
	{.suggest = suggest_twice, .message = "\"%s\" is there twice"},
	{.suggest = suggest_dangling, .back = 1, .message = "nothing follows \"%s\""},
	{.suggest = suggest_fewer_commas, .message = "there is a comma too many"},
	{.tokens = {')'}, .removed = 1, .message = "this parenthesis closes nothing"},
	{.suggest = suggest_and,
	 .message = "there is a WHERE before this one",
	 .hint = "Conditions are joined by AND."},
	{.back = 1,
	 .enough = 2,
	 .tokens = {';'},
	 .removed = 1,
	 .message = "a semicolon stands inside the query",
	 .hint = "One query is sent at a time."},
	{.suggest = suggest_rest,
	 .after = ';',
	 .message = "something follows the semicolon",
	 .hint = "One query is sent at a time."},
	{.after = WHERE, .tokens = {AND}, .removed = 1, .message = "nothing precedes \"%s\""},
	{.after = WHERE, .tokens = {OR}, .removed = 1, .message = "nothing precedes \"%s\""},
	{.tokens = {AND},
	 .removed = 1,
	 .inserted = WHERE,
	 .repair = "WHERE",
	 .message = "there is no WHERE before this AND",
	 .hint = "Conditions begin with WHERE."},
	{.back = 1,
	 .enough = 2,
	 .tokens = {TOP},
	 .removed = 1,
	 .uncertain = true,
	 .message = "TOP stands before a whole number"},
	{.back = 1,
	 .enough = 1,
	 .tokens = {OFFSET},
	 .removed = 1,
	 .uncertain = true,
	 .message = "OFFSET stands before a whole number"},
	/* Something is missing. */
	{.after = GROUP,
	 .inserted = BY,
	 .repair = "BY",
	 .message = "GROUP stands without BY"},
	{.after = ORDER,
	 .inserted = BY,
	 .repair = "BY",
	 .message = "ORDER stands without BY"},
	{.back = 1,
	 .tokens = {','},
	 .removed = 1,
	 .inserted = ')',
	 .repair = ")",
	 .place = AT_PARENTHESIS,
	 .message = "this parenthesis is not closed"},
	{.suggest = suggest_close,
	 .place = AT_PARENTHESIS,
	 .message = "this parenthesis is not closed"},
	{.suggest = suggest_from,
	 .back = 0,
	 .message = NEAR,
	 .hint = "Perhaps FROM is missing before it."},
	{.suggest = suggest_from,
	 .back = 1,
	 .message = NEAR,
	 .hint = "Perhaps FROM is missing before it."},
	{.suggest = suggest_commas,
	 .back = 1,
	 .message = NEAR,
	 .hint = "Perhaps a comma is missing before it."},
	{.inserted = ',',
	 .repair = ",",
	 .message = NEAR,
	 .hint = "Perhaps a comma is missing before it."},
	{.suggest = suggest_comma_before,
	 .back = 1,
	 .message = NEAR,
	 .hint = "Perhaps a comma is missing before it."},
	{.tokens = {NULL_P},
	 .inserted = IS,
	 .repair = "IS",
	 .message = NEAR,
	 .hint = "NULL is tested by IS NULL and IS NOT NULL."},
	{.back = 1,
	 .tokens = {NOT, NULL_P},
	 .inserted = IS,
	 .repair = "IS",
	 .message = NEAR,
	 .hint = "NULL is tested by IS NULL and IS NOT NULL."},
	{.tokens = {','},
	 .removed = 1,
	 .inserted = AND,
	 .uncertain = true,
	 .message = NEAR,
	 .hint = "Conditions, and the limits of BETWEEN, are joined by AND."},
	{.suggest = suggest_condition,
	 .message = NEAR,
	 .hint = "Perhaps AND or OR is missing before it."},
	{.inserted = '(',
	 .uncertain = true,
	 .message = NEAR,
	 .hint = "Perhaps a parenthesis is missing before it."},
	{.suggest = suggest_expected, .message = NEAR, .hint = "Expected %s before it."},
	{.inserted = MISSING,
	 .uncertain = true,
	 .message = "something is missing before \"%s\""},
};

/* Whether there is a token that far back, and behind one of that kind, if any. */
static bool
follows(const Recovery *r, int back, int kind)
{
	const AdqlToken *before = recovery_token(r, back + 1);

	return recovery_token(r, back) != NULL &&
		   (kind == 0 || (before != NULL && before->kind == kind));
}

bool
mistake_suggest(Recovery *r, int n, Change *change)
{
	const Mistake *mistake = &mistakes[n];

	*change = (Change){0};
	if (n >= (int) SKY_LENGTH(mistakes))
		return false;
	change->back = mistake->back;
	change->enough = mistake->enough > 0 ? mistake->enough : RECOVERY_REACH;
	if (follows(r, mistake->back, mistake->after) &&
		(mistake->suggest != NULL ? mistake->suggest : suggest_row)(r, mistake, change))
		change->mistake = mistake;
	return true;
}

/* The last parenthesis that is open before the misfit. */
static AdqlSpan
open_parenthesis(const Recovery *r)
{
	int depth = 1;
	int i = r->out->count;

	while (i > 0 && depth > 0)
	{
		i--;
		depth += (r->out->items[i].kind == ')') - (r->out->items[i].kind == '(');
	}
	return r->out->items[i].span;
}

/* The edit that makes a change: where tokens only go, what parted them from the ones
 * before goes, too. */
static void
add_repair(Recovery *r, const Change *change)
{
	const AdqlToken *first = &r->tokens.items[r->in - change->back];
	const char *text = change->repair;
	int before = first > r->tokens.items ? first[-1].span.end : 0;
	AdqlSpan span = {before, before};

	if (change->removed > 0)
		span.end = first[change->removed - 1].span.end;
	if (change->removed > 0 && (change->ninserted > 0 || before > first->span.begin))
		span.begin = first->span.begin;
	else if (change->removed > 0)
		text = suggest_is_word(r, &first[change->removed]) &&
					   first[change->removed].span.begin == span.end
				   ? " "
				   : "";
	else if (text[0] >= 'A' && text[0] <= 'Z')
		text = arena_printf(r->p->arena, " %s", text);
	fault_repair(r->p->faults, span, text);
}

/* Tell what may stand here, if that is few things. */
static void
hint_expected(Recovery *r, SkyError *fault)
{
	int kinds[EXPECTED_MAX];
	int count = suggest_expected_tokens(r, kinds);
	const char *names[EXPECTED_MAX] = {"", "", ""};

	for (int i = 0; i < count && count <= EXPECTED_MAX; i++)
		names[i] = adql_token_name(kinds[i]);
	if (count == 1)
		sky_error_hint(fault, "Expected %s.", names[0]);
	else if (count == 2)
		sky_error_hint(fault, "Expected %s or %s.", names[0], names[1]);
	else if (count == 3)
		sky_error_hint(fault, "Expected %s, %s or %s.", names[0], names[1], names[2]);
}

/* Nothing helped. */
static void
tell_misfit(Recovery *r)
{
	FaultList *faults = r->p->faults;
	AdqlSpan span = r->tokens.items[r->in].span;

	for (int i = 0; i < faults->count; i++)
		if (faults->faults[i]->error.position == span.begin)
			return; /* of the character, which was told */
	if (!r->closed && r->tokens.items[r->in].kind == END)
		return; /* that the quotes do not close was told */
	if (r->tokens.items[r->in].kind == END)
		hint_expected(r,
					  fault_add(faults, SKY_E_SYNTAX, span, "the query ends too early"));
	else if (r->out->count == 0)
		sky_error_hint(fault_add(faults,
								 SKY_E_SYNTAX,
								 span,
								 "a query does not begin with \"%s\"",
								 suggest_spelling(r, span)),
					   "ADQL reads tables and changes nothing: it begins with SELECT or "
					   "WITH.");
	else
		hint_expected(
			r, fault_add(faults, SKY_E_SYNTAX, span, NEAR, suggest_spelling(r, span)));
}

/* The template with word for its %s, if it has one. */
static const char *
filled(const Recovery *r, const char *template, const char *word)
{
	const char *mark = strstr(template, "%s");

	if (mark == NULL)
		return template;
	return arena_printf(
		r->p->arena, "%.*s%s%s", (int) (mark - template), template, word, mark + 2);
}

void
mistake_tell(Recovery *r, const Change *change)
{
	const Mistake *mistake;
	const AdqlToken *first;
	AdqlSpan span;
	SkyError *fault;

	if (change == NULL)
	{
		tell_misfit(r);
		return;
	}
	mistake = change->mistake;
	first = &r->tokens.items[r->in - change->back];
	span = first->span;
	if (change->removed > 0)
		span.end = first[change->removed - 1].span.end;
	if (mistake->place == AT_PARENTHESIS)
	{
		span = open_parenthesis(r);
		if (span.end == span.begin)
			return; /* that it was missing is told */
	}
	if (first->kind == END && !r->closed)
		return; /* that the quotes do not close */
	if (span.end == span.begin)
		fault = fault_add(r->p->faults, SKY_E_SYNTAX, span, "the query ends too early");
	else
		fault = fault_add(r->p->faults,
						  SKY_E_SYNTAX,
						  span,
						  "%s",
						  filled(r, mistake->message, suggest_spelling(r, span)));
	if (mistake->hint != NULL)
		sky_error_hint(fault, "%s", filled(r, mistake->hint, change->word));
	if (change->repair != NULL)
		add_repair(r, change);
}
