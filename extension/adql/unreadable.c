/*
 * unreadable.c
 *		Characters that are none of ADQL's: what was meant by them.
 */
#include <string.h>

#include "adql/recover.h"
#include "base/utf8.h"

/* The characters being read again. */
typedef struct Rescan
{
	AdqlParse *p;
	AdqlTokens *tokens;
	char *text; /* the query, signs mended */
	bool open;	/* the last quotes, or the last comment, do not close */
	int past;	/* what begins before was read already */
} Rescan;

/* Text of the query in the arena. */
static char *
slice(const Rescan *s, int begin, int end)
{
	return arena_strndup(s->p->arena, s->text + begin, (size_t) (end - begin));
}

static void
add_name(Rescan *s, AdqlSpan span, const char *text)
{
	AdqlToken token = {.kind = DELIMITED, .span = span};

	token.value.name = ast_name(s->p, span, text, false);
	tokens_add(s->p->arena, s->tokens, &token);
	s->past = span.end;
}

/*
 * 'O'Neill' reads as a string, a word, and a string without end that begins at open: what
 * was meant is one string.  Mend it, and read on behind it.
 */
static bool
split_string(Rescan *s, int open)
{
	AdqlTokens *tokens = s->tokens;
	FaultList *faults = s->p->faults;
	AdqlToken *string;
	int at = tokens->count - 2;
	int quote;

	while (at >= 0 && (tokens->items[at].kind != STRING ||
					   tokens->items[at].span.end != tokens->items[at + 1].span.begin))
		at--;
	if (at < 0 || !fault_has_room(faults))
		return false;
	string = &tokens->items[at];
	quote = string->span.end - 1;
	sky_error_hint(
		fault_add(
			faults, SKY_E_SYNTAX, (AdqlSpan){quote, quote + 1}, "a string ends here"),
		"A quote inside a string is written twice.");
	fault_repair(faults, (AdqlSpan){quote, quote}, "'");
	string->span.end = open + 1;
	string->value.text = slice(s, string->span.begin + 1, open);
	tokens->count = at + 1;
	memset(s->text, ' ', (size_t) open + 1);
	s->past = open + 1;
	adql_scan_open(s->p, s->text);
	return true;
}

/* A quotation that does not end. */
static void
read_open_quotes(Rescan *s, AdqlSpan span)
{
	FaultList *faults = s->p->faults;
	const char *text = s->text + span.begin;
	AdqlSpan line = {span.begin, span.begin + (int) strcspn(text, "\r\n")};
	AdqlToken token = {.kind = STRING, .span = span};

	if (text[0] == '"' && text[1] == '"')
	{
		sky_error_hint(fault_add(faults, SKY_E_SYNTAX, span, "a delimited name is empty"),
					   "An empty string is written ''.");
		fault_repair(faults, span, "''");
		token.value.text = "";
		tokens_add(s->p->arena, s->tokens, &token);
		return;
	}
	if (text[0] == '"')
	{
		sky_error_hint(
			fault_add(faults, SKY_E_SYNTAX, line, "a delimited name does not end"),
			"Close it with a double quote.");
		add_name(s, span, slice(s, span.begin + 1, span.end));
		s->open = true;
		return;
	}
	if (split_string(s, span.begin))
		return;
	sky_error_hint(fault_add(faults, SKY_E_SYNTAX, line, "a string does not end"),
				   "Close it with a single quote; a quote inside a string is written "
				   "twice.");
	s->open = true;
	token.value.text = slice(s, span.begin + 1, span.end);
	tokens_add(s->p->arena, s->tokens, &token);
}

static bool
is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		   c == '_' || (unsigned char) c >= 0x80;
}

/* A name of characters that need quotes, and what of it was taken for a word before. */
static void
read_odd_name(Rescan *s, AdqlSpan span)
{
	FaultList *faults = s->p->faults;
	AdqlTokens *tokens = s->tokens;
	const AdqlToken *before =
		tokens->count > 0 ? &tokens->items[tokens->count - 1] : NULL;
	const char *text;

	while (is_name_byte(s->text[span.end]))
		span.end++;
	if (before != NULL && before->span.end == span.begin &&
		is_name_byte(s->text[before->span.begin]) && before->kind != INTEGER &&
		before->kind != DECIMAL)
	{
		span.begin = before->span.begin;
		tokens->count--;
	}
	text = slice(s, span.begin, span.end);
	sky_error_hint(
		fault_add(faults, SKY_E_SYNTAX, span, "name \"%s\" stands without quotes", text),
		"A name begins with a letter and is made of letters from A to Z, digits and _; "
		"others are written in double quotes.");
	fault_repair(faults, span, arena_printf(s->p->arena, "\"%s\"", text));
	add_name(s, span, text);
}

