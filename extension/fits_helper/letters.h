#ifndef FITS_HELPER_LETTERS_H
#define FITS_HELPER_LETTERS_H

#include "fits_helper/picture.h"

#define LETTER_WIDTH  6 /* the gap included */
#define LETTER_HEIGHT 7

/*
 * Write digits, signs and the letters of units at a place of the picture, its upper left
 * corner, each of their dots size pixels wide.  What has no picture is a gap.
 */
extern void
letters_put(Picture *picture, int x, int y, int size, int level, const char *text);

#endif
