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

#include "fits_helper/header.h"
#include "fits_helper/tasks.h"
#include "geo/shape_check.h"

#define BLOCK 2880

/* Data up to this is read once and kept until its checksum stands; more is read twice. */
#define KEPT (64UL * 1024 * 1024)

typedef struct Plan
{
	Part *parts;
	int count;
	int found; /* parts that have something of what is wanted */
} Plan;

/* The image that was cut last, which planes of errors and masks may follow. */
typedef struct Before
{
	Hdu hdu;
	Cutout pixels;
} Before;

static bool
plan_add(Plan *plan, const Part *part, SkyError *err)
{
	Part *parts = realloc(plan->parts, (size_t) (plan->count + 1) * sizeof(Part));

	if (parts == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	plan->parts = parts;
	plan->parts[plan->count++] = *part;
	return true;
}

static void
plan_free(Plan *plan)
{
	for (int i = 0; i < plan->count; i++)
		rows_free(&plan->parts[i].rows);
	free(plan->parts);
}

static bool
have_same_axes(const Hdu *a, const Hdu *b)
{
	return b->kind == HDU_IMAGE && a->axes == b->axes &&
		   memcmp(a->sizes, b->sizes, sizeof(a->sizes)) == 0;
}

static void
plan_image(
	FitsFile *file, const Wanted *wanted, const Hdu *hdu, Part *part, Before *before)
{
	ImageWcs wcs;
	bool is_cut;

	wcs_read(&wcs, file, hdu);
	is_cut = plan_cutout(wanted, &wcs, &part->pixels);
	/* Errors, masks and variances often leave their coordinates to the image before. */
	if (!is_cut && wcs.x < 0 && have_same_axes(hdu, &before->hdu))
	{
		part->pixels = before->pixels;
		is_cut = true;
	}
	else
		*before = is_cut ? (Before){*hdu, part->pixels} : (Before){0};
	wcs_free(&wcs);
	if (is_cut)
		part->kind = PART_PIXELS;
}

/* Tables that have nothing to be cut by are copied beside what is cut. */
static bool
plan_table(
	FitsFile *file, const Wanted *wanted, const Hdu *hdu, Part *part, SkyError *err)
{
	if (rows_plan(wanted, file, hdu, &part->rows, err))
		part->kind = PART_ROWS;
	else if (!wanted_is_less(wanted) || wanted->order->hdu < 0)
		part->kind = PART_WHOLE;
	return err->code == SKY_OK;
}

/* Has a part something of what is wanted?  A copy has if all is wanted. */
static bool
is_found(const Part *part, const Wanted *wanted)
{
	return part->kind == PART_PIXELS ||
		   (part->kind == PART_ROWS && part->rows.rows > 0) ||
		   (part->kind == PART_WHOLE && !wanted_is_less(wanted));
}

static bool
plan_parts(FitsFile *file, const Wanted *wanted, Plan *plan, SkyError *err)
{
	Hdu hdu;
	Before before = {0};
	int only = wanted->order->hdu;

	for (int i = 0; file_hdu(file, i, &hdu, err); i++)
	{
		bool is_wanted = only < 0 || only == i;
		Part part = {.hdu = i,
					 .is_primary = plan->count == 0 && wanted->order->part == 0};
		bool done = true;

		if (is_wanted && hdu.kind == HDU_IMAGE)
			plan_image(file, wanted, &hdu, &part, &before);
		else if (is_wanted && hdu.kind == HDU_TABLE)
			done = plan_table(file, wanted, &hdu, &part, err);
		/* The first header of a file speaks for all that follow; none begins with a
		 * table.
		 */
		if (done && part.is_primary &&
			(part.kind == PART_ROWS || part.kind == PART_WHOLE))
			done = plan_add(plan, &(Part){.is_primary = true}, err);
		part.is_primary = plan->count == 0 && part.is_primary;
		if (done && (part.kind != PART_HEADER || (i == 0 && only < 0)))
			done = plan_add(plan, &part, err);
		else
			rows_free(&part.rows);
		if (!done)
			return false;
		plan->found += is_found(&part, wanted);
		if (i == only)
			break;
	}
	return err->code == SKY_OK;
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

/* The bytes of a part's data. */
static bool
data_size(const Hdu *hdu, const Part *part, size_t *size, SkyError *err)
{
	*size = 0;
	if (part->kind == PART_ROWS)
		*size = rows_size(&part->rows);
	else if (part->kind == PART_WHOLE)
		*size = hdu->size;
	else if (part->kind == PART_PIXELS && !pixels_size(hdu, &part->pixels, size))
		return sky_error(
			err, SKY_E_BAD_TEXT, -1, "the FITS file is damaged: axes too long");
	return true;
}

static bool
read_data(FitsFile *file,
		  const Hdu *hdu,
		  const Part *part,
		  PixelTaker take,
		  void *to,
		  SkyError *err)
{
	switch (part->kind)
	{
		case PART_PIXELS:
			return pixels_read(file, hdu, &part->pixels, take, to, err);
		case PART_ROWS:
			return rows_read(&part->rows, take, to, err);
		case PART_WHOLE:
			take(to, file->bytes + hdu->data, hdu->size);
			return true;
		case PART_HEADER:
			break;
	}
	return true;
}

static bool
sum_data(FitsFile *file, const Hdu *hdu, const Part *part, Taken *taken, SkyError *err)
{
	size_t size;

	if (!data_size(hdu, part, &size, err))
		return false;
	taken->kept = size <= KEPT ? malloc(size + 1) : NULL;
	if (!read_data(file, hdu, part, take_sum, taken, err))
		return false;
	taken->sum = sum_bytes(taken->sum, taken->word, taken->tail);
	return true;
}

static bool
send_data(FitsFile *file,
		  const Hdu *hdu,
		  const Part *part,
		  const Taken *taken,
		  Sink *sink,
		  SkyError *err)
{
	if (taken->kept != NULL)
		sink_put(sink, taken->kept, taken->used);
	else if (!read_data(file, hdu, part, take_send, sink, err))
		return false;
	send_padding(sink, taken->used);
	return true;
}

/* The header of a part, complete. */
static bool
finish_header(FitsFile *file,
			  const FitsOrder *order,
			  const Hdu *hdu,
			  const Part *part,
			  uint32_t sum,
			  Cards *cards)
{
	bool done = header_make(file, order, hdu, part, cards);

	if (done)
		cards_finish(cards, sum);
	return done && !cards->failed;
}

static bool
send_part(
	FitsFile *file, const FitsOrder *order, const Part *part, Sink *sink, SkyError *err)
{
	Hdu hdu;
	Cards cards = {0};
	Taken taken = {0};
	bool done;

	if (!file_hdu(file, part->hdu, &hdu, err))
		return false;
	done = sum_data(file, &hdu, part, &taken, err);
	if (done && !finish_header(file, order, &hdu, part, taken.sum, &cards))
		done = sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	if (done)
	{
		sink_put(sink, cards.bytes, cards.count * CARD);
		done = send_data(file, &hdu, part, &taken, sink, err);
	}
	cards_free(&cards);
	free(taken.kept);
	return done;
}

/* Add the bytes that send_part() would send. */
static bool
measure_part(FitsFile *file,
			 const FitsOrder *order,
			 const Part *part,
			 int64_t *total,
			 SkyError *err)
{
	Hdu hdu;
	Cards cards = {0};
	size_t size;
	bool done;

	if (!file_hdu(file, part->hdu, &hdu, err) || !data_size(&hdu, part, &size, err))
		return false;
	done = finish_header(file, order, &hdu, part, 0, &cards) ||
		   sky_error(err, SKY_E_MEMORY, -1, "out of memory");
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
	bool done = plan_parts(file, wanted, &plan, err);
	int count = plan.found > 0 ? plan.count : 0;
	int64_t total = 0;

	for (int i = 0; done && is_measured && i < count; i++)
		done = measure_part(file, order, &plan.parts[i], &total, err);
	if (done && is_measured)
		sink_put(sink, &total, sizeof(total));
	for (int i = 0; done && (!is_measured || total <= order->most) && i < count; i++)
		done = send_part(file, order, &plan.parts[i], sink, err);
	plan_free(&plan);
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
