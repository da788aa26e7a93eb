/*
 * footprint.c
 *		Where on the sky an image lies.
 */
#include "fits_helper/footprint.h"

#include <math.h>

#include "geo/vec.h"

#define MAX_DEPTH 6 /* a side becomes at most 64 */
#define MIN_DEPTH 4 /* with lookups, which may bend a side anywhere */
#define ARCSEC	  (180.0 * 3600.0 / M_PI)

typedef struct Border
{
	const ImageWcs *wcs;
	double tolerance; /* [rad] */
	SkyPoint *vertices;
	int count;
	bool failed;
} Border;

typedef struct Corner
{
	double x;
	double y;
	SkyPoint place;
	Vec direction;
} Corner;

static Corner
corner_at(Border *border, double x, double y)
{
	Corner corner = {.x = x, .y = y};

	border->failed |= !wcs_place_of(border->wcs, x, y, &corner.place);
	corner.direction = vec_from_degrees(corner.place.lon, corner.place.lat);
	return corner;
}

/* Add the vertices from a to b, b left out. */
static void
add_side(Border *border, const Corner *a, const Corner *b, int depth)
{
	Corner between = corner_at(border, (a->x + b->x) / 2.0, (a->y + b->y) / 2.0);
	Vec normal = vec_cross(a->direction, b->direction);
	double length = vec_length(normal);
	double off = length > 0.0 ? fabs(vec_dot(normal, between.direction)) / length : 0.0;

	if (border->failed)
		return;
	if (depth < MAX_DEPTH &&
		(off > border->tolerance || (border->wcs->lookups.are_read && depth < MIN_DEPTH)))
	{
		add_side(border, a, &between, depth + 1);
		add_side(border, &between, b, depth + 1);
		return;
	}
	if (border->count == FOOTPRINT_MAX)
		border->failed = true;
	else
		border->vertices[border->count++] = a->place;
}

double
footprint_scale(const ImageWcs *wcs)
{
	double x;
	double y;
	SkyPoint a;
	SkyPoint b;
	SkyPoint c;
	Vec origin;

	if (wcs->x < 0)
		return NAN;
	x = ((double) wcs->hdu->sizes[wcs->x] + 1.0) / 2.0;
	y = ((double) wcs->hdu->sizes[wcs->y] + 1.0) / 2.0;
	if (!wcs_place_of(wcs, x, y, &a) || !wcs_place_of(wcs, x + 1.0, y, &b) ||
		!wcs_place_of(wcs, x, y + 1.0, &c))
		return NAN;
	origin = vec_from_degrees(a.lon, a.lat);
	return ARCSEC *
		   sqrt(vec_length(vec_cross(vec_sub(vec_from_degrees(b.lon, b.lat), origin),
									 vec_sub(vec_from_degrees(c.lon, c.lat), origin))));
}

int
footprint_of(const ImageWcs *wcs, SkyPoint vertices[FOOTPRINT_MAX])
{
	Border border = {.wcs = wcs, .vertices = vertices};
	double right;
	double top;
	Corner corners[5];
	Vec sum = {0.0, 0.0, 0.0};

	if (wcs->x < 0)
		return 0;
	right = (double) wcs->hdu->sizes[wcs->x] + 0.5;
	top = (double) wcs->hdu->sizes[wcs->y] + 0.5;
	border.tolerance = 0.5 * footprint_scale(wcs) / ARCSEC;
	corners[0] = corner_at(&border, 0.5, 0.5);
	corners[1] = corner_at(&border, right, 0.5);
	corners[2] = corner_at(&border, right, top);
	corners[3] = corner_at(&border, 0.5, top);
	corners[4] = corners[0];
	for (int i = 0; i < 4 && !border.failed; i++)
	{
		sum = vec_add(sum, corners[i].direction);
		add_side(&border, &corners[i], &corners[i + 1], 0);
	}
	/* Corners all round the sky: no polygon says which side is meant. */
	return border.failed || vec_length(sum) < 0.1 ? 0 : border.count;
}
