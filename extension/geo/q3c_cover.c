/*
 * q3c_cover.c
 *		From shapes to ranges of Q3C's cells.
 *
 * As cover.c does it for HEALPix: cells are divided level by level until too many meet
 * the border.  Then the nearest ranges are joined until few are left.
 */
#include <math.h>

#include "geo/q3c.h"

#define LEVELS	 30
#define FACES	 6
#define MAX_PART 24 /* cells on the border that are divided once more */

/*
 * Q3C's own rounding of a position within a face, of 2 across, is below 1e-15; whoever
 * lies between two faces may have a cell of either.
 */
#define ROUNDING 1e-13

/* What is left of the number of a cell when every other bit is dropped. */
static int64_t
every_other(int64_t bits)
{
	int64_t result = 0;

	for (int i = 0; bits >> (2 * i) != 0; i++)
		result |= (bits >> (2 * i) & 1) << i;
	return result;
}

/* A point of a face in space: the cube touches the unit sphere. */
static Vec
on_cube(int face, double x, double y)
{
	switch (face)
	{
		case 0:
			return (Vec){-y, x, 1.0};
		case 1:
			return (Vec){1.0, x, y};
		case 2:
			return (Vec){-x, 1.0, y};
		case 3:
			return (Vec){-1.0, -x, y};
		case 4:
			return (Vec){x, -1.0, y};
		default:
			return (Vec){y, x, -1.0};
	}
}

/*
 * The disc round a cell of a level.  Outside of the unit sphere central projection onto
 * it makes distances shorter, by the distance from its centre at least.
 */
static CoverCell
disc(int level, int64_t index)
{
	int64_t side = INT64_C(1) << level;
	int64_t in_face = index & (side * side - 1);
	double half = 1.0 / (double) side;
	double x = (double) (2 * every_other(in_face) + 1) * half - 1.0;
	double y = (double) (2 * every_other(in_face >> 1) + 1) * half - 1.0;
	Vec centre = on_cube((int) (index >> (2 * level)), x, y);
	double far = sqrt(vec_dot(centre, centre));
	double corner = M_SQRT2 * half;

	return (CoverCell){
		.centre = vec_scale(centre, 1.0 / far),
		.reach = corner / fmax(1.0, far - corner) + ROUNDING,
	};
}

/* Cells of a level that the shape meets, from number first on: those wholly inside too.
 */
typedef struct Cells
{
	Q3cRange *ranges; /* ascending; of numbers at level 30 */
	bool *inside;
	size_t count;
	size_t parts; /* how many are not inside */
	int level;
} Cells;

static void
add_cell(Cells *to, const CoverShape *shape, int64_t index)
{
	int shift = 2 * (LEVELS - to->level);
	CoverCell cell = disc(to->level, index);
	CoverSide side = cover_side(shape, &cell);

	if (side == COVER_OUT)
		return;
	to->ranges[to->count] = (Q3cRange){index << shift, ((index + 1) << shift) - 1};
	to->inside[to->count++] = side == COVER_IN;
	to->parts += side != COVER_IN;
}

static Cells
new_cells(int level, size_t room, Arena *arena)
{
	return (Cells){.ranges = arena_array(arena, room, sizeof(Q3cRange)),
				   .inside = arena_array(arena, room, sizeof(bool)),
				   .level = level};
}

static Cells
divide(const Cells *from, const CoverShape *shape, Arena *arena)
{
	Cells to = new_cells(from->level + 1, from->count + 3 * from->parts, arena);

	for (size_t i = 0; i < from->count; i++)
	{
		int64_t child = from->ranges[i].lo >> (2 * (LEVELS - to.level));

		if (from->inside[i])
		{
			to.ranges[to.count] = from->ranges[i];
			to.inside[to.count++] = true;
		}
		else
			for (int64_t end = child + 4; child < end; child++)
				add_cell(&to, shape, child);
	}
	return to;
}

/* Join the two ranges with the least between them. */
static void
join_nearest(Q3cRange *ranges, size_t *count)
{
	size_t nearest = 1;

	for (size_t i = 2; i < *count; i++)
	{
		if (ranges[i].lo - ranges[i - 1].hi < ranges[nearest].lo - ranges[nearest - 1].hi)
			nearest = i;
	}
	ranges[nearest - 1].hi = ranges[nearest].hi;
	for (size_t i = nearest + 1; i < *count; i++)
		ranges[i - 1] = ranges[i];
	(*count)--;
}

size_t
q3c_cover(const CoverShape *shape, Q3cRange ranges[Q3C_RANGES], Arena *arena)
{
	Cells cells = new_cells(0, FACES, arena);
	size_t count;

	for (int face = 0; face < FACES; face++)
		add_cell(&cells, shape, face);
	while (cells.parts > 0 && cells.parts <= MAX_PART && cells.level < LEVELS)
		cells = divide(&cells, shape, arena);
	count = cells.count;
	while (count > Q3C_RANGES)
		join_nearest(cells.ranges, &count);
	for (size_t i = 0; i < count; i++)
		ranges[i] = cells.ranges[i];
	return count;
}
