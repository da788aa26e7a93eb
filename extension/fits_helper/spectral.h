#ifndef FITS_HELPER_SPECTRAL_H
#define FITS_HELPER_SPECTRAL_H

#include "fits_helper/file.h"

typedef enum SpectralKind
{
	SPECTRAL_NONE,
	SPECTRAL_LENGTH,
	SPECTRAL_FREQUENCY,
	SPECTRAL_ENERGY,
	SPECTRAL_WAVENUMBER,
} SpectralKind;

/* How numbers stand for wavelengths. */
typedef struct Spectral
{
	SpectralKind kind;
	double factor; /* to SI */
	bool is_log;   /* decimal logarithms */
	bool is_air;   /* lengths are in air */
} Spectral;

/*
 * Read a unit: of length, frequency, energy or wave number, or log(...) of one.  False if
 * it is none of these.
 */
extern bool spectral_read(Spectral *spectral, const char *unit);

/* Does the header of the current unit, or else the first one, say that they are? */
extern bool spectral_is_air(FitsFile *file);

/* Wavelength in vacuum [m]. */
extern double spectral_wavelength(const Spectral *spectral, double value);

/*
 * The first axis of a spectrum as IRAF and the SDSS describe it: linear or logarithmic,
 * and not in the words of the standard.
 */
typedef struct Dispersion
{
	Spectral spectral; /* SPECTRAL_NONE: there is none */
	double start;
	double step;
	double reference; /* the pixel of start */
} Dispersion;

extern void dispersion_read(Dispersion *dispersion, FitsFile *file);
extern double dispersion_wavelength(const Dispersion *dispersion, double pixel);

#endif
