/*
 * axes.c
 *		What the axes of an image stand for.
 */
#include "fits_helper/axes.h"

#include <math.h>
#include <string.h>
#include <wcslib/spc.h>
#include <wcslib/spx.h>
#include <wcslib/tab.h>
#include <wcslib/wcs.h>
#include <wcslib/wcsmath.h>
#include <wcslib/wcsunits.h>

#define SECONDS_PER_DAY 86400.0

/* The thousands and hundreds of wcslib's codes of types. */
#define TYPE_SPECTRAL 3
#define TYPE_TABULAR  5

static bool
is_spectral(const struct wcsprm *wcs, int world)
{
	return wcs->types[world] / 1000 == TYPE_SPECTRAL;
}

static bool
is_tabular(const struct wcsprm *wcs, int world)
{
	return wcs->types[world] / 100 % 10 == TYPE_TABULAR;
}

/* Is it a name of CTYPE, with the code of its algorithm or without? */
static bool
is_named(const char *ctype, const char *name)
{
	size_t length = strlen(name);

	return strncmp(ctype, name, length) == 0 &&
		   (ctype[length] == '\0' || ctype[length] == ' ' || ctype[length] == '-');
}

static bool
is_time(const char *ctype)
{
	static const char *const names[] = {"TIME", "UTC", "TAI", "TT", "TDB", "TCB", "MJD"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_named(ctype, names[i]))
			return true;
	return false;
}

/* Is the table of a world axis, if it has one, of these two axes alone? */
static bool
is_tabulated_with(const struct wcsprm *wcs, int world, int other)
{
	bool has_others = false;

	for (int i = 0; i < wcs->ntab; i++)
	{
		const struct tabprm *table = &wcs->tab[i];
		bool is_its = false;
		bool has = false;

		for (int m = 0; m < table->M; m++)
		{
			is_its |= table->map[m] == world;
			has |= table->map[m] != world && table->map[m] != other;
		}
		has_others |= is_its && has;
	}
	return !has_others;
}

/* The only axis of pixels that a world axis depends on. */
static int
pixel_axis(const struct wcsprm *wcs, int world)
{
	int found = -1;

	for (int i = 0; i < wcs->naxis; i++)
		if (wcs->pc[world * wcs->naxis + i] != 0.0)
		{
			if (found >= 0)
				return -1;
			found = i;
		}
	return found < FITS_MAX_AXES && is_tabulated_with(wcs, world, world) ? found : -1;
}

/* The world axis that an axis of pixels stands for. */
static int
world_axis(const struct wcsprm *wcs, int axis)
{
	for (int i = 0; i < wcs->naxis; i++)
		if (wcs->pc[i * wcs->naxis + axis] != 0.0)
			return i;
	return axis;
}

/* A factor to other units; what has none is in these. */
static double
factor_to(const char *units, const char *wanted)
{
	double scale;
	double offset;
	double power;

	return units[0] == '\0' || wcsunits(units, wanted, &scale, &offset, &power) != 0 ||
				   power != 1.0
			   ? 1.0
			   : scale;
}

/* ---- position ---- */

/* The frame of the celestial axes by their names and RADESYS. */
static const RefFrame *
frame_of(const struct wcsprm *wcs, int lng)
{
	const char *name = wcs->radesys;

	if (is_named(wcs->ctype[lng], "GLON"))
		name = "GALACTIC";
	else if (!is_named(wcs->ctype[lng], "RA"))
		return NULL;
	else if (name[0] == '\0' || strcmp(name, "GAPPT") == 0)
		name = undefined(wcs->equinox) || wcs->equinox >= 1984.0 ? "ICRS" : "FK4";
	return refframe_find(name);
}

/* wcslib knows longitudes and latitudes by tables as any other values. */
static void
find_tabulated_position(ImageWcs *wcs)
{
	const struct wcsprm *w = wcs->wcs;

	for (int i = 0; i < w->naxis; i++)
	{
		const char *ctype = w->ctype[i];

		if (!is_tabular(w, i))
			continue;
		if (is_named(ctype, "RA") || is_named(ctype, "GLON"))
			wcs->lng = i;
		else if (is_named(ctype, "DEC") || is_named(ctype, "GLAT"))
			wcs->lat = i;
		else
			continue;
		wcs->units[i] = factor_to(w->cunit[i], "deg");
		wcs->is_tabulated = true;
	}
}

