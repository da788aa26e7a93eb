/*
 * file.c
 *		FITS files, opened from a descriptor.
 */
#include "fits_helper/file.h"

#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define MAX_HDUS 100000

#define PAGE	  4096
#define LONG_READ (64 * 1024) /* [bytes] */

/* So many mappings of files up to that size are kept. */
#define KEPT_FILES 16
#define KEPT_SIZE  (256UL * 1024 * 1024)

/* Unpacked, a file may be this much larger than packed; small ones may be anything. */
#define GZIP_RATIO 300
#define GZIP_SMALL (64L * 1024 * 1024)

bool
file_fault(SkyError *err, int status)
{
	char text[FLEN_STATUS] = "";
	char more[FLEN_ERRMSG] = "";

	fits_get_errstatus(status, text);
	sky_error(err, SKY_E_BAD_TEXT, -1, "the FITS file is damaged: %s", text);
	if (fits_read_errmsg(more))
		sky_error_detail(err, "%s", more);
	fits_clear_errmsg();
	return false;
}

/*
 * Mappings that were used last, the latest first.  To fault the pages of a file in again
 * takes as long as a cutout.  They show the file as it is, whatever is written to it, so
 * that nothing but its size can have become wrong.
 */
static struct
{
	int count;
	FitsFile files[KEPT_FILES];
} kept;

/* Have the file from those that are kept. */
static bool
take_kept(FitsFile *file)
{
	for (int i = 0; i < kept.count; i++)
	{
		FitsFile *one = &kept.files[i];

		if (one->device != file->device || one->inode != file->inode ||
			one->size != file->size)
			continue;
		*file = *one;
		memmove(one, one + 1, (size_t) (--kept.count - i) * sizeof(*one));
		return true;
	}
	return false;
}

static bool
map(FitsFile *file, int descriptor, SkyError *err)
{
	struct stat status;

	if (fstat(descriptor, &status) != 0 || status.st_size <= 0)
		return sky_error(err, SKY_E_BAD_TEXT, -1, "the file is empty");
	file->device = status.st_dev;
	file->inode = status.st_ino;
	file->size = (size_t) status.st_size;
	if (take_kept(file))
		return true;
	file->bytes = mmap(NULL, file->size, PROT_READ, MAP_SHARED, descriptor, 0);
	if (file->bytes == MAP_FAILED)
	{
		file->bytes = NULL;
		return sky_error(err, SKY_E_MEMORY, -1, "the file cannot be mapped into memory");
	}
	/* Or the kernel would read 128 KB round each page that is touched. */
	madvise(file->bytes, file->size, MADV_RANDOM);
	return true;
}

void
file_will_read(const void *bytes, size_t size)
{
	uintptr_t begin = (uintptr_t) bytes & ~(uintptr_t) (PAGE - 1);

	if (size >= LONG_READ)
		madvise((void *) begin, (uintptr_t) bytes + size - begin, MADV_WILLNEED);
}

static void
unmap(FitsFile *file)
{
	if (file->bytes != NULL)
		munmap(file->bytes, file->size);
	file->bytes = NULL;
}

/* Keep the mapping in the place of the one that was not used for the longest time. */
static void
keep(FitsFile *file)
{
	if (kept.count == KEPT_FILES)
		unmap(&kept.files[--kept.count]);
	memmove(kept.files + 1, kept.files, (size_t) kept.count++ * sizeof(*kept.files));
	kept.files[0] = *file;
	file->bytes = NULL;
}

void
file_forget(void)
{
	while (kept.count > 0)
		unmap(&kept.files[--kept.count]);
}

static bool
write_all(int descriptor, const unsigned char *bytes, size_t size)
{
	while (size > 0)
	{
		ssize_t written = write(descriptor, bytes, size);

		if (written <= 0)
			return false;
		bytes += written;
		size -= (size_t) written;
	}
	return true;
}

static bool
inflate_file(const FitsFile *packed, z_stream *stream, int spool, SkyError *err)
{
	unsigned char room[64 * 1024];
	size_t given = 0;
	size_t made = 0;
	int status = Z_OK;

	while (status != Z_STREAM_END)
	{
		if (stream->avail_in == 0)
		{
			size_t left = packed->size - given;

			stream->next_in = (unsigned char *) packed->bytes + given;
			stream->avail_in = (unsigned) (left < (1U << 30) ? left : (1U << 30));
			given += stream->avail_in;
		}
		stream->next_out = room;
		stream->avail_out = sizeof(room);
		status = inflate(stream, Z_NO_FLUSH);
		if (status != Z_OK && status != Z_STREAM_END)
			return sky_error(err, SKY_E_BAD_TEXT, -1, "the gzip file is damaged");
		made += sizeof(room) - stream->avail_out;
		if (made > GZIP_SMALL && made / GZIP_RATIO > packed->size)
			return sky_error(err, SKY_E_LIMIT, -1, "the gzip file unpacks to too much");
		if (!write_all(spool, room, sizeof(room) - stream->avail_out))
			return sky_error(err, SKY_E_IO, -1, "no room to unpack the gzip file");
	}
	return true;
}

