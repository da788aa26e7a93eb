/*
 * parse.c
 *		From the text of a query to its tree: the driver of scanner and grammar, and the
 *		words that are not names.
 */
#include "adql/parse.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

#include "adql/adql_gram.h"
#include "base/table.h"
#include "base/utf8.h"

extern int adql_scan_lex_init_extra(AdqlParse *p, void **scanner);
extern void *adql_scan__scan_buffer(char *base, size_t size, void *scanner);

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
	{"any", RESERVED},
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
	{"both", RESERVED},
	{"box", FUNCTION},
	{"by", BY},
	{"cascade", RESERVED},
	{"cascaded", RESERVED},
	{"case", RESERVED},
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
	{"current", RESERVED},
	{"current_date", RESERVED},
	{"current_time", RESERVED},
	{"current_timestamp", RESERVED},
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
	{"else", RESERVED},
	{"end", RESERVED},
	{"escape", RESERVED},
	{"except", EXCEPT},
	{"exception", RESERVED},
	{"exec", RESERVED},
	{"execute", RESERVED},
	{"exists", EXISTS},
	{"exp", FUNCTION},
	{"external", RESERVED},
	{"extract", FUNCTION},
	{"false", FALSE},
	{"fetch", RESERVED},
	{"first", RESERVED},
	{"float", RESERVED},
	{"floor", FUNCTION},
	{"for", RESERVED},
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
	{"last", RESERVED},
	{"leading", RESERVED},
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
	{"next", RESERVED},
	{"no", RESERVED},
	{"not", NOT},
	{"null", NULL_P},
	{"nullif", FUNCTION},
	{"numeric", RESERVED},
	{"octet_length", FUNCTION},
	{"of", RESERVED},
	{"offset", OFFSET},
	{"on", ON},
	{"only", RESERVED},
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
	{"position", FUNCTION},
	{"power", FUNCTION},
	{"precision", RESERVED},
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
	{"rows", RESERVED},
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
	{"some", RESERVED},
	{"space", RESERVED},
	{"sql", RESERVED},
	{"sqlcode", RESERVED},
	{"sqlerror", RESERVED},
	{"sqlstate", RESERVED},
	{"sqrt", FUNCTION},
	{"substring", FUNCTION},
	{"sum", FUNCTION},
	{"system_user", RESERVED},
	{"table", RESERVED},
	{"tan", FUNCTION},
	{"temporary", RESERVED},
	{"then", RESERVED},
	{"time", RESERVED},
	{"timestamp", RESERVED},
	{"timezone_hour", RESERVED},
	{"timezone_minute", RESERVED},
	{"to", RESERVED},
	{"top", TOP},
	{"trailing", RESERVED},
	{"transaction", RESERVED},
	{"translate", FUNCTION},
	{"translation", RESERVED},
	{"trim", FUNCTION},
	{"true", TRUE},
	{"truncate", FUNCTION},
	{"union", UNION},
	{"unique", RESERVED},
	{"unknown", RESERVED},
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
	{"when", RESERVED},
	{"whenever", RESERVED},
	{"where", WHERE},
	{"with", WITH},
	{"work", RESERVED},
	{"write", RESERVED},
	{"year", RESERVED},
	{"zone", RESERVED},
};

#define KEYWORD_MAX 17

const char *
adql_keyword_name(size_t i)
{
	return i < SKY_LENGTH(keywords) ? keywords[i].name : NULL;
}

int
adql_keyword(const char *word, size_t length)
{
	char name[KEYWORD_MAX + 1];
	const Keyword *row;

	if (length > KEYWORD_MAX)
		return 0;
	memcpy(name, word, length);
	name[length] = '\0';
	row = SKY_TABLE_FIND(keywords, name);
	return row != NULL ? row->token : 0;
}

AstQuery *
adql_parse(const char *query,
		   size_t length,
		   const AdqlOptions *options,
		   Arena *arena,
		   FaultList *faults)
{
	AdqlParse p = {
		.arena = arena, .options = options, .faults = faults, .length = length};
	size_t good;

	if (length > options->max_length || length > INT_MAX - 2)
	{
		fault_add(faults,
				  SKY_E_LIMIT,
				  (AdqlSpan){0, 0},
				  "the query is longer than %zu bytes",
				  options->max_length);
		return NULL;
	}
	if ((good = utf8_prefix(query, length)) < length)
	{
		fault_add(faults,
				  SKY_E_ENCODING,
				  (AdqlSpan){(int) good, (int) good + 1},
				  "the query is not UTF-8");
		return NULL;
	}
	p.buffer = arena_alloc(arena, length + 2);
	memcpy(p.buffer, query, length);
	p.buffer[length] = p.buffer[length + 1] = '\0';
	adql_scan_lex_init_extra(&p, &p.scanner);
	adql_scan__scan_buffer(p.buffer, length + 2, p.scanner);
	if (adql_yyparse(&p) != 0 || p.too_deep)
		return NULL;
	return p.query;
}
