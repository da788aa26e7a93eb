#ifndef FITS_ORDER_H
#define FITS_ORDER_H

#include <stdint.h>

#include "base/error.h"

/*
 * What a backend and its helper program pgsky-fits say to each other, over a socket on
 * one machine, in its byte order.  The backend sends an order with two descriptors, then
 * the numbers of the shape; the helper answers with pieces up to one that ends the
 * answer. The descriptors are of the file and of an empty temporary one to unpack it
 * into; where gzip did not pack it, both are of the file.
 *
 * The first pieces of an answer, FITS_SLOTS of them, lie in memory that both have mapped,
 * each in the slot after the one before; what is longer comes through the socket.
 */
typedef enum FitsTask
{
	FITS_DESCRIBE = 1, /* answers with JSON: see describe.c */
	FITS_CUT,		   /* answers with a FITS file, or nothing where nothing overlaps */
	FITS_MEASURE,	   /* answers with the length of that file [bytes], an int64, and, if
						* it is at most what the order says, with the file after it */
	FITS_PREVIEW,	   /* answers with a picture */
	FITS_TILE,		   /* keeps the file as number `part` of a mosaic; answers nothing */
	FITS_MOSAIC,	   /* answers with a mosaic of the `part` files kept, or nothing */
	FITS_MEASURE_MOSAIC, /* as FITS_MEASURE, of that mosaic */
	FITS_TASKS,
} FitsTask;

typedef enum FitsPicture
{
	FITS_PNG,
	FITS_JPEG,
} FitsPicture;

typedef enum FitsCompress
{
	FITS_PLAIN,
	FITS_KEEP, /* what was compressed */
} FitsCompress;

/* How much of a file, in the words of Rubin Observatory. */
typedef enum FitsDetail
{
	FITS_EXPOSURE,	   /* everything */
	FITS_MASKED_IMAGE, /* images, their errors and masks; no tables */
	FITS_IMAGE,		   /* images alone */
	FITS_DETAILS,
} FitsDetail;

#define FITS_WIDTH_MIN 16 /* of a picture's longer side [pixels] */
#define FITS_WIDTH_MAX 2048

/* An interval [a, b]; not a number: no limit on this side. */
typedef struct FitsInterval
{
	double lo;
	double hi;
} FitsInterval;

#define FITS_MAX_AXES 9
#define FITS_ORIGIN	  512

typedef struct FitsOrder
{
	uint32_t task;
	int32_t hdu;	   /* the only one, counted from 0; -1: all */
	uint32_t shape;	   /* a SkyShape; SHAPE_NONE: all of the sky */
	uint32_t count;	   /* numbers of the shape */
	uint32_t pol;	   /* bits of the wanted states of polarisation; 0: all */
	FitsInterval band; /* vacuum wavelength [m] */
	FitsInterval time; /* MJD [d] */
	FitsInterval pixels[FITS_MAX_AXES]; /* of each axis, counted from 1, both included */
	int64_t most;			  /* when measured: a longer file is not wanted [bytes] */
	int32_t part;			  /* of a file that holds several cutouts, counted from 1:
							   * extensions alone; 0: a file of its own */
	uint32_t compress;		  /* a FitsCompress, of images */
	uint32_t detail;		  /* a FitsDetail */
	uint32_t picture;		  /* FITS_PREVIEW: a FitsPicture */
	uint32_t width;			  /* of its longer side [pixels] */
	int32_t plane;			  /* of a cube, from 1; 0: the mean of all */
	char origin[FITS_ORIGIN]; /* what the file is known as, for the headers; or "".
							   * FITS_TILE: or its path, for errors alone */
} FitsOrder;

#define FITS_MAX_NUMBERS 4000000
#define FITS_MAX_PARTS	 1000000
#define FITS_MAX_TILES	 500

typedef enum FitsPieceKind
{
	FITS_BYTES,	 /* of the answer */
	FITS_SHARED, /* the same, in the next slot */
	FITS_FAULT,	 /* a SkyError; the last piece */
	FITS_END,	 /* without bytes; the last piece */
} FitsPieceKind;

typedef struct FitsPiece
{
	uint32_t kind;
	uint32_t length; /* of its bytes, at most FITS_PIECE, which follow unless shared */
} FitsPiece;

#define FITS_PIECE	 (256 * 1024)
#define FITS_SLOTS	 4
#define FITS_CHANNEL 0 /* descriptors that the helper begins with: the socket */
#define FITS_MEMORY	 3 /* and the slots */

#endif
