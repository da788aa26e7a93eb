/*
 * stretch.c
 *		From values of pixels to levels of brightness.
 */
#include "fits_helper/stretch.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define SAMPLES	   1000
#define CONTRAST   0.25
#define REJECTED   2.5 /* standard deviations from the line */
#define KEPT_LEAST 0.5 /* of the samples; with fewer the line says nothing */
#define LEAST	   5
#define ITERATIONS 5
#define GROWN	   0.01 /* of the samples, round each that is rejected */
#define SOFTENING  0.1

/* Sorted samples with a line through those that are kept. */
typedef struct Ranks
{
	double values[SAMPLES];
	bool rejected[SAMPLES];
	int count;
	double slope;
	double offset;
} Ranks;

static int
compare(const void *a, const void *b)
{
	double x = *(const double *) a;
	double y = *(const double *) b;

	return (x > y) - (x < y);
}

/* Take finite values, evenly spread. */
static void
take_samples(Ranks *ranks, const float *values, size_t count)
{
	size_t finite = 0;
	size_t step;
	size_t seen = 0;

	for (size_t i = 0; i < count; i++)
		finite += isfinite(values[i]) != 0;
	step = finite > SAMPLES ? finite / SAMPLES : 1;
	ranks->count = 0;
	for (size_t i = 0; i < count && ranks->count < SAMPLES; i++)
		if (isfinite(values[i]) && seen++ % step == 0)
			ranks->values[ranks->count++] = values[i];
	if (ranks->count > 1)
		qsort(ranks->values, (size_t) ranks->count, sizeof(double), compare);
}

/* The line of least squares through the samples that are kept. */
static void
fit_line(Ranks *ranks)
{
	double n = 0;
	double x = 0;
	double y = 0;
	double xx = 0;
	double xy = 0;

	for (int i = 0; i < ranks->count; i++)
		if (!ranks->rejected[i])
		{
			n += 1;
			x += i;
			y += ranks->values[i];
		}
	x /= n;
	y /= n;
	for (int i = 0; i < ranks->count; i++)
		if (!ranks->rejected[i])
		{
			xx += (i - x) * (i - x);
			xy += (i - x) * (ranks->values[i] - y);
		}
	ranks->slope = xx > 0 ? xy / xx : 0;
	ranks->offset = y - ranks->slope * x;
}

static double
off_line(const Ranks *ranks, int i)
{
	return ranks->values[i] - (ranks->offset + ranks->slope * i);
}

/* Reject what is far from the line, and what is beside it; how many are kept. */
static int
reject(Ranks *ranks, int kept)
{
	bool far[SAMPLES];
	int grown = (int) (ranks->count * GROWN);
	double squares = 0;
	double limit;

	for (int i = 0; i < ranks->count; i++)
		if (!ranks->rejected[i])
			squares += off_line(ranks, i) * off_line(ranks, i);
	limit = REJECTED * sqrt(squares / kept);
	for (int i = 0; i < ranks->count; i++)
		far[i] = ranks->rejected[i] || fabs(off_line(ranks, i)) > limit;
	kept = 0;
	for (int i = 0; i < ranks->count; i++)
	{
		ranks->rejected[i] = far[i];
		for (int j = i - grown / 2; j < i - grown / 2 + grown; j++)
			ranks->rejected[i] |= j >= 0 && j < ranks->count && far[j];
		kept += !ranks->rejected[i];
	}
	return kept;
}

Limits
zscale(const float *values, size_t count)
{
	Ranks ranks = {0};
	Limits limits = {0, 0};
	int least;
	int kept;
	double reach;
	double median;

	take_samples(&ranks, values, count);
	if (ranks.count == 0)
		return limits;
	limits = (Limits){ranks.values[0], ranks.values[ranks.count - 1]};
	least = (int) fmax(ranks.count * KEPT_LEAST, LEAST);
	kept = ranks.count;
	for (int i = 0, before = kept + 1; i < ITERATIONS && kept < before && kept >= least;
		 i++)
	{
		before = kept;
		fit_line(&ranks);
		kept = reject(&ranks, kept);
	}
	if (kept < least)
		return limits;
	median = (ranks.values[(ranks.count - 1) / 2] + ranks.values[ranks.count / 2]) / 2;
	reach = ranks.slope / CONTRAST * (ranks.count - 1) / 2;
	limits.low = fmax(limits.low, median - reach);
	limits.high = fmin(limits.high, median + reach);
	return limits;
}

unsigned char
asinh_level(const Limits *limits, float value)
{
	double x = (value - limits->low) / (limits->high - limits->low);

	if (isnan(value))
		return 0;
	if (!(limits->high > limits->low))
		return 128;
	x = fmin(fmax(x, 0), 1);
	return (unsigned char) (1 +
							lround(254 * asinh(x / SOFTENING) / asinh(1 / SOFTENING)));
}
