/*
 * arrangement.c
 *		Boundaries of regions cut where they meet.
 *
 * Arc by arc: what other arcs touch or cross it are its cuts, found through the trees of
 * the outlines.  A piece is asked for at its middle, where nothing else is near, or not
 * at all where nothing has happened since the piece before.
 */
#include "geo/arrangement.h"

#include <stdlib.h>

#include "geo/outline.h"

/* Cuts kept at a time; an arc with more is gone through in several passes. */
#define MOST_CUTS 128

typedef struct Cut
{
	double azimuth;
	Vec place;
} Cut;

typedef struct Cutter
{
	const Arrangement *how;
	Outline outlines[2];
	int outline_count;
	/* the arc in hand */
	int which;
	uint32_t number;
	const Arc *arc;
	double extent; /* azimuth of its end */
	/* its cuts beyond the azimuth after, up to horizon */
	double after;
	double horizon;
	Cut cuts[MOST_CUTS];
	int cut_count;
	bool cut_at_start;
	bool cut_at_end;
	/* what is known of the piece before: it goes on until the next cut */
	bool known;
	Piece piece;
} Cutter;

static int
compare_cuts(const void *a, const void *b)
{
	double first = ((const Cut *) a)->azimuth;
	double second = ((const Cut *) b)->azimuth;

	return (first > second) - (first < second);
}

static bool
are_near(Vec a, Vec b, double touch)
{
	Vec off = vec_sub(a, b);

	return vec_dot(off, off) <= touch * touch;
}

/* Note a cut; when there are too many, forget the farther half. */
static void
add_cut(Cutter *cutter, Vec place)
{
	double touch = cutter->how->touch;
	double azimuth;

	if (are_near(place, cutter->arc->start, touch))
		cutter->cut_at_start = true;
	else if (are_near(place, cutter->arc->end, touch))
		cutter->cut_at_end = true;
	else
	{
		azimuth = arc_azimuth(cutter->arc, place);
		if (azimuth <= cutter->after || azimuth > cutter->horizon)
			return;
		if (cutter->cut_count == MOST_CUTS)
		{
			cutter->cut_count /= 2;
			qsort(cutter->cuts, MOST_CUTS, sizeof(Cut), compare_cuts);
			cutter->horizon = cutter->cuts[cutter->cut_count - 1].azimuth;
			if (azimuth > cutter->horizon)
				return;
		}
		cutter->cuts[cutter->cut_count++] = (Cut){azimuth, place};
	}
}

/*
 * The cuts that another arc makes.  Arcs that follow each other have one end in common,
 * which is no cut.
 */
static void
cut_by(Cutter *cutter, int which, uint32_t number, const Arc *other)
{
	const Arc *arc = cutter->arc;
	const Outline *outline = &cutter->outlines[which];
	double touch = cutter->how->touch;
	bool same = which == cutter->which;
	bool next = same && number == outline_after(outline, cutter->number);
	bool last = same && number == outline_before(outline, cutter->number);
	Vec places[2];
	int count;

	if (!last && arc_touches(other, arc->start, touch))
		cutter->cut_at_start = true;
	if (!next && arc_touches(other, arc->end, touch))
		cutter->cut_at_end = true;
	if (!next && arc_touches(arc, other->start, touch))
		add_cut(cutter, other->start);
	if (!last && arc_touches(arc, other->end, touch))
		add_cut(cutter, other->end);
	if (next || last)
		return;
	/* In one order, so that both arcs are cut at the same place. */
	if (which < cutter->which || (same && number < cutter->number))
		count = arcs_meet(other, arc, touch, places);
	else
		count = arcs_meet(arc, other, touch, places);
	for (int i = 0; i < count; i++)
		add_cut(cutter, places[i]);
}

