#ifndef FITS_HELPER_QUANTIZED_H
#define FITS_HELPER_QUANTIZED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The random numbers of dithering, and the seeds that there are: 1 to this. */
#define DITHER_RANDOMS 10000

/* Where dithering is: the next random number, and the one that the sequence began at. */
typedef struct Dither
{
	const float *numbers;
	int begin;
	int next;
} Dither;

extern Dither dither_begin(int64_t seed, int64_t tile);
extern void dither_skip(Dither *dither, size_t count);

/* How the numbers of a tile become pixels. */
typedef struct Quantized
{
	int bitpix;
	int dither; /* SUBTRACTIVE_DITHER_1 or _2; 0: none */
	double scale;
	double zero;
	bool has_blank;
	int32_t blank;
} Quantized;

/* Put them as pixels of bitpix, big-endian. */
extern void quantized_put(char *to,
						  const Quantized *values,
						  Dither dither,
						  const int32_t *numbers,
						  size_t count);

#endif
