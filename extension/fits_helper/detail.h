#ifndef FITS_HELPER_DETAIL_H
#define FITS_HELPER_DETAIL_H

#include "fits_helper/file.h"

/* Has the current unit a place in a file of that detail? */
extern bool detail_has(FitsDetail detail, FitsFile *file, const Hdu *hdu);

#endif
