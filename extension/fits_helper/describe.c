/*
 * describe.c
 *		What is in a file, as JSON.
 *
 *	{"hdus": [{"hdu": 0, "name": "SCI", "kind": "empty|image|table", "bitpix": -32,
 *			   "axes": [440, 300], "compressed": false, "header": {...},
 *			   "footprint": [lon, lat, ...], "scale": [arcsec], "band": [m, m],
 *			   "bands": channels, "time": [MJD, MJD], "states": [codes],
 *			   "spread": [lon, lat, ...]}]}
 *
 * What an image lacks is left out; tables of spectra have band and bands, too, and those
 * of sources have spread: a polygon with all of them.  header
 * has a value for each keyword; COMMENT and HISTORY, and keywords that come twice, have
 * arrays of them.
 */
#include <math.h>
#include <stdlib.h>

#include "fits_helper/columns.h"
#include "fits_helper/footprint.h"
#include "fits_helper/json.h"
#include "fits_helper/spread.h"
#include "fits_helper/tasks.h"

#define MAX_CARDS	100000
#define MAX_SAMPLES 10000000

typedef struct Card
{
	char name[FLEN_KEYWORD];
	int number;
} Card;

static int
compare_cards(const void *a, const void *b)
{
	const Card *left = a;
	const Card *right = b;
	int order = strcmp(left->name, right->name);

	return order != 0 ? order : left->number - right->number;
}

static void
put_value(Sink *sink, FitsFile *file, const char *card, const char *name)
{
	char value[FLEN_VALUE];
	char comment[FLEN_COMMENT];
	char type = ' ';
	int status = 0;

	if (fits_parse_value((char *) card, value, comment, &status) != 0)
		json_text(sink, "");
	else if (value[0] == '\0')
		json_text(sink, comment);
	else if (fits_get_keytype(value, &type, &status) != 0)
		json_text(sink, value);
	else if (type == 'C')
	{
		char *text = NULL;

		/* Long texts go on in the cards that follow. */
		if (fits_read_key_longstr(file->fits, name, &text, NULL, &status) == 0)
			json_text(sink, text);
		else
			json_text(sink, value);
		status = 0;
		fits_free_memory(text, &status);
	}
	else if (type == 'L')
		sink_puts(sink, value[0] == 'T' ? "true" : "false");
	else if (type == 'X')
		json_text(sink, value);
	else
	{
		for (char *d = value; *d != '\0'; d++)
			if (*d == 'D' || *d == 'd')
				*d = 'E';
		json_number(sink, strtod(value, NULL));
	}
	fits_clear_errmsg();
}

/* The names of all cards, sorted, so that those of a name are together. */
static Card *
list_cards(FitsFile *file, int *count)
{
	char card[FLEN_CARD];
	int length;
	int status = 0;
	int total = 0;
	Card *cards;

	*count = 0;
	fits_get_hdrspace(file->fits, &total, NULL, &status);
	if (status != 0 || total > MAX_CARDS)
		return NULL;
	cards = calloc((size_t) total + 1, sizeof(Card));
	for (int i = 1; cards != NULL && i <= total; i++)
	{
		Card *at = &cards[*count];

		at->number = i;
		if (fits_read_record(file->fits, i, card, &status) == 0 &&
			fits_get_keyname(card, at->name, &length, &status) == 0 &&
			at->name[0] != '\0' && strcmp(at->name, "CONTINUE") != 0)
			(*count)++;
		status = 0;
	}
	fits_clear_errmsg();
	return cards;
}

