/*
 * wcs.c
 *		World coordinates of images, by wcslib.
 */
#include "fits_helper/wcs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wcslib/dis.h>
#include <wcslib/wcs.h>
#include <wcslib/wcsfix.h>
#include <wcslib/wcshdr.h>
#include <wcslib/wcsmath.h>

#include "geo/frame.h"

#define MAX_WORLD_AXES 16
#define MAX_TURNS	   100
#define CLOSE		   1e-7 /* [pixels] */

/* The middle of the image, along axes that it lacks the reference pixel. */
static void
middle(const ImageWcs *wcs, double *pixel)
{
	for (int i = 0; i < wcs->wcs->naxis; i++)
		pixel[i] = i < wcs->hdu->axes ? ((double) wcs->hdu->sizes[i] + 1.0) / 2.0
									  : wcs->wcs->crpix[i];
}

/*
 * Where lookups and SIP put a pixel.  Both are of what is left of the distortions of the
 * detector, and add up.
 */
static bool
correct(const ImageWcs *wcs, const double *pixel, double *corrected)
{
	double detected[MAX_WORLD_AXES];
	size_t size = (size_t) wcs->wcs->naxis * sizeof(double);

	memcpy(detected, pixel, size);
	lookups_add_detector(&wcs->lookups, pixel, detected);
	memcpy(corrected, detected, size);
	if (wcs->sip != NULL && disp2x(wcs->sip, detected, corrected) != 0)
		return false;
	lookups_add_prior(&wcs->lookups, detected, corrected);
	return true;
}

/* The pixel that is put so, in the place of where: each turn takes off what it missed. */
static bool
undo_correct(const ImageWcs *wcs, double *where)
{
	double pixel[MAX_WORLD_AXES];
	double corrected[MAX_WORLD_AXES];
	double missed = INFINITY;

	memcpy(pixel, where, (size_t) wcs->wcs->naxis * sizeof(double));
	for (int turn = 0; turn < MAX_TURNS && missed > CLOSE; turn++)
	{
		if (!correct(wcs, pixel, corrected))
			return false;
		missed = 0.0;
		for (int i = 0; i < wcs->wcs->naxis; i++)
		{
			missed = fmax(missed, fabs(where[i] - corrected[i]));
			pixel[i] += where[i] - corrected[i];
		}
	}
	memcpy(where, pixel, (size_t) wcs->wcs->naxis * sizeof(double));
	return missed <= CLOSE;
}

/* World coordinates of a pixel. */
static bool
to_world(const ImageWcs *wcs, const double *pixel, double *world)
{
	double corrected[MAX_WORLD_AXES];
	double plane[MAX_WORLD_AXES];
	double phi;
	double theta;
	int status[1] = {0};

	if (wcs->lookups.are_read)
	{
		if (!correct(wcs, pixel, corrected))
			return false;
		pixel = corrected;
	}
	return wcsp2s(
			   wcs->wcs, 1, wcs->wcs->naxis, pixel, plane, &phi, &theta, world, status) ==
			   0 &&
		   status[0] == 0;
}

/* The frame of the celestial axes by their names and RADESYS. */
static const RefFrame *
frame_of(const struct wcsprm *wcs)
{
	const char *name = wcs->radesys;

	if (strncmp(wcs->lngtyp, "GLON", 4) == 0)
		name = "GALACTIC";
	else if (strncmp(wcs->lngtyp, "RA", 2) != 0)
		return NULL;
	else if (name[0] == '\0' || strcmp(name, "GAPPT") == 0)
		name = undefined(wcs->equinox) || wcs->equinox >= 1984.0 ? "ICRS" : "FK4";
	return refframe_find(name);
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
	return found;
}

/* The two axes of pixels that both world axes of a position depend on. */
static bool
find_position(ImageWcs *wcs)
{
	const struct wcsprm *w = wcs->wcs;

	for (int i = 0; i < w->naxis; i++)
	{
		if (w->pc[w->lng * w->naxis + i] == 0.0 && w->pc[w->lat * w->naxis + i] == 0.0)
			continue;
		if (wcs->y >= 0)
			return false;
		*(wcs->x < 0 ? &wcs->x : &wcs->y) = i;
	}
	return wcs->y >= 0 && wcs->y < wcs->hdu->axes;
}

