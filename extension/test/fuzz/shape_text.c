/*
 * Any text as any shape: no crash, and what is accepted prints and reads back to the same
 * bits, has a sane area, contains itself and its vertices.
 */
#include "geo/shape_text.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "geo/region.h"
#include "geo/region_words.h"

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(int condition)
{
	if (!condition)
		abort();
}

static void
never_poll(void)
{
}

static void
check_shape(SkyShape shape, const double *values, size_t count, Arena *arena)
{
	char *text = arena_alloc(
		arena, shape == SHAPE_REGION ? REGION_TEXT_SIZE(count) : SHAPE_TEXT_SIZE(count));
	size_t back_count;
	double *back;
	Region region;
	double area;

	if (shape == SHAPE_REGION)
		region_print(text, values);
	else
		shape_print(text, values, count);
	back = shape_parse(shape, text, arena, &back_count, NULL);
	demand(back != NULL && back_count == count &&
		   memcmp(back, values, count * sizeof(double)) == 0);
	if (count > 200)
		return;
	region_init(&region, shape, values, count, arena);
	area = region_area(&region, never_poll);
	demand(area >= 0 && area <= 41252.9613);
	demand(fabs(region_centroid(&region, never_poll).lat) <= 90);
	/* Only what is nothing at all does not meet itself. */
	demand(region_intersects(&region, &region, never_poll) ||
		   (shape == SHAPE_REGION && area == 0));
	demand(region_contains(&region, &region, never_poll));
	if (shape == SHAPE_REGION)
		return;
	if (shape == SHAPE_POLYGON)
	{
		for (size_t i = 0; i < count; i += 2)
			demand(region_contains_position(&region, values[i], values[i + 1]));
	}
	else
		demand(region_contains_position(&region, values[0], values[1]));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Arena arena;
	SkyError err = {0};
	SkyShape shape;
	char *text;
	double *values;
	size_t count;

	if (size == 0)
		return 0;
	shape = SHAPE_POINT + data[0] % 5;
	arena_init_malloc(&arena, 0);
	text = arena_strndup(&arena, (const char *) data + 1, size - 1);
	values = shape_parse(shape, text, &arena, &count, &err);
	if (values != NULL)
		check_shape(shape, values, count, &arena);
	else
		demand(err.code != SKY_OK && err.message[0] != '\0');
	arena_fini(&arena);
	return 0;
}
