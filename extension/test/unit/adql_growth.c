/*
 * The compiler's memory grows with the length of a query, and no faster: what is made for
 * each byte of a long one is what is made for each byte of a short one.
 */
#include "unit/adql_growth.h"

#include "unit/adql_case.h"
#include "unit/unit.h"

/* What the compiler takes for a query of about that size; 0 if it is refused. */
static size_t
memory_for(const Growth *growth, size_t size)
{
	AdqlOptions options = adql_default_options;
	char *query = grown(growth, size);
	AdqlResult result;
	size_t total = 0;
	SkyError err;
	Arena arena;

	options.max_items = options.max_vertices = 1 << 20;
	arena_init_malloc(&arena, 0);
	if (adql_compile(query, &options, &test_catalog, &arena, &result, &err))
		total = arena.total;
	arena_fini(&arena);
	free(query);
	return total;
}

/* Sizes grow by four, up to what the limits on columns, tables and nesting let through.
 */
int
main(void)
{
	for (size_t i = 0; i < SKY_LENGTH(growths); i++)
	{
		size_t last = memory_for(&growths[i], 1 << 10);
		char what[100];

		ok(last > 0, growths[i].name);
		for (size_t size = 1 << 12; size <= 1 << 18; size *= 4)
		{
			size_t next = memory_for(&growths[i], size);

			snprintf(
				what, sizeof(what), "%s: %zu bytes for %zu", growths[i].name, next, size);
			ok(next <= 4.2 * (double) last + 32768, what);
			last = next > 0 ? next : last;
		}
		ok(last < 130 << 18, "and not too much of it");
	}
	return unit_done();
}
