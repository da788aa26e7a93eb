/*
 * epoch.c
 *		Positions and motions of stars at other epochs.
 */
#include "geo/epoch.h"

#include <math.h>

#include "geo/vec.h"

#define RAD_PER_MAS (M_PI / 648000000.0)
/* An astronomical unit per Julian year [km/s]. */
#define AU_PER_YEAR (149597870.7 / (365.25 * 86400.0))

/* Unit vectors at a position: to the star, to the east and to the north of it. */
typedef struct Triad
{
	Vec star;
	Vec east;
	Vec north;
} Triad;

static Triad
triad(double lon, double lat)
{
	Vec star = vec_from_degrees(lon, lat);
	Vec east = vec_from_degrees(lon + 90, 0);

	return (Triad){.star = star, .east = east, .north = vec_cross(star, east)};
}

StarMotion
epoch_propagate(const StarMotion *star, double years)
{
	Triad t = triad(star->lon, star->lat);
	double parallax = star->parallax * RAD_PER_MAS;
	double pm_east = star->pm_lon * RAD_PER_MAS;
	double pm_north = star->pm_lat * RAD_PER_MAS;
	double radial = star->radial_velocity / AU_PER_YEAR * parallax; /* [1/yr] */
	double square = pm_east * pm_east + pm_north * pm_north;		/* eq. 1.5.24 */
	double stretch = 1 + radial * years;
	double factor = 1 / sqrt(stretch * stretch + square * years * years);
	Vec motion = vec_add(vec_scale(t.east, pm_east), vec_scale(t.north, pm_north));
	Vec position =
		vec_unit(vec_add(vec_scale(t.star, stretch), vec_scale(motion, years)));
	StarMotion later = *star;

	/* eqs. 1.5.26 to 1.5.31 */
	vec_to_degrees(position, &later.lon, &later.lat);
	later.parallax = star->parallax * factor;
	motion =
		vec_scale(vec_sub(vec_scale(motion, stretch), vec_scale(t.star, square * years)),
				  factor * factor * factor);
	t = triad(later.lon, later.lat);
	later.pm_lon = vec_dot(motion, t.east) / RAD_PER_MAS;
	later.pm_lat = vec_dot(motion, t.north) / RAD_PER_MAS;
	if (later.parallax != 0)
		later.radial_velocity = (radial + (square + radial * radial) * years) * factor *
								factor / (parallax * factor) * AU_PER_YEAR;
	return later;
}
