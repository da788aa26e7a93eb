#ifndef FITS_HELPER_FILE_H
#define FITS_HELPER_FILE_H

#include <fitsio.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "fits/order.h"
#include "fits_helper/channel.h"

/* A FITS file in memory by a mapping; nothing is read that is not looked at. */
typedef struct FitsFile
{
	fitsfile *fits;
	char *bytes;
	size_t size;
	dev_t device;
	ino_t inode;
	bool packed; /* in the file; the mapping is of what was in it */
} FitsFile;

typedef enum HduKind
{
	HDU_EMPTY, /* a header without data */
	HDU_IMAGE,
	HDU_TABLE,
} HduKind;

/* One header and data unit, compressed images as what they are uncompressed. */
typedef struct Hdu
{
	int number; /* from 0 */
	HduKind kind;
	bool compressed;
	bool binary; /* stored as a binary table */
	int bitpix;
	int axes;
	int64_t sizes[FITS_MAX_AXES];
	size_t head; /* where it begins */
	size_t data; /* where its data begin */
	size_t size; /* of the data [bytes], their last block filled or not */
	char name[FLEN_VALUE];
} Hdu;

/* Begin to read; what gzip packed is unpacked into the spool first. */
extern bool file_begin(FitsFile *file, const Received *received, SkyError *err);
extern void file_end(FitsFile *file);

/* Mappings of files are kept for the next order; let go of them. */
extern void file_forget(void);

/* Go to a unit and read what it is; false at the end of the file, too, without a fault.
 */
extern bool file_hdu(FitsFile *file, int number, Hdu *hdu, SkyError *err);

/*
 * The value of a keyword of the current unit.  False, and the value as it was (a text
 * empty), if it is not there or is none such; numbers are finite.
 */
extern bool file_text(FitsFile *file, const char *keyword, char value[FLEN_VALUE]);
extern bool file_integer(FitsFile *file, const char *keyword, int64_t *value);
extern bool file_number(FitsFile *file, const char *keyword, double *value);

/* Bytes of a file are read next, all of them: have the kernel fetch them if they are
 * many. */
extern void file_will_read(const void *bytes, size_t size);

/* Record what cfitsio says and return false. */
extern bool file_fault(SkyError *err, int status);

/* The pixels along an axis: one along those that coordinates have beyond its own. */
static inline int64_t
hdu_pixels(const Hdu *hdu, int axis)
{
	return axis < hdu->axes ? hdu->sizes[axis] : 1;
}

static inline size_t
hdu_pixel_size(const Hdu *hdu)
{
	return (size_t) (hdu->bitpix < 0 ? -hdu->bitpix : hdu->bitpix) / 8;
}

#endif
