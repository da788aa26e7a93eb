/*
 * extent_bins.c
 *		Statistics of extents: from samples to bins, from bins to shares.
 */
#include "index/extent_bins.h"

/* Bins are taken to reach over their neighbours, so that there are no gaps between. */
#define BLUR 1.5

/* ---- from samples to bins ---- */

/* Sizes in one bin differ by less; else a few large shapes would count as many small. */
#define SIZE_RATIO 8.0f

typedef struct Sample
{
	float middle[3];
	float radius;
} Sample;

typedef struct Group
{
	Sample *samples;
	size_t count;
	double mean[3];
	double variance[3];
	double error; /* how much there is to gain by parting it */
} Group;

/*
 * The box round a disc is 2c sqrt(1 - n^2) long along an axis, where n is the component
 * of the disc's centre; the squares add up to 8 c^2 in any direction.
 */
double
extent_radius(const Extent *extent)
{
	double sum = 0;

	for (int i = 0; i < 3; i++)
	{
		double side = (double) extent->high[i] - (double) extent->low[i];

		sum += side * side;
	}
	return fmin(sqrt(sum / 8.0), 2.0);
}

/* Many shapes in a small place weigh as much as few in a large one: by both, squared. */
static Group
group_of(Sample *samples, size_t count)
{
	Group group = {.samples = samples, .count = count};
	double n = (double) count;

	for (int k = 0; k < 3; k++)
	{
		for (size_t i = 0; i < count; i++)
			group.mean[k] += (double) samples[i].middle[k] / n;
		for (size_t i = 0; i < count; i++)
		{
			double off = (double) samples[i].middle[k] - group.mean[k];

			group.variance[k] += off * off / n;
		}
		group.error += group.variance[k] * n * n;
	}
	return group;
}

static double
sample_number(const Sample *sample, int axis)
{
	return (double) (axis < 3 ? sample->middle[axis] : sample->radius);
}

/*
 * Part a group in the samples whose middle along an axis, or radius, is below a number,
 * and the rest; false if all are on one side.
 */
static bool
part_group(Group *group, int axis, double at, Group *rest)
{
	Sample *samples = group->samples;
	size_t count = group->count;
	size_t below = 0;

	for (size_t i = 0; i < count; i++)
	{
		Sample sample = samples[i];

		if (sample_number(&sample, axis) < at)
		{
			samples[i] = samples[below];
			samples[below++] = sample;
		}
	}
	if (below == 0 || below == count)
		return false;
	*group = group_of(samples, below);
	*rest = group_of(samples + below, count - below);
	return true;
}

/* Begin with a group for each class of sizes; returns how many there are. */
static size_t
part_sizes(Group *groups, size_t most)
{
	const Group *all = &groups[0];
	size_t made = 1;

	while (made < most)
	{
		float largest = 0;

		for (size_t i = 0; i < all->count; i++)
			largest = fmaxf(largest, all->samples[i].radius);
		if (!part_group(&groups[0], 3, (double) (largest / SIZE_RATIO), &groups[made]))
			break;
		made++;
	}
	return made;
}

/* Part the group with most to gain at its mean, as long as there is one. */
static size_t
part_places(Group *groups, size_t made, size_t most)
{
	while (made < most)
	{
		Group *worst = groups;
		int widest = 0;

		for (Group *g = groups; g < groups + made; g++)
		{
			if (g->error > worst->error)
				worst = g;
		}
		if (worst->error == 0)
			break;
		for (int k = 1; k < 3; k++)
		{
			if (worst->variance[k] > worst->variance[widest])
				widest = k;
		}
		if (part_group(worst, widest, worst->mean[widest], &groups[made]))
			made++;
		else
			worst->error = 0;
	}
	return made;
}

static ExtentBin
bin_of_group(const Group *group, size_t all)
{
	double squares = 0;

	for (size_t i = 0; i < group->count; i++)
		squares += (double) (group->samples[i].radius * group->samples[i].radius);
	return (ExtentBin){
		.share = (float) ((double) group->count / (double) all),
		.centre = {(float) group->mean[0],
				   (float) group->mean[1],
				   (float) group->mean[2]},
		/* The mean square of distances from the middle of a disc is half of r^2. */
		.spread = (float) sqrt(
			2.0 * (group->variance[0] + group->variance[1] + group->variance[2])),
		.radius = (float) sqrt(squares / (double) group->count),
	};
}

