/*
 * sample.c
 *		Images in another size, by reading no more rows than that takes.
 *
 * Whole rows are read, because a page of the file and a tile of a compressed image hold
 * much of a row; between them some are left out.
 */
#include "fits_helper/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_EACH  2		  /* rows read for one of the picture */
#define MAX_PLANES 256		  /* of a cube, for the mean */
#define MAX_READ   (1L << 26) /* pixels that more than one plane may cost */
#define MAX_ROW	   (1L << 27) /* pixels */

/* The third axis that is more than one pixel long: -1 if there is none. */
static int
depth_axis(const Hdu *hdu)
{
	for (int i = 2; i < hdu->axes; i++)
		if (hdu->sizes[i] > 1)
			return i;
	return -1;
}

static int64_t
axis_size(const Hdu *hdu, int axis)
{
	return axis >= 0 && axis < hdu->axes ? hdu->sizes[axis] : 1;
}

static int
scaled(int64_t size, int64_t longest, int longer)
{
	double wanted = (double) size * longer / (double) longest;

	return wanted < 1 ? 1 : (int) lround(wanted);
}

typedef struct Reading
{
	FitsFile *file;
	const Hdu *hdu;
	int depth; /* the axis of planes */
	int64_t width;
	int64_t height;
	float *row;
	float *sums; /* of a row of the picture */
	int *counts;
} Reading;

static bool
read_row(Reading *reading, int64_t row, int64_t plane, SkyError *err)
{
	LONGLONG first[FITS_MAX_AXES] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
	float blank = NAN;
	int blanks; /* cfitsio wants to tell, and fails if it may not */
	int status = 0;

	if (reading->hdu->axes > 1)
		first[1] = row;
	if (reading->depth >= 0)
		first[reading->depth] = plane;
	fits_read_pixll(reading->file->fits,
					TFLOAT,
					first,
					reading->width,
					&blank,
					reading->row,
					&blanks,
					&status);
	return status == 0 || file_fault(err, status);
}

/* Where part i of n of a length begins, from 0. */
static int64_t
part(int64_t length, int i, int n)
{
	return (int64_t) ((double) length * i / n);
}

/* Add the means of the row's stretches to the sums of the picture's row. */
static void
add_row(Reading *reading, int width)
{
	for (int x = 0; x < width; x++)
	{
		int64_t from = part(reading->width, x, width);
		int64_t to = part(reading->width, x + 1, width);
		float sum = 0;
		int count = 0;

		to = to > from ? to : from + 1;
		for (int64_t i = from; i < to; i++)
			if (isfinite(reading->row[i]))
			{
				sum += reading->row[i];
				count++;
			}
		if (count > 0)
		{
			reading->sums[x] += sum / (float) count;
			reading->counts[x]++;
		}
	}
}

/* One row of the picture: of ROWS_EACH rows at most, and of every plane chosen. */
static bool
sample_line(
	Reading *reading, Samples *samples, int y, int64_t plane, int planes, SkyError *err)
{
	int64_t from = part(reading->height, y, samples->height);
	int64_t to = part(reading->height, y + 1, samples->height);
	int rows = to - from > ROWS_EACH ? ROWS_EACH : to > from ? (int) (to - from) : 1;
	int64_t deep = axis_size(reading->hdu, reading->depth);

	for (int x = 0; x < samples->width; x++)
	{
		reading->sums[x] = 0;
		reading->counts[x] = 0;
	}
	for (int p = 0; p < planes; p++)
		for (int r = 0; r < rows; r++)
		{
			int64_t row = from + part(to - from, 2 * r + 1, 2 * rows) + 1;
			int64_t at = plane > 0 ? plane : part(deep, 2 * p + 1, 2 * planes) + 1;

			if (!read_row(reading, row, at, err))
				return false;
			add_row(reading, samples->width);
		}
	for (int x = 0; x < samples->width; x++)
		samples->values[(size_t) y * (size_t) samples->width + (size_t) x] =
			reading->counts[x] > 0 ? reading->sums[x] / (float) reading->counts[x] : NAN;
	return true;
}

/* How many planes of all are worth reading. */
static int
count_planes(const Reading *reading, const Samples *samples)
{
	int64_t deep = axis_size(reading->hdu, reading->depth);
	int64_t cost = reading->width * samples->height * ROWS_EACH;
	int64_t most = MAX_READ / (cost > 0 ? cost : 1);

	most = most < 1 ? 1 : most > MAX_PLANES ? MAX_PLANES : most;
	return (int) (deep < most ? deep : most);
}

/* Is a row of the picture made of the same as the one before?  Of small images most are.
 */
static bool
is_repeated(const Reading *reading, const Samples *samples, int y)
{
	return y > 0 && samples->height >= reading->height &&
		   part(reading->height, y, samples->height) ==
			   part(reading->height, y - 1, samples->height);
}

static bool
sample_lines(Reading *reading, Samples *samples, int64_t plane, int planes, SkyError *err)
{
	size_t width = (size_t) samples->width;

	for (int y = 0; y < samples->height; y++)
	{
		float *line = samples->values + (size_t) y * width;

		if (is_repeated(reading, samples, y))
			memcpy(line, line - width, width * sizeof(float));
		else if (!sample_line(reading, samples, y, plane, planes, err))
			return false;
	}
	return true;
}

bool
sample_image(FitsFile *file,
			 const Hdu *hdu,
			 int longer,
			 int plane,
			 Samples *samples,
			 SkyError *err)
{
	Reading reading = {.file = file, .hdu = hdu, .depth = depth_axis(hdu)};
	int64_t longest;
	int planes;
	bool done = true;

	reading.width = axis_size(hdu, 0);
	reading.height = axis_size(hdu, 1);
	longest = reading.width > reading.height ? reading.width : reading.height;
	if (plane > axis_size(hdu, reading.depth))
		return sky_error(err,
						 SKY_E_BAD_VALUE,
						 -1,
						 "there is no plane %d: the image has %lld",
						 plane,
						 (long long) axis_size(hdu, reading.depth));
	if (reading.width > MAX_ROW)
		return sky_error(err, SKY_E_LIMIT, -1, "the rows of the image are too long");
	samples->width = scaled(reading.width, longest, longer);
	samples->height = scaled(reading.height, longest, longer);
	samples->values =
		malloc((size_t) samples->width * (size_t) samples->height * sizeof(float));
	reading.row = malloc((size_t) reading.width * sizeof(float));
	reading.sums = malloc((size_t) samples->width * sizeof(float));
	reading.counts = malloc((size_t) samples->width * sizeof(int));
	if (samples->values == NULL || reading.row == NULL || reading.sums == NULL ||
		reading.counts == NULL)
		done = sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	planes = plane > 0 ? 1 : count_planes(&reading, samples);
	done = done && sample_lines(&reading, samples, plane, planes, err);
	free(reading.row);
	free(reading.sums);
	free(reading.counts);
	return done;
}
