/*
 * Fuzzer of the ADQL compiler in both modes.  Whatever the query, what comes out is one
 * SELECT to PostgreSQL's own parser, and it reads none but the tables of the catalogue;
 * or it is a fault that lies inside the query.
 */
#include <pg_query.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "adql/adql.h"
#include "unit/adql_case.h"

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fail(const char *why, const char *text)
{
	fprintf(stderr, "%s: %s\n", why, text);
	abort();
}

/* Every schema in the parse tree is one of the catalogue, or of ours. */
static void
check_schemas(const char *tree, const char *sql)
{
	static const char key[] = "\"schemaname\":\"";
	static const char *const known[] = {"cat\"", "other\"", "Odd\""};

	for (const char *at = tree; (at = strstr(at, key)) != NULL;)
	{
		bool found = false;

		at += strlen(key);
		for (size_t i = 0; i < SKY_LENGTH(known); i++)
			found = found || strncmp(at, known[i], strlen(known[i])) == 0;
		if (!found)
			fail("a table outside of the catalogue", sql);
	}
}

static void
check_sql(const char *sql)
{
	PgQueryParseResult parsed = pg_query_parse(sql);
	const char *first;

	if (parsed.error != NULL)
		fail(parsed.error->message, sql);
	first = strstr(parsed.parse_tree, "{\"stmt\":{");
	if (first == NULL || strncmp(first, "{\"stmt\":{\"SelectStmt\":", 22) != 0)
		fail("no SELECT", sql);
	if (strstr(first + 1, "{\"stmt\":{") != NULL)
		fail("more than one statement", sql);
	if (strstr(first, "\"intoClause\":") != NULL ||
		strstr(first, "\"lockingClause\":") != NULL)
		fail("more than a SELECT", sql);
	check_schemas(parsed.parse_tree, sql);
	pg_query_free_parse_result(parsed);
}

static void
check(const char *query, size_t size, AdqlMode mode)
{
	AdqlCase c;

	adql_case_run(&c, query, mode);
	if (c.compiled)
	{
		check_sql(c.result.sql);
		for (int i = 0; i < c.result.ncolumns; i++)
			if (c.result.columns[i].name == NULL || c.result.columns[i].datatype == NULL)
				fail("a column without name or type", query);
	}
	else if (c.result.nfaults < 1 || c.err.message[0] == '\0')
		fail("refused without a fault", query);
	for (int i = 0; i < c.result.nfaults; i++)
	{
		const SkyError *fault = &c.result.faults[i]->error;

		if (fault->position < 0 || fault->length < 0 ||
			(size_t) (fault->position + fault->length) >
				size + (fault->code == SKY_E_ENCODING ? 1 : 0))
			fail("a fault outside of the query", query);
	}
	adql_case_end(&c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *query = malloc(size + 1);

	memcpy(query, data, size);
	query[size] = '\0';
	size = strlen(query);
	check(query, size, ADQL_LENIENT);
	check(query, size, ADQL_STRICT);
	free(query);
	return 0;
}
