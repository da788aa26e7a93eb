/*
 * keyword.c
 *		The words that are not names: reserved ones, and those that are no name where what
 *		follows leaves no doubt.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "adql/adql_gram.h"
#include "adql/parse.h"
#include "base/table.h"

#define KEYWORD_MAX 17

typedef struct Keyword
{
	const char *name;
	int token;
} Keyword;

/*
 * ADQL 2.1, sections 2.1.3 and 2.1.4.  RESERVED: not to be used as a name, and of no
 * other use.  FUNCTION: likewise, and written before parentheses.
 */
static const Keyword keywords[] = {
	{"abs", FUNCTION},
	{"absolute", RESERVED},
	{"acos", FUNCTION},
	{"action", RESERVED},
	{"add", RESERVED},
	{"all", ALL},
	{"allocate", RESERVED},
	{"alter", RESERVED},
	{"and", AND},
	{"any", ANY},
	{"are", RESERVED},
	{"area", FUNCTION},
	{"as", AS},
	{"asc", ASC},
	{"asin", FUNCTION},
	{"assertion", RESERVED},
	{"at", RESERVED},
	{"atan", FUNCTION},
	{"atan2", FUNCTION},
	{"authorization", RESERVED},
	{"avg", FUNCTION},
	{"begin", RESERVED},
	{"between", BETWEEN},
	{"bigint", RESERVED},
	{"bit", RESERVED},
	{"bit_length", FUNCTION},
	{"both", SIDE},
	{"box", FUNCTION},
	{"by", BY},
	{"cascade", RESERVED},
	{"cascaded", RESERVED},
	{"case", CASE},
	{"cast", CAST},
	{"catalog", RESERVED},
	{"ceiling", FUNCTION},
	{"centroid", FUNCTION},
	{"char", RESERVED},
	{"char_length", FUNCTION},
	{"character", RESERVED},
	{"character_length", FUNCTION},
	{"check", RESERVED},
	{"circle", FUNCTION},
	{"close", RESERVED},
	{"coalesce", FUNCTION},
	{"collate", RESERVED},
	{"collation", RESERVED},
	{"column", RESERVED},
	{"commit", RESERVED},
	{"connect", RESERVED},
	{"connection", RESERVED},
	{"constraint", RESERVED},
	{"constraints", RESERVED},
	{"contains", FUNCTION},
	{"continue", RESERVED},
	{"convert", RESERVED},
	{"coord1", FUNCTION},
	{"coord2", FUNCTION},
	{"coordsys", FUNCTION},
	{"corresponding", RESERVED},
	{"cos", FUNCTION},
	{"cot", FUNCTION},
	{"count", FUNCTION},
	{"create", RESERVED},
	{"cross", CROSS},
	{"current", CURRENT},
	{"current_date", NOW},
	{"current_time", RESERVED},
	{"current_timestamp", NOW},
	{"current_user", RESERVED},
	{"cursor", RESERVED},
	{"date", RESERVED},
	{"day", RESERVED},
	{"deallocate", RESERVED},
	{"decimal", RESERVED},
	{"declare", RESERVED},
	{"default", RESERVED},
	{"deferrable", RESERVED},
	{"deferred", RESERVED},
	{"degrees", FUNCTION},
	{"delete", RESERVED},
	{"desc", DESC},
	{"describe", RESERVED},
	{"descriptor", RESERVED},
	{"diagnostics", RESERVED},
	{"disconnect", RESERVED},
	{"distance", FUNCTION},
	{"distinct", DISTINCT},
	{"domain", RESERVED},
	{"double", RESERVED},
	{"drop", RESERVED},
	{"else", ELSE},
	{"end", END_P},
	{"escape", ESCAPE},
	{"except", EXCEPT},
	{"exception", RESERVED},
	{"exec", RESERVED},
	{"execute", RESERVED},
	{"exists", EXISTS},
	{"exp", FUNCTION},
	{"external", RESERVED},
	{"extract", EXTRACT},
	{"false", FALSE},
	{"fetch", RESERVED},
	{"first", FIRST},
	{"float", RESERVED},
	{"floor", FUNCTION},
	{"for", FOR},
	{"foreign", RESERVED},
	{"found", RESERVED},
	{"from", FROM},
	{"full", FULL},
	{"get", RESERVED},
	{"global", RESERVED},
	{"go", RESERVED},
	{"goto", RESERVED},
	{"grant", RESERVED},
	{"group", GROUP},
	{"having", HAVING},
	{"hour", RESERVED},
	{"identity", RESERVED},
	{"ilike", ILIKE},
	{"immediate", RESERVED},
	{"in", IN},
	{"in_unit", FUNCTION},
	{"indicator", RESERVED},
	{"initially", RESERVED},
	{"inner", INNER},
	{"input", RESERVED},
	{"insensitive", RESERVED},
	{"insert", RESERVED},
	{"int", RESERVED},
	{"integer", RESERVED},
	{"intersect", INTERSECT},
	{"intersects", FUNCTION},
	{"interval", RESERVED},
	{"into", RESERVED},
	{"is", IS},
	{"isolation", RESERVED},
	{"join", JOIN},
	{"key", RESERVED},
	{"language", RESERVED},
	{"last", LAST},
	{"leading", SIDE},
	{"left", LEFT},
	{"level", RESERVED},
	{"like", LIKE},
	{"local", RESERVED},
	{"log", FUNCTION},
	{"log10", FUNCTION},
	{"lower", FUNCTION},
	{"match", RESERVED},
	{"max", FUNCTION},
	{"min", FUNCTION},
	{"minute", RESERVED},
	{"mod", FUNCTION},
	{"module", RESERVED},
	{"month", RESERVED},
	{"names", RESERVED},
	{"national", RESERVED},
	{"natural", NATURAL},
	{"nchar", RESERVED},
	{"next", NEXT},
	{"no", RESERVED},
	{"not", NOT},
	{"null", NULL_P},
	{"nullif", FUNCTION},
	{"numeric", RESERVED},
	{"octet_length", FUNCTION},
	{"of", RESERVED},
	{"offset", OFFSET},
	{"on", ON},
	{"only", ONLY},
	{"open", RESERVED},
	{"option", RESERVED},
	{"or", OR},
	{"order", ORDER},
	{"outer", OUTER},
	{"output", RESERVED},
	{"overlaps", RESERVED},
	{"pad", RESERVED},
	{"partial", RESERVED},
	{"pi", FUNCTION},
	{"point", FUNCTION},
	{"polygon", FUNCTION},
	{"position", POSITION},
	{"power", FUNCTION},
	{"precision", PRECISION},
	{"prepare", RESERVED},
	{"preserve", RESERVED},
	{"primary", RESERVED},
	{"prior", RESERVED},
	{"privileges", RESERVED},
	{"procedure", RESERVED},
	{"public", RESERVED},
	{"radians", FUNCTION},
	{"rand", FUNCTION},
	{"read", RESERVED},
	{"real", RESERVED},
	{"references", RESERVED},
	{"region", FUNCTION},
	{"relative", RESERVED},
	{"restrict", RESERVED},
	{"revoke", RESERVED},
	{"right", RIGHT},
	{"rollback", RESERVED},
	{"round", FUNCTION},
	{"rows", ROWS},
	{"schema", RESERVED},
	{"scroll", RESERVED},
	{"second", RESERVED},
	{"section", RESERVED},
	{"select", SELECT},
	{"session", RESERVED},
	{"session_user", RESERVED},
	{"set", RESERVED},
	{"sin", FUNCTION},
	{"size", RESERVED},
	{"smallint", RESERVED},
	{"some", ANY},
	{"space", RESERVED},
	{"sql", RESERVED},
	{"sqlcode", RESERVED},
	{"sqlerror", RESERVED},
	{"sqlstate", RESERVED},
	{"sqrt", FUNCTION},
	{"substring", SUBSTRING},
	{"sum", FUNCTION},
	{"system_user", RESERVED},
	{"table", RESERVED},
	{"tan", FUNCTION},
	{"temporary", RESERVED},
	{"then", THEN},
	{"time", RESERVED},
	{"timestamp", RESERVED},
	{"timezone_hour", RESERVED},
	{"timezone_minute", RESERVED},
	{"to", RESERVED},
	{"top", TOP},
	{"trailing", SIDE},
	{"transaction", RESERVED},
	{"translate", FUNCTION},
	{"translation", RESERVED},
	{"trim", TRIM},
	{"true", TRUE},
	{"truncate", FUNCTION},
	{"union", UNION},
	{"unique", RESERVED},
	{"unknown", UNKNOWN},
	{"update", RESERVED},
	{"upper", FUNCTION},
	{"usage", RESERVED},
	{"user", RESERVED},
	{"using", USING},
	{"value", RESERVED},
	{"values", RESERVED},
	{"varchar", RESERVED},
	{"varying", RESERVED},
	{"view", RESERVED},
	{"when", WHEN},
	{"whenever", RESERVED},
	{"where", WHERE},
	{"with", WITH},
	{"work", RESERVED},
	{"write", RESERVED},
	{"year", RESERVED},
	{"zone", RESERVED},
};

