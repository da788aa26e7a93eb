/*
 * rank_pg.c
 *		How many entries of a btree are in a range of keys, by where they are in the tree.
 *
 * Pages of a level are taken to have as many entries below each, so the places at which a
 * descent turns off give its rank as a share of all.  A descent takes half a microsecond.
 */
#include "postgres.h"

#include "index/rank_pg.h"

#include "access/nbtree.h"
#include "storage/bufmgr.h"

#include "geo/healpix.h"
#include "index/leaf_pg.h"

/* Where a key would be. */
typedef struct Rank
{
	double share; /* of all entries, that is below */
	BlockNumber leaf;
	OffsetNumber at; /* there */
	double spacing;	 /* of the keys there; 0 if unknown */
} Rank;

/*
 * Turn off at one page, locked; it is unlocked.  Returns the child to go to, or none from
 * a leaf.  *level: that of the page above; *width: the share of all entries that are
 * below the page; both are left as the next page wants them.
 */
static BlockNumber
turn_off(Buffer buffer, int64 key, Rank *rank, uint32 *level, double *width)
{
	Page page = BufferGetPage(buffer);
	BTPageOpaque opaque = BTPageGetOpaque(page);
	OffsetNumber first = P_FIRSTDATAKEY(opaque);
	OffsetNumber max = PageGetMaxOffsetNumber(page);
	BlockNumber child = InvalidBlockNumber;
	OffsetNumber at;

	/* No lock couples the levels: the page may be of another place by now. */
	if (P_IGNORE(opaque) || max < first || opaque->btpo_level >= *level)
	{
		UnlockReleaseBuffer(buffer);
		return child;
	}
	*level = opaque->btpo_level;
	if (P_ISLEAF(opaque))
	{
		at = leaf_first_at_least(page, first, max, key);
		rank->leaf = BufferGetBlockNumber(buffer);
		rank->at = at;
		if (max > first)
			rank->spacing =
				((double) leaf_key(page, max) - (double) leaf_key(page, first)) /
				(max - first);
	}
	else
	{
		/* The first child has no lower bound. */
		at = leaf_first_at_least(page, first + 1, max, key) - 1;
		child = BTreeTupleGetDownLink(
			(IndexTuple) PageGetItem(page, PageGetItemId(page, at)));
	}
	*width /= max - first + 1;
	rank->share += *width * (at - first);
	UnlockReleaseBuffer(buffer);
	return child;
}

static Rank
find_rank(Relation index, int64 key)
{
	Rank rank = {.leaf = InvalidBlockNumber};
	uint32 level = PG_UINT32_MAX;
	double width = 1.0;
	Buffer buffer = _bt_getroot(index, BT_READ);

	while (BufferIsValid(buffer))
	{
		BlockNumber child = turn_off(buffer, key, &rank, &level, &width);

		if (child == InvalidBlockNumber)
			break;
		buffer = _bt_getbuf(index, child, BT_READ);
	}
	return rank;
}

/* The entries between two places of a leaf, of which a tuple has all of one key. */
static double
entries_between(Relation index, const Rank *from, const Rank *to)
{
	Buffer buffer = _bt_getbuf(index, from->leaf, BT_READ);
	Page page = BufferGetPage(buffer);
	BTPageOpaque opaque = BTPageGetOpaque(page);
	double entries = 0;

	/* It may have become another page meanwhile. */
	if (P_ISLEAF(opaque) && !P_IGNORE(opaque))
	{
		OffsetNumber end = Min(to->at, PageGetMaxOffsetNumber(page) + 1);

		for (OffsetNumber at = from->at; at < end; at++)
		{
			IndexTuple tuple = (IndexTuple) PageGetItem(page, PageGetItemId(page, at));

			entries += BTreeTupleIsPosting(tuple) ? BTreeTupleGetNPosting(tuple) : 1;
		}
	}
	UnlockReleaseBuffer(buffer);
	return entries;
}

double
rank_rows(Relation index, int64 lo, int64 hi, double entries)
{
	Rank from = find_rank(index, lo);
	Rank to = find_rank(index, hi);

	if (from.leaf == to.leaf && from.leaf != InvalidBlockNumber)
		return from.at < to.at ? entries_between(index, &from, &to) : 0;
	return Max(to.share - from.share, 0.0) * entries;
}

double
rank_spacing(Relation index, int64 key, double entries)
{
	double even = (double) healpix_cells(HEALPIX_MAX_ORDER) / Max(entries, 1.0);
	Rank rank = find_rank(index, key);

	return rank.spacing > 0 ? Min(rank.spacing, even) : even;
}
