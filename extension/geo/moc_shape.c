/*
 * moc_shape.c
 *		MOCs and shapes: the cells that a shape meets, whether it meets a MOC.
 *
 * How a cell lies to a shape is told by a disc round the cell (geo/cover.h).  In doubt
 * the cell is divided further, as long as it is not far smaller than what matters.
 */
#include <string.h>

#include "geo/healpix.h"
#include "geo/moc.h"

/* Levels below the order in question that a cell in doubt is divided. */
#define DEEPER 6

/* Cells looked at before doubt counts as yes, in one question about a MOC. */
#define MOST_LOOKS 200000

/* Cells looked at for one MOC before it is refused. */
#define MOST_CELLS 20000000

/*
 * Going down into cells one after the other: of each level only the last narrowed shape
 * is wanted, so each has an arena that is emptied for the next one.
 */
typedef struct Descent
{
	Arena levels[HEALPIX_MAX_ORDER + 1];
	int64_t looks;
	void (*poll)(void);
} Descent;

static void
descent_init(Descent *descent, const Arena *like, void (*poll)(void))
{
	for (int i = 0; i <= HEALPIX_MAX_ORDER; i++)
		arena_init(&descent->levels[i], like->source, like->owner, like->limit);
	descent->looks = 0;
	descent->poll = poll;
}

static void
descent_fini(Descent *descent)
{
	for (int i = 0; i <= HEALPIX_MAX_ORDER; i++)
		arena_fini(&descent->levels[i]);
}

static CoverSide
look_at(Descent *descent, const CoverShape *shape, const CoverCell *cell)
{
	if (++descent->looks % 1024 == 0)
		descent->poll();
	return cover_side(shape, cell);
}

/* The shape as it is within a cell in doubt. */
static const CoverShape *
narrow(Descent *descent, const CoverShape *shape, const CoverCell *cell, int order)
{
	Arena *arena = &descent->levels[order];

	if (shape->ops->narrow == NULL)
		return shape;
	arena_fini(arena);
	return shape->ops->narrow(shape, cell, arena);
}

/* Does the shape have a position in the cell?  Yes in doubt at the deepest order. */
static bool
cell_meets(
	Descent *descent, const CoverShape *shape, int order, int64_t index, int deepest)
{
	CoverCell cell = cover_cell(order, index);

	switch (look_at(descent, shape, &cell))
	{
		case COVER_OUT:
			return false;
		case COVER_IN:
			return true;
		default:
			break;
	}
	if (order == deepest)
		return true;
	shape = narrow(descent, shape, &cell, order);
	for (int64_t child = 4 * index; child < 4 * index + 4; child++)
	{
		if (cell_meets(descent, shape, order + 1, child, deepest))
			return true;
	}
	return false;
}

static int
deepest_below(int order)
{
	return order + DEEPER < HEALPIX_MAX_ORDER ? order + DEEPER : HEALPIX_MAX_ORDER;
}

/* ---- the MOC of a shape ---- */

typedef struct Builder
{
	int order;
	Descent descent;
	Arena *arena;
	MocRange *ranges;
	size_t count;
	size_t room;
	bool full; /* beyond a limit */
} Builder;

static void
add_cell(Builder *builder, const CoverCell *cell)
{
	MocRange *last = builder->ranges + builder->count - 1;

	if (builder->count > 0 && last->hi == cell->first)
	{
		last->hi = cell->end;
		return;
	}
	if (builder->count == builder->room)
	{
		MocRange *larger =
			arena_array(builder->arena, 2 * builder->room, sizeof(MocRange));

		memcpy(larger, builder->ranges, builder->count * sizeof(MocRange));
		builder->ranges = larger;
		builder->room *= 2;
	}
	builder->ranges[builder->count++] = (MocRange){cell->first, cell->end};
	builder->full = builder->count > MOC_MAX_RANGES;
}

/* Add what the shape meets within a cell; the cells come in the order of their keys. */
static void
add_cells(Builder *builder, const CoverShape *shape, int order, int64_t index)
{
	Descent *descent = &builder->descent;
	CoverCell cell = cover_cell(order, index);
	CoverSide side = look_at(descent, shape, &cell);

	if (descent->looks > MOST_CELLS)
		builder->full = true;
	if (side == COVER_OUT || builder->full)
		return;
	if (side == COVER_PART && order < builder->order)
	{
		shape = narrow(descent, shape, &cell, order);
		for (int64_t child = 4 * index; child < 4 * index + 4; child++)
			add_cells(builder, shape, order + 1, child);
	}
	else if (side == COVER_IN ||
			 cell_meets(descent, shape, order, index, deepest_below(order)))
		add_cell(builder, &cell);
}

bool
moc_of_shape(
	const CoverShape *shape, MocLimits limits, Arena *arena, Moc *moc, SkyError *err)
{
	Builder builder = {.order = limits.order, .arena = arena, .room = 64};

	builder.ranges = arena_array(arena, builder.room, sizeof(MocRange));
	descent_init(&builder.descent, arena, limits.poll);
	for (int64_t face = 0; face < 12; face++)
		add_cells(&builder, shape, 0, face);
	descent_fini(&builder.descent);
	if (builder.full)
	{
		sky_error(
			err, SKY_E_LIMIT, -1, "the MOC of order %d has too many cells", limits.order);
		return sky_error_hint(err, "Take a lower order.");
	}
	*moc = (Moc){limits.order, builder.ranges, builder.count};
	return true;
}

/* ---- does a shape meet a MOC? ---- */

typedef struct Question
{
	const Moc *moc;
	bool rest; /* of the cells that are not in the MOC */
	int deepest;
	Descent descent;
} Question;

static bool
meets_within(Question *q, const CoverShape *shape, int order, int64_t index)
{
	CoverCell cell = cover_cell(order, index);

	if (moc_share(q->moc, cell.first, cell.end) == (q->rest ? MOC_ALL : MOC_NOTHING))
		return false;
	switch (look_at(&q->descent, shape, &cell))
	{
		case COVER_OUT:
			return false;
		case COVER_IN:
			return true;
		default:
			break;
	}
	if (order == q->deepest || q->descent.looks > MOST_LOOKS)
		return true;
	shape = narrow(&q->descent, shape, &cell, order);
	for (int64_t child = 4 * index; child < 4 * index + 4; child++)
	{
		if (meets_within(q, shape, order + 1, child))
			return true;
	}
	return false;
}

static bool
ask(Question *q, const CoverShape *shape, const Arena *arena, void (*poll)(void))
{
	bool found = false;

	q->deepest = deepest_below(q->moc->order);
	descent_init(&q->descent, arena, poll);
	for (int64_t face = 0; face < 12 && !found; face++)
		found = meets_within(q, shape, 0, face);
	descent_fini(&q->descent);
	return found;
}

bool
moc_meets_shape(const Moc *moc,
				const CoverShape *shape,
				const Arena *arena,
				void (*poll)(void))
{
	Question q = {.moc = moc};

	return ask(&q, shape, arena, poll);
}

bool
moc_holds_shape(const Moc *moc,
				const CoverShape *shape,
				const Arena *arena,
				void (*poll)(void))
{
	Question q = {.moc = moc, .rest = true};

	return !ask(&q, shape, arena, poll);
}