size_t
extent_bins_make(
	ExtentBin *bins, size_t most, const Extent *extents, size_t count, Arena *arena)
{
	Sample *samples = arena_array(arena, count, sizeof(Sample));
	Group *groups = arena_array(arena, most, sizeof(Group));
	size_t made;

	if (count == 0 || most == 0)
		return 0;
	for (size_t i = 0; i < count; i++)
	{
		for (int k = 0; k < 3; k++)
			samples[i].middle[k] = 0.5f * (extents[i].low[k] + extents[i].high[k]);
		samples[i].radius = (float) extent_radius(&extents[i]);
	}
	groups[0] = group_of(samples, count);
	made = part_places(groups, part_sizes(groups, most), most);
	for (size_t i = 0; i < made; i++)
		bins[i] = bin_of_group(&groups[i], count);
	return made;
}

/* ---- from bins to shares ---- */

/* How near middles must be for a relation of two sizes. */
static double
reach_of(ExtentRelation relation, double radius, double other_radius)
{
	switch (relation)
	{
		case EXTENT_COVERS:
			return radius > other_radius ? radius - other_radius : 0.0;
		case EXTENT_WITHIN:
			return other_radius > radius ? other_radius - radius : 0.0;
		default:
			return radius + other_radius;
	}
}

/*
 * Which part of a disc lies within reach of a place?  In between all and nothing taken to
 * change evenly with the distance.
 */
static double
disc_part(double spread, double distance, double reach)
{
	double less = fmin(spread, reach);
	double ratio;

	if (spread <= 0)
		return distance <= reach ? 1.0 : 0.0;
	if (less <= 0 || distance >= spread + reach)
		return 0.0;
	ratio = less / spread;
	return ratio * ratio * fmin((spread + reach - distance) / (2.0 * less), 1.0);
}

static double
distance_squared(const float *a, const float *b)
{
	double x = (double) a[0] - (double) b[0];
	double y = (double) a[1] - (double) b[1];
	double z = (double) a[2] - (double) b[2];

	return x * x + y * y + z * z;
}

/*
 * The share of the pairs of one extent of each bin that stand in a relation.  Bins that
 * are too far apart are most: they take no root.
 */
static double
bins_share(const ExtentBin *a, ExtentRelation relation, const ExtentBin *b)
{
	double reach = reach_of(relation, (double) a->radius, (double) b->radius);
	double most = BLUR * ((double) a->spread + (double) b->spread) + reach;
	double squared = distance_squared(a->centre, b->centre);
	double spread;

	if (squared > most * most)
		return 0.0;
	spread =
		BLUR * sqrt((double) (a->spread * a->spread) + (double) (b->spread * b->spread));
	return (double) (a->share * b->share) * disc_part(spread, sqrt(squared), reach);
}

/* A bin in the place of a single extent. */
static ExtentBin
bin_of_extent(const Extent *extent)
{
	ExtentBin bin = {.share = 1.0f, .radius = (float) extent_radius(extent)};

	for (int i = 0; i < 3; i++)
		bin.centre[i] = 0.5f * (extent->low[i] + extent->high[i]);
	return bin;
}

double
extent_bins_share(const ExtentBin *bins,
				  size_t count,
				  ExtentRelation relation,
				  const Extent *other)
{
	ExtentBin bin = bin_of_extent(other);

	return extent_bins_pairs(bins, count, relation, &bin, 1);
}

double
extent_bins_anywhere(const ExtentBin *bins,
					 size_t count,
					 ExtentRelation relation,
					 double radius)
{
	double sum = 0;

	for (const ExtentBin *bin = bins; bin < bins + count; bin++)
	{
		double reach = reach_of(relation, (double) bin->radius, radius);

		sum += (double) bin->share * fmin(0.25 * reach * reach, 1.0);
	}
	return sum;
}

double
extent_bins_pairs(const ExtentBin *first,
				  size_t first_count,
				  ExtentRelation relation,
				  const ExtentBin *second,
				  size_t second_count)
{
	double sum = 0;

	for (const ExtentBin *b = second; b < second + second_count; b++)
	{
		for (const ExtentBin *a = first; a < first + first_count; a++)
			sum += bins_share(a, relation, b);
	}
	return sum;
}

double
extent_bins_radius(const ExtentBin *bins, size_t count)
{
	double sum = 0;

	for (const ExtentBin *bin = bins; bin < bins + count; bin++)
		sum += (double) (bin->share * bin->radius * bin->radius);
	return sqrt(sum);
}
