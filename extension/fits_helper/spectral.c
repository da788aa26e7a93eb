/*
 * spectral.c
 *		From numbers in many units, and IRAF's dispersions, to wavelengths.
 *
 * IRAF's "Specwcs" writes CTYPE1 = 'LINEAR', CRVAL1, CD1_1 and DC-FLAG, which is 1 for
 * decimal logarithms; units are in WAT1_001.  The SDSS adds WFITTYPE and COEFF0, COEFF1
 * (of the first pixel), and may leave out CRPIX1, which is 1 then.
 */
#include "fits_helper/spectral.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>
#include <wcslib/spx.h>

#include "base/vounit.h"

#define LIGHT_SPEED 299792458.0
#define PLANCK		6.62607015e-34

/* The factor from one unit to another. */
static bool
convert(const char *from, const char *to, double *factor)
{
	SkyError err = {0};
	Unit a;
	Unit b;

	return unit_parse(from, UNIT_ANY, &a, &err) &&
		   unit_parse(to, UNIT_STANDARD, &b, &err) && unit_convert(&a, &b, factor);
}

/* Take the unit out of log(...) or log10(...). */
static bool
strip_log(const char *unit, char *plain, size_t size)
{
	static const char *const logs[] = {"log10(", "log("};

	for (size_t i = 0; i < sizeof(logs) / sizeof(logs[0]); i++)
	{
		size_t length = strlen(logs[i]);
		const char *end = strrchr(unit, ')');

		if (strncasecmp(unit, logs[i], length) == 0 && end != NULL)
		{
			snprintf(
				plain, size, "%.*s", (int) (end - unit - (long) length), unit + length);
			return true;
		}
	}
	snprintf(plain, size, "%s", unit);
	return false;
}

bool
spectral_read(Spectral *spectral, const char *unit)
{
	static const char *const units[] = {
		[SPECTRAL_LENGTH] = "m",
		[SPECTRAL_FREQUENCY] = "Hz",
		[SPECTRAL_ENERGY] = "J",
		[SPECTRAL_WAVENUMBER] = "m**-1",
	};
	char plain[FLEN_VALUE];

	*spectral = (Spectral){.is_log = strip_log(unit, plain, sizeof(plain))};
	/* In the plural, too, and in capitals. */
	if (strncasecmp(plain, "angstrom", 8) == 0)
		strcpy(plain, "Angstrom");
	for (int i = SPECTRAL_LENGTH; i <= SPECTRAL_WAVENUMBER; i++)
		if (plain[0] != '\0' && convert(plain, units[i], &spectral->factor))
		{
			spectral->kind = (SpectralKind) i;
			return true;
		}
	return false;
}

/*
 * Of light with a wavelength in air, both [m]: wcslib has the standard of the IAU (Morton
 * 1991, ApJS 77, 119, equation 3) in the place of that of Paper III, 1.5e-5 apart.
 */
static double
in_vacuum(double air)
{
	double vacuum = NAN;
	int status = 0;

	return awavwave(0.0, 1, 1, 1, &air, &vacuum, &status) == 0 && status == 0 ? vacuum
																			  : NAN;
}

double
spectral_wavelength(const Spectral *spectral, double value)
{
	double si = (spectral->is_log ? pow(10.0, value) : value) * spectral->factor;

	switch (spectral->kind)
	{
		case SPECTRAL_LENGTH:
			return spectral->is_air ? in_vacuum(si) : si;
		case SPECTRAL_FREQUENCY:
			return LIGHT_SPEED / si;
		case SPECTRAL_ENERGY:
			return PLANCK * LIGHT_SPEED / si;
		case SPECTRAL_WAVENUMBER:
			return 1.0 / si;
		default:
			return NAN;
	}
}

/* What the current header says: 1 air, 0 vacuum, -1 nothing. */
static int
read_medium(FitsFile *file)
{
	char text[FLEN_VALUE];

	if (file_text(file, "AIRORVAC", text))
		return strncasecmp(text, "air", 3) == 0;
	if (file_text(file, "VACUUM", text))
		return text[0] == 'F' || text[0] == '0';
	return -1;
}

bool
spectral_is_air(FitsFile *file)
{
	int medium = read_medium(file);
	int number = 1;
	int status = 0;

	if (medium >= 0 || fits_get_hdu_num(file->fits, &number) == 1)
		return medium > 0;
	if (fits_movabs_hdu(file->fits, 1, NULL, &status) == 0)
		medium = read_medium(file);
	status = 0;
	fits_movabs_hdu(file->fits, number, NULL, &status);
	fits_clear_errmsg();
	return medium > 0;
}

/* Does IRAF or the SDSS say that there are wavelengths? */
static bool
is_dispersion(FitsFile *file, bool *is_log)
{
	char type[FLEN_VALUE];
	char fit[FLEN_VALUE];
	char label[FLEN_VALUE];
	double flag = 0.0;
	bool known = file_number(file, "DC-FLAG", &flag) && (flag == 0.0 || flag == 1.0);

	file_text(file, "CTYPE1", type);
	file_text(file, "WFITTYPE", fit);
	file_text(file, "WAT1_001", label);
	*is_log = flag == 1.0 || strncasecmp(fit, "LOG", 3) == 0;
	if (type[0] != '\0' && strcasecmp(type, "LINEAR") != 0 &&
		strncasecmp(type, "LAMBDA", 6) != 0 && strncasecmp(type, "WAVELEN", 7) != 0)
		return false;
	return known || *is_log || (type[0] != '\0' && strcasecmp(type, "LINEAR") != 0) ||
		   strcasestr(label, "wavelength") != NULL;
}

/* From CUNIT1 or the units of WAT1_001; Angstrom where nothing is said. */
static void
read_unit(Dispersion *dispersion, FitsFile *file)
{
	char unit[FLEN_VALUE];
	char label[FLEN_VALUE];
	const char *at;

	if (file_text(file, "CUNIT1", unit) && spectral_read(&dispersion->spectral, unit))
		return;
	file_text(file, "WAT1_001", label);
	at = strcasestr(label, "units=");
	snprintf(unit, sizeof(unit), "%s", at != NULL ? at + 6 : "");
	for (char *end = unit; *end != '\0'; end++)
		if (isspace((unsigned char) *end))
			*end = '\0';
	if (!spectral_read(&dispersion->spectral, unit))
		spectral_read(&dispersion->spectral, "Angstrom");
}

void
dispersion_read(Dispersion *dispersion, FitsFile *file)
{
	bool is_log;

	*dispersion = (Dispersion){.reference = 1.0};
	if (!is_dispersion(file, &is_log) ||
		!file_number(file, "CRVAL1", &dispersion->start) ||
		!(file_number(file, "CD1_1", &dispersion->step) ||
		  file_number(file, "CDELT1", &dispersion->step)) ||
		dispersion->step == 0.0)
		return;
	file_number(file, "CRPIX1", &dispersion->reference);
	read_unit(dispersion, file);
	dispersion->spectral.is_log = is_log;
	dispersion->spectral.is_air = spectral_is_air(file);
}

double
dispersion_wavelength(const Dispersion *dispersion, double pixel)
{
	return spectral_wavelength(&dispersion->spectral,
							   dispersion->start +
								   (pixel - dispersion->reference) * dispersion->step);
}