/* Collect the cuts beyond an azimuth. */
static void
find_cuts(Cutter *cutter, double after)
{
	Bounds bounds = arc_bounds(cutter->arc);
	double gap = 2.0 * cutter->how->touch;

	cutter->after = after;
	cutter->horizon = cutter->extent;
	cutter->cut_count = 0;
	cutter->cut_at_start = cutter->cut_at_end = false;
	for (int which = 0; which < cutter->outline_count; which++)
	{
		const Outline *outline = &cutter->outlines[which];

		for (uint32_t n = 0; n < outline->tree.count;)
		{
			const BoundsNode *node = &outline->tree.nodes[n];

			if (!bounds_meet(&node->bounds, &bounds, gap))
			{
				n = node->skip;
				continue;
			}
			for (uint32_t i = node->first; i < node->first + node->count; i++)
			{
				if ((which != cutter->which || i != cutter->number) &&
					!arcs_are_apart(cutter->arc, &outline->arcs[i], gap))
					cut_by(cutter, which, i, &outline->arcs[i]);
			}
			n++;
		}
	}
	if (cutter->cut_count > 1)
		qsort(cutter->cuts, (size_t) cutter->cut_count, sizeof(Cut), compare_cuts);
}

/* Does an arc that comes earlier run through a place of the arc in hand? */
static bool
is_repeated(const Cutter *cutter, Vec place)
{

	for (int which = 0; which <= cutter->which; which++)
	{
		const Outline *outline = &cutter->outlines[which];

		for (uint32_t n = 0; n < outline->tree.count;)
		{
			const BoundsNode *node = &outline->tree.nodes[n];

			if (!bounds_hold(&node->bounds, place, cutter->how->touch))
			{
				n = node->skip;
				continue;
			}
			for (uint32_t i = node->first; i < node->first + node->count; i++)
			{
				if (which == cutter->which && i >= cutter->number)
					return false;
				if (arc_touches(&outline->arcs[i], place, cutter->how->touch))
					return true;
			}
			n++;
		}
	}
	return false;
}

/* What belongs to the regions at a place and on its sides. */
static void
ask_regions(Cutter *cutter, Vec place, Vec left)
{
	const Arrangement *how = cutter->how;

	for (int i = 0; i < 2; i++)
		cutter->piece.sides[i] =
			how->regions[i] != NULL
				? region_sides(how->regions[i], place, left, how->touch)
				: 0;
}

/* Visit a place where boundaries meet. */
static bool
visit_place(Cutter *cutter, Vec place)
{
	cutter->known = false;
	cutter->piece.start = cutter->piece.end = place;
	cutter->piece.turn = 0;
	cutter->piece.repeated = false;
	ask_regions(cutter, place, (Vec){0, 0, 0});
	cutter->piece.sides[0] &= SIDE_ON;
	cutter->piece.sides[1] &= SIDE_ON;
	return cutter->how->visit(cutter->how->state, &cutter->piece);
}

/* Visit the piece between two cuts. */
static bool
visit_piece(Cutter *cutter, const Cut *from, const Cut *to)
{
	if (!cutter->known)
	{
		Vec middle = arc_place(cutter->arc, 0.5 * (from->azimuth + to->azimuth));

		ask_regions(cutter, middle, arc_left(cutter->arc, middle));
		cutter->piece.repeated =
			cutter->how->find_repeated && is_repeated(cutter, middle);
		cutter->known = true;
	}
	cutter->piece.start = from->place;
	cutter->piece.end = to->place;
	cutter->piece.turn = to->azimuth - from->azimuth;
	return cutter->how->visit(cutter->how->state, &cutter->piece);
}

/* Take an arc in hand; one that does not follow the last begins anew. */
static void
take_arc(Cutter *cutter, int which, uint32_t number)
{
	const Outline *outline = &cutter->outlines[which];

	if (which != cutter->which || number != cutter->number + 1 ||
		outline_before(outline, number) != cutter->number)
		cutter->known = false;
	cutter->which = which;
	cutter->number = number;
	cutter->arc = cutter->piece.arc = &outline->arcs[number];
	cutter->extent = arc_azimuth(cutter->arc, cutter->arc->end);
}

/* Visit the pieces up to the cuts in hand, beginning with one that begins at *from. */
static bool
visit_cuts(Cutter *cutter, Cut *from)
{
	double shortest = cutter->how->touch / cutter->arc->sine;
	double visited = -1;

	for (int i = 0; i < cutter->cut_count; i++)
	{
		const Cut *cut = &cutter->cuts[i];

		if (cut->azimuth - from->azimuth > shortest)
		{
			if (visit_piece(cutter, from, cut))
				return true;
			*from = *cut;
		}
		if (visited < 0 || cut->azimuth - visited > shortest)
		{
			visited = cut->azimuth;
			if (visit_place(cutter, cut->place))
				return true;
		}
	}
	return false;
}

