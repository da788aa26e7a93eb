/*
 * extent_pg.c
 *		Extents of stored shapes.
 */
#include "postgres.h"

#include "index/extent_pg.h"

#include "utils/memutils.h"

#include "base/arena_pg.h"
#include "base/sky_type_pg.h"
#include "geo/prepared_pg.h"

/* Memory comes from CurrentMemoryContext. */
static Extent
make_extent(SkyShape shape, Datum value)
{
	const double *values;
	Region region;
	Arena arena;
	int count;

	arena_init_context(&arena, CurrentMemoryContext, 0);
	if (shape == SHAPE_MOC)
	{
		const SkyMoc *stored = (const SkyMoc *) PG_DETOAST_DATUM(value);
		Moc moc = {.order = stored->order,
				   .ranges = stored->ranges,
				   .count = (VARSIZE(stored) - SHAPE_MOC_HEADER) / sizeof(MocRange)};

		return extent_of_moc(&moc, &arena, poll_interrupts);
	}
	count = sky_shape_doubles(shape, value, &values);
	region_init(&region, shape, values, (size_t) count, &arena);
	return extent_of_region(&region, poll_interrupts);
}

Extent
extent_of_datum(SkyShape shape, Datum value)
{
	MemoryContext context;
	MemoryContext before;
	Extent extent;

	if (shape == SHAPE_POINT || shape == SHAPE_CIRCLE)
		return make_extent(shape, value);
	/* Leave nothing behind: an index may ask for the extents of a whole page. */
	context =
		AllocSetContextCreate(CurrentMemoryContext, "sky extent", ALLOCSET_SMALL_SIZES);
	before = MemoryContextSwitchTo(context);
	extent = make_extent(shape, value);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(context);
	return extent;
}