/* `name`, as MySQL has it. */
static void
read_backquoted(Rescan *s, AdqlSpan span)
{
	FaultList *faults = s->p->faults;
	const char *text = s->text + span.begin + 1;
	int length = (int) strcspn(text, "`'\"\r\n");

	span.end = span.begin + 1 + length + (text[length] == '`');
	sky_error_hint(fault_add(faults, SKY_E_SYNTAX, span, "\"`\" is no character of ADQL"),
				   "Names are quoted with double quotes.");
	if (text[length] != '`' || length == 0)
		return;
	text = slice(s, span.begin + 1, span.end - 1);
	fault_repair(faults, span, arena_printf(s->p->arena, "\"%s\"", text));
	add_name(s, span, text);
}

/* The bytes of {name}, $name, :name, @name or ?, or 0. */
static int
placeholder_length(const char *text)
{
	size_t length;

	switch (text[0])
	{
		case '?':
			return 1;
		case '{':
			length = strcspn(text, "}\r\n'\"");
			return text[length] == '}' ? (int) length + 1 : 0;
		case '$':
		case ':':
		case '@':
			if (text[1] == '{' && (length = strcspn(text, "}\r\n'\"")) > 0)
				return text[length] == '}' ? (int) length + 1 : 0;
			for (length = 1; is_name_byte(text[length]);)
				length++;
			return length > 1 ? (int) length : 0;
		default:
			return 0;
	}
}

/* What a program should have put a value or a name for. */
static void
read_placeholder(Rescan *s, AdqlSpan span)
{
	AdqlToken token = {.kind = MISSING, .span = span};

	sky_error_hint(fault_add(s->p->faults,
							 SKY_E_SYNTAX,
							 span,
							 "nothing was put in for \"%s\"",
							 slice(s, span.begin, span.end)),
				   "Queries have no parameters: put the value itself there.");
	tokens_add(s->p->arena, s->tokens, &token);
	s->past = span.end;
}

/* A character of no use: told and left out. */
static void
read_character(Rescan *s, AdqlSpan span)
{
	const char *text = s->text + span.begin;
	SkyError *fault;

	span.end = span.begin + 1;
	while (utf8_is_tail(s->text[span.end]))
		span.end++;
	s->past = span.end;
	fault = fault_add(s->p->faults,
					  SKY_E_SYNTAX,
					  span,
					  "unexpected character \"%s\"",
					  slice(s, span.begin, span.end));
	if (text[0] == '!')
	{
		AdqlToken token = {.kind = NOT, .span = span};

		token.value.name = ast_name(s->p, span, "NOT", false);
		sky_error_hint(fault, "It is written NOT.");
		fault_repair(s->p->faults, span, "NOT ");
		tokens_add(s->p->arena, s->tokens, &token);
	}
}

static void
read_open_comment(Rescan *s, AdqlSpan span)
{
	sky_error_hint(fault_add(s->p->faults, SKY_E_SYNTAX, span, "a comment does not end"),
				   "Close it with */.");
	s->open = true;
	s->past = (int) s->p->length;
}

static void
read_unreadable(Rescan *s, AdqlSpan span)
{
	const char *text = s->text + span.begin;
	unsigned char first = (unsigned char) text[0];
	int placeholder = placeholder_length(text);

	if (first == '/')
		read_open_comment(s, span);
	else if (first == '\'' || first == '"')
		read_open_quotes(s, span);
	else if (first == '`')
		read_backquoted(s, span);
	else if (placeholder > 0)
		read_placeholder(s, (AdqlSpan){span.begin, span.begin + placeholder});
	else if (first == '_' || (first > 0xc2 && first != 0xe2))
		read_odd_name(s, span);
	else
		read_character(s, span);
}

bool
adql_rescan(AdqlParse *p, AdqlTokens *tokens)
{
	Rescan *s = arena_new(p->arena, Rescan);
	AdqlToken token;

	s->p = p;
	s->tokens = tokens;
	s->text = adql_mend_signs(p);
	adql_scan_open(p, s->text);
	do
	{
		token.kind = adql_scan_lex(&token.value, &token.span, p->scanner);
		if (token.kind == END)
			token.span = (AdqlSpan){(int) p->length, (int) p->length};
		else if (token.span.begin < s->past)
			continue;
		if (token.kind == BAD)
		{
			read_unreadable(s, token.span);
			continue;
		}
		/* A sign that was replaced is one character still. */
		while (utf8_is_tail(p->text[token.span.begin]))
			token.span.begin--;
		while (utf8_is_tail(p->text[token.span.end]))
			token.span.end++;
		tokens_add(p->arena, tokens, &token);
	} while (token.kind != END);
	return !s->open;
}
