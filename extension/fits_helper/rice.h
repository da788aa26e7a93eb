#ifndef FITS_HELPER_RICE_H
#define FITS_HELPER_RICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a tile was coded: keywords ZNAMEn/ZVALn BYTEPIX and BLOCKSIZE. */
typedef struct RiceCode
{
	int bytes; /* of a pixel: 1 (unsigned), 2 or 4 (signed) */
	int block; /* pixels of a block */
} RiceCode;

/*
 * Decode the first pixels of a tile of RICE_1 (FITS Standard 4.0, section 10.4.1).  False
 * if the bytes end before.
 */
extern bool rice_decode(const RiceCode *code,
						const unsigned char *bytes,
						size_t size,
						int32_t *pixels,
						size_t count);

#endif
