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

#include "fits_helper/axes.h"
#include "geo/frame.h"

#define MAX_TURNS 100
#define CLOSE	  1e-7 /* [pixels] */

/* So many descriptions, of headers up to that size [bytes], are kept. */
#define KEPT_WCS	16
#define KEPT_HEADER (256UL * 1024)

/*
 * Descriptions that were used last, the latest first: to read one takes as long as all
 * else of a small cutout.  Each is known by the bytes of its header, so that it cannot be
 * old.
 */
static struct
{
	int count;
	ImageWcs wcs[KEPT_WCS];
} kept;

/* Have the description of a header from those that are kept. */
static bool
take_kept(ImageWcs *wcs, const char *header, size_t size)
{
	for (int i = 0; i < kept.count; i++)
	{
		ImageWcs *one = &kept.wcs[i];

		if (one->header_size != size || memcmp(one->header, header, size) != 0)
			continue;
		*wcs = *one;
		memmove(one, one + 1, (size_t) (--kept.count - i) * sizeof(*one));
		return true;
	}
	return false;
}

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
	double detected[WCS_MAX_AXES];
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
	double pixel[WCS_MAX_AXES];
	double corrected[WCS_MAX_AXES];
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
	double corrected[WCS_MAX_AXES];
	double plane[WCS_MAX_AXES];
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
	double pixel[WCS_MAX_AXES];

	axes_find(wcs);
	if (!take_sip(wcs))
		wcs->x = wcs->y = -1;
	middle(wcs, pixel);
	if (!to_world(wcs, pixel, wcs->middle))
		memcpy(wcs->middle, w->crval, (size_t) w->naxis * sizeof(double));
	/* Velocities need a line at rest. */
	if (wcs->band >= 0 && isnan(axes_value(wcs, wcs->band, wcs->middle)))
		wcs->band = -1;
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
	tabular_drop(wcs);
	wcs->flag = 0;
	return wcs->lng >= 0 && wcs->lat >= 0 && wcsset(wcs) == 0;
}