static bool
is_time(const char *ctype)
{
	static const char *const names[] = {"TIME", "UTC", "TAI", "TT", "TDB", "TCB", "MJD"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(ctype, names[i]) == 0)
			return true;
	return false;
}

/* Take SIP out of what wcslib does: lookups are of the same pixels. */
static bool
take_sip(ImageWcs *wcs)
{
	struct linprm *lin = &wcs->wcs->lin;

	if (!wcs->lookups.are_read || lin->dispre == NULL)
		return true;
	wcs->sip = lin->dispre;
	lin->dispre = NULL;
	lin->flag = 0;
	return linset(lin) == 0;
}

static void
find_axes(ImageWcs *wcs)
{
	struct wcsprm *w = wcs->wcs;
	char wavelength[] = "WAVE-???";
	double pixel[MAX_WORLD_AXES];
	int spectral = -1;

	if (w->lng >= 0 && w->lat >= 0)
	{
		wcs->frame = frame_of(w);
		wcs->icrs = refframe_find("ICRS");
		if (wcs->frame == NULL || !find_position(wcs))
			wcs->x = wcs->y = -1;
	}
	for (int i = 0; i < w->naxis; i++)
	{
		if (strncmp(w->ctype[i], "STOKES", 6) == 0)
			wcs->stokes = pixel_axis(w, i);
		else if (is_time(w->ctype[i]))
			wcs->time = pixel_axis(w, i);
	}
	/* wcsset() has made PC of CD; or wcssptr() would scale what wcsset() then sets anew.
	 */
	if ((w->altlin & 2) != 0)
		w->altlin = 1;
	if (w->spec >= 0 && wcssptr(w, &spectral, wavelength) == 0 && wcsset(w) == 0)
		wcs->band = pixel_axis(w, w->spec);
	if (!take_sip(wcs))
		wcs->x = wcs->y = -1;
	middle(wcs, pixel);
	if (!to_world(wcs, pixel, wcs->middle))
		memcpy(wcs->middle, w->crval, (size_t) w->naxis * sizeof(double));
}

/*
 * Bring old headers up to date and make the coordinates ready.  Where another axis stands
 * in the way, all but those of position lose their meaning.
 */
static bool
set_up(struct wcsprm *wcs)
{
	int fixed[NWCSFIX];

	/* AIPS' code of velocities: 1..3, and 256 more for radio ones; anything else is
	 * noise. */
	if ((wcs->velref & ~256) > 3)
		wcs->velref = 0;
	wcsfix(7, NULL, wcs, fixed);
	if (wcsset(wcs) == 0)
		return true;
	for (int i = 0; i < wcs->naxis; i++)
		if (i != wcs->lng && i != wcs->lat)
			wcs->ctype[i][0] = '\0';
	wcs->flag = 0;
	return wcs->lng >= 0 && wcs->lat >= 0 && wcsset(wcs) == 0;
}

void
wcs_read(ImageWcs *wcs, FitsFile *file, const Hdu *hdu)
{
	char *cards = NULL;
	int count = 0;
	int rejected;
	int status = 0;

	*wcs = (ImageWcs){.hdu = hdu, .x = -1, .y = -1, .band = -1, .time = -1, .stokes = -1};
	/* Not fits_convert_hdr2str, which makes room for the whole of a compressed image. */
	if (fits_hdr2str(file->fits, 0, NULL, 0, &cards, &count, &status) != 0)
	{
		fits_clear_errmsg();
		return;
	}
	lookups_find(&wcs->lookups, cards, (size_t) count);
	lookups_strip(&wcs->lookups, cards, (size_t) count);
	if (wcspih(cards, count, WCSHDR_all, 0, &rejected, &wcs->all_count, &wcs->all) == 0 &&
		wcs->all_count > 0 && wcs->all[0].naxis > 0 &&
		wcs->all[0].naxis <= MAX_WORLD_AXES)
	{
		wcs->wcs = &wcs->all[0];
		if (hdu->axes >= 2 && wcs->wcs->naxis >= 2)
			lookups_read(&wcs->lookups, file, hdu);
		if (set_up(wcs->wcs))
			find_axes(wcs);
		else
			wcs->wcs = NULL;
	}
	fits_free_memory(cards, &status);
	if (wcs->band < 0 && wcs->x < 0)
		dispersion_read(&wcs->dispersion, file);
	if (wcs->dispersion.spectral.kind != SPECTRAL_NONE)
		wcs->band = 0;
}

