/*
 * cover_moc.c
 *		How cells lie to a MOC: told by their keys alone.
 */
#include "geo/cover_shape.h"

typedef struct CoverMoc
{
	CoverShape base;
	Moc moc;
} CoverMoc;

static CoverSide
moc_side(const CoverShape *shape, const CoverCell *cell)
{
	switch (moc_share(&((const CoverMoc *) shape)->moc, cell->first, cell->end))
	{
		case MOC_NOTHING:
			return COVER_OUT;
		case MOC_ALL:
			return COVER_IN;
		default:
			return COVER_PART;
	}
}

/* Those of the ranges that lie in the cell, or in part. */
static const CoverShape *
moc_narrow(const CoverShape *shape, const CoverCell *cell, Arena *arena)
{
	const CoverMoc *from = (const CoverMoc *) shape;
	CoverMoc *to = arena_new(arena, CoverMoc);
	size_t first = (size_t) (moc_range_after(&from->moc, cell->first) - from->moc.ranges);
	size_t end = (size_t) (moc_range_after(&from->moc, cell->end) - from->moc.ranges);

	/* One more may begin in the cell and end beyond it. */
	if (end < from->moc.count && from->moc.ranges[end].lo < cell->end)
		end++;
	to->base = from->base;
	to->moc = (Moc){from->moc.order, from->moc.ranges + first, end - first};
	return &to->base;
}

static double
moc_cover_area(const CoverShape *shape)
{
	double keys = 0;
	const Moc *moc = &((const CoverMoc *) shape)->moc;

	for (size_t i = 0; i < moc->count; i++)
		keys += (double) (moc->ranges[i].hi - moc->ranges[i].lo);
	return keys * 4.0 * M_PI / (double) healpix_cells(HEALPIX_MAX_ORDER);
}

static const CoverOps moc_ops = {
	.side = moc_side, .narrow = moc_narrow, .area = moc_cover_area};

const CoverShape *
cover_moc(const Moc *moc, Arena *arena)
{
	CoverMoc *cover = arena_new(arena, CoverMoc);

	cover->base = (CoverShape){.ops = &moc_ops, .cap = POLYGON_NO_CAP};
	cover->moc = *moc;
	return &cover->base;
}