/* The two axes of pixels that both world axes of a position depend on. */
static bool
find_position(ImageWcs *wcs)
{
	const struct wcsprm *w = wcs->wcs;

	if (!is_tabulated_with(w, wcs->lng, wcs->lat) ||
		!is_tabulated_with(w, wcs->lat, wcs->lng))
		return false;
	for (int i = 0; i < w->naxis; i++)
	{
		if (w->pc[wcs->lng * w->naxis + i] == 0.0 &&
			w->pc[wcs->lat * w->naxis + i] == 0.0)
			continue;
		if (wcs->y >= 0)
			return false;
		*(wcs->x < 0 ? &wcs->x : &wcs->y) = i;
	}
	return wcs->y >= 0 && wcs->y < wcs->hdu->axes;
}

/* ---- wavelength and time ---- */

/* In vacuum [m], whatever the axis is of. */
static double
wavelength_of(const ImageWcs *wcs, int world, double value)
{
	const struct wcsprm *w = wcs->wcs;
	double frequency = undefined(w->restfrq) ? 0.0 : w->restfrq;
	double wavelength = undefined(w->restwav) ? 0.0 : w->restwav;
	struct spxprm spectral;
	char type[5];

	snprintf(type, sizeof(type), "%.4s", w->ctype[world]);
	if (specx(type, value * wcs->units[world], frequency, wavelength, &spectral) != 0 ||
		!(spectral.wave > 0.0))
		return NAN;
	return spectral.wave;
}

/* Of tables wcslib leaves the units as they are. */
static double
spectral_unit(const struct wcsprm *wcs, int world)
{
	char units[8];

	if (!is_tabular(wcs, world) ||
		spctyp(wcs->ctype[world], NULL, NULL, NULL, units, NULL, NULL, NULL) != 0)
		return 1.0;
	return factor_to(wcs->cunit[world], units);
}

static double
time_unit(const char *units)
{
	return units[0] == '\0'	 ? 1.0 / SECONDS_PER_DAY
		   : units[0] == 'd' ? 1.0
							 : factor_to(units, "d");
}

void
axes_find(ImageWcs *wcs)
{
	const struct wcsprm *w = wcs->wcs;

	wcs->lng = w->lng;
	wcs->lat = w->lat;
	for (int i = 0; i < w->naxis; i++)
		wcs->units[i] = 1.0;
	find_tabulated_position(wcs);
	if (wcs->lng >= 0 && wcs->lat >= 0)
	{
		wcs->frame = frame_of(w, wcs->lng);
		wcs->icrs = refframe_find("ICRS");
		if (wcs->frame == NULL || !find_position(wcs))
			wcs->x = wcs->y = -1;
	}
	for (int i = 0; i < w->naxis; i++)
	{
		if (strncmp(w->ctype[i], "STOKES", 6) == 0)
			wcs->stokes = pixel_axis(w, i);
		else if (is_time(w->ctype[i]))
		{
			wcs->time = pixel_axis(w, i);
			if (!is_named(w->ctype[i], "MJD"))
				wcs->units[i] = time_unit(w->cunit[i]);
		}
		else if (is_spectral(w, i) && wcs->band < 0)
		{
			wcs->band = pixel_axis(w, i);
			wcs->units[i] = spectral_unit(w, i);
		}
	}
}

double
axes_value(const ImageWcs *wcs, int axis, const double *world)
{
	const struct wcsprm *w = wcs->wcs;
	int number = world_axis(w, axis);
	double reference = w->mjdref[0] + w->mjdref[1];

	if (axis == wcs->band)
		return wavelength_of(wcs, number, world[number]);
	if (axis == wcs->time && !is_named(w->ctype[number], "MJD"))
		return world[number] * wcs->units[number] +
			   (isfinite(reference) ? reference : 0.0);
	return world[number];
}