/* Visit all pieces of an arc, and its start unless the last arc goes on there. */
static bool
visit_arc(Cutter *cutter)
{
	const Arc *arc = cutter->arc;
	Cut from = {0, arc->start};
	Cut end = {cutter->extent, arc->end};

	cutter->how->poll();
	find_cuts(cutter, 0);
	if ((cutter->cut_at_start || !cutter->known) && visit_place(cutter, arc->start))
		return true;
	for (double seen = -1.0;;)
	{
		if (visit_cuts(cutter, &from))
			return true;
		/* A rim too small for numbers has no azimuths: no end would ever be reached. */
		if (!(cutter->horizon < cutter->extent && cutter->horizon > seen))
			break;
		cutter->how->poll();
		seen = cutter->horizon;
		find_cuts(cutter, seen);
	}
	if (cutter->extent - from.azimuth > cutter->how->touch / arc->sine &&
		visit_piece(cutter, &from, &end))
		return true;
	cutter->known = cutter->known && !cutter->cut_at_end;
	return false;
}

/* Visit the arcs of an outline that lie within the limits. */
static bool
visit_outline(Cutter *cutter, int which)
{
	const Outline *outline = &cutter->outlines[which];
	const Bounds *limits = &cutter->how->limits[which];

	for (uint32_t n = 0; n < outline->tree.count;)
	{
		const BoundsNode *node = &outline->tree.nodes[n];

		if (!bounds_meet(&node->bounds, limits, 2.0 * cutter->how->touch))
		{
			n = node->skip;
			continue;
		}
		for (uint32_t i = node->first; i < node->first + node->count; i++)
		{
			take_arc(cutter, which, i);
			if (visit_arc(cutter))
				return true;
		}
		n++;
	}
	return false;
}

/* Visit the shapes of a region that are single places. */
static bool
visit_places(Cutter *cutter, const Region *region)
{
	const Region *shapes = region;
	uint32_t count = 1;
	Vec place;

	if (region->shape == SHAPE_REGION)
	{
		shapes = region->formula->shapes;
		count = region->formula->shape_count;
	}
	for (uint32_t i = 0; i < count; i++)
	{
		if (shape_is_place(&shapes[i], &place) && visit_place(cutter, place))
			return true;
	}
	return false;
}

/* Without any boundary all the sky is alike, but for single places: take any other. */
static bool
visit_sky(Cutter *cutter)
{
	static const Vec any = {0.48045647327, -0.76871325041, 0.42244239811};

	cutter->piece.arc = NULL;
	ask_regions(cutter, any, any);
	return cutter->how->visit(cutter->how->state, &cutter->piece);
}

static void
cutter_init(Cutter *cutter, const Arrangement *how)
{
	cutter->how = how;
	cutter->outline_count = 0;
	for (int i = 0; i < 2 && how->regions[i] != NULL; i++)
		outline_init(&cutter->outlines[cutter->outline_count++], how->regions[i]);
	cutter->which = -1;
	cutter->known = false;
}

bool
arrangement_visit(const Arrangement *arrangement)
{
	Cutter cutter;
	uint32_t arcs = 0;

	cutter_init(&cutter, arrangement);
	for (int i = 0; i < cutter.outline_count; i++)
	{
		arcs += cutter.outlines[i].count;
		cutter.piece.arc = NULL;
		if (visit_places(&cutter, arrangement->regions[i]) || visit_outline(&cutter, i))
			return true;
	}
	return arcs == 0 && visit_sky(&cutter);
}

bool
arrangement_is_knotted(const Region *region, RegionPoll poll)
{
	Arrangement how = {.regions = {region}, .touch = ARRANGEMENT_TOUCH, .poll = poll};
	Cutter cutter;

	cutter_init(&cutter, &how);
	for (uint32_t i = 0; i < cutter.outlines[0].count; i++)
	{
		poll();
		take_arc(&cutter, 0, i);
		find_cuts(&cutter, 0);
		if (cutter.cut_count > 0 || cutter.cut_at_start || cutter.cut_at_end)
			return true;
	}
	return false;
}