static bool
unpack(FitsFile *file, int spool, SkyError *err)
{
	z_stream stream = {0};
	bool done;

	madvise(file->bytes, file->size, MADV_SEQUENTIAL);
	if (inflateInit2(&stream, 15 + 16) != Z_OK)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	done = inflate_file(file, &stream, spool, err);
	inflateEnd(&stream);
	unmap(file);
	file->packed = true;
	return done && map(file, spool, err);
}

bool
file_begin(FitsFile *file, const Received *received, SkyError *err)
{
	int status = 0;

	*file = (FitsFile){0};
	if (!map(file, received->file, err))
		return false;
	if (file->size > 18 && memcmp(file->bytes, "\x1f\x8b", 2) == 0 &&
		!unpack(file, received->spool, err))
		return false;
	if (file->size < 2880 || memcmp(file->bytes, "SIMPLE  =", 9) != 0)
		return sky_error(err, SKY_E_BAD_TEXT, -1, "the file is not a FITS file");
	if (fits_open_memfile(&file->fits,
						  "file",
						  READONLY,
						  (void **) &file->bytes,
						  &file->size,
						  0,
						  NULL,
						  &status) != 0)
		return file_fault(err, status);
	return true;
}

void
file_end(FitsFile *file)
{
	int status = 0;

	if (file->fits != NULL)
		fits_close_file(file->fits, &status);
	file->fits = NULL;
	if (file->bytes != NULL && !file->packed && file->size <= KEPT_SIZE)
		keep(file);
	unmap(file);
}

static bool
read_value(FitsFile *file, const char *keyword, int type, void *value)
{
	int status = 0;

	if (fits_read_key(file->fits, type, keyword, value, NULL, &status) != 0)
		fits_clear_errmsg();
	return status == 0;
}

bool
file_text(FitsFile *file, const char *keyword, char value[FLEN_VALUE])
{
	value[0] = '\0';
	return read_value(file, keyword, TSTRING, value);
}

bool
file_integer(FitsFile *file, const char *keyword, int64_t *value)
{
	LONGLONG number = 0;

	if (!read_value(file, keyword, TLONGLONG, &number))
		return false;
	*value = number;
	return true;
}

bool
file_number(FitsFile *file, const char *keyword, double *value)
{
	double number = 0.0;

	if (!read_value(file, keyword, TDOUBLE, &number) || !isfinite(number))
		return false;
	*value = number;
	return true;
}

static HduKind
kind_of(int type, int axes, const int64_t *sizes)
{
	if (type != IMAGE_HDU)
		return HDU_TABLE;
	for (int i = 0; i < axes; i++)
		if (sizes[i] == 0)
			return HDU_EMPTY;
	return axes == 0 ? HDU_EMPTY : HDU_IMAGE;
}

static bool
read_image(FitsFile *file, Hdu *hdu, SkyError *err)
{
	LONGLONG sizes[FITS_MAX_AXES] = {0};
	int status = 0;

	fits_get_img_paramll(
		file->fits, FITS_MAX_AXES, &hdu->bitpix, &hdu->axes, sizes, &status);
	if (status != 0)
		return file_fault(err, status);
	if (hdu->axes > FITS_MAX_AXES)
		return sky_error(err,
						 SKY_E_UNSUPPORTED,
						 -1,
						 "images of more than %d axes are not supported",
						 FITS_MAX_AXES);
	for (int i = 0; i < hdu->axes; i++)
	{
		if (sizes[i] < 0)
			return sky_error(
				err, SKY_E_BAD_TEXT, -1, "the FITS file is damaged: NAXIS%d", i + 1);
		hdu->sizes[i] = sizes[i];
	}
	return true;
}

bool
file_hdu(FitsFile *file, int number, Hdu *hdu, SkyError *err)
{
	LONGLONG head;
	LONGLONG data;
	LONGLONG end;
	int type;
	int status = 0;

	*hdu = (Hdu){.number = number};
	if (number >= MAX_HDUS)
		return sky_error(err, SKY_E_LIMIT, -1, "the file has too many HDUs");
	if (fits_movabs_hdu(file->fits, number + 1, &type, &status) != 0)
	{
		bool ends = status == END_OF_FILE && number > 0;

		fits_clear_errmsg();
		return ends ? false : file_fault(err, status);
	}
	fits_get_hduaddrll(file->fits, &head, &data, &end, &status);
	if (status != 0)
		return file_fault(err, status);
	/* cfitsio does not look whether memory ends before. */
	if (head < 0 || data < head || end < data ||
		(size_t) end > (file->size + 2879) / 2880 * 2880)
		return sky_error(err,
						 SKY_E_BAD_TEXT,
						 -1,
						 "the FITS file is damaged: it ends within HDU %d",
						 number);
	hdu->head = (size_t) head;
	hdu->data = (size_t) data;
	hdu->size = (size_t) end < file->size ? (size_t) end : file->size;
	hdu->size = hdu->size > hdu->data ? hdu->size - hdu->data : 0;
	hdu->compressed = fits_is_compressed_image(file->fits, &status) != 0;
	hdu->binary = hdu->compressed || type == BINARY_TBL;
	if (type == IMAGE_HDU && !read_image(file, hdu, err))
		return false;
	hdu->kind = kind_of(type, hdu->axes, hdu->sizes);
	file_text(file, "EXTNAME", hdu->name);
	fits_clear_errmsg();
	return true;
}