/*
 * Words of other dialects of SQL.  In ADQL they are names like any other; they are
 * keywords only before what no name is followed by.  next: ways to go on, with | between
 * them, each of words or characters with a blank between them; 0 is any digit.
 */
typedef struct ContextWord
{
	const char *name;
	int token;
	const char *next;
} ContextWord;

static const ContextWord context_words[] = {
	{"array", ARRAY, "["},
	{"date", TYPE_PREFIX, "'"},
	{"fetch", FETCH, "first|next"},
	{"filter", FILTER, "("},
	{"interval", TYPE_PREFIX, "'"},
	{"lateral", LATERAL, "("},
	{"limit", LIMIT, "0"},
	{"nulls", NULLS, "first|last"},
	{"over", OVER, "("},
	{"partition", PARTITION, "by"},
	{"timestamp", TYPE_PREFIX, "'"},
	{"within", WITHIN, "group ("},
};

const char *
adql_keyword_name(size_t i)
{
	return i < SKY_LENGTH(keywords) ? keywords[i].name : NULL;
}

/* Past blanks and comments. */
static const char *
skip_space(const char *text)
{
	for (;;)
	{
		const char *end;

		text += strspn(text, " \t\r\n\f");
		if (text[0] == '-' && text[1] == '-')
			text += strcspn(text, "\r\n");
		else if (text[0] == '/' && text[1] == '*' &&
				 (end = strstr(text + 2, "*/")) != NULL)
			text = end + 2;
		else
			return text;
	}
}

