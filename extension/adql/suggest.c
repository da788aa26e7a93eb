/*
 * suggest.c
 *		How to mend the mistakes of mistake.c.
 */
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "adql/mistake.h"
#include "base/table.h"

#define WORD_SHOWN 80 /* bytes of a token that a message shows at most */

/* What was written, as messages show it. */
const char *
suggest_spelling(const Recovery *r, AdqlSpan span)
{
	int length = span.end - span.begin;

	return arena_strndup(r->p->arena,
						 r->p->text + span.begin,
						 (size_t) (length < WORD_SHOWN ? length : WORD_SHOWN));
}

/* Whether a token is a word that was written, keyword or not. */
bool
suggest_is_word(const Recovery *r, const AdqlToken *token)
{
	char first = r->p->text[token->span.begin];

	return token->span.end > token->span.begin &&
		   ((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z'));
}

/* Whether the name of a token is that of one word. */
static bool
is_keyword_name(const char *name)
{
	return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == strlen(name);
}

bool
suggest_row(Recovery *r, const Mistake *mistake, Change *change)
{
	const AdqlToken *token = recovery_token(r, mistake->back);

	for (int i = 0; i < 2; i++)
		if (mistake->tokens[i] != 0 &&
			(token->kind == END || token[i].kind != mistake->tokens[i]))
			return false;
	change->removed = mistake->removed;
	if (mistake->inserted != 0)
		change->inserted[change->ninserted++] = mistake->inserted;
	change->repair = mistake->inserted != 0 ? mistake->repair : "";
	if (mistake->uncertain)
		change->repair = NULL;
	return true;
}

/* The keyword most like the word there, of those that help most. */
bool
suggest_keyword(Recovery *r, const Mistake *mistake, Change *change)
{
	const AdqlToken *token = recovery_token(r, mistake->back);
	const char *word = suggest_spelling(r, token->span);
	const char *name;
	int best_reach = 0;
	int best = INT_MAX;
	Change nearest = *change;

	if (!suggest_is_word(r, token))
		return false;
	for (int kind = ADQL_TOKEN_FIRST; (name = adql_token_name(kind)) != NULL; kind++)
	{
		Change trial = *change;
		int distance;
		int reached;

		if (!is_keyword_name(name) || strcasecmp(name, word) == 0)
			continue;
		distance = sky_name_distance(word, name, sky_name_tolerance(word));
		if (distance > sky_name_tolerance(word))
			continue;
		trial.removed = trial.ninserted = 1;
		trial.inserted[0] = kind;
		trial.word = trial.repair = name;
		reached = recovery_reach(r, &trial);
		/* Of two equally like it, the one that begins alike. */
		distance = 2 * distance + ((name[0] | 0x20) != (word[0] | 0x20));
		if (reached > best_reach || (reached == best_reach && distance < best))
		{
			best_reach = reached;
			best = distance;
			nearest = trial;
		}
	}
	*change = nearest;
	if (r->out->count == mistake->back)
		change->enough = 1; /* nothing else begins a query */
	return change->removed > 0;
}

/* Keywords written as one word. */
bool
suggest_squeezed(Recovery *r, const Mistake *mistake, Change *change)
{
	static const struct
	{
		const char *squeezed;
		const char *repair;
		int kinds[3];
	} words[] = {
		{"crossjoin", "CROSS JOIN", {CROSS, JOIN}},
		{"fulljoin", "FULL JOIN", {FULL, JOIN}},
		{"groupby", "GROUP BY", {GROUP, BY}},
		{"innerjoin", "INNER JOIN", {INNER, JOIN}},
		{"isnotnull", "IS NOT NULL", {IS, NOT, NULL_P}},
		{"isnull", "IS NULL", {IS, NULL_P}},
		{"leftjoin", "LEFT JOIN", {LEFT, JOIN}},
		{"notin", "NOT IN", {NOT, IN}},
		{"notlike", "NOT LIKE", {NOT, LIKE}},
		{"notnull", "IS NOT NULL", {IS, NOT, NULL_P}},
		{"orderby", "ORDER BY", {ORDER, BY}},
		{"rightjoin", "RIGHT JOIN", {RIGHT, JOIN}},
		{"unionall", "UNION ALL", {UNION, ALL}},
	};
	const AdqlToken *token = recovery_token(r, mistake->back);
	const char *word = suggest_spelling(r, token->span);

	for (size_t i = 0; i < SKY_LENGTH(words); i++)
	{
		if (strcasecmp(words[i].squeezed, word) != 0)
			continue;
		change->removed = 1;
		change->word = change->repair = words[i].repair;
		for (int k = 0; k < 3 && words[i].kinds[k] != 0; k++)
			change->inserted[change->ninserted++] = words[i].kinds[k];
		return true;
	}
	return false;
}

/* A reserved word that may well be somebody's name. */
bool
suggest_quoted(Recovery *r, const Mistake *mistake, Change *change)
{
	static const int never[] = {AND,   AS, BETWEEN, BY,	  DISTINCT, EXISTS, FROM,
								ILIKE, IN, IS,		JOIN, LIKE,		NOT,	NULL_P,
								ON,	   OR, SELECT,	TOP,  UNION,	WHERE};
	const AdqlToken *token = recovery_token(r, mistake->back);
	const AdqlToken *before = recovery_token(r, mistake->back + 1);
	bool named = before != NULL && (before->kind == AS || before->kind == '.');

	for (size_t i = 0; i < SKY_LENGTH(never) && !named; i++)
		if (token->kind == never[i])
			return false;
	if (!suggest_is_word(r, token) || token->kind == WORD)
		return false;
	change->removed = 1;
	change->inserted[change->ninserted] = DELIMITED;
	change->words[change->ninserted++] = suggest_spelling(r, token->span);
	change->repair =
		arena_printf(r->p->arena, "\"%s\"", suggest_spelling(r, token->span));
	return true;
}

/* One part of a name after the other, with points between them. */
static void
insert_path(Recovery *r, const char *text, Change *change)
{
	for (;;)
	{
		size_t length = strcspn(text, ".");

		change->inserted[change->ninserted] = WORD;
		change->words[change->ninserted++] = arena_strndup(r->p->arena, text, length);
		if (text[length] == '\0' || change->ninserted == CHANGE_INSERTS)
			return;
		change->inserted[change->ninserted++] = '.';
		text += length + 1;
	}
}

/* A string where only a name can stand. */
bool
suggest_unquoted(Recovery *r, const Mistake *mistake, Change *change)
{
	const AdqlToken *token = recovery_token(r, mistake->back);
	const AdqlToken *before = recovery_token(r, mistake->back + 1);
	const char *text = token->value.text;

	if (token->kind != STRING || text[0] == '\0' || strchr(text, '"') != NULL)
		return false;
	change->removed = 1;
	if ((before == NULL || before->kind != AS) &&
		strspn(text,
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.") ==
			strlen(text))
	{
		change->word = change->repair = text;
		insert_path(r, text, change);
		return true;
	}
	change->inserted[change->ninserted] = DELIMITED;
	change->words[change->ninserted++] = text;
	change->word = change->repair = arena_printf(r->p->arena, "\"%s\"", text);
	return true;
}

/* %s and %(name)s, as Python has them. */
bool
suggest_placeholder(Recovery *r, const Mistake *mistake, Change *change)
{
	static const int named[] = {'(', WORD, ')', WORD};
	const AdqlToken *token = recovery_token(r, mistake->back);
	int length = 1;

	if (token->kind != '%')
		return false;
	if (token[1].kind == '(')
		while (length <= (int) SKY_LENGTH(named) &&
			   token[length].kind == named[length - 1])
			length++;
	else if (token[1].kind == WORD)
		length++;
	if (length == 1 || token[length - 1].kind != WORD ||
		token[length - 1].span.end - token[length - 1].span.begin != 1)
		return false;
	change->removed = length;
	change->inserted[change->ninserted++] = MISSING;
	return true;
}

/* WHERE WHERE, AND AND and so on. */
bool
suggest_twice(Recovery *r, const Mistake *mistake, Change *change)
{
	const AdqlToken *token = recovery_token(r, mistake->back);
	const AdqlToken *before = recovery_token(r, mistake->back + 1);

	if (before == NULL || before->kind != token->kind || !suggest_is_word(r, token) ||
		token->kind == WORD)
		return false;
	change->removed = 1;
	change->repair = "";
	return true;
}

/* What wants something behind it, and has nothing. */
bool
suggest_dangling(Recovery *r, const Mistake *mistake, Change *change)
{
	static const int kinds[] = {',', AND, OR, WHERE, HAVING, AS};
	const AdqlToken *token = recovery_token(r, mistake->back);

	for (size_t i = 0; i < SKY_LENGTH(kinds); i++)
		if (token->kind == kinds[i])
		{
			change->removed = 1;
			change->repair = "";
			return true;
		}
	return false;
}

/* Whether the SELECT around the misfit has a clause already; -1 where there is none. */
static int
has_clause(const Recovery *r, int clause)
{
	int depth = 0;

	for (int i = r->out->count - 1; i >= 0; i--)
	{
		int kind = r->out->items[i].kind;

		depth += (kind == '(') - (kind == ')');
		if (depth > 0)
			break;
		if (depth == 0 && (kind == clause || kind == SELECT))
			return kind == clause;
	}
	return -1;
}

bool
suggest_from(Recovery *r, const Mistake *mistake, Change *change)
{
	(void) mistake;
	change->inserted[change->ninserted++] = FROM;
	change->repair = "FROM";
	return has_clause(r, FROM) == 0;
}

/* A select list without commas: the last name was no alias. */
bool
suggest_commas(Recovery *r, const Mistake *mistake, Change *change)
{
	const AdqlToken *token = recovery_token(r, mistake->back);

	if (token->kind != WORD || token[-1].kind == AS || has_clause(r, FROM) != 0)
		return false;
	change->removed = 1;
	change->ninserted = 3;
	change->inserted[0] = change->inserted[2] = ',';
	change->inserted[1] = WORD;
	change->words[1] = suggest_spelling(r, token->span);
	change->repair = arena_printf(r->p->arena, ", %s,", change->words[1]);
	return true;
}

bool
suggest_comma_before(Recovery *r, const Mistake *mistake, Change *change)
{
	change->inserted[change->ninserted++] = ',';
	change->repair = ",";
	return suggest_is_word(r, recovery_token(r, mistake->back));
}

/* Two conditions side by side: how they are joined is not for us to say. */
bool
suggest_condition(Recovery *r, const Mistake *mistake, Change *change)
{
	const AdqlToken *token = recovery_token(r, mistake->back);

	change->inserted[change->ninserted++] = AND;
	return suggest_is_word(r, token) || token->kind == '(' || token->kind == DELIMITED;
}

/* Commas before which there is nothing. */
bool
suggest_fewer_commas(Recovery *r, const Mistake *mistake, Change *change)
{
	const AdqlToken *token = recovery_token(r, mistake->back);
	const AdqlToken *before = recovery_token(r, mistake->back + 1);

	if (before != NULL && before->kind < ADQL_TOKEN_FIRST && before->kind != ',' &&
		before->kind != '(')
		return false;
	while (token[change->removed].kind == ',')
		change->removed++;
	change->repair = "";
	return change->removed > 0;
}

/* A second WHERE. */
bool
suggest_and(Recovery *r, const Mistake *mistake, Change *change)
{
	change->removed = 1;
	change->inserted[change->ninserted++] = AND;
	change->repair = "AND";
	return recovery_token(r, mistake->back)->kind == WHERE && has_clause(r, WHERE) == 1;
}

/* As many closing parentheses as help. */
bool
suggest_close(Recovery *r, const Mistake *mistake, Change *change)
{
	(void) mistake;
	for (int n = 1; n <= CHANGE_INSERTS; n++)
	{
		int reached;

		change->inserted[change->ninserted++] = ')';
		reached = recovery_reach(r, change);
		if (reached < 0)
			return false;
		if (reached < RECOVERY_REACH)
			continue;
		change->repair = arena_printf(r->p->arena, "%.*s", n, ")))))");
		return true;
	}
	return false;
}

/* All that is left. */
bool
suggest_rest(Recovery *r, const Mistake *mistake, Change *change)
{
	(void) mistake;
	change->removed = r->tokens.count - 1 - r->in;
	return change->removed > 0;
}

int
suggest_expected_tokens(Recovery *r, int kinds[EXPECTED_MAX])
{
	int count = 0;
	int words = 0;

	while (adql_token_name(ADQL_TOKEN_FIRST + words) != NULL)
		words++;
	for (int i = 0; i < words + ADQL_TOKEN_FIRST && count <= EXPECTED_MAX; i++)
	{
		int kind = i < words ? ADQL_TOKEN_FIRST + i : i - words;
		Change change = {.ninserted = 1, .inserted = {kind}};

		if (kind == MISSING || kind == BAD || recovery_reach(r, &change) < 0)
			continue;
		if (count < EXPECTED_MAX)
			kinds[count] = kind;
		count++;
	}
	return count;
}

/* The only token that can stand there. */
bool
suggest_expected(Recovery *r, const Mistake *mistake, Change *change)
{
	int kinds[EXPECTED_MAX];
	const char *name;

	(void) mistake;
	if (suggest_expected_tokens(r, kinds) != 1)
		return false;
	name = adql_token_name(kinds[0]);
	if (kinds[0] == END || (kinds[0] >= ADQL_TOKEN_FIRST && !is_keyword_name(name)))
		return false;
	change->inserted[change->ninserted++] = kinds[0];
	change->word = name;
	change->repair =
		kinds[0] >= ADQL_TOKEN_FIRST ? name : arena_printf(r->p->arena, "%c", kinds[0]);
	return true;
}
