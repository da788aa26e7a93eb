/*
 * lookup.c
 *		Distortions of images by arrays that are looked up.
 */
#include "fits_helper/lookup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define CARD		 80
#define MAX_ELEMENTS (4 * 1024 * 1024)

/* How a header names each of them. */
static const struct Words
{
	const char *kind;
	const char *record;
	const char *error;
	const char *array;
} words[LOOKUPS] = {
	{"D2IMDIS1", "D2IM1", "D2IMERR1", "D2IMARR"},
	{"D2IMDIS2", "D2IM2", "D2IMERR2", "D2IMARR"},
	{"CPDIS1", "DP1", "CPERR1", "WCSDVARR"},
	{"CPDIS2", "DP2", "CPERR2", "WCSDVARR"},
};

static bool
is_named(const char *card, const char *name)
{
	size_t length = strlen(name);

	return strncmp(card, name, length) == 0 && strspn(card + length, " ") >= 8 - length &&
		   card[8] == '=';
}

/* The text of a card, without its quotes. */
static void
text_of(const char *card, char text[FLEN_VALUE])
{
	char line[CARD + 1] = {0};
	char value[FLEN_VALUE] = "";
	char comment[FLEN_COMMENT];
	int status = 0;

	memcpy(line, card, CARD);
	text[0] = '\0';
	if (fits_parse_value(line, value, comment, &status) == 0 && value[0] == '\'')
		sscanf(value, "'%[^']", text);
	fits_clear_errmsg();
}

static void
find_kind(Lookup *table, const struct Words *word, const char *card)
{
	char text[FLEN_VALUE];

	if (!is_named(card, word->kind))
		return;
	text_of(card, text);
	if (strncasecmp(text, "LOOKUP", 6) == 0 && strspn(text + 6, " ") == strlen(text + 6))
		*table = (Lookup){.array = word->array,
						  .record = word->record,
						  .version = 1,
						  .card = -1,
						  .axis = {1.0, 2.0}};
}

/* A record is a text: 'EXTVER: 1.0'. */
static void
find_record(Lookup *table, const char *card, long number)
{
	char text[FLEN_VALUE];
	double value;

	if (table->array == NULL || !is_named(card, table->record))
		return;
	text_of(card, text);
	if (sscanf(text, "EXTVER:%lf", &value) == 1)
	{
		table->version = value >= 1.0 && value <= INT32_MAX ? (long) value : 0;
		table->card = number;
	}
	else if (sscanf(text, "AXIS.1:%lf", &value) == 1)
		table->axis[0] = value;
	else if (sscanf(text, "AXIS.2:%lf", &value) == 1)
		table->axis[1] = value;
}

void
lookups_find(Lookups *lookups, const char *cards, size_t count)
{
	*lookups = (Lookups){0};
	for (size_t i = 0; i < count; i++)
		for (int j = 0; j < LOOKUPS; j++)
			find_kind(&lookups->tables[j], &words[j], cards + i * CARD);
	for (size_t i = 0; i < count; i++)
		for (int j = 0; j < LOOKUPS; j++)
			find_record(&lookups->tables[j], cards + i * CARD, (long) i);
}

void
lookups_strip(const Lookups *lookups, char *cards, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (int j = 0; j < LOOKUPS; j++)
		{
			char *card = cards + i * CARD;

			if (lookups->tables[j].array != NULL &&
				(is_named(card, words[j].kind) || is_named(card, words[j].record) ||
				 is_named(card, words[j].error)))
				memset(card, ' ', CARD);
		}
}

static double
read_number(FitsFile *file, const char *name, int axis, double otherwise)
{
	char keyword[FLEN_KEYWORD];
	double value = otherwise;

	snprintf(keyword, sizeof(keyword), "%s%d", name, axis + 1);
	file_number(file, keyword, &value);
	return value;
}

/* Read how the elements of the current unit stand for pixels. */
static bool
read_scale(Lookup *table, FitsFile *file)
{
	bool is_sound = true;

	for (int i = 0; i < 2; i++)
	{
		table->reference[i] = read_number(file, "CRPIX", i, 0.0);
		table->value[i] = read_number(file, "CRVAL", i, 0.0);
		table->step[i] = read_number(file, "CDELT", i, 1.0);
		is_sound &= isfinite(table->reference[i]) && isfinite(table->value[i]) &&
					isfinite(table->step[i]) && table->step[i] != 0.0;
	}
	return is_sound;
}

