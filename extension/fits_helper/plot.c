/*
 * plot.c
 *		Spectra drawn.
 *
 * The curve is drawn FINE times larger, where a dot is there or not, and made smaller to
 * levels of grey; frame, ticks and numbers are drawn as they are.
 */
#include "fits_helper/plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "fits_helper/letters.h"

#define FINE	  3
#define SHAPE	  0.6	/* height by width */
#define OUTSIDE	  0.002 /* of the values, that may lie above or below the frame */
#define MARGIN	  0.06	/* of the height, between curve and frame */
#define MAX_TICKS 6
#define PAPER	  255
#define INK		  40
#define FRAME	  120
#define NET		  232

typedef struct Axis
{
	double from;
	double to;
	int start; /* where from and to are [pixels]; y counts downwards */
	int end;
} Axis;

typedef struct Plot
{
	Picture *picture;
	int letter; /* size of a dot of letters */
	Axis x;
	Axis y;
} Plot;

static int
compare(const void *a, const void *b)
{
	double x = *(const double *) a;
	double y = *(const double *) b;

	return (x > y) - (x < y);
}

/* Between which values a curve is shown: nearly all, and some room. */
static bool
find_range(const double *values, int count, double outside, Axis *axis, SkyError *err)
{
	double *sorted = malloc((size_t) count * sizeof(double) + 1);
	int finite = 0;
	int skipped;

	if (sorted == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	for (int i = 0; i < count; i++)
		if (isfinite(values[i]))
			sorted[finite++] = values[i];
	if (finite > 0)
		qsort(sorted, (size_t) finite, sizeof(double), compare);
	skipped = (int) (finite * outside);
	axis->from = finite > 0 ? sorted[skipped] : 0;
	axis->to = finite > 0 ? sorted[finite - 1 - skipped] : 1;
	if (!(axis->to > axis->from))
	{
		axis->from -= 0.5;
		axis->to += 0.5;
	}
	free(sorted);
	return true;
}

static double
place(const Axis *axis, double value)
{
	return axis->start +
		   (value - axis->from) / (axis->to - axis->from) * (axis->end - axis->start);
}

static void
put_line(Picture *picture, int x0, int y0, int x1, int y1, int level)
{
	for (int y = y0; y <= y1; y++)
		for (int x = x0; x <= x1; x++)
			picture->levels[y * picture->width + x] = (unsigned char) level;
}

/* The distance of ticks: 1, 2 or 5 times a power of ten, so that there are few. */
static double
tick_step(const Axis *axis)
{
	double least = (axis->to - axis->from) / MAX_TICKS;
	double power = pow(10, floor(log10(least)));

	for (int i = 0; i < 3; i++)
	{
		static const double factors[] = {1, 2, 5};

		if (factors[i] * power >= least)
			return factors[i] * power;
	}
	return 10 * power;
}

static void
put_ticks(Plot *plot, const char *unit)
{
	Picture *picture = plot->picture;
	double step = tick_step(&plot->x);
	int letter = plot->letter;
	char text[32];
	int right = 0;

	for (double at = ceil(plot->x.from / step) * step; at <= plot->x.to; at += step)
	{
		int x = (int) lround(place(&plot->x, at));
		int half;
		int length = snprintf(text, sizeof(text), "%.6g", fabs(at) < step / 2 ? 0 : at);

		put_line(picture, x, plot->y.end, x, plot->y.start, NET);
		half = length * LETTER_WIDTH * letter / 2;
		letters_put(picture, x - half, plot->y.start + 4 * letter, letter, FRAME, text);
		right = x + half;
	}
	letters_put(
		picture, right + 3 * letter, plot->y.start + 4 * letter, letter, FRAME, unit);
	step = tick_step(&plot->y);
	for (double at = ceil(plot->y.from / step) * step; at <= plot->y.to; at += step)
	{
		int y = (int) lround(place(&plot->y, at));
		int length = snprintf(text, sizeof(text), "%.4g", fabs(at) < step / 2 ? 0 : at);

		put_line(picture, plot->x.start, y, plot->x.end, y, NET);
		letters_put(picture,
					plot->x.start - (length * LETTER_WIDTH + 2) * letter,
					y - LETTER_HEIGHT * letter / 2,
					letter,
					FRAME,
					text);
	}
}

static void
put_frame(Plot *plot)
{
	put_line(plot->picture, plot->x.start, plot->y.end, plot->x.end, plot->y.end, FRAME);
	put_line(
		plot->picture, plot->x.start, plot->y.start, plot->x.end, plot->y.start, FRAME);
	put_line(
		plot->picture, plot->x.start, plot->y.end, plot->x.start, plot->y.start, FRAME);
	put_line(plot->picture, plot->x.end, plot->y.end, plot->x.end, plot->y.start, FRAME);
}

/* The inside of the frame, FINE times larger. */
typedef struct Canvas
{
	int width;
	int height;
	unsigned char *dots;
} Canvas;

static void
put_dot(Canvas *canvas, double x, double y)
{
	int column = (int) floor(x);
	int row = (int) floor(y);

	for (int i = row - 1; i <= row + 1; i++)
		for (int j = column - 1; j <= column + 1; j++)
			if (i >= 0 && i < canvas->height && j >= 0 && j < canvas->width)
				canvas->dots[i * canvas->width + j] = 1;
}

/* Places outside are far enough outside at a little distance. */
static double
near_frame(double value, double size)
{
	return fmin(fmax(value, -size), 2 * size);
}

static void
put_segment(Canvas *canvas, double x0, double y0, double x1, double y1)
{
	int steps = (int) ceil(fmax(fabs(x1 - x0), fabs(y1 - y0)));

	for (int i = 0; i <= steps; i++)
	{
		double at = steps > 0 ? (double) i / steps : 0;

		put_dot(canvas, x0 + at * (x1 - x0), y0 + at * (y1 - y0));
	}
}

/*
 * The curve.  Of many values in one column of the canvas the least and the greatest are
 * joined.
 */
static void
put_curve(const Plot *plot, const Spectrum *spectrum, Canvas *canvas)
{
	double before[2] = {NAN, NAN};

	for (int i = 0; i < spectrum->count;)
	{
		double x = NAN;
		double least = INFINITY;
		double most = -INFINITY;
		double last = NAN;

		for (int column = 0; i < spectrum->count; i++)
		{
			double at = (place(&plot->x, spectrum->x[i]) - plot->x.start) * FINE;
			double y = (place(&plot->y, spectrum->y[i]) - plot->y.end) * FINE;

			if (!isfinite(at) || !isfinite(y))
			{
				if (isnan(x))
					before[0] = NAN; /* a gap of the curve */
				else
					break;
				continue;
			}
			at = near_frame(at, canvas->width);
			y = near_frame(y, canvas->height);
			if (isnan(x))
			{
				x = at;
				column = (int) floor(at);
				if (!isnan(before[0]))
					put_segment(canvas, before[0], before[1], at, y);
			}
			else if ((int) floor(at) != column)
				break;
			least = fmin(least, y);
			most = fmax(most, y);
			last = y;
		}
		if (isnan(x))
			break;
		put_segment(canvas, x, least, x, most);
		before[0] = x;
		before[1] = last;
	}
}

/* Make the canvas smaller, darkening the picture where it has dots. */
static void
shrink(const Plot *plot, const Canvas *canvas)
{
	Picture *picture = plot->picture;

	for (int y = 0; y < canvas->height / FINE; y++)
		for (int x = 0; x < canvas->width / FINE; x++)
		{
			unsigned char *level =
				&picture->levels[(plot->y.end + y) * picture->width + plot->x.start + x];
			int dots = 0;

			for (int i = 0; i < FINE * FINE; i++)
				dots += canvas->dots[(y * FINE + i / FINE) * canvas->width + x * FINE +
									 i % FINE];
			*level = (unsigned char) (*level - (*level - INK) * dots / (FINE * FINE));
		}
}

static bool
draw(Plot *plot, const Spectrum *spectrum, SkyError *err)
{
	Canvas canvas = {
		.width = (plot->x.end - plot->x.start + 1) * FINE,
		.height = (plot->y.start - plot->y.end + 1) * FINE,
	};

	canvas.dots = calloc((size_t) canvas.width, (size_t) canvas.height);
	if (canvas.dots == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	put_ticks(plot, spectrum->unit);
	put_curve(plot, spectrum, &canvas);
	shrink(plot, &canvas);
	put_frame(plot);
	free(canvas.dots);
	return true;
}

bool
plot_spectrum(const Spectrum *spectrum, int width, Picture *picture, SkyError *err)
{
	int height = (int) lround(width * SHAPE);
	Plot plot = {.picture = picture, .letter = width / 640 + 1};
	double room;

	if (!find_range(spectrum->x, spectrum->count, 0, &plot.x, err) ||
		!find_range(spectrum->y, spectrum->count, OUTSIDE, &plot.y, err) ||
		!picture_init(picture, width, height, PAPER, err))
		return false;
	room = (plot.y.to - plot.y.from) * MARGIN;
	plot.y.from -= room;
	plot.y.to += room;
	plot.x.start = 9 * LETTER_WIDTH * plot.letter;
	plot.x.end = width - 1 - 5 * LETTER_WIDTH * plot.letter / 2;
	plot.y.start = height - 1 - (LETTER_HEIGHT + 8) * plot.letter;
	plot.y.end = 4 * plot.letter;
	if (plot.x.end - plot.x.start < 32) /* too small for numbers */
	{
		plot.x = (Axis){plot.x.from, plot.x.to, 0, width - 1};
		plot.y = (Axis){plot.y.from, plot.y.to, height - 1, 0};
	}
	return draw(&plot, spectrum, err);
}
