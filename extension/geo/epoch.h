#ifndef GEO_EPOCH_H
#define GEO_EPOCH_H

/* Where a star is and how it moves, at some epoch. */
typedef struct StarMotion
{
	double lon;				/* [deg] */
	double lat;				/* [deg] */
	double parallax;		/* [mas]; 0: infinitely far away */
	double pm_lon;			/* times the cosine of the latitude [mas/yr] */
	double pm_lat;			/* [mas/yr] */
	double radial_velocity; /* [km/s] */
} StarMotion;

/*
 * The same star some Julian years later, on a straight line at constant speed:
 * ESA SP-1200 (1997), vol. 1, section 1.5.5.
 */
extern StarMotion epoch_propagate(const StarMotion *star, double years);

#endif
