/*
 * refframe.c
 *		The reference frames that coordinates are converted between.
 *
 * All are fixed rotations, as the IVOA's catalogue of functions wants it (EN 1.2, section
 * 2.2.2); its example takes FK5 (J2000) for ICRS, from which it is 0.03" away.  FK4 is
 * B1950 by way of the definition of galactic coordinates in it (IAU 1958), without the
 * E-terms of aberration.  ECLIPTIC is the mean ecliptic of J2000 (IAU 2006).  The numbers
 * are from astropy 5.2.1 and ERFA 2.0.0:
 *
 *   from astropy.coordinates import *
 *   from astropy.coordinates.matrix_utilities import rotation_matrix as r
 *   axes = SkyCoord([0, 90, 0], [0, 0, 90], unit="deg")
 *   galactic = axes.transform_to(Galactic()).cartesian.xyz.value
 *   supergalactic = axes.transform_to(Supergalactic()).cartesian.xyz.value
 *   fk4 = (r(57, "z") @ r(62.6, "y") @ r(192.25, "z")).T @ galactic
 *   ecliptic = erfa.ecm06(2451545.0, 0)
 */
#include "base/refframe.h"

#include <stddef.h>
#include <string.h>

#include "base/table.h"

#define IDENTITY                                                                         \
	{                                                                                    \
		{1, 0, 0}, {0, 1, 0}, {0, 0, 1},                                                 \
	}

#define SUPERGALACTIC                                                                    \
	{                                                                                    \
		{0.37501555570303163, 0.3413588718562475, 0.8618801851683191},                   \
			{-0.8983204377276138, -0.09572710024885137, 0.4287851600030194},             \
			{0.2288749093754375, -0.9350456902649069, 0.270750499492446},                \
	}

static const RefFrame frames[] = {
	{"ECLIPTIC",
	 {{0.9999999999999941, -7.078368960971556e-08, 8.056213977613186e-08},
	  {3.2897004077419646e-08, 0.9174821299149584, 0.39777699944404793},
	  {-1.0207044725484355e-07, -0.39777699944404304, 0.9174821299149556}}},
	{"FK4",
	 {{0.9999256809514502, 0.01118137175388495, 0.004858960740738716},
	  {-0.011181372203849876, 0.9999374861373455, -2.70733285348268e-05},
	  {-0.004858959705285049, -2.725853209536999e-05, 0.9999881948140963}}},
	{"FK5", IDENTITY},
	{"GALACTIC",
	 {{-0.05487565771259168, -0.8734370519556163, -0.4838350736167155},
	  {0.4941094371927275, -0.44482972122329517, 0.7469821839866676},
	  {-0.8676661375596587, -0.19807633727300072, 0.4559838136873016}}},
	{"ICRS", IDENTITY},
	{"SUPER_GALACTIC", SUPERGALACTIC},
	{"SUPERGALACTIC", SUPERGALACTIC},
};

const char refframe_names[] = "ICRS, FK5, FK4, GALACTIC, SUPER_GALACTIC and ECLIPTIC";

const RefFrame *
refframe_find(const char *name)
{
	const RefFrame *frame = SKY_TABLE_FIND(frames, name);

	return frame != NULL && strcmp(frame->name, name) == 0 ? frame : NULL;
}

const char *
refframe_nearest(const char *name)
{
	const RefFrame *frame = SKY_TABLE_NEAREST(frames, name);

	return frame != NULL ? frame->name : NULL;
}
