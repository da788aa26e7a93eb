/*
 * box.c
 *		Boxes, which are polygons apart from how they are given.
 *
 * The ends of the arms are vertices too: so a box of 180 degrees is one as well, though
 * its corners lie opposite each other.
 */
#include "geo/box.h"

#include "geo/angle.h"

void
box_vertices(const SkyBox *box, Vec vertices[BOX_VERTICES])
{
	Vec centre = vec_from_degrees(box->lon, box->lat);
	/* At a pole, east and north are those of the meridian of the given longitude. */
	Vec east = vec_from_degrees(remainder(box->lon, 360.0) + 90.0, 0.0);
	Vec north = vec_cross(centre, east);
	double across = sin_quarter(0.5 * box->width);
	double up = sin_quarter(0.5 * box->height);
	double across_in = cos_half(0.5 * box->width);
	double up_in = cos_half(0.5 * box->height);

	static const struct
	{
		int east;
		int north;
	} ways[BOX_VERTICES] = {
		{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}};

	for (int i = 0; i < BOX_VERTICES; i++)
	{
		double e = ways[i].east * across * (ways[i].north != 0 ? up_in : 1.0);
		double n = ways[i].north * up * (ways[i].east != 0 ? across_in : 1.0);
		double c =
			(ways[i].east != 0 ? across_in : 1.0) * (ways[i].north != 0 ? up_in : 1.0);

		/*
		 * Both sides on the great circle opposite the centre: any corner on it will do.
		 */
		if (e == 0.0 && n == 0.0 && c == 0.0)
		{
			e = ways[i].east;
			n = ways[i].north;
		}
		vertices[i] = vec_unit(vec_add(vec_add(vec_scale(centre, c), vec_scale(east, e)),
									   vec_scale(north, n)));
	}
}

/*
 * Solid angle of a right rectangular pyramid: 4 arcsin(sin(w/2) sin(h/2)).
 * Source: Khadjavi 1968, J. Opt. Soc. Am. 58, 1417.
 */
double
box_area(const SkyBox *box)
{
	return 4.0 * asin(sin_quarter(0.5 * box->width) * sin_quarter(0.5 * box->height));
}
