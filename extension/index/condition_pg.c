/*
 * condition_pg.c
 *		From conditions of a plan to shapes with a cover.
 */
#include "postgres.h"

#include "index/condition_pg.h"

#include <math.h>

#include "fmgr.h"
#include "miscadmin.h"

#include "base/sky_type_pg.h"
#include "geo/cover_shape.h"

typedef struct Walk
{
	const List *program;
	int at;
	const Datum *values;
	const bool *nulls;
	int argument;
	Arena *arena;
} Walk;

static ConditionPlace walk_condition(Walk *walk);

static int
next_integer(Walk *walk)
{
	return list_nth_int(walk->program, walk->at++);
}

static ConditionPlace
walk_set(Walk *walk, bool all)
{
	int count = next_integer(walk);
	const CoverShape **parts = arena_array(walk->arena, count, sizeof(CoverShape *));
	ConditionPlace place = {.null_keys = all};

	for (int i = 0; i < count; i++)
	{
		ConditionPlace part = walk_condition(walk);

		parts[i] = part.shape;
		place.null_keys =
			all ? place.null_keys && part.null_keys : place.null_keys || part.null_keys;
	}
	place.shape = cover_set(all, parts, count, walk->arena);
	return place;
}

/*
 * The distance of what is no position is NaN, and PostgreSQL holds NaN to be equal to
 * itself and greater than all else; sky.cone does not.
 */
static ConditionPlace
walk_cone(Walk *walk, ConditionOp op)
{
	ConditionCentre centre = next_integer(walk);
	const Datum *values = walk->values + walk->argument;
	const bool *nulls = walk->nulls + walk->argument;
	SkyPoint at;
	double radius;

	walk->argument += centre + 1;
	for (int i = 0; i <= centre; i++)
	{
		if (nulls[i])
			return (ConditionPlace){.shape = &cover_nothing};
	}
	if (centre == CENTRE_POINT)
		at = *(const SkyPoint *) DatumGetPointer(values[0]);
	else
		at = (SkyPoint){DatumGetFloat8(values[0]), DatumGetFloat8(values[1])};
	radius = DatumGetFloat8(values[centre]);
	if (op == CONDITION_NEAR && isnan(radius))
		return (ConditionPlace){&cover_everything, true};
	/* All but the antipode itself. */
	if (op == CONDITION_NEARER && (isnan(radius) || radius == 180.0))
		radius = isnan(radius) ? 180.0 : nextafter(180.0, 0.0);
	return (ConditionPlace){.shape = cover_cone(at.lon, at.lat, radius, walk->arena)};
}

static const CoverShape *
stored_moc(Datum datum, Arena *arena)
{
	const SkyMoc *stored = (const SkyMoc *) PG_DETOAST_DATUM(datum);
	Moc moc = {.order = stored->order,
			   .ranges = stored->ranges,
			   .count = (VARSIZE(stored) - SHAPE_MOC_HEADER) / sizeof(MocRange)};

	return cover_moc(&moc, arena);
}

static ConditionPlace
walk_shape(Walk *walk)
{
	SkyShape shape = next_integer(walk);
	int argument = walk->argument++;
	Region *region;
	const double *values;
	int count;

	if (walk->nulls[argument])
		return (ConditionPlace){.shape = &cover_nothing};
	if (shape == SHAPE_MOC)
		return (ConditionPlace){.shape = stored_moc(walk->values[argument], walk->arena)};
	count = sky_shape_doubles(shape, walk->values[argument], &values);
	region = arena_new(walk->arena, Region);
	region_init(region, shape, values, (size_t) count, walk->arena);
	return (ConditionPlace){.shape = cover_region(region, walk->arena)};
}

static ConditionPlace
walk_condition(Walk *walk)
{
	ConditionOp op = next_integer(walk);

	check_stack_depth();
	switch (op)
	{
		case CONDITION_ALL:
		case CONDITION_ANY:
			return walk_set(walk, op == CONDITION_ALL);
		case CONDITION_SHAPE:
			return walk_shape(walk);
		default:
			return walk_cone(walk, op);
	}
}

ConditionPlace
condition_place(const List *program, const Datum *values, const bool *nulls, Arena *arena)
{
	Walk walk = {.program = program, .values = values, .nulls = nulls, .arena = arena};

	return walk_condition(&walk);
}
