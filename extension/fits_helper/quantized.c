/*
 * quantized.c
 *		Floats that were stored as integers, with or without dithering (FITS Standard 4.0,
 *		section 10.2).
 */
#include "fits_helper/quantized.h"

#include <fitsio.h>
#include <math.h>
#include <string.h>

#define ZERO_VALUE	 (-2147483646) /* an exact zero of SUBTRACTIVE_DITHER_2 */
#define LARGE_RANDOM 500

/* The random numbers of dithering: FITS Standard 4.0, appendix I. */
static const float *
randoms(void)
{
	static float numbers[DITHER_RANDOMS];
	double seed = 1.0;

	for (int i = 0; numbers[DITHER_RANDOMS - 1] == 0.0f && i < DITHER_RANDOMS; i++)
	{
		double next = 16807.0 * seed;

		seed = next - 2147483647.0 * floor(next / 2147483647.0);
		numbers[i] = (float) (seed / 2147483647.0);
	}
	return numbers;
}

Dither
dither_begin(int64_t seed, int64_t tile)
{
	Dither dither = {.numbers = randoms()};

	dither.begin = (int) ((tile + seed - 1) % DITHER_RANDOMS);
	dither.next = (int) (dither.numbers[dither.begin] * LARGE_RANDOM);
	return dither;
}

void
dither_skip(Dither *dither, size_t count)
{
	while (count >= (size_t) (DITHER_RANDOMS - dither->next))
	{
		count -= (size_t) (DITHER_RANDOMS - dither->next);
		dither->begin = (dither->begin + 1) % DITHER_RANDOMS;
		dither->next = (int) (dither->numbers[dither->begin] * LARGE_RANDOM);
	}
	dither->next += (int) count;
}

static double
float_of(const Quantized *values, Dither *dither, int32_t number)
{
	double value;

	if (values->has_blank && number == values->blank)
		value = NAN;
	else if (values->dither == 0)
		value = (double) number * values->scale + values->zero;
	else if (values->dither == SUBTRACTIVE_DITHER_2 && number == ZERO_VALUE)
		value = 0.0;
	else
		value = ((double) number - (double) dither->numbers[dither->next] + 0.5) *
					values->scale +
				values->zero;
	if (values->dither != 0)
		dither_skip(dither, 1);
	return value;
}

void
quantized_put(char *to,
			  const Quantized *values,
			  Dither dither,
			  const int32_t *numbers,
			  size_t count)
{
	for (size_t i = 0; i < count; i++)
	{
		double value = float_of(values, &dither, numbers[i]);
		float narrow = (float) value;
		uint64_t bits;
		uint32_t half;

		if (values->bitpix == DOUBLE_IMG)
		{
			memcpy(&bits, &value, sizeof(bits));
			bits = __builtin_bswap64(bits);
			memcpy(to + 8 * i, &bits, sizeof(bits));
			continue;
		}
		memcpy(&half, &narrow, sizeof(half));
		half = __builtin_bswap32(half);
		memcpy(to + 4 * i, &half, sizeof(half));
	}
}