static void
put_header(Sink *sink, FitsFile *file)
{
	int count;
	Card *cards = list_cards(file, &count);
	char card[FLEN_CARD];

	if (count > 0)
		qsort(cards, (size_t) count, sizeof(Card), compare_cards);
	sink_puts(sink, ",\"header\":{");
	for (int i = 0; i < count; i++)
	{
		bool follows = i > 0 && strcmp(cards[i].name, cards[i - 1].name) == 0;
		bool followed = i + 1 < count && strcmp(cards[i].name, cards[i + 1].name) == 0;
		int status = 0;

		if (i > 0)
			sink_putc(sink, ',');
		if (!follows)
		{
			json_text(sink, cards[i].name);
			sink_putc(sink, ':');
			if (followed)
				sink_putc(sink, '[');
		}
		fits_read_record(file->fits, cards[i].number, card, &status);
		put_value(sink, file, card, cards[i].name);
		if (follows && !followed)
			sink_putc(sink, ']');
	}
	sink_putc(sink, '}');
	free(cards);
}

static void
put_interval(Sink *sink, const char *name, double lo, double hi)
{
	sink_printf(sink, ",\"%s\":[", name);
	json_number(sink, lo);
	sink_putc(sink, ',');
	json_number(sink, hi);
	sink_putc(sink, ']');
}

/* The least and greatest value along an axis, at the borders of its pixels. */
static void
put_axis(Sink *sink, const ImageWcs *wcs, const char *name, int axis)
{
	double lo = INFINITY;
	double hi = -INFINITY;
	FitsInterval reach;

	if (axis < 0)
		return;
	for (int64_t i = 1; i <= hdu_pixels(wcs->hdu, axis); i++)
		if (wcs_reach_of(wcs, axis, i, &reach))
		{
			lo = fmin(lo, reach.lo);
			hi = fmax(hi, reach.hi);
		}
	if (lo <= hi)
		put_interval(sink, name, lo, hi);
}

static void
put_states(Sink *sink, const ImageWcs *wcs)
{
	double code;
	const char *before = ",\"states\":[";

	if (wcs->stokes < 0)
		return;
	for (int64_t i = 1; i <= hdu_pixels(wcs->hdu, wcs->stokes) && i <= 16; i++)
		if (wcs_value_of(wcs, wcs->stokes, (double) i, &code))
		{
			sink_printf(sink, "%s%ld", before, lround(code));
			before = ",";
		}
	if (before[1] == '\0')
		sink_putc(sink, ']');
}

static void
put_polygon(Sink *sink, const char *name, const SkyPoint *vertices, int count)
{
	sink_printf(sink, ",\"%s\":[", name);
	for (int i = 0; i < count; i++)
	{
		if (i > 0)
			sink_putc(sink, ',');
		json_number(sink, vertices[i].lon);
		sink_putc(sink, ',');
		json_number(sink, vertices[i].lat);
	}
	sink_putc(sink, ']');
}

static void
put_coordinates(Sink *sink, FitsFile *file, const Hdu *hdu)
{
	SkyPoint vertices[FOOTPRINT_MAX];
	ImageWcs wcs;
	int count;

	wcs_read(&wcs, file, hdu);
	count = footprint_of(&wcs, vertices);
	if (count > 0)
	{
		put_polygon(sink, "footprint", vertices, count);
		sink_puts(sink, ",\"scale\":");
		json_number(sink, footprint_scale(&wcs));
	}
	put_axis(sink, &wcs, "band", wcs.band);
	if (wcs.band >= 0)
		sink_printf(sink, ",\"bands\":%lld", (long long) hdu_pixels(hdu, wcs.band));
	put_axis(sink, &wcs, "time", wcs.time);
	put_states(sink, &wcs);
	wcs_free(&wcs);
}

/* The wavelengths of a table, as far as they were looked at. */
typedef struct Wavelengths
{
	double lo;
	double hi;
	double before;
	int64_t rises; /* from sample to sample, or falls */
	int64_t falls;
	int64_t seen;
	uint64_t most; /* in one row */
} Wavelengths;