static bool
read_table(Lookup *table, FitsFile *file)
{
	Hdu hdu;
	SkyError err = {0};
	int number = 0;
	int status = 0;
	long count;

	if (table->version < 1 || table->axis[0] + table->axis[1] != 3.0 ||
		(table->axis[0] != 1.0 && table->axis[0] != 2.0) ||
		fits_movnam_hdu(file->fits,
						IMAGE_HDU,
						(char *) table->array,
						(int) table->version,
						&status) != 0)
		return false;
	fits_get_hdu_num(file->fits, &number);
	if (number < 2 || !file_hdu(file, number - 1, &hdu, &err) || hdu.kind != HDU_IMAGE ||
		hdu.axes != 2 || hdu.sizes[0] > MAX_ELEMENTS ||
		hdu.sizes[1] > MAX_ELEMENTS / hdu.sizes[0] || !read_scale(table, file))
		return false;
	table->hdu = hdu.number;
	memcpy(table->size, hdu.sizes, sizeof(table->size));
	count = (long) (hdu.sizes[0] * hdu.sizes[1]);
	table->values = malloc((size_t) count * sizeof(float));
	return table->values != NULL &&
		   fits_read_img(
			   file->fits, TFLOAT, 1, count, NULL, table->values, NULL, &status) == 0;
}

void
lookups_read(Lookups *lookups, FitsFile *file, const Hdu *hdu)
{
	bool is_sound = true;
	int count = 0;
	int status = 0;

	for (int i = 0; i < LOOKUPS && is_sound; i++)
		if (lookups->tables[i].array != NULL)
		{
			is_sound = read_table(&lookups->tables[i], file);
			count++;
		}
	if (count == 0)
		return;
	fits_movabs_hdu(file->fits, hdu->number + 1, NULL, &status);
	fits_clear_errmsg();
	lookups->are_read = is_sound;
	if (!is_sound)
		lookups_free(lookups);
}

void
lookups_free(Lookups *lookups)
{
	for (int i = 0; i < LOOKUPS; i++)
		free(lookups->tables[i].values);
	*lookups = (Lookups){0};
}

bool
hdu_is_lookup(const Hdu *hdu)
{
	return hdu->kind == HDU_IMAGE && hdu->number > 0 &&
		   (strcmp(hdu->name, "WCSDVARR") == 0 || strcmp(hdu->name, "D2IMARR") == 0);
}

/*
 * Between four elements; beyond the array what is at its border.  Here elements and
 * pixels are counted from 0, as the telescope's pipeline and astropy do.
 */
static double
look_up(const Lookup *table, const double *pixel)
{
	int64_t low[2];
	int64_t high[2];
	double part[2];
	const float *rows[2];

	for (int i = 0; i < 2; i++)
	{
		double last = (double) (table->size[i] - 1);
		double at =
			(pixel[(int) table->axis[i] - 1] - 1.0 - table->value[i]) / table->step[i] +
			table->reference[i];

		at = at > 0.0 ? fmin(at, last) : 0.0;
		low[i] = (int64_t) at;
		high[i] = low[i] + 1 < table->size[i] ? low[i] + 1 : low[i];
		part[i] = at - (double) low[i];
	}
	rows[0] = table->values + low[1] * table->size[0];
	rows[1] = table->values + high[1] * table->size[0];
	return (1.0 - part[1]) * ((1.0 - part[0]) * (double) rows[0][low[0]] +
							  part[0] * (double) rows[0][high[0]]) +
		   part[1] * ((1.0 - part[0]) * (double) rows[1][low[0]] +
					  part[0] * (double) rows[1][high[0]]);
}

static void
add(const Lookup tables[2], const double *pixel, double *to)
{
	for (int i = 0; i < 2; i++)
		if (tables[i].values != NULL)
			to[i] += look_up(&tables[i], pixel);
}

void
lookups_add_detector(const Lookups *lookups, const double *pixel, double *to)
{
	add(lookups->tables, pixel, to);
}

void
lookups_add_prior(const Lookups *lookups, const double *pixel, double *to)
{
	add(lookups->tables + 2, pixel, to);
}
