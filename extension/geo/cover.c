/*
 * cover.c
 *		From shapes to ranges of keys.
 *
 * Cells are divided level by level, those that are wholly inside or outside left as they
 * are, until the limits are reached.  The cells are kept in the order of their keys.
 */
#include "geo/cover.h"

#include <stdlib.h>

#include "geo/angle.h"

/*
 * Chord from the centre of a cell to its farthest corner, times 2^order: of cells nearer
 * to the equator than sin lat = 0.6, and of any cell.  Measured over all cells up to
 * order 10; the unit test measures again.
 */
#define REACH_BELT	0.87
#define REACH_GORE	1.07
#define BELT_HEIGHT 0.6

/*
 * A position on the border of two cells may have the key of either.  A cell of order 29
 * is 2e-9 across at most.
 */
#define KEY_ROUNDING 1e-13

/*
 * On the way along a chord the columns and rows of a face change by so much at most, in
 * units of the face: 1.45 where four gores meet, with room for the arc over the chord.
 */
#define FACE_STRETCH 1.5

#define KEY_BITS(order) (2 * (HEALPIX_MAX_ORDER - (order)))

CoverCell
cover_cell(int order, int64_t index)
{
	HealpixCell cell = healpix_cell(order, index);
	CoverCell result = {
		.first = index << KEY_BITS(order),
		.end = (index + 1) << KEY_BITS(order),
		.centre = healpix_direction(cell, 0.5, 0.5),
	};

	result.reach = (fabs(result.centre.z) < BELT_HEIGHT ? REACH_BELT : REACH_GORE) /
					   (double) (UINT32_C(1) << order) +
				   KEY_ROUNDING;
	return result;
}

/* A level of the division: cells that meet the border, and what is inside so far. */
typedef struct Pieces
{
	CoverRange *list; /* ascending */
	size_t count;
	int order;	  /* of the cells that meet the border */
	size_t parts; /* how many these are */
} Pieces;

/* Add a cell of the level, unless it is wholly outside the shape. */
static void
add_piece(Pieces *to, int64_t index, const CoverShape *shape, Arena *arena)
{
	CoverCell at = cover_cell(to->order, index);
	CoverSide side = cover_side(shape, &at);

	if (side == COVER_OUT)
		return;
	if (side == COVER_IN)
		shape = NULL;
	else
	{
		to->parts++;
		if (shape->ops->narrow != NULL)
			shape = shape->ops->narrow(shape, &at, arena);
	}
	to->list[to->count++] = (CoverRange){at.first, at.end, shape};
}

int
cover_near(double lon, double lat, double chord, int order, int64_t cells[4])
{
	const double side = (double) (UINT32_C(1) << HEALPIX_MAX_ORDER);
	int shift = HEALPIX_MAX_ORDER - order;
	int64_t key;
	HealpixCell at;
	int64_t width;
	int64_t low[2];
	int64_t high[2];
	int count = 0;

	if (!(chord < 0.1) || !healpix_key(lon, lat, &key))
		return 0;
	at = healpix_cell(HEALPIX_MAX_ORDER, key);
	width = (int64_t) (FACE_STRETCH * chord * side) + 2;
	low[0] = at.x - width;
	low[1] = at.y - width;
	high[0] = at.x + width;
	high[1] = at.y + width;
	if (low[0] < 0 || low[1] < 0 || high[0] >= (int64_t) side ||
		high[1] >= (int64_t) side)
		return 0;
	for (int i = 0; i < 2; i++)
	{
		low[i] >>= shift;
		high[i] >>= shift;
		if (high[i] - low[i] > 1)
			return 0;
	}
	for (int64_t y = low[1]; y <= high[1]; y++)
	{
		for (int64_t x = low[0]; x <= high[0]; x++)
			cells[count++] = healpix_cell_index(
				(HealpixCell){order, at.face, (uint32_t) x, (uint32_t) y});
	}
	return count;
}

int
cover_order(double chord)
{
	/* What cover_near() takes the disc for, in units of a face. */
	double size = 2.0 * FACE_STRETCH * chord + 5.0 / (1 << HEALPIX_MAX_ORDER);
	int order = 0;

	for (; order < HEALPIX_MAX_ORDER && 2.0 * size < 1.0; order++)
		size *= 2.0;
	return order;
}

static int
by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *) a;
	int64_t y = *(const int64_t *) b;

	return (x > y) - (x < y);
}

/* Where to begin: the few cells round a small shape, or all twelve faces. */
static Pieces
first_pieces(const CoverShape *shape, int max_order, Arena *arena)
{
	Pieces pieces = {.list = arena_array(arena, 12, sizeof(CoverRange))};
	int order = cover_order(shape->cap);
	int64_t cells[12];
	int count;
	double lon;
	double lat;

	if (order > max_order)
		order = max_order;
	vec_to_degrees(shape->cap_centre, &lon, &lat);
	count = cover_near(lon, lat, shape->cap, order, cells);
	if (count == 0)
	{
		order = 0;
		for (int face = 0; face < 12; face++)
			cells[count++] = face;
	}
	qsort(cells, (size_t) count, sizeof(cells[0]), by_value);
	pieces.order = order;
	for (int i = 0; i < count; i++)
		add_piece(&pieces, cells[i], shape, arena);
	return pieces;
}

/* Divide the cells that meet the border. */
static Pieces
divide_pieces(const Pieces *from, Arena *arena)
{
	Pieces to = {.order = from->order + 1};

	to.list = arena_array(arena, from->count + 3 * from->parts, sizeof(CoverRange));
	for (const CoverRange *r = from->list; r < from->list + from->count; r++)
	{
		int64_t child = r->lo >> KEY_BITS(to.order);

		if (r->shape == NULL)
		{
			to.list[to.count++] = *r;
			continue;
		}
		for (int64_t end = child + 4; child < end; child++)
			add_piece(&to, child, r->shape, arena);
	}
	return to;
}

/* One range of those that follow each other and are asked alike, in place. */
static Cover
join_pieces(const Pieces *pieces)
{
	Cover cover = {.ranges = pieces->list};

	for (const CoverRange *r = pieces->list; r < pieces->list + pieces->count; r++)
	{
		CoverRange *last = cover.ranges + cover.count - 1;

		if (cover.count > 0 && last->hi == r->lo && last->shape == r->shape)
			last->hi = r->hi;
		else
			cover.ranges[cover.count++] = *r;
	}
	return cover;
}

Cover
cover_make(const CoverShape *shape, CoverLimits limits, Arena *arena)
{
	Pieces pieces = first_pieces(shape, limits.order, arena);

	while (pieces.parts > 0 && pieces.parts <= limits.cells &&
		   pieces.order < limits.order)
		pieces = divide_pieces(&pieces, arena);
	return join_pieces(&pieces);
}
