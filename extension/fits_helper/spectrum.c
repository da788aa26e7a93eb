/*
 * spectrum.c
 *		Spectra out of images and tables, to be looked at.
 */
#include "fits_helper/spectrum.h"

#include <math.h>
#include <stdlib.h>

#include "base/vounit.h"
#include "fits_helper/wcs.h"

#define MAX_COUNT  4000000
#define IMAGE_LEAN 20 /* an image so many times longer than high is a spectrum */

static const char *const wave_names[] = {
	"WAVE", "WAVELENGTH", "LAMBDA", "LOGLAM", "FREQ", "FREQUENCY", "ENERGY", NULL};
static const char *const flux_names[] = {
	"FLUX", "FLUX_REDUCED", "FLUXDENSITY", "FLUX_DENSITY", "INTENSITY", "COUNTS", NULL};

bool
spectrum_is_image(const Hdu *hdu)
{
	return hdu->kind == HDU_IMAGE &&
		   (hdu->axes == 1 || hdu->sizes[0] > IMAGE_LEAN * hdu->sizes[1]);
}

static bool
make_room(Spectrum *spectrum, int64_t count, SkyError *err)
{
	if (count > MAX_COUNT)
		return sky_error(err, SKY_E_LIMIT, -1, "the spectrum is too long for a preview");
	*spectrum = (Spectrum){.count = (int) count, .unit = ""};
	spectrum->x = malloc((size_t) count * sizeof(double) + 1);
	spectrum->y = malloc((size_t) count * sizeof(double) + 1);
	return (spectrum->x != NULL && spectrum->y != NULL) ||
		   sky_error(err, SKY_E_MEMORY, -1, "out of memory");
}

void
spectrum_free(Spectrum *spectrum)
{
	free(spectrum->x);
	free(spectrum->y);
	*spectrum = (Spectrum){0};
}

/* Multiply x so that it is in nanometres, if it is a length. */
static void
to_nanometres(Spectrum *spectrum, const char *unit)
{
	Unit from;
	Unit nm;
	SkyError err = {0};
	double factor;

	if (!unit_parse(unit, UNIT_ANY, &from, &err) ||
		!unit_parse("nm", UNIT_STANDARD, &nm, &err) ||
		!unit_convert(&from, &nm, &factor) || from.nterms == 0)
		return;
	for (int i = 0; i < spectrum->count; i++)
		spectrum->x[i] *= factor;
	spectrum->unit = "nm";
}

/* The wavelengths of the pixels, or their numbers. */
static void
read_axis(FitsFile *file, const Hdu *hdu, Spectrum *spectrum)
{
	ImageWcs wcs;
	bool known = true;

	wcs_read(&wcs, file, hdu);
	for (int i = 0; i < spectrum->count; i++)
		known = known && wcs.band == 0 && wcs_value_of(&wcs, 0, i + 1, &spectrum->x[i]);
	wcs_free(&wcs);
	if (known)
		to_nanometres(spectrum, "m");
	for (int i = 0; !known && i < spectrum->count; i++)
		spectrum->x[i] = i + 1;
}

bool
spectrum_of_image(FitsFile *file, const Hdu *hdu, Spectrum *to, SkyError *err)
{
	LONGLONG first[FITS_MAX_AXES] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
	double blank = NAN;
	int blanks;
	int status = 0;

	if (!make_room(to, hdu->sizes[0], err))
		return false;
	fits_read_pixll(
		file->fits, TDOUBLE, first, to->count, &blank, to->y, &blanks, &status);
	if (status != 0)
		return file_fault(err, status);
	read_axis(file, hdu, to);
	return true;
}

/* The column that has one of the names; 0: none. */
static int
find_column(FitsFile *file, const char *const *names)
{
	int column = 0;

	for (int i = 0; names[i] != NULL && column == 0; i++)
	{
		int status = 0;

		if (fits_get_colnum(file->fits, CASEINSEN, (char *) names[i], &column, &status) !=
			0)
			column = 0;
	}
	fits_clear_errmsg();
	return column;
}

static bool
read_column(FitsFile *file, int column, int count, double *to, SkyError *err)
{
	double blank = NAN;
	int blanks;
	int status = 0;

	fits_read_col(file->fits, TDOUBLE, column, 1, 1, count, &blank, to, &blanks, &status);
	return status == 0 || file_fault(err, status);
}

/* How many numbers a column has: those of its rows, or of the array in the first. */
static int64_t
column_count(FitsFile *file, int column)
{
	LONGLONG rows = 0;
	LONGLONG repeat = 0;
	int type = 0;
	int status = 0;

	fits_get_num_rowsll(file->fits, &rows, &status);
	fits_get_coltypell(file->fits, column, &type, &repeat, NULL, &status);
	if (type < 0 && status == 0) /* of varying length */
		fits_read_descriptll(file->fits, column, 1, &repeat, NULL, &status);
	fits_clear_errmsg();
	return status != 0 || rows == 0 ? 0 : repeat > 1 ? repeat : rows;
}

static void
name_axis(FitsFile *file, int wave, Spectrum *to)
{
	char key[FLEN_KEYWORD];
	char value[FLEN_VALUE] = "";
	int status = 0;

	fits_make_keyn("TTYPE", wave, key, &status);
	fits_read_key(file->fits, TSTRING, key, value, NULL, &status);
	if (status == 0 && strcasecmp(value, "LOGLAM") == 0)
	{
		for (int i = 0; i < to->count; i++)
			to->x[i] = pow(10, to->x[i]);
		to_nanometres(to, "Angstrom");
	}
	else
	{
		fits_make_keyn("TUNIT", wave, key, &status);
		if (fits_read_key(file->fits, TSTRING, key, value, NULL, &status) == 0)
			to_nanometres(to, value);
	}
	fits_clear_errmsg();
}

bool
spectrum_of_table(FitsFile *file, Spectrum *to, SkyError *err)
{
	int wave = find_column(file, wave_names);
	int flux = find_column(file, flux_names);
	int64_t count = wave > 0 && flux > 0 ? column_count(file, flux) : 0;

	if (count < 2 || column_count(file, wave) != count)
		return false;
	if (!make_room(to, count, err) || !read_column(file, wave, to->count, to->x, err) ||
		!read_column(file, flux, to->count, to->y, err))
		return false;
	name_axis(file, wave, to);
	return true;
}
