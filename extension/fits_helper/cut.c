/*
 * cut.c
 *		Cutouts: the pixels of a file that are wanted, as a file of its own.
 *
 * Nothing is resampled or scaled.  What is to be written is planned for all units first;
 * so a file that has nothing of what is wanted gives nothing at all.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "fits_helper/cards.h"
#include "fits_helper/pixels.h"
#include "fits_helper/tasks.h"
#include "geo/shape_check.h"

#define BLOCK			  2880
#define VERSIONS_PER_PART 1000

/* Data up to this is read once and kept until its checksum stands; more is read twice. */
#define KEPT (64UL * 1024 * 1024)

/* A unit of the answer. */
typedef struct Unit
{
	int hdu;
	bool is_primary; /* of the answer */
	bool has_data;
	Cutout cutout;
} Unit;

typedef struct Plan
{
	Unit *units;
	int count;
	int images;
} Plan;

static bool
plan_add(Plan *plan, const Unit *unit, SkyError *err)
{
	Unit *units = realloc(plan->units, (size_t) (plan->count + 1) * sizeof(Unit));

	if (units == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	plan->units = units;
	plan->units[plan->count++] = *unit;
	plan->images += unit->has_data;
	return true;
}

/* Has the image the axes of the one that was cut before it, and no coordinates? */
static bool
is_plane_of(const Hdu *hdu, const Hdu *before)
{
	return before->kind == HDU_IMAGE && hdu->axes == before->axes &&
		   memcmp(hdu->sizes, before->sizes, sizeof(hdu->sizes)) == 0;
}

static bool
plan_image(FitsFile *file, const Wanted *wanted, const Hdu *hdu, Unit *unit, Hdu *before)
{
	ImageWcs wcs;
	bool is_cut;

	wcs_read(&wcs, file, hdu);
	is_cut = plan_cutout(wanted, &wcs, &unit->cutout);
	/* Errors, masks and variances often leave their coordinates to the image before. */
	if (!is_cut && wcs.x < 0 && is_plane_of(hdu, before))
		is_cut = true;
	else
		*before = is_cut ? *hdu : (Hdu){0};
	wcs_free(&wcs);
	return is_cut;
}

static bool
plan_units(FitsFile *file, const Wanted *wanted, Plan *plan, SkyError *err)
{
	Hdu hdu;
	Hdu before = {0};
	Unit unit = {0};
	int only = wanted->order->hdu;

	for (int i = 0; file_hdu(file, i, &hdu, err); i++)
	{
		bool is_wanted = only < 0 || only == i;

		unit.hdu = i;
		unit.is_primary = plan->count == 0 && wanted->order->part == 0;
		unit.has_data = is_wanted && hdu.kind == HDU_IMAGE &&
						plan_image(file, wanted, &hdu, &unit, &before);
		/* The first header of a file speaks for all that follow. */
		if ((unit.has_data || (i == 0 && only < 0)) && !plan_add(plan, &unit, err))
			return false;
		if (i == only)
			break;
	}
	return err->code == SKY_OK;
}

/* Cards that are made anew, or say how a compressed image is stored. */
static bool
is_kept(char *card, const Hdu *hdu)
{
	static const char *const table[] = {
		"TTYPE", "TFORM", "TUNIT", "TSCAL", "TZERO", "TNULL", "TDISP", "TDIM"};

	switch (fits_get_keyclass(card))
	{
		case TYP_STRUC_KEY:
		case TYP_CMPRS_KEY:
		case TYP_CKSUM_KEY:
			return false;
		default:
			break;
	}
	for (size_t i = 0; hdu->compressed && i < sizeof(table) / sizeof(table[0]); i++)
		if (strncmp(card, table[i], strlen(table[i])) == 0)
			return false;
	return !(hdu->compressed && strncmp(card, "EXTNAME = 'COMPRESSED_IMAGE'", 28) == 0) &&
		   strncmp(card, "EXTEND  =", 9) != 0;
}

static void
put_structure(Cards *cards, const Hdu *hdu, const Unit *unit)
{
	char name[16];

	if (unit->is_primary)
		cards_logical(cards, "SIMPLE", true, "conforms to FITS standard");
	else
		cards_text(cards, "XTENSION", "IMAGE", "image extension");
	cards_integer(cards,
				  "BITPIX",
				  hdu->kind == HDU_IMAGE ? hdu->bitpix : 8,
				  "bits per pixel; negative: floating-point");
	cards_integer(cards, "NAXIS", unit->has_data ? hdu->axes : 0, "number of axes");
	for (int i = 0; unit->has_data && i < hdu->axes; i++)
	{
		snprintf(name, sizeof(name), "NAXIS%d", i + 1);
		cards_integer(cards, name, cutout_size(&unit->cutout, i), NULL);
	}
	if (unit->is_primary)
		cards_logical(cards, "EXTEND", true, "there may be extensions");
	else
	{
		cards_integer(cards, "PCOUNT", 0, "no bytes after the data");
		cards_integer(cards, "GCOUNT", 1, "one group");
	}
}

/* Pixels are counted from another corner now, in all descriptions of the coordinates. */
static void
shift_references(Cards *cards, const Hdu *hdu, const Cutout *cutout)
{
	char name[16];

	for (int i = 0; i < hdu->axes; i++)
	{
		double by = (double) (cutout->first[i] - 1);

		snprintf(name, sizeof(name), "CRPIX%d", i + 1);
		cards_shift(cards, name, -by);
		snprintf(name, sizeof(name), "LTV%d", i + 1);
		cards_shift(cards, name, -by);
		for (char alternate = 'A'; alternate <= 'Z'; alternate++)
		{
			snprintf(name, sizeof(name), "CRPIX%d%c", i + 1, alternate);
			cards_shift(cards, name, -by);
		}
	}
}

static void
put_provenance(Cards *cards, const char *origin, const Hdu *hdu, const Cutout *cutout)
{
	char text[CARD];
	int used =
		snprintf(text, sizeof(text), "pgsky: cut out of HDU %d, pixels [", hdu->number);

	for (int i = 0; i < hdu->axes && used < CARD - 10; i++)
		used += snprintf(text + used,
						 sizeof(text) - (size_t) used,
						 "%s%lld:%lld",
						 i == 0 ? "" : ",",
						 (long long) cutout->first[i],
						 (long long) cutout->last[i]);
	if (used < CARD - 10)
		snprintf(text + used, sizeof(text) - (size_t) used, "]");
	if (origin[0] != '\0')
	{
		char product[FITS_ORIGIN + CARD];

		snprintf(product, sizeof(product), "pgsky: product %s", origin);
		cards_history(cards, product);
	}
	cards_history(cards, text);
}

/*
 * HDUs of one name in one file are told apart by EXTVER, which those of other cutouts
 * may have, too.
 */
static void
put_version(FitsFile *file, int part, Cards *cards)
{
	long version = 1;
	int status = 0;

	if (fits_read_key(file->fits, TLONG, "EXTVER", &version, NULL, &status) != 0 ||
		version < 1 || version >= VERSIONS_PER_PART)
		version = 1;
	cards_integer(cards,
				  "EXTVER",
				  (int64_t) (part - 1) * VERSIONS_PER_PART + version,
				  "of the original, and 1000 for each cutout before");
}

static bool
make_header(FitsFile *file,
			const FitsOrder *order,
			const Hdu *hdu,
			const Unit *unit,
			Cards *cards)
{
	char card[FLEN_CARD];
	int count = 0;
	int status = 0;

	put_structure(cards, hdu, unit);
	if (order->part > 0)
		put_version(file, order->part, cards);
	fits_get_hdrspace(file->fits, &count, NULL, &status);
	for (int i = 1; status == 0 && i <= count; i++)
		if (fits_read_record(file->fits, i, card, &status) == 0 && is_kept(card, hdu) &&
			!(order->part > 0 && strncmp(card, "EXTVER  =", 9) == 0))
			cards_add(cards, card);
	if (unit->has_data)
	{
		shift_references(cards, hdu, &unit->cutout);
		put_provenance(cards, order->origin, hdu, &unit->cutout);
	}
	fits_clear_errmsg();
	return !cards->failed;
}

/* What becomes of the pixels: summed, and kept or sent. */
typedef struct Taken
{
	uint32_t sum;
	unsigned tail; /* bytes of the last word, which were not summed yet */
	char word[4];
	char *kept; /* NULL: not kept */
	size_t used;
} Taken;

static void
take_sum(void *to, const void *bytes, size_t size)
{
	Taken *taken = to;
	const char *at = bytes;

	if (taken->kept != NULL)
		memcpy(taken->kept + taken->used, bytes, size);
	taken->used += size;
	/* Rows need not end with a whole word. */
	while (taken->tail > 0 && taken->tail < 4 && size > 0)
	{
		taken->word[taken->tail++] = *at++;
		size--;
	}
	if (taken->tail == 4)
	{
		taken->sum = sum_bytes(taken->sum, taken->word, 4);
		taken->tail = 0;
	}
	taken->sum = sum_bytes(taken->sum, at, size & ~(size_t) 3);
	for (at += size & ~(size_t) 3, size &= 3; size > 0; size--)
		taken->word[taken->tail++] = *at++;
}

static void
take_send(void *to, const void *bytes, size_t size)
{
	sink_put(to, bytes, size);
}

static void
send_padding(Sink *sink, size_t size)
{
	static const char zeros[BLOCK];

	if (size % BLOCK != 0)
		sink_put(sink, zeros, BLOCK - size % BLOCK);
}

static bool
sum_data(FitsFile *file, const Hdu *hdu, const Unit *unit, Taken *taken, SkyError *err)
{
	size_t size;

	if (!unit->has_data)
		return true;
	if (!pixels_size(hdu, &unit->cutout, &size))
		return sky_error(
			err, SKY_E_BAD_TEXT, -1, "the FITS file is damaged: axes too long");
	taken->kept = size <= KEPT ? malloc(size) : NULL;
	if (!pixels_read(file, hdu, &unit->cutout, take_sum, taken, err))
		return false;
	taken->sum = sum_bytes(taken->sum, taken->word, taken->tail);
	return true;
}

static bool
send_data(FitsFile *file,
		  const Hdu *hdu,
		  const Unit *unit,
		  const Taken *taken,
		  Sink *sink,
		  SkyError *err)
{
	if (taken->kept != NULL)
		sink_put(sink, taken->kept, taken->used);
	else if (unit->has_data &&
			 !pixels_read(file, hdu, &unit->cutout, take_send, sink, err))
		return false;
	send_padding(sink, taken->used);
	return true;
}

static bool
send_unit(
	FitsFile *file, const FitsOrder *order, const Unit *unit, Sink *sink, SkyError *err)
{
	Hdu hdu;
	Cards cards = {0};
	Taken taken = {0};
	bool done;

	if (!file_hdu(file, unit->hdu, &hdu, err))
		return false;
	done = sum_data(file, &hdu, unit, &taken, err);
	if (done && !make_header(file, order, &hdu, unit, &cards))
		done = sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	if (done)
	{
		cards_finish(&cards, taken.sum);
		done = !cards.failed || sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	}
	if (done)
	{
		sink_put(sink, cards.bytes, cards.count * CARD);
		done = send_data(file, &hdu, unit, &taken, sink, err);
	}
	cards_free(&cards);
	free(taken.kept);
	return done;
}

/* Add the bytes that send_unit() would send. */
static bool
measure_unit(FitsFile *file,
			 const FitsOrder *order,
			 const Unit *unit,
			 int64_t *total,
			 SkyError *err)
{
	Hdu hdu;
	Cards cards = {0};
	size_t size = 0;
	bool done;

	if (!file_hdu(file, unit->hdu, &hdu, err))
		return false;
	if (unit->has_data && !pixels_size(&hdu, &unit->cutout, &size))
		return sky_error(
			err, SKY_E_BAD_TEXT, -1, "the FITS file is damaged: axes too long");
	done = make_header(file, order, &hdu, unit, &cards);
	cards_finish(&cards, 0);
	if (!done || cards.failed)
		done = sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	*total += (int64_t) (cards.count * CARD + (size + BLOCK - 1) / BLOCK * BLOCK);
	cards_free(&cards);
	return done;
}

static bool
cut_file(FitsFile *file, const Wanted *wanted, Sink *sink, SkyError *err)
{
	const FitsOrder *order = wanted->order;
	bool is_measured = order->task == FITS_MEASURE;
	Plan plan = {0};
	bool done = plan_units(file, wanted, &plan, err);
	int count = plan.images > 0 ? plan.count : 0;
	int64_t total = 0;

	for (int i = 0; done && is_measured && i < count; i++)
		done = measure_unit(file, order, &plan.units[i], &total, err);
	if (done && is_measured)
		sink_put(sink, &total, sizeof(total));
	for (int i = 0; done && (!is_measured || total <= order->most) && i < count; i++)
		done = send_unit(file, order, &plan.units[i], sink, err);
	free(plan.units);
	return done;
}

bool
cut(const Received *received, Sink *sink, SkyError *err)
{
	const FitsOrder *order = &received->order;
	Wanted wanted = {.order = order, .has_shape = order->shape != SHAPE_NONE};
	FitsFile file;
	Arena arena;
	bool done;

	if (wanted.has_shape &&
		!shape_check((SkyShape) order->shape, received->numbers, order->count, err))
		return false;
	arena_init_malloc(&arena, 0);
	if (wanted.has_shape)
		region_init(&wanted.region,
					(SkyShape) order->shape,
					received->numbers,
					order->count,
					&arena);
	done = file_open(&file, received, err) && cut_file(&file, &wanted, sink, err);
	file_close(&file);
	arena_fini(&arena);
	return done;
}
