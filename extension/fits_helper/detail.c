/*
 * detail.c
 *		Which units are images, and which are errors, masks or weights of images.
 */
#include "fits_helper/detail.h"

#include <string.h>
#include <strings.h>

#include "base/table.h"

/* What such units are called, and their class (ESO Science Data Products standard 8). */
static const char *const planes[] = {
	"ERR",	   "ERROR",	   "SIGMA",	  "STAT",	  "VAR",	 "VARIANCE",  "IVAR",
	"DQ",	   "DATAMASK", "FLAG",	  "FLAGS",	  "MASK",	 "BPM",		  "QUAL",
	"QUALITY", "WHT",	   "WEIGHT",  "CONF",	  "RMSE",	 "CHI2",	  "RESIDUAL",
	"MSE",	   "INVMSE",   "INVRMSE", "MASKZERO", "MASKONE", "FLAG32BIT", "FLAG16BIT"};

static bool
is_plane_name(const char *name)
{
	for (size_t i = 0; i < SKY_LENGTH(planes); i++)
		if (strcasecmp(name, planes[i]) == 0)
			return true;
	return false;
}

/* By its class, by the image that it names, by its own name: ERR, or SCI1_ERR. */
static bool
is_plane(FitsFile *file, const Hdu *hdu)
{
	static const char *const classes[] = {"HDUCLAS2", "HDUCLAS3"};
	char value[FLEN_VALUE];
	const char *word = hdu->name;

	if (file_text(file, "SCIDATA", value))
		return true;
	for (size_t i = 0; i < SKY_LENGTH(classes); i++)
		if (file_text(file, classes[i], value) && is_plane_name(value))
			return true;
	for (const char *c = hdu->name; *c != '\0'; c++)
		if (strchr("._- ", *c) != NULL)
			word = c + 1;
	return is_plane_name(hdu->name) || is_plane_name(word);
}

bool
detail_has(FitsDetail detail, FitsFile *file, const Hdu *hdu)
{
	return detail == FITS_EXPOSURE ||
		   (hdu->kind == HDU_IMAGE && (detail != FITS_IMAGE || !is_plane(file, hdu)));
}
