/*
 * Fuzzer of the ADQL compiler in both modes.  Most inputs are made by rules: queries that
 * have no fault, and pieces of such put into others, so that what lies behind the parser
 * is searched, too.  The rest is what libFuzzer makes of bytes.
 */
#include <ctype.h>

#include "fuzz/adql_grammar.h"
#include "fuzz/adql_oracle.h"

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
extern size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
extern size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

static unsigned long queries;
static unsigned long compiled[2]; /* by mode */

static void
tell_share(void)
{
	printf("# %lu queries; without fault in lenient mode %lu %%, in strict mode %lu %%\n",
		   queries,
		   100 * compiled[ADQL_LENIENT] / queries,
		   100 * compiled[ADQL_STRICT] / queries);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *query = malloc(size + 1);

	if (queries++ == 0)
		atexit(tell_share);
	memcpy(query, data, size);
	query[size] = '\0';
	compiled[ADQL_LENIENT] += oracle_check(query, ADQL_LENIENT);
	compiled[ADQL_STRICT] += oracle_check(query, ADQL_STRICT);
	free(query);
	return 0;
}

/* The end of the token that begins there: a word, a literal, one sign. */
static size_t
token_end(const uint8_t *data, size_t size, size_t at)
{
	size_t end = at + 1;

	if (data[at] == '\'' || data[at] == '"')
	{
		while (end < size && data[end] != data[at])
			end++;
		return end < size ? end + 1 : end;
	}
	if (isalnum(data[at]) || data[at] == '_')
		while (end < size && (isalnum(data[end]) || data[end] == '_' || data[end] == '.'))
			end++;
	return end;
}

/* What is in the parentheses that open there. */
static size_t
parens_end(const uint8_t *data, size_t size, size_t at)
{
	size_t end = at;
	int depth = 0;

	do
	{
		depth += data[end] == '(' ? 1 : data[end] == ')' ? -1 : 0;
		end++;
	} while (end < size && depth > 0);
	return end;
}

/* Put a value or a condition made by rules in the place of a token, or of parentheses. */
static size_t
mutate_part(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	char part[2000];
	size_t length = grammar_write_part(seed, part, sizeof(part));
	size_t at = size == 0 ? 0 : seed % size;
	size_t end;

	while (at > 0 && (isalnum(data[at]) || data[at] == '_') && isalnum(data[at - 1]))
		at--;
	end = at < size && data[at] == '('	? parens_end(data, size, at)
		  : at < size && data[at] > ' ' ? token_end(data, size, at)
										: at;
	if (size - (end - at) + length > max_size)
		return LLVMFuzzerMutate(data, size, max_size);
	memmove(data + at + length, data + end, size - end);
	memcpy(data + at, part, length);
	return size - (end - at) + length;
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	unsigned kind = seed % 8;

	if (kind < 3)
		return grammar_write_query(seed / 8, (char *) data, max_size);
	if (kind < 6)
		return mutate_part(data, size, max_size, seed / 8);
	return LLVMFuzzerMutate(data, size, max_size);
}