static void
read_cards(ImageWcs *wcs, FitsFile *file, const Hdu *hdu)
{
	char *cards = NULL;
	int count = 0;
	int rejected;
	int status = 0;

	/* Not fits_convert_hdr2str, which makes room for the whole of a compressed image. */
	if (fits_hdr2str(file->fits, 0, NULL, 0, &cards, &count, &status) != 0)
	{
		fits_clear_errmsg();
		return;
	}
	lookups_find(&wcs->lookups, cards, (size_t) count);
	lookups_strip(&wcs->lookups, cards, (size_t) count);
	if (wcspih(cards, count, WCSHDR_all, 0, &rejected, &wcs->all_count, &wcs->all) == 0 &&
		wcs->all_count > 0 && wcs->all[0].naxis > 0 && wcs->all[0].naxis <= WCS_MAX_AXES)
	{
		wcs->wcs = &wcs->all[0];
		if (hdu->axes >= 2 && wcs->wcs->naxis >= 2)
			lookups_read(&wcs->lookups, file, hdu);
		tabular_read(wcs->all, wcs->all_count, file, hdu, &wcs->tables);
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

/* Is all that was read in one header, without other units and the first header? */
static bool
is_of_header(const ImageWcs *wcs)
{
	for (int i = 0; i < LOOKUPS; i++)
		if (wcs->lookups.tables[i].array != NULL)
			return false;
	for (int i = 0; i < wcs->all_count; i++)
		if (wcs->all[i].nwtb > 0)
			return false;
	return wcs->dispersion.spectral.kind == SPECTRAL_NONE;
}

void
wcs_read(ImageWcs *wcs, FitsFile *file, const Hdu *hdu)
{
	const char *header = file->bytes + hdu->head;
	size_t size = (hdu->data < file->size ? hdu->data : file->size) - hdu->head;
	char *copy = NULL;

	if (take_kept(wcs, header, size))
	{
		wcs->hdu = hdu;
		return;
	}
	*wcs = (ImageWcs){.hdu = hdu, .x = -1, .y = -1, .band = -1, .time = -1, .stokes = -1};
	if (size <= KEPT_HEADER && (copy = malloc(size + 1)) != NULL)
		memcpy(copy, header, size);
	read_cards(wcs, file, hdu);
	/* Somebody may have written to the file meanwhile. */
	if (copy != NULL && is_of_header(wcs) && memcmp(copy, header, size) == 0)
	{
		wcs->header = copy;
		wcs->header_size = size;
	}
	else
		free(copy);
}

static void
release(ImageWcs *wcs)
{
	lookups_free(&wcs->lookups);
	if (wcs->sip != NULL)
		wcs->wcs->lin.dispre = wcs->sip;
	if (wcs->all != NULL)
		wcsvfree(&wcs->all_count, &wcs->all);
	free(wcs->header);
}

void
wcs_free(ImageWcs *wcs)
{
	if (wcs->header == NULL)
		release(wcs);
	else
	{
		/* In the place of the one that was not used for the longest time. */
		if (kept.count == KEPT_WCS)
			release(&kept.wcs[--kept.count]);
		memmove(kept.wcs + 1, kept.wcs, (size_t) kept.count++ * sizeof(*kept.wcs));
		kept.wcs[0] = *wcs;
	}
	*wcs = (ImageWcs){0};
}

bool
wcs_place_of(const ImageWcs *wcs, double x, double y, SkyPoint *place)
{
	double pixel[WCS_MAX_AXES];
	double world[WCS_MAX_AXES];

	middle(wcs, pixel);
	pixel[wcs->x] = x;
	pixel[wcs->y] = y;
	if (!to_world(wcs, pixel, world))
		return false;
	*place = (SkyPoint){world[wcs->lng] * wcs->units[wcs->lng],
						world[wcs->lat] * wcs->units[wcs->lat]};
	if (!isfinite(place->lon) || !(fabs(place->lat) <= 90.0))
		return false;
	*place = frame_turn(wcs->frame, wcs->icrs, *place);
	return true;
}

/* The pixel of world coordinates. */
static bool
to_pixel(const ImageWcs *wcs, const double *world, double *pixel)
{
	double plane[WCS_MAX_AXES];
	double phi;
	double theta;
	int status[1] = {0};

	return wcss2p(
			   wcs->wcs, 1, wcs->wcs->naxis, world, &phi, &theta, plane, pixel, status) ==
			   0 &&
		   status[0] == 0 && (!wcs->lookups.are_read || undo_correct(wcs, pixel));
}

bool
wcs_pixel_of(const ImageWcs *wcs, SkyPoint place, double *x, double *y)
{
	double pixel[WCS_MAX_AXES];
	double world[WCS_MAX_AXES];
	bool found;

	memcpy(world, wcs->middle, sizeof(world));
	if (wcs->frame != wcs->icrs)
		place = frame_turn(wcs->icrs, wcs->frame, place);
	world[wcs->lng] = place.lon / wcs->units[wcs->lng];
	world[wcs->lat] = place.lat / wcs->units[wcs->lat];
	found = to_pixel(wcs, world, pixel);
	/* Tables may go on beyond 360 degrees, or begin below 0. */
	for (int turn = -1; turn <= 1 && !found && wcs->is_tabulated; turn += 2)
	{
		world[wcs->lng] = (place.lon + 360.0 * turn) / wcs->units[wcs->lng];
		found = to_pixel(wcs, world, pixel);
	}
	if (!found)
		return false;
	*x = pixel[wcs->x];
	*y = pixel[wcs->y];
	return isfinite(*x) && isfinite(*y);
}

bool
wcs_value_of(const ImageWcs *wcs, int axis, double at, double *value)
{
	double pixel[WCS_MAX_AXES];
	double world[WCS_MAX_AXES];

	if (axis == wcs->band && wcs->dispersion.spectral.kind != SPECTRAL_NONE)
	{
		*value = dispersion_wavelength(&wcs->dispersion, at);
		return isfinite(*value);
	}
	middle(wcs, pixel);
	pixel[axis] = at;
	if (!to_world(wcs, pixel, world))
		return false;
	*value = axes_value(wcs, axis, world);
	return isfinite(*value);
}

bool
wcs_reach_of(const ImageWcs *wcs, int axis, int64_t pixel, FitsInterval *reach)
{
	double at = (double) pixel;
	double a;
	double b;

	if ((!wcs_value_of(wcs, axis, at - 0.5, &a) && !wcs_value_of(wcs, axis, at, &a)) ||
		(!wcs_value_of(wcs, axis, at + 0.5, &b) && !wcs_value_of(wcs, axis, at, &b)))
		return false;
	*reach = (FitsInterval){fmin(a, b), fmax(a, b)};
	return true;
}