void
wcs_free(ImageWcs *wcs)
{
	lookups_free(&wcs->lookups);
	if (wcs->sip != NULL)
		wcs->wcs->lin.dispre = wcs->sip;
	wcs->sip = NULL;
	if (wcs->all != NULL)
		wcsvfree(&wcs->all_count, &wcs->all);
	wcs->wcs = NULL;
}

bool
wcs_place_of(const ImageWcs *wcs, double x, double y, SkyPoint *place)
{
	double pixel[MAX_WORLD_AXES];
	double world[MAX_WORLD_AXES];

	middle(wcs, pixel);
	pixel[wcs->x] = x;
	pixel[wcs->y] = y;
	if (!to_world(wcs, pixel, world))
		return false;
	*place = (SkyPoint){world[wcs->wcs->lng], world[wcs->wcs->lat]};
	if (!isfinite(place->lon) || !(fabs(place->lat) <= 90.0))
		return false;
	*place = frame_turn(wcs->frame, wcs->icrs, *place);
	return true;
}

bool
wcs_pixel_of(const ImageWcs *wcs, SkyPoint place, double *x, double *y)
{
	double pixel[MAX_WORLD_AXES];
	double world[MAX_WORLD_AXES];
	double plane[MAX_WORLD_AXES];
	double phi;
	double theta;
	int status[1] = {0};

	memcpy(world, wcs->middle, sizeof(world));
	place = frame_turn(wcs->icrs, wcs->frame, place);
	world[wcs->wcs->lng] = place.lon;
	world[wcs->wcs->lat] = place.lat;
	if (wcss2p(wcs->wcs, 1, wcs->wcs->naxis, world, &phi, &theta, plane, pixel, status) !=
			0 ||
		status[0] != 0)
		return false;
	if (wcs->lookups.are_read && !undo_correct(wcs, pixel))
		return false;
	*x = pixel[wcs->x];
	*y = pixel[wcs->y];
	return isfinite(*x) && isfinite(*y);
}

/* The world axis that an axis of pixels stands for. */
static int
world_axis(const ImageWcs *wcs, int axis)
{
	const struct wcsprm *w = wcs->wcs;

	for (int i = 0; i < w->naxis; i++)
		if (w->pc[i * w->naxis + axis] != 0.0)
			return i;
	return axis;
}

bool
wcs_value_of(const ImageWcs *wcs, int axis, double at, double *value)
{
	double pixel[MAX_WORLD_AXES];
	double world[MAX_WORLD_AXES];
	int number;

	if (axis == wcs->band && wcs->dispersion.spectral.kind != SPECTRAL_NONE)
	{
		*value = dispersion_wavelength(&wcs->dispersion, at);
		return isfinite(*value);
	}
	number = world_axis(wcs, axis);
	middle(wcs, pixel);
	pixel[axis] = at;
	if (!to_world(wcs, pixel, world))
		return false;
	*value = world[number];
	if (axis == wcs->time && strcmp(wcs->wcs->ctype[number], "MJD") != 0)
	{
		bool seconds = wcs->wcs->cunit[number][0] != 'd';
		double reference = wcs->wcs->mjdref[0] + wcs->wcs->mjdref[1];

		*value =
			*value / (seconds ? 86400.0 : 1.0) + (isfinite(reference) ? reference : 0.0);
	}
	return isfinite(*value);
}
