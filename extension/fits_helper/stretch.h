#ifndef FITS_HELPER_STRETCH_H
#define FITS_HELPER_STRETCH_H

#include <stddef.h>

/* The values that are to be darkest and brightest. */
typedef struct Limits
{
	double low;
	double high;
} Limits;

/*
 * Limits that show what is near the median, from count values, NaN among them: the zscale
 * of IRAF (help images.tv.display), contrast 0.25.  Without a finite value both are 0.
 */
extern Limits zscale(const float *values, size_t count);

/*
 * The level, 1 to 255, of a value between the limits, by the inverse hyperbolic sine
 * (Lupton et al. 2004, PASP 116, 133), softened at a tenth of their distance; 0 for NaN.
 */
extern unsigned char asinh_level(const Limits *limits, float value);

#endif
