#ifndef FITS_HELPER_PIXELS_H
#define FITS_HELPER_PIXELS_H

#include "base/sink.h"
#include "fits_helper/plan.h"

/* Bytes of the pixels of a cutout [bytes]; false if they are beyond counting. */
extern bool pixels_size(const Hdu *hdu, const Cutout *cutout, size_t *size);

/* Takes pixels as a file has them, in its order. */
typedef void (*PixelTaker)(void *to, const void *bytes, size_t size);

/*
 * Give the pixels of a cutout of the current unit: never scaled, big-endian, the first
 * axis fastest.
 */
extern bool pixels_read(FitsFile *file,
						const Hdu *hdu,
						const Cutout *cutout,
						PixelTaker take,
						void *to,
						SkyError *err);

#endif
