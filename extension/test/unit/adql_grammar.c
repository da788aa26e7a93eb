/*
 * Queries made by rules, as the fuzzer uses them: most of them have no fault, or the
 * fuzzer would search the parser alone.
 */
#include "fuzz/adql_grammar.h"

#include "unit/unit.h"

#define QUERIES 2000

int
main(void)
{
	int compiled[2] = {0, 0};
	char query[4096];
	char what[100];

	for (unsigned seed = 0; seed < QUERIES; seed++)
		for (int mode = 0; mode < 2; mode++)
		{
			AdqlCase c;

			grammar_write_query(seed, query, sizeof(query));
			adql_case_run(&c, query, (AdqlMode) mode);
			compiled[mode] += c.compiled;
			adql_case_end(&c);
		}
	snprintf(what,
			 sizeof(what),
			 "of %d queries %d are understood",
			 QUERIES,
			 compiled[ADQL_LENIENT]);
	ok(compiled[ADQL_LENIENT] > QUERIES * 9 / 10, what);
	snprintf(what, sizeof(what), "and %d in strict mode", compiled[ADQL_STRICT]);
	ok(compiled[ADQL_STRICT] > QUERIES * 3 / 10, what);
	return unit_done();
}