/* Whether text begins with one word or character of next, which has length bytes. */
static bool
begins_with(const char *text, const char *next, size_t length)
{
	if (*next == '0')
		return isdigit((unsigned char) *text);
	return strncasecmp(text, next, length) == 0 &&
		   (!isalpha((unsigned char) *next) ||
			(!isalnum((unsigned char) text[length]) && text[length] != '_'));
}

/* Whether text goes on in one of the ways of next. */
static bool
goes_on(const char *text, const char *next)
{
	const char *at = text;

	for (;;)
	{
		size_t length = strcspn(next, " |");

		at = skip_space(at);
		if (begins_with(at, next, length))
		{
			if (next[length] != ' ')
				return true;
			at += length;
			next += length + 1;
			continue;
		}
		next += strcspn(next, "|");
		if (*next++ == '\0')
			return false;
		at = text;
	}
}

int
adql_keyword(const char *word, size_t length, const char *rest)
{
	char name[KEYWORD_MAX + 1];
	const ContextWord *in_context;
	const Keyword *row;

	if (length > KEYWORD_MAX)
		return 0;
	memcpy(name, word, length);
	name[length] = '\0';
	in_context = SKY_TABLE_FIND(context_words, name);
	if (in_context != NULL && goes_on(rest, in_context->next))
		return in_context->token;
	row = SKY_TABLE_FIND(keywords, name);
	return row != NULL ? row->token : 0;
}
