#ifndef FITS_HELPER_PACK_CODE_H
#define FITS_HELPER_PACK_CODE_H

#include <zlib.h>

#include "fits_helper/cards.h"

/* A tile on its way to its code. */
typedef struct PackTile
{
	size_t pixel;				 /* [bytes] */
	int64_t side[FITS_MAX_AXES]; /* of this one; tiles at the end are shorter */
	size_t count;				 /* pixels of this one */
	char *bytes;				 /* as FITS has them */
	char *turned;				 /* as the code wants them */
	char *code;
	size_t room; /* for the code */
	z_stream stream;
} PackTile;

/* How tiles are coded, without loss; code gives the length [bytes], 0 if that failed. */
typedef struct PackMethod
{
	const char *name; /* ZCMPTYPE */
	size_t (*code)(PackTile *tile);
} PackMethod;

extern const PackMethod pack_gzip_2;
extern const PackMethod pack_hcompress; /* of two axes, each of at least 4 pixels */

/* By its name: Rice, gzip or HCOMPRESS; GZIP_2, which takes anything, for all else. */
extern const PackMethod *pack_method_find(const char *name);

/* What decoders must know of the codes. */
extern void pack_method_cards(const PackMethod *method, const Hdu *hdu, Cards *cards);

/* Take the memory for tiles of up to so many pixels; false if there is none. */
extern bool
pack_tile_begin(PackTile *tile, const PackMethod *method, size_t pixel, size_t count);
extern void pack_tile_end(PackTile *tile);

#endif
