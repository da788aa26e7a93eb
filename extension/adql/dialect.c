/*
 * dialect.c
 *		What other languages write and ADQL does not: for the list of mistakes.
 */
#include <string.h>
#include <strings.h>

#include "adql/mistake.h"
#include "base/table.h"
#include "base/vounit.h"

static bool
is_spelled(const Recovery *r, const AdqlToken *token, const char *word)
{
	return strcasecmp(suggest_spelling(r, token->span), word) == 0;
}

static bool
is_number(const AdqlToken *token)
{
	return token != NULL && (token->kind == INTEGER || token->kind == DECIMAL);
}

/* One token of the query once more. */
static void
insert_again(Recovery *r, const AdqlToken *token, Change *change)
{
	change->inserted[change->ninserted] = token->kind;
	change->words[change->ninserted++] = suggest_spelling(r, token->span);
}

/* ~ and ~*, REGEXP, RLIKE, SIMILAR TO: read on as LIKE. */
bool
suggest_regexp(Recovery *r, const Mistake *mistake, Change *change)
{
	static const char *const words[] = {"regexp", "rlike", "similar", "glob"};
	const AdqlToken *token = recovery_token(r, mistake->back);
	bool found = token->kind == '~';

	for (size_t i = 0; i < SKY_LENGTH(words) && !found; i++)
		found = is_spelled(r, token, words[i]);
	if (!found)
		return false;
	change->removed =
		token[1].kind == '*' || (token->kind != '~' && is_spelled(r, &token[1], "to"))
			? 2
			: 1;
	change->inserted[change->ninserted++] = LIKE;
	return true;
}

/* LIKE and a pattern without quotes. */
bool
suggest_pattern(Recovery *r, const Mistake *mistake, Change *change)
{
	const AdqlToken *token = recovery_token(r, mistake->back);
	const AdqlToken *before = recovery_token(r, mistake->back + 1);

	if (before == NULL || (before->kind != LIKE && before->kind != ILIKE) ||
		!suggest_is_word(r, token) || token[1].kind != '%')
		return false;
	change->removed = 2;
	change->inserted[change->ninserted] = STRING;
	change->words[change->ninserted++] =
		arena_printf(r->p->arena, "%s%%", suggest_spelling(r, token->span));
	change->word = change->repair = arena_printf(r->p->arena, "'%s'", change->words[0]);
	return true;
}

/* Two whole numbers with a comma between them and no blank. */
bool
suggest_decimal(Recovery *r, const Mistake *mistake, Change *change)
{
	const AdqlToken *token = recovery_token(r, mistake->back);

	if (token->kind != INTEGER || token[1].kind != ',' || token[2].kind != INTEGER ||
		token->span.end != token[1].span.begin ||
		token[1].span.end != token[2].span.begin)
		return false;
	change->removed = 3;
	change->inserted[change->ninserted] = DECIMAL;
	change->words[change->ninserted++] = change->word = change->repair =
		arena_printf(r->p->arena, "%s.%s", token->value.text, token[2].value.text);
	return true;
}

/* LIMIT skipped, count. */
bool
suggest_limits(Recovery *r, const Mistake *mistake, Change *change)
{
	const AdqlToken *token = recovery_token(r, mistake->back);
	const AdqlToken *before = recovery_token(r, mistake->back + 1);

	if (before == NULL || before->kind != LIMIT || token->kind != INTEGER ||
		token[1].kind != ',' || token[2].kind != INTEGER)
		return false;
	change->removed = 3;
	insert_again(r, &token[2], change);
	change->inserted[change->ninserted++] = OFFSET;
	insert_again(r, token, change);
	change->repair =
		arena_printf(r->p->arena, "%s OFFSET %s", token[2].value.text, token->value.text);
	return true;
}

/* A unit behind a number; what the number would be in another unit is not said. */
bool
suggest_unit(Recovery *r, const Mistake *mistake, Change *change)
{
	static const char *const begins[] = {"deg", "arcmin", "arcsec", "rad", "mas"};
	const AdqlToken *token = recovery_token(r, mistake->back);
	const char *word = suggest_spelling(r, token->span);
	bool known = false;
	Unit unit;
	int length;

	if (!suggest_is_word(r, token) || !is_number(recovery_token(r, mistake->back + 1)))
		return false;
	for (size_t i = 0; i < SKY_LENGTH(begins); i++)
		known = known || strncasecmp(begins[i], word, strlen(begins[i])) == 0;
	change->removed = 1;
	return known || (unit_parse(word, UNIT_ANY, &unit, NULL) &&
					 unit_unknown(&unit, &length) == NULL);
}

/* A comma or TO between the limits of BETWEEN. */
bool
suggest_between(Recovery *r, const Mistake *mistake, Change *change)
{
	const AdqlToken *token = recovery_token(r, mistake->back);
	const AdqlToken *before;

	if (token->kind != ',' && !is_spelled(r, token, "to"))
		return false;
	for (int back = mistake->back + 1; back <= mistake->back + RECOVERY_BACK; back++)
	{
		before = recovery_token(r, back);
		if (before == NULL || before->kind == AND)
			return false;
		if (before->kind == BETWEEN)
			break;
		if (back == mistake->back + RECOVERY_BACK)
			return false;
	}
	change->removed = 1;
	change->inserted[change->ninserted++] = AND;
	change->repair = token->kind == ',' ? " AND" : "AND";
	return true;
}

/* The second of two comparisons of one thing: a name, of two parts at most, or a number.
 */
bool
suggest_comparison(Recovery *r, const Mistake *mistake, Change *change)
{
	static const int signs[] = {'=', '<', '>', LESS_EQUAL, GREATER_EQUAL, UNEQUAL};
	const AdqlToken *token = recovery_token(r, mistake->back);
	const AdqlToken *thing = recovery_token(r, mistake->back + 1);
	const AdqlToken *point = recovery_token(r, mistake->back + 2);
	const AdqlToken *table = recovery_token(r, mistake->back + 3);
	bool compares = false;

	for (size_t i = 0; i < SKY_LENGTH(signs); i++)
		compares = compares || token->kind == signs[i];
	if (!compares || thing == NULL || (thing->kind != WORD && !is_number(thing)))
		return false;
	change->inserted[change->ninserted++] = AND;
	if (point != NULL && point->kind == '.' && table != NULL && table->kind == WORD)
	{
		insert_again(r, table, change);
		change->inserted[change->ninserted++] = '.';
	}
	insert_again(r, thing, change);
	change->word = change->repair =
		change->ninserted == 2
			? arena_printf(r->p->arena, "AND %s", change->words[1])
			: arena_printf(r->p->arena, "AND %s.%s", change->words[1], change->words[3]);
	return true;
}
