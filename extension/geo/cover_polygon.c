/*
 * cover_polygon.c
 *		How cells lie to polygons.
 *
 * Within a cell only the edges matter that come near it: with one place of which it is
 * known whether the polygon holds it, they tell of each other place there.  So the work
 * for a cell or a position hardly grows with the number of vertices.
 */
#include "geo/cover_shape.h"
#include "geo/polygon_path.h"

/* How far from all edges the known place must lie, of the reach of its cell. */
#define CLEARANCE 1e-3

typedef struct Piece
{
	CoverShape base;
	const Polygon *polygon;
	bool whole; /* all edges matter: the polygon itself is asked, and nothing below set */
	bool inside; /* is the place? */
	Vec place;
	size_t count;
	const Arc *edges[];
} Piece;

/* Does the polygon hold a place within the cell, near no edge? */
static bool
piece_holds(const Piece *piece, Vec place)
{
	Path path = path_between(piece->place, place);
	bool inside = piece->inside;

	for (size_t i = 0; i < piece->count; i++)
	{
		const Arc *e = piece->edges[i];
		double start = vec_dot(path.normal, e->start);
		double end = vec_dot(path.normal, e->end);

		if ((start >= 0) != (end >= 0))
			inside ^= path_crosses(&path, e, start, end);
	}
	return inside;
}

static PolygonSide
piece_place_side(const Piece *piece, Vec place, double touch)
{
	if (piece->whole)
		return polygon_side(piece->polygon, place, touch);
	for (size_t i = 0; i < piece->count; i++)
	{
		if (arc_touches(piece->edges[i], place, touch))
			return POLYGON_BORDER;
	}
	return piece_holds(piece, place) ? POLYGON_IN : POLYGON_OUT;
}

static CoverSide
piece_side(const CoverShape *shape, const CoverCell *cell)
{
	switch (piece_place_side((const Piece *) shape, cell->centre, cell->reach))
	{
		case POLYGON_OUT:
			return COVER_OUT;
		case POLYGON_IN:
			return COVER_IN;
		default:
			return COVER_PART;
	}
}

/* Find a place in a cell that is on no edge; false if none of a few is. */
static bool
find_place(const Piece *piece, const CoverCell *cell, Vec *place, bool *inside)
{
	static const double tries[][2] = {{0, 0}, {0.2, 0.07}, {-0.1, 0.2}, {-0.15, -0.22}};
	Vec x = vec_perpendicular(cell->centre);
	Vec y = vec_cross(cell->centre, x);

	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
	{
		Vec off = vec_add(vec_scale(x, tries[i][0] * cell->reach),
						  vec_scale(y, tries[i][1] * cell->reach));
		PolygonSide side;

		*place = vec_unit(vec_add(cell->centre, off));
		side = piece_place_side(piece, *place, CLEARANCE * cell->reach);
		*inside = side == POLYGON_IN;
		if (side != POLYGON_BORDER)
			return true;
	}
	return false;
}

static const CoverShape *
piece_narrow(const CoverShape *shape, const CoverCell *cell, Arena *arena)
{
	const Piece *from = (const Piece *) shape;
	size_t count = from->whole ? from->polygon->count : from->count;
	Piece *to = arena_alloc(arena, sizeof(Piece) + count * sizeof(Arc *));

	*to = (Piece){.base = from->base, .polygon = from->polygon};
	if (!find_place(from, cell, &to->place, &to->inside))
	{
		to->whole = true;
		return &to->base;
	}
	for (size_t i = 0; i < count; i++)
	{
		const Arc *e = from->whole ? &from->polygon->edges[i] : from->edges[i];

		if (arc_touches(e, cell->centre, cell->reach))
			to->edges[to->count++] = e;
	}
	return &to->base;
}

static double
piece_area(const CoverShape *shape)
{
	const Piece *piece = (const Piece *) shape;

	return piece->whole ? polygon_area(piece->polygon) : -1.0;
}

static const CoverOps piece_ops = {
	.side = piece_side, .narrow = piece_narrow, .area = piece_area};

const CoverShape *
cover_polygon(const Polygon *polygon, Arena *arena)
{
	Piece *piece = arena_new(arena, Piece);

	piece->base = (CoverShape){
		.ops = &piece_ops, .cap_centre = polygon->centre, .cap = polygon->cap};
	piece->polygon = polygon;
	piece->whole = true;
	return &piece->base;
}