static void
look_at(Wavelengths *seen, double wavelength)
{
	seen->seen++;
	if (!isfinite(wavelength) || wavelength <= 0.0)
		return;
	seen->rises += wavelength >= seen->before;
	seen->falls += wavelength <= seen->before;
	seen->before = wavelength;
	seen->lo = fmin(seen->lo, wavelength);
	seen->hi = fmax(seen->hi, wavelength);
}

static void
look_at_table(Wavelengths *seen, const Table *table, const Meaning *meaning)
{
	const Numbers *band = &meaning->band;
	char type = numbers_type(band);

	for (int64_t row = 0; row < table->count; row++)
	{
		const char *bytes;
		uint64_t count;

		if (!numbers_cell(band, table, row, &bytes, &count))
			continue;
		seen->most = count > seen->most ? count : seen->most;
		for (uint64_t i = 0; i < count && seen->seen < MAX_SAMPLES; i++)
			look_at(seen,
					spectral_wavelength(
						&meaning->spectral,
						numbers_at(band, bytes + i * table_element(type), type)));
	}
}

/*
 * Of a spectrum, with arrays of samples or a row for each, in order; not of photons or
 * sources that each have a wavelength.
 */
static void
put_wavelengths(Sink *sink, const Table *table, const Meaning *meaning)
{
	Wavelengths seen = {.lo = INFINITY, .hi = -INFINITY, .before = NAN};

	look_at_table(&seen, table, meaning);
	if (!(seen.lo <= seen.hi) || seen.seen == MAX_SAMPLES ||
		(seen.most == 1 && seen.rises > 0 && seen.falls > 0))
		return;
	put_interval(sink, "band", seen.lo, seen.hi);
	sink_printf(sink,
				",\"bands\":%lld",
				seen.most > 1 ? (long long) seen.most : (long long) table->count);
}

static void
put_table(Sink *sink, FitsFile *file, const Hdu *hdu)
{
	Table table;
	Meaning meaning;
	SkyPoint vertices[SPREAD_SIDES];
	SkyError err = {0};

	if (table_read(file, hdu, &table, &err))
	{
		columns_meaning(&meaning, file, &table);
		if (spread_of(&table, &meaning, vertices))
			put_polygon(sink, "spread", vertices, SPREAD_SIDES);
		if (meaning.band.column != NULL && meaning.lon.column == NULL)
			put_wavelengths(sink, &table, &meaning);
	}
	table_free(&table);
}

static void
put_hdu(Sink *sink, FitsFile *file, const Hdu *hdu)
{
	static const char *const kinds[] = {"empty", "image", "table"};

	sink_printf(
		sink, "{\"hdu\":%d,\"kind\":\"%s\",\"name\":", hdu->number, kinds[hdu->kind]);
	json_text(sink, hdu->name);
	if (hdu->kind == HDU_IMAGE)
	{
		sink_printf(sink,
					",\"compressed\":%s,\"bitpix\":%d",
					hdu->compressed ? "true" : "false",
					hdu->bitpix);
		for (int i = 0; i < hdu->axes; i++)
			sink_printf(
				sink, "%s%lld", i == 0 ? ",\"axes\":[" : ",", (long long) hdu->sizes[i]);
		sink_putc(sink, ']');
	}
	put_header(sink, file);
	if (hdu->kind == HDU_IMAGE)
		put_coordinates(sink, file, hdu);
	else if (hdu->kind == HDU_TABLE)
		put_table(sink, file, hdu);
	sink_putc(sink, '}');
}

bool
describe(const Received *received, Sink *sink, SkyError *err)
{
	FitsFile file;
	Hdu hdu;

	if (!file_begin(&file, received, err))
		return false;
	sink_puts(sink, "{\"hdus\":[");
	for (int i = 0; file_hdu(&file, i, &hdu, err); i++)
	{
		if (i > 0)
			sink_putc(sink, ',');
		put_hdu(sink, &file, &hdu);
	}
	sink_puts(sink, "]}");
	file_end(&file);
	return err->code == SKY_OK;
}
