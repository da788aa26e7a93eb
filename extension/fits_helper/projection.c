/*
 * projection.c
 *		Do images share one projection?
 *
 * All cards that say how pixels stand for places and for values are compared, whatever
 * the projection or its distortions.
 */
#include "fits_helper/projection.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#define WHOLE 1e-5 /* [pixels] */

/* Is it a card of the primary coordinates, but for reference pixels, or of values? */
static bool
is_compared(const char *name)
{
	static const char *const numbered[] = {
		"CTYPE", "CUNIT", "CRVAL", "CDELT", "CROTA", "CD", "PC", "PV", "PS"};
	static const char *const whole[] = {
		"LONPOLE", "LATPOLE", "RADESYS", "EQUINOX", "BSCALE", "BZERO", "BLANK", "BUNIT"};
	static const char *const terms[] = {"A_", "B_", "CPDIS", "D2IMDIS"};
	size_t length = strlen(name);

	for (size_t i = 0; i < sizeof(numbered) / sizeof(numbered[0]); i++)
		if (strncmp(name, numbered[i], strlen(numbered[i])) == 0 &&
			isdigit((unsigned char) name[strlen(numbered[i])]) &&
			isdigit((unsigned char) name[length - 1]))
			return true;
	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		if (strcmp(name, whole[i]) == 0)
			return true;
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
		if (strncmp(name, terms[i], strlen(terms[i])) == 0)
			return true;
	return false;
}

static void
read_value(const ProjectedImage *image, const char *name, char value[FLEN_VALUE])
{
	if (!file_text(image->file, name, value))
		strcpy(value, "missing");
}

static bool
is_same(const char *a, const char *b)
{
	char *end_a;
	char *end_b;
	double x = strtod(a, &end_a);
	double y = strtod(b, &end_b);

	if (end_a == a || end_b == b || *end_a != '\0' || *end_b != '\0')
		return strcmp(a, b) == 0;
	return fabs(x - y) <= 1e-12 * fmax(1e-3, fmax(fabs(x), fabs(y)));
}

static bool
differs(const ProjectedImage *first,
		const ProjectedImage *other,
		const char *name,
		const char *a,
		const char *b,
		SkyError *err)
{
	sky_error(err,
			  SKY_E_BAD_VALUE,
			  -1,
			  "\"%.150s\" cannot be put beside \"%.150s\": %s is %s there and %s here",
			  other->name,
			  first->name,
			  name,
			  a,
			  b);
	return sky_error_hint(
		err, "Images of a mosaic share one projection; pixels are never resampled.");
}

/* Compare what the first of the two has. */
static bool
compare_cards(const ProjectedImage *from,
			  const ProjectedImage *first,
			  const ProjectedImage *other,
			  SkyError *err)
{
	int count = 0;
	int status = 0;

	fits_get_hdrspace(from->file->fits, &count, NULL, &status);
	for (int i = 1; status == 0 && i <= count; i++)
	{
		char card[FLEN_CARD];
		char name[FLEN_KEYWORD];
		char a[FLEN_VALUE];
		char b[FLEN_VALUE];
		int length;

		if (fits_read_record(from->file->fits, i, card, &status) != 0 ||
			fits_get_keyname(card, name, &length, &status) != 0 || !is_compared(name))
			continue;
		read_value(first, name, a);
		read_value(other, name, b);
		if (!is_same(a, b))
			return differs(first, other, name, a, b, err);
	}
	fits_clear_errmsg();
	return true;
}

static double
reference(const ProjectedImage *image, int axis)
{
	char name[FLEN_KEYWORD];
	double value = 0.0;

	snprintf(name, sizeof(name), "CRPIX%d", axis + 1);
	file_number(image->file, name, &value);
	return value;
}

static bool
compare_numbers(const ProjectedImage *first,
				const ProjectedImage *other,
				const char *name,
				double numbers[2],
				SkyError *err)
{
	char a[40];
	char b[40];

	if (numbers[0] == numbers[1])
		return true;
	snprintf(a, sizeof(a), "%.15g", numbers[0]);
	snprintf(b, sizeof(b), "%.15g", numbers[1]);
	return differs(first, other, name, a, b, err);
}

/* Along other axes than the first two, pixels are the same ones. */
static bool
compare_axes(const ProjectedImage *first, const ProjectedImage *other, SkyError *err)
{
	const Hdu *a = first->hdu;
	const Hdu *b = other->hdu;
	char name[FLEN_KEYWORD];

	if (!compare_numbers(first, other, "BITPIX", (double[]){a->bitpix, b->bitpix}, err) ||
		!compare_numbers(first, other, "NAXIS", (double[]){a->axes, b->axes}, err))
		return false;
	for (int i = 2; i < a->axes; i++)
	{
		snprintf(name, sizeof(name), "NAXIS%d", i + 1);
		if (!compare_numbers(first,
							 other,
							 name,
							 (double[]){(double) a->sizes[i], (double) b->sizes[i]},
							 err))
			return false;
		snprintf(name, sizeof(name), "CRPIX%d", i + 1);
		if (!compare_numbers(first,
							 other,
							 name,
							 (double[]){reference(first, i), reference(other, i)},
							 err))
			return false;
	}
	return true;
}

bool
projection_is_shared(const ProjectedImage *first,
					 const ProjectedImage *other,
					 int64_t shift[2],
					 SkyError *err)
{
	if (!compare_axes(first, other, err) || !compare_cards(first, first, other, err) ||
		!compare_cards(other, first, other, err))
		return false;
	for (int i = 0; i < 2; i++)
	{
		double here[2] = {reference(first, i), reference(other, i)};
		double apart = here[0] - here[1];

		if (!(fabs(apart) < 1e9) || fabs(apart - round(apart)) > WHOLE)
		{
			compare_numbers(first, other, i == 0 ? "CRPIX1" : "CRPIX2", here, err);
			return sky_error_detail(err, "They are no whole pixels apart.");
		}
		shift[i] = (int64_t) llround(apart);
	}
	return true;
}
