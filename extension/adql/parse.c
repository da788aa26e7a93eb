/*
 * parse.c
 *		From the text of a query to its tree: the driver of scanner and grammar.
 */
#include "adql/parse.h"

#include <limits.h>
#include <string.h>

#include "adql/recover.h"
#include "base/utf8.h"

extern int adql_scan_lex_init_extra(AdqlParse *p, void **scanner);
extern void *adql_scan__scan_buffer(char *base, size_t size, void *scanner);

void
adql_scan_open(AdqlParse *p, const char *text)
{
	p->buffer = arena_alloc(p->arena, p->length + 2);
	memcpy(p->buffer, text, p->length);
	p->buffer[p->length] = p->buffer[p->length + 1] = '\0';
	adql_scan_lex_init_extra(p, &p->scanner);
	adql_scan__scan_buffer(p->buffer, p->length + 2, p->scanner);
}

AstQuery *
adql_parse(const char *query,
		   size_t length,
		   const AdqlOptions *options,
		   Arena *arena,
		   FaultList *faults)
{
	AdqlParse p = {
		.arena = arena,
		.options = options,
		.faults = faults,
		.text = query,
		.length = length,
	};
	AdqlTokens mended = {0};
	size_t good;

	if (length > options->max_length || length > INT_MAX - 2)
	{
		sky_error_hint(fault_add(faults,
								 SKY_E_LIMIT,
								 (AdqlSpan){0, 0},
								 "the query is longer than %zu bytes",
								 options->max_length),
					   FAULT_SETTING,
					   "pgsky.max_query_length");
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
	adql_scan_open(&p, query);
	if (adql_yyparse(&p) != 0 && !p.too_deep)
	{
		fault_forget(faults); /* the parser had begun to go wrong */
		if (!adql_recover(&p, &mended))
			return NULL;
		p.tokens = mended.items;
		adql_yyparse(&p);
	}
	return p.too_deep ? NULL : p.query;
}
